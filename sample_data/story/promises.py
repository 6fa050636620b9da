"""What customers promised to pay, as the telephone system notes it: most is kept, some is not."""

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

_FROM = dt.date(2026, 10, 5)
_KEPT, _BROKEN, _RUNNING = 14, 5, 4
_FIRST = 801
#: How many of those short of cash promise something, and the days after which it is not kept.
_SHORT, _GRACE = 0.7, 5


class Promise(NamedTuple):
    """One promise about one invoice, in cents."""

    invoice: Invoice
    amount: int
    promised: dt.date
    due: dt.date


def promises(invoices: list[Invoice]) -> list[Promise]:
    """Every promise of the story, those of customers short of cash last, each in order of time."""
    dice = Dice("promises")
    late = [each for each in invoices if each.amount > 0 and not each.unseen and each.late]
    paid = [each for each in late if _closed_by_money(each)]
    open_ = [each for each in late if each.closes is None and not each.part]
    old = [each for each in open_ if each.due < _FROM]
    young = [each for each in open_ if _FROM <= each.due < weeks.LAST_DAY - weeks.days(5)]
    found = [_kept(dice, each) for each in dice.shuffled(paid)[:_KEPT]]
    found += [_broken(dice, each) for each in dice.shuffled(old)[:_BROKEN]]
    found += [_running(dice, each) for each in dice.shuffled(young)[:_RUNNING]]
    more = _short({each.invoice.invoice_id for each in found}, late)
    return [each for some in (found, more) for each in sorted(some, key=_order)]


def _order(promise: Promise) -> tuple[dt.date, str]:
    return promise.promised, promise.invoice.invoice_id


def _closed_by_money(invoice: Invoice) -> bool:
    """Whether what is left of it was paid, some time after it fell due."""
    closes = invoice.closes
    begun = max(invoice.due, _FROM) + weeks.days(4)
    return closes is not None and not invoice.part and begun <= closes <= weeks.LAST_DAY


def _kept(dice: Dice, invoice: Invoice) -> Promise:
    closes = invoice.closes or weeks.LAST_DAY
    promised = weeks.working_on_or_before(closes - weeks.days(dice.between(2, 4)))
    due = weeks.working_on_or_after(closes + weeks.days(dice.between(0, 3)))
    return Promise(invoice, invoice.amount, promised, due)


def _broken(dice: Dice, invoice: Invoice) -> Promise:
    promised = weeks.working_on_or_after(_FROM + weeks.days(dice.between(0, 20)))
    due = weeks.working_on_or_after(promised + weeks.days(dice.between(5, 9)))
    return Promise(invoice, invoice.amount, promised, due)


def _short(told: set[str], late: list[Invoice]) -> Iterator[Promise]:
    """What customers without cash promise when they are asked, and cannot keep."""
    dice = Dice("short of cash")
    for invoice in late:
        if invoice.cause != "cash_short" or not dice.chance(_SHORT):
            continue
        begun = max(invoice.due, _FROM) + weeks.days(dice.between(2, 6))
        promised = weeks.working_on_or_after(begun)
        due = weeks.working_on_or_after(promised + weeks.days(dice.between(4, 8)))
        kept_open = due + weeks.days(_GRACE) < (invoice.closes or weeks.LAST_DAY)
        if kept_open and not invoice.part and invoice.invoice_id not in told:
            yield Promise(invoice, invoice.amount, promised, due)


def _running(dice: Dice, invoice: Invoice) -> Promise:
    promised = weeks.LAST_DAY - weeks.days(dice.between(1, 3))
    due = weeks.working_on_or_after(weeks.LAST_DAY + weeks.days(dice.between(4, 10)))
    return Promise(invoice, invoice.amount, promised, due)


def files(found: list[Promise]) -> dict[str, bytes]:
    """The promises of each month by file name, in its last export."""
    days = (dt.date(2026, 10, 30), weeks.LAST_DAY)
    rows: dict[dt.date, list[Row]] = {day: [] for day in days}
    for number, each in enumerate(found, _FIRST):
        rows[weeks.exported_on(each.promised, days)].append(_row(each, number))
    return {
        f"promises_{day}.csv": PLAIN.text(HEADERS["promises"], each) for day, each in rows.items()
    }


def _row(each: Promise, number: int) -> Row:
    return {
        "promise_id": f"PP-{number}",
        "company": each.invoice.customer.company,
        "customer_id": each.invoice.customer.customer_id,
        "invoice_id": each.invoice.invoice_id,
        "promised_on": PLAIN.day(each.promised),
        "due_on": PLAIN.day(each.due),
        "amount": PLAIN.money(each.amount),
        "currency": each.invoice.customer.currency,
    }
