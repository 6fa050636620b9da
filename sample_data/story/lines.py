"""What the invoices of the last eight weeks bill line by line, and what was quoted for projects.

The lines of an invoice come to what it bills without tax. A few say what was done in words alone,
some of a project name no line of the quote, and some of a visit carry no completion code.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from sample_data.story import weeks
from sample_data.story.columns import HEADERS
from sample_data.story.dice import Dice
from sample_data.story.styles import PLAIN, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_data.story.work import Invoice

_WEEKS = 8
#: An hour of work, and a visit, in cents; hours are counted in quarters.
_HOUR, _VISIT = 9_600, 7_500
_VISITS = ("Call-out", "Travel and set-up")
_WORK = ("Labour", "Technician hours", "Repair hours")
_PARTS = ("Filters and belts", "Compressor parts", "Refrigerant", "Switchgear parts", "Sealing set")
_STAGES = ("Design and survey", "Installation", "Commissioning")
_IN_WORDS = ("Work as agreed on site", "Repair incl. material", "As discussed by telephone")
_QUOTED = (dt.date(2026, 10, 9), dt.date(2026, 11, 13))


class Line(NamedTuple):
    """A line of an invoice, in cents; quantity in hundredths, None where it says none."""

    description: str
    amount: int
    quantity: int | None = None
    price: int | None = None
    quote_line: str = ""
    completion_code: str = ""


def billed(invoices: list[Invoice]) -> dict[str, list[Line]]:
    """The lines of each invoice of the last weeks, by its number."""
    dice = Dice("invoice lines")
    first = weeks.WEEKLY[-_WEEKS] - weeks.days(4)
    found: dict[str, list[Line]] = {}
    for invoice in invoices:
        if invoice.same_lines:
            found[invoice.invoice_id] = found.get(invoice.reissue_of, [])
        elif invoice.invoiced >= first:
            found[invoice.invoice_id] = list(_lines(dice, invoice))
    disputed = {each.invoice_id for each in invoices if each.cause == "price_or_quantity"}
    return {
        number: _beyond_the_quote(of) if number in disputed else of
        for number, of in found.items()
        if of
    }


def _beyond_the_quote(lines: list[Line]) -> list[Line]:
    """What customers object to as not quoted names no line of the quote."""
    *others, last = lines
    return [*others, last._replace(quote_line="")]


def _lines(dice: Dice, invoice: Invoice) -> Iterator[Line]:
    net = invoice.amount - invoice.tax
    if net < 0:
        yield Line(f"Credit for {invoice.credits_invoice or 'returned material'}", net, -100, -net)
    elif invoice.work == "contract":
        yield Line("Maintenance contract, one month", net, 100, net)
    elif dice.chance(0.06):
        yield Line(dice.pick(_IN_WORDS), net)
    elif invoice.work == "project":
        yield from _stages(dice, invoice, net)
    else:
        yield from _visit(dice, net)


def _visit(dice: Dice, net: int) -> Iterator[Line]:
    """A visit, hours, and material for what is left; one without hours is a visit alone."""
    code = "" if dice.chance(0.08) else dice.pick(("DONE", "DONE", "RTN"))
    quarters = dice.between(2, 32)
    hours = _HOUR * quarters // 4
    if _VISIT + hours >= net:
        yield Line(dice.pick(_VISITS), net, 100, net, completion_code=code)
        return
    yield Line(dice.pick(_VISITS), _VISIT, 100, _VISIT, completion_code=code)
    yield Line(dice.pick(_WORK), hours, 25 * quarters, _HOUR, completion_code=code)
    rest = net - _VISIT - hours
    yield Line(dice.pick(_PARTS), rest, 100, rest, completion_code=code)


def _stages(dice: Dice, invoice: Invoice, net: int) -> Iterator[Line]:
    """The stages of a project; a few were never quoted."""
    tied = invoice.quote_id and not dice.chance(0.1)
    for number, (stage, amount) in enumerate(_split(net), 1):
        quoted = str(number) if tied else ""
        yield Line(stage, amount, 100, amount, quote_line=quoted, completion_code="DONE")


def _split(net: int) -> Iterator[tuple[str, int]]:
    """A project by stages: a fifth, three fifths, the rest."""
    parts = (net // 5, net * 3 // 5)
    yield from zip(_STAGES, (*parts, net - sum(parts)), strict=True)


def files(invoices: list[Invoice]) -> dict[str, bytes]:
    """The lines of each fortnight's invoices, and the quotes of their projects, by file name."""
    lines = billed(invoices)
    days = weeks.WEEKLY[1 - _WEEKS :: 2]
    rows: dict[dt.date, list[Row]] = {day: [] for day in days}
    told = [invoice for invoice in invoices if invoice.invoice_id in lines]
    for invoice in told:
        of = lines[invoice.invoice_id]
        week = weeks.exported_on(invoice.invoiced, days)
        rows[week] += [_row(invoice, number, line) for number, line in enumerate(of, 1)]
    made = {
        f"invoice_lines_{day}.csv": PLAIN.text(HEADERS["invoice_lines"], each)
        for day, each in rows.items()
    }
    return made | _quotes(told)


def _row(invoice: Invoice, number: int, line: Line) -> Row:
    return {
        "invoice_id": invoice.invoice_id,
        "company": invoice.customer.company,
        "line": str(number),
        "description": line.description,
        "quantity": PLAIN.money(line.quantity),
        "unit_price": PLAIN.money(line.price),
        "amount": PLAIN.money(line.amount),
        "quote_line": line.quote_line,
        "completion_code": line.completion_code,
    }


def _quotes(invoices: list[Invoice]) -> dict[str, bytes]:
    """What was quoted for the projects: most of it approved before the work was done."""
    dice = Dice("quote lines")
    rows: dict[dt.date, list[Row]] = {day: [] for day in _QUOTED}
    seen: set[tuple[str, str]] = set()
    for invoice in invoices:
        quote = invoice.customer.company, invoice.quote_id
        done = invoice.completed_at
        if not invoice.quote_id or done is None or invoice.amount < 0 or quote in seen:
            continue
        seen.add(quote)
        agreed = done.date() - weeks.days(dice.between(10, 30))
        week = next(day for day in _QUOTED if agreed <= day)
        rows[week] += list(_quote(dice, invoice, weeks.working_on_or_before(agreed)))
    return {
        f"quote_lines_{day}.csv": PLAIN.text(HEADERS["quote_lines"], each)
        for day, each in rows.items()
    }


def _quote(dice: Dice, invoice: Invoice, agreed: dt.date) -> Iterator[Row]:
    for number, (stage, amount) in enumerate(_split(invoice.amount - invoice.tax), 1):
        approved = not dice.chance(0.07)
        yield {
            "quote_id": invoice.quote_id,
            "company": invoice.customer.company,
            "line": str(number),
            "description": stage,
            "amount": PLAIN.money(amount),
            "status": "approved" if approved else "sent",
            "approved_on": PLAIN.day(agreed) if approved else "",
        }
