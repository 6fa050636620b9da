"""When each invoice closes: chosen so that the last day's portfolio has the story's shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.dice import Dice
from sample_data.story.work import SMALL

if TYPE_CHECKING:
    import datetime as dt

    from sample_data.story.work import Invoice

#: Lowest and highest days past due on the last day, and the share of what is owed then.
_SHAPE = ((1, 30, 0.26), (31, 60, 0.15), (61, 90, 0.08), (91, 999, 0.06))
_CURRENT_SHARE = 0.45
_PAID_EARLY = 0.22
_PAID_ON_TIME = 0.36
_LATEST_PAID = 75
_PART_PAID = 0.13
_PART_FROM = 60_000


def decide(invoices: list[Invoice]) -> None:
    """Set `closes` (None stays open to the end) and the early part payments."""
    dice = Dice("fates")
    for invoice in invoices:
        _pay_part(dice, invoice)
    for currency in ("USD", "EUR"):
        _shape(dice, [i for i in invoices if i.customer.currency == currency])


def _shape(dice: Dice, invoices: list[Invoice]) -> None:
    current = [i for i in invoices if i.due >= weeks.LAST_DAY]
    for invoice in current:
        _maybe_pay_early(dice, invoice)
    owed = sum(i.amount for i in current if i.closes is None) / _CURRENT_SHARE
    for low, high, share in _SHAPE:
        due = [i for i in invoices if low <= (weeks.LAST_DAY - i.due).days <= high]
        _close_all_but(dice, due, int(owed * share))


def _close_all_but(dice: Dice, invoices: list[Invoice], target: int) -> None:
    """Leave open about `target` cents of the invoices, and close the others."""
    left = target
    large_first = sorted(dice.shuffled(invoices), key=lambda invoice: invoice.amount < SMALL)
    for invoice in large_first:
        if invoice.residual <= left:
            left -= invoice.residual
        else:
            _close(dice, invoice)


def _maybe_pay_early(dice: Dice, invoice: Invoice) -> None:
    settled_in = dice.between(3, 25)
    day = _pay_day(invoice, max(weeks.OPENING, invoice.invoiced + weeks.days(settled_in)))
    if dice.chance(_PAID_EARLY) and day <= weeks.LAST_DAY:
        invoice.closes = day


def _close(dice: Dice, invoice: Invoice) -> None:
    on_time = dice.chance(_PAID_ON_TIME) and invoice.due >= weeks.OPENING
    if on_time:
        early = weeks.working_on_or_before(invoice.due - weeks.days(dice.between(0, 6)))
        invoice.closes = max(invoice.invoiced, weeks.OPENING, early)
    else:
        since = max(invoice.due, weeks.OPENING)
        wanted = _pay_day(invoice, since + weeks.days(2 + dice.skewed(_LATEST_PAID)))
        latest = weeks.LAST_DAY - weeks.days(dice.between(0, 9))
        invoice.closes = weeks.working_on_or_before(min(wanted, max(latest, since)))
        invoice.closes = max(invoice.closes, invoice.invoiced)
    if invoice.part_on and invoice.part_on >= invoice.closes:
        invoice.part, invoice.part_on = 0, None


def _pay_day(invoice: Invoice, day: dt.date) -> dt.date:
    """The customer's next pay run: everyone but households pays on a weekday of its own."""
    if invoice.customer.segment == "residential":
        return weeks.working_on_or_after(day)
    return day + weeks.days((invoice.customer.number % 5 - day.weekday()) % 7)


def _pay_part(dice: Dice, invoice: Invoice) -> None:
    """Some pay a part around the due date and keep the rest back."""
    day = weeks.working_on_or_after(
        max(weeks.OPENING, invoice.due + weeks.days(dice.between(-3, 9)))
    )
    part = invoice.amount * dice.between(30, 75) // 100
    wanted = dice.chance(_PART_PAID) and invoice.amount >= _PART_FROM
    if wanted and day <= weeks.LAST_DAY - weeks.days(1) and invoice.due < weeks.LAST_DAY:
        invoice.part, invoice.part_on = part, max(day, invoice.invoiced)
