"""`artui report`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from artui.cli import option, session
from artui.cli.group import Group
from artui.domain.days import week_bounds
from artui.home import open_home
from artui.report import aging, credit, disputes, imports, reasons, worklist
from artui.report.formats import FORMATS
from artui.report.request import Request
from artui.store.aging import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from artui.report.request import Source
    from artui.report.table import Report

_WEEK = re.compile(r"[0-9]{4}-W[0-9]{2}")


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options every report takes."""
    for add in reversed(
        (
            click.option(
                "--format",
                "form",
                type=click.Choice(list(FORMATS)),
                default="table",
                show_default=True,
                help="How it is printed.",
            ),
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
            click.option(
                "--limit", metavar="N", type=click.IntRange(min=0), help="Only the first N rows."
            ),
            option.home,
        )
    ):
        command = add(command)
    return command


def _print(options: dict[str, Any], make: Callable[[Source, Request], Report]) -> int:
    """Print a report; 1 where one of its checks fails."""
    form, home = options.pop("form"), options.pop("home")
    with session.reading(open_home(home)) as source:
        made = make(source, Request(**options))
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
@_shared
def aging_command(by: str, basis: str | None, *, exclude_disputed: bool, **options: Any) -> int:
    """What is owed by how late it is, with the line that proves the sum."""
    wish = aging.Wish(by, basis or "", exclude_disputed)
    return _print(options, lambda source, request: aging.report(source, request, wish))


@report.command("disputes")
@click.option(
    "--status",
    type=click.Choice(["open", "closed", "all"]),
    default="open",
    show_default=True,
    help="Which disputes.",
)
@_shared
def disputes_command(status: str, **options: Any) -> int:
    """Disputes with their age, cycle and owner."""
    return _print(options, lambda source, request: disputes.report(source, request, status))


def _week(ctx: click.Context, param: click.Parameter, text: str | None) -> str | None:
    """An ISO week as reports write it; an option's callback."""
    if text is not None and not _is_week(text.upper()):
        message = f"'{text}' is no ISO week; write it as 2026-W46."
        raise click.BadParameter(message, ctx, param)
    return None if text is None else text.upper()


def _is_week(text: str) -> bool:
    try:
        week_bounds(text)
    except ValueError:
        return False
    return bool(_WEEK.fullmatch(text))


@report.command("reasons")
@click.option(
    "--week",
    metavar="WEEK",
    callback=_week,
    help="An ISO week as 2026-W46, default the last complete one.",
)
@click.option(
    "--top",
    metavar="N",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many reasons.",
)
@click.option(
    "--rank",
    type=click.Choice(["amount_days", "invoices", "amount"]),
    default="amount_days",
    show_default=True,
    help="What they are ranked by.",
)
@click.option(
    "--scope",
    type=click.Choice(["all", "new"]),
    default="all",
    show_default=True,
    help="All late invoices, or those first past due in the week.",
)
@click.option("--recompute", is_flag=True, help="A frozen week as seen today, and the difference.")
@_shared
def reasons_command(week: str | None, *, recompute: bool, **options: Any) -> int:
    """The weekly top ten of late-pay reasons."""
    wish = reasons.Wish(
        week, options.pop("top"), options.pop("rank"), options.pop("scope"), recompute
    )
    return _print(options, lambda source, request: reasons.report(source, request, wish))


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


@report.command("imports")
@_shared
def imports_command(**options: Any) -> int:
    """Every file that came and what became of it."""
    return _print(options, imports.report)
