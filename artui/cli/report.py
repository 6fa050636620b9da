"""`artui report`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from artui.cli import aging as edges
from artui.cli import kpis as periods
from artui.cli import option, session
from artui.cli import promises as promised
from artui.cli import reasons as ranked
from artui.cli.group import Group
from artui.domain.figure import month_of
from artui.home import open_home
from artui.report import (
    aging,
    credit,
    disagreement,
    discounts,
    disputes,
    disputes_groups,
    forecast,
    imports,
    kpis,
    months,
    promises,
    readiness,
    reasons,
    worklist,
)
from artui.report.formats import FORMATS
from artui.report.request import Request, looking_back
from artui.store.aging import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from artui.domain.figure import Period
    from artui.report.request import Source
    from artui.report.table import Report


#: The options every report takes.
_shared = option.together(
    option.form,
    click.option(
        "--as-of",
        metavar="DATE",
        callback=option.day,
        help="As of this day, default today.",
    ),
    click.option(
        "--known-on",
        metavar="DATE",
        callback=option.day,
        help="Only what was known on this day.",
    ),
    click.option("--company", metavar="CODE", help="Only this company's code."),
    click.option("--customer", metavar="ID", help="Only this customer's id."),
    click.option("--collector", metavar="NAME", help="Only this collector's customers."),
    click.option("--limit", metavar="N", type=click.IntRange(min=0), help="Only the first N rows."),
    option.home,
)


def _print(options: dict[str, Any], make: Callable[[Source, Request], Report]) -> int:
    """Print a report; 1 where one of its checks fails."""
    form, home = options.pop("form"), options.pop("home")
    request = Request(**options)
    with session.reading(open_home(home)) as source, looking_back(source, request) as then:
        made = make(then, request)
    click.echo(FORMATS[form](made), nl=False)
    return 0 if made.ok else 1


@click.group(cls=Group)
def report() -> None:
    """Print a report as a table, JSON, CSV or Markdown."""


@report.command("aging")
@click.option(
    "--by",
    type=click.Choice(list(GROUPS)),
    default="customer",
    show_default=True,
    help="What a row is of.",
)
@click.option(
    "--basis",
    type=click.Choice(["due_date", "invoice_date"]),
    help="The date days are counted from, default the policy's.",
)
@click.option("--exclude-disputed", is_flag=True, help="Leave disputed parts out.")
@click.option("--with-later", is_flag=True, help="Also what takes effect after the day.")
@edges.instead
@_shared
def aging_command(by: str, basis: str | None, *, exclude_disputed: bool, **options: Any) -> int:
    """What is owed by how late it is, with the line that proves the sum."""
    buckets, unapplied = options.pop("buckets"), options.pop("unapplied")
    convention = edges.one_of(options.pop("convention"), buckets)
    later = options.pop("with_later")
    wish = aging.Wish(by, basis or "", exclude_disputed, convention, buckets, unapplied, later)
    return _print(options, lambda source, request: aging.report(source, request, wish))


@report.command("disputes")
@click.option(
    "--status",
    type=click.Choice(["open", "closed", "all"]),
    default="open",
    show_default=True,
    help="Which disputes.",
)
@click.option(
    "--by",
    type=click.Choice(disputes_groups.BY),
    default=disputes_groups.NONE,
    show_default=True,
    help="What a row is of; none for a dispute.",
)
@_shared
def disputes_command(status: str, by: str, **options: Any) -> int:
    """Disputes with their next step, and their response and cycle against policy."""
    return _print(options, lambda source, request: disputes.report(source, request, status, by))


@report.command("discounts")
@click.option("--all", "everything", is_flag=True, help="Also what was paid without its discount.")
@_shared
def discounts_command(*, everything: bool, **options: Any) -> int:
    """Discounts for paying early: taken in time, or unearned."""
    return _print(
        options,
        lambda source, request: discounts.report(source, request, everything=everything),
    )


@report.command("reasons")
@ranked.options
@_shared
def reasons_command(**options: Any) -> int:
    """The weekly top ten of late-pay reasons."""
    wish = ranked.wish(options)
    return _print(options, lambda source, request: reasons.report(source, request, wish))


@report.command("disagreement")
@click.option(
    "--weeks",
    metavar="N",
    type=click.IntRange(min=1, max=104),
    default=12,
    show_default=True,
    help="The last N complete weeks.",
)
@_shared
def disagreement_command(weeks: int, **options: Any) -> int:
    """Where people chose other late-pay reasons than the rules give, rule by rule."""
    return _print(options, lambda source, request: disagreement.report(source, request, weeks))


@report.command("worklist")
@_shared
def worklist_command(**options: Any) -> int:
    """Accounts past due in the order they should be worked."""
    return _print(options, worklist.report)


@report.command("credit")
@_shared
def credit_command(**options: Any) -> int:
    """Exposure against credit limits."""
    return _print(options, credit.report)


@report.command("readiness")
@click.option(
    "--of",
    type=click.Choice(["all", "jobs", "invoices"]),
    default="all",
    show_default=True,
    help="Jobs not billed yet, open invoices, or both.",
)
@click.option(
    "--state",
    type=click.Choice(["blocked", "waived", "ready", "all"]),
    default="blocked",
    show_default=True,
    help="Which of them.",
)
@click.option(
    "--by",
    type=click.Choice(["none", "check", "owner", "dispatcher", "template", "site", "customer"]),
    default="none",
    show_default=True,
    help="What a row is of; none: a job or an invoice.",
)
@_shared
def readiness_command(**options: Any) -> int:
    """The billing gate: what is not ready to be billed or paid, who mends it and how."""
    wish = readiness.Wish(options.pop("of"), options.pop("state"), options.pop("by"))
    return _print(options, lambda source, request: readiness.report(source, request, wish))


@report.command("imports")
@_shared
def imports_command(**options: Any) -> int:
    """Every file that came and what became of it."""
    return _print(options, imports.report)


@report.command("kpis")
@periods.options
@_shared
def kpis_command(**options: Any) -> int:
    """Key figures of a period, the quarter's primary and diagnostic one first."""
    wish = periods.wish(options)
    return _print(options, lambda source, request: kpis.report(source, request, wish))


@report.command("forecast")
@click.option(
    "--weeks",
    metavar="N",
    type=click.IntRange(min=1, max=104),
    default=13,
    show_default=True,
    help="How many weeks ahead.",
)
@click.option(
    "--by",
    type=click.Choice(["week", "customer", "item"]),
    default="week",
    show_default=True,
    help="What a row is of.",
)
@_shared
def forecast_command(weeks: int, by: str, **options: Any) -> int:
    """Expected cash by week, with a range, from how each customer has paid."""
    wish = forecast.Wish(weeks, by)
    return _print(options, lambda source, request: forecast.report(source, request, wish))


@report.command("months")
@click.option(
    "--month",
    metavar="MONTH",
    callback=periods.month,
    help="A closed month as 2026-10: what was entered late for it, and what was re-dated.",
)
@_shared
def months_command(month: Period | None, **options: Any) -> int:
    """Closed months as they were recorded, beside what is seen of them now."""
    name = None if month is None else month_of(month.first)
    return _print(options, lambda source, request: months.report(source, request, name))


@report.command("promises")
@promised.options
@_shared
def promises_command(**options: Any) -> int:
    """Promises to pay: open, kept, kept in part, broken or withdrawn."""
    wish = promised.wish(options)
    return _print(options, lambda source, request: promises.report(source, request, wish))
