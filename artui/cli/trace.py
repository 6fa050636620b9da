"""`artui trace`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

import click

from artui.books.kpis import behind
from artui.books.kpis.asked import By, Cause
from artui.books.kpis.table import BY_NAME
from artui.books.trace import customer as customers
from artui.books.trace import invoice as invoices
from artui.books.trace import kpi as kpi_traces
from artui.books.trace import naming
from artui.books.trace.model import View
from artui.cli import kpis, option, session
from artui.cli.group import Group
from artui.domain.kpis import NAMES
from artui.home import open_home
from artui.report import kpis as report_of_kpis
from artui.report import trace as report
from artui.report.formats import FORMATS
from artui.report.kpis import Wish
from artui.report.request import Request, looking_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from artui.books.trace.model import Trace
    from artui.domain.figure import Period
    from artui.report.request import Source

_LIMIT = click.option(
    "--limit", metavar="N", type=click.IntRange(min=0), help="Only the first N rows of each part."
)


#: The options of the traces of documents and customers.
_shared = option.together(
    option.form,
    click.option(
        "--as-of", metavar="DATE", callback=option.day, help="As of this day, default today."
    ),
    click.option(
        "--known-on", metavar="DATE", callback=option.day, help="Only what was known by then."
    ),
    click.option("--company", metavar="CODE", help="Of this company."),
    _LIMIT,
    option.home,
)


def _print(options: dict[str, Any], make: Callable[[Source, View], Trace]) -> int:
    """Print a trace; 1 where one of its checks fails."""
    request = Request(options["as_of"], options["known_on"])
    home = open_home(options["home"])
    with session.reading(home) as now, looking_back(now, request) as source:
        as_of = home.today() if request.as_of is None else request.as_of
        view = View(source.reader, source.force, home, as_of, request.known_on)
        found = make(source, view)
        made = report.report(source, found, as_of, view.known_on, options["limit"])
    click.echo(FORMATS[options["form"]](made), nl=False)
    return 0 if made.ok else 1


@click.group(cls=Group)
def trace() -> None:
    """Where each figure of an invoice, a customer or a KPI comes from."""


@trace.command("invoice")
@click.argument("number", metavar="ID")
@click.option("--class", "document_class", metavar="CLASS", help="Of this document class.")
@click.option("--fiscal-year", metavar="YEAR", help="Of this fiscal year.")
@_shared
def invoice(
    number: str, document_class: str | None, fiscal_year: str | None, **options: Any
) -> int:
    """What is open of an invoice, a credit note or a payment, entry by entry, and why."""

    def make(source: Source, view: View) -> Trace:
        told = (options["company"], document_class, fiscal_year)
        return invoices.trace(view, naming.document(source.reader, number, *told))

    return _print(options, make)


@trace.command("customer")
@click.argument("number", metavar="ID")
@click.option("--currency", metavar="CODE", help="Only what is owed in this currency.")
@_shared
def customer(number: str, currency: str | None, **options: Any) -> int:
    """What a customer owes: its items, the columns of aging, exposure and limit, decisions."""

    def make(source: Source, view: View) -> Trace:
        found = naming.customer(source.reader, number, options["company"])
        return customers.trace(view, found, currency.upper() if currency else None)

    return _print(options, make)


@trace.command("kpi")
@click.argument("name", metavar="KPI", type=click.Choice(NAMES))
@click.option("--variant", metavar="NAME", help="Which formula of several, default the first.")
@click.option(
    "--by",
    type=click.Choice([each for each in (*get_args(By), *get_args(Cause)) if each]),
    help="A figure of a group; of what may be behind a figure of quality, too.",
)
@click.option("--key", metavar="KEY", help="The group it is of.")
@click.option("--currency", metavar="CODE", help="In this currency, default the home's own.")
@click.option("--customer", metavar="ID", help="Only this customer's id.")
@click.option("--collector", metavar="NAME", help="Only this collector's customers.")
@click.option(
    "--month",
    metavar="MONTH",
    callback=kpis.month,
    help="A calendar month as 2026-10, default the last complete one.",
)
@click.option("--week", metavar="WEEK", callback=kpis.week, help="An ISO week as 2026-W46.")
@_shared
def kpi(
    name: str, by: str | None, month: Period | None, week: Period | None, **options: Any
) -> int:
    """A KPI's formula, the numbers put in, and the rows behind each of them."""
    if month is not None and week is not None:
        message = "Give --month or --week."
        raise click.UsageError(message)
    if by is not None and by in get_args(Cause) and not behind.explains(name, by):
        message = f"{name} cannot be grouped by {by}."
        raise click.UsageError(message)
    wish = Wish(month or week, cast("By | Cause", by or ""), (name,))
    asked = {each: options[each] for each in ("company", "customer", "collector")}
    request = Request(options["as_of"], options["known_on"], **asked)
    home = open_home(options["home"])
    with session.reading(home) as now, looking_back(now, request) as source:
        question, measure = report_of_kpis.question(source, request, wish), BY_NAME[name]
        figure = kpi_traces.choose(
            measure.figures(question),
            name,
            options["variant"],
            options["key"],
            options["currency"],
            home.settings.base_currency,
        )
        found = kpi_traces.trace(question, measure, figure, options["limit"])
        made = report.report(source, found, question.period.last, question.known_on)
    click.echo(FORMATS[options["form"]](made), nl=False)
    return 0 if made.ok else 1
