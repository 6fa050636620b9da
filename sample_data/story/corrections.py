"""Invoices that were wrong and put right within days, before anyone was late with them.

Most are credited whole and issued again, some are credited in part. Their money comes as it would
have come: it pays the new invoice, or the part that is left.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.causes import CODES, OTHER_TAX_CODE
from sample_data.story.dice import Dice
from sample_data.story.ledger import Payment

if TYPE_CHECKING:
    from sample_data.story.ledger import Application, Ledger
    from sample_data.story.work import Invoice

#: How many in a hundred of those that may be are wrong, by the month they were billed in.
_WRONG = {8: 25, 9: 25, 10: 20, 11: 12}
_FROM, _TO = weeks.OPENING, dt.date(2026, 11, 9)
_WITHIN = (2, 9)
#: What is wrong with them, and how often; the last is credited in part.
_FAULTS = {"wrong_bill_to": 4.0, "missing_po": 2.0, "tax": 2.0, "price_or_quantity": 3.0}
_IN_PART = "price_or_quantity"
_FIRST_NOTE = 8501
#: Days on which nothing is put right, lest it shift the rows that no program can read.
_LEFT_ALONE = (weeks.IMPERFECT - weeks.days(6), weeks.IMPERFECT - weeks.days(2))
#: Lines are told of what was billed from here on; nothing is put right across that day.
_LINES_FROM = weeks.WEEKLY[-8] - weeks.days(4)


def correct(ledger: Ledger) -> None:
    """Put some invoices right: their credit notes and second issues join the ledger."""
    dice = Dice("corrections")
    number = _FIRST_NOTE
    for invoice in list(ledger.invoices):
        if not _may_be_wrong(invoice) or not dice.chance(_WRONG[invoice.invoiced.month] / 100):
            continue
        day = weeks.working_on_or_after(invoice.invoiced + weeks.days(dice.between(*_WITHIN)))
        fault = dice.weighted(_FAULTS)
        paid = [each for each in ledger.applications if each.invoice is invoice]
        if not _fits(invoice, fault, day, paid):
            continue
        cents = invoice.amount
        if fault == _IN_PART:
            cents = cents * dice.between(6, 30) // 100
            _pay_less(paid, cents)
        else:
            ledger.invoices.append(_issue_again(invoice, fault, day, paid))
        ledger.invoices.append(_note(invoice, fault, day, cents, f"CN-{number}"))
        number += 1
    ledger.invoices.sort(key=lambda invoice: (invoice.invoiced, invoice.invoice_id))


def _may_be_wrong(invoice: Invoice) -> bool:
    """An invoice for work, never late, that no other piece of the story has anything to do with."""
    plain = invoice.amount > 0 and not invoice.reissue_of and not invoice.cause and not invoice.part
    return plain and invoice.work != "contract" and _FROM <= invoice.invoiced <= _TO


def _fits(invoice: Invoice, fault: str, day: dt.date, paid: list[Application]) -> bool:
    """Whether it can be put right on a day without changing when money comes."""
    if _LEFT_ALONE[0] <= day <= _LEFT_ALONE[1] or invoice.invoiced < _LINES_FROM <= day:
        return False
    if fault == "missing_po" and invoice.customer.po_required != "yes":
        return False
    if invoice.closes is None:
        return fault != _IN_PART and not paid
    whole = len(paid) == 1 and paid[0].amount == invoice.amount
    return whole and isinstance(paid[0].source, Payment) and day < invoice.closes


def _issue_again(invoice: Invoice, fault: str, day: dt.date, paid: list[Application]) -> Invoice:
    """The second issue, which is right and is what gets paid; the first keeps what was wrong."""
    again = replace(
        invoice,
        invoice_id=f"{invoice.invoice_id}R",
        reissue_of=invoice.invoice_id,
        invoiced=day,
        due=day + weeks.days(invoice.customer.term_days),
        sent_at=dt.datetime.combine(day, dt.time(11, 5)),
        same_lines=True,
    )
    for each in paid:
        each.invoice = again
    invoice.closes = day
    _mar(invoice, fault)
    return again


def _mar(invoice: Invoice, fault: str) -> None:
    """Leave on it what was wrong."""
    match fault:
        case "wrong_bill_to":
            invoice.bill_to = f"B9{invoice.customer.number % 1000:03d}"
        case "missing_po":
            invoice.po_number = ""
        case "tax":
            invoice.tax_code = OTHER_TAX_CODE[invoice.tax_code]


def _note(invoice: Invoice, fault: str, day: dt.date, cents: int, number: str) -> Invoice:
    """The credit note, with what was wrong as the ERP codes it."""
    return replace(
        invoice,
        invoice_id=number,
        credits_invoice=invoice.invoice_id,
        invoiced=day,
        due=day,
        amount=-cents,
        tax=-(cents * invoice.tax // invoice.amount),
        tax_code=invoice.customer.tax_code,
        bill_to=invoice.customer.bill_to,
        completed_at=None,
        sent_at=None,
        code=CODES[fault][0],
    )


def _pay_less(paid: list[Application], cents: int) -> None:
    """What was credited is not paid."""
    for each in paid:
        each.amount -= cents
        if isinstance(each.source, Payment):
            each.source.amount -= cents
