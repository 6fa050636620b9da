"""What closed some of the invoices that vanish: written off, discounted, rounded; one recovered.

Nothing of it is money that came in, so it stands in no payment. Each is dated the day its invoice
left the open items, so that the snapshots say the same with and without this file.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from sample_data.story import weeks
from sample_data.story.columns import HEADERS
from sample_data.story.styles import PLAIN, Row

if TYPE_CHECKING:
    from sample_data.story.work import Invoice

#: Balances below this, in cents, are not worth another reminder.
_SMALL = 70_000
_DISCOUNT_PERCENT = 2
_ROUNDED = 4
_RECOVERED_ON = dt.date(2026, 11, 17)
_RECOVERED_SHARE = 3


class Adjustment(NamedTuple):
    """One adjustment, in cents; positive reduces what is owed."""

    invoice: Invoice
    day: dt.date
    amount: int
    kind: str


def adjust(invoices: list[Invoice]) -> list[Adjustment]:
    """Every adjustment of the story, in order of time."""
    gone = [invoice for invoice in invoices if invoice.unseen]
    small = [invoice for invoice in gone if invoice.residual < _SMALL]
    found = [_closing(invoice, invoice.residual, "write_off") for invoice in small]
    discounted = min(
        (invoice for invoice in gone if invoice not in small), key=lambda each: each.residual
    )
    percent = discounted.residual * _DISCOUNT_PERCENT // 100
    found.append(_closing(discounted, percent, "discount"))
    found.append(_closing(discounted, _ROUNDED, "rounding"))
    first = min(small, key=lambda each: (each.closes or weeks.LAST_DAY, each.invoice_id))
    back = first.residual // _RECOVERED_SHARE
    found.append(Adjustment(first, _RECOVERED_ON, back, "recovery"))
    return sorted(found, key=lambda each: (each.day, each.invoice.invoice_id, each.kind))


def _closing(invoice: Invoice, amount: int, kind: str) -> Adjustment:
    """An adjustment on the day its invoice leaves the open items."""
    return Adjustment(invoice, invoice.closes or weeks.LAST_DAY, amount, kind)


def files(adjustments: list[Adjustment]) -> dict[str, bytes]:
    """The adjustments since the last file, by file name; a day without any has no file."""
    rows: dict[dt.date, list[Row]] = {}
    for number, each in enumerate(adjustments, 501):
        rows.setdefault(weeks.exported_on(each.day, weeks.DAILY), []).append(_row(each, number))
    return {
        f"adjustments_{day}.csv": PLAIN.text(HEADERS["adjustments"], told)
        for day, told in rows.items()
    }


def _row(each: Adjustment, number: int) -> Row:
    return {
        "adjustment_id": f"ADJ-{number}",
        "company": each.invoice.customer.company,
        "invoice_id": each.invoice.invoice_id,
        "date": PLAIN.day(each.day),
        "amount": PLAIN.money(each.amount),
        "kind": each.kind,
    }
