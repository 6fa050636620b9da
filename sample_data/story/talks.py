"""What was said about late invoices: our reminders and calls, customers' answers, complaints."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.columns import HEADERS
from sample_data.story.dice import Dice
from sample_data.story.styles import PLAIN, Row, moment

if TYPE_CHECKING:
    from sample_data.story.work import Invoice

_TALKED_ABOUT = 0.4
_ANSWERED = 0.6
#: Hours until a customer answers, at most, by segment; and until we do.
_CUSTOMERS = {"strategic": 96, "public": 120, "commercial": 60, "residential": 30}
_OURS = 44
#: What a customer complains of, when it answers at all about a late invoice.
_COMPLAINTS = frozenset(
    "wrong_bill_to part_completion price_or_quantity proof_of_work tax waiting_credit_note".split()
)
_ANSWERS = {
    "missing_po": ("po_requested", "sends the PO number next week"),
    "approver": ("forwarded", "nobody has approved it yet"),
    "portal": ("resend", "wants it through the portal"),
    "not_received": ("resend", "has not received the invoice"),
    "already_paid": ("paid", "says it is paid"),
    "cash_short": ("promised", "pays when its own money comes in"),
}
_BEGIN, _END = dt.time(7), dt.time(18)
_USUAL = ("in_process", "is in their next pay run")


@dataclass(slots=True)
class Talk:
    """One talk; `out` is ours to the customer."""

    invoice: Invoice
    at: dt.datetime
    direction: str
    channel: str
    subject: str
    outcome: str = ""
    next_on: dt.date | None = None
    note: str = ""


def talks(invoices: list[Invoice]) -> list[Talk]:
    """Every talk of the story, in order of time."""
    dice = Dice("talks")
    told = [talk for invoice in invoices for talk in _about(dice, invoice)]
    end = dt.datetime.combine(weeks.LAST_DAY, dt.time(18))
    kept = [talk for talk in told if talk.at <= end]
    return sorted(kept, key=lambda talk: (talk.at, talk.invoice.invoice_id))


def _about(dice: Dice, invoice: Invoice) -> list[Talk]:
    """A reminder after the due date, perhaps an answer, perhaps ours to that."""
    if not invoice.cause or not dice.chance(_TALKED_ABOUT):
        return []
    day = weeks.working_on_or_after(
        max(invoice.due, weeks.OPENING) + weeks.days(dice.between(2, 12))
    )
    if invoice.closes and invoice.closes <= day:
        return []
    channel = dice.pick(("email", "email", "phone"))
    asked = dt.datetime.combine(day, dt.time(dice.between(8, 15), dice.pick((0, 10, 25, 40))))
    back = weeks.working_on_or_after(day + weeks.days(7)) if dice.chance(0.3) else None
    found = [Talk(invoice, asked, "out", channel, "reminder", "sent", back)]
    if dice.chance(_ANSWERED):
        found += _answer(dice, invoice, asked)
    return found


def _answer(dice: Dice, invoice: Invoice, asked: dt.datetime) -> list[Talk]:
    hours = 1 + dice.skewed(_CUSTOMERS[invoice.customer.segment])
    at = _at_work(asked + dt.timedelta(hours=hours, minutes=5 * dice.between(0, 11)))
    complains = invoice.cause in _COMPLAINTS and dice.chance(0.7)
    outcome, note = _ANSWERS.get(invoice.cause, _USUAL)
    subject = invoice.cause if complains else "answer"
    if complains:
        outcome, note = "complaint", "does not pay before this is settled"
    found = [Talk(invoice, at, "in", dice.pick(("email", "phone")), subject, outcome, None, note)]
    if complains or dice.chance(0.35):
        ours = _at_work(at + dt.timedelta(hours=1 + dice.skewed(_OURS)))
        found.append(Talk(invoice, ours, "out", "email", subject, "sent"))
    return found


def _at_work(at: dt.datetime) -> dt.datetime:
    """The time itself, or the next morning that somebody works."""
    if not _BEGIN <= at.time() <= _END:
        morning = at.date() + weeks.days(at.time() > _END)
        at = dt.datetime.combine(morning, dt.time(8, at.minute))
    return dt.datetime.combine(weeks.working_on_or_after(at.date()), at.time())


def files(told: list[Talk]) -> dict[str, bytes]:
    """The talks of each week by file name."""
    rows: dict[dt.date, list[Row]] = {day: [] for day in weeks.WEEKLY}
    for number, talk in enumerate(told, 9001):
        rows[weeks.exported_on(talk.at.date(), weeks.WEEKLY)].append(_row(talk, number))
    return {
        f"activities_{day}.csv": PLAIN.text(HEADERS["activities"], each)
        for day, each in rows.items()
        if each
    }


def _row(talk: Talk, number: int) -> Row:
    return {
        "activity_id": f"ACT-{number}",
        "company": talk.invoice.customer.company,
        "customer_id": talk.invoice.customer.customer_id,
        "invoice_id": talk.invoice.invoice_id,
        "at": moment(talk.at),
        "direction": talk.direction,
        "channel": talk.channel,
        "subject": talk.subject,
        "outcome": talk.outcome,
        "next_on": PLAIN.day(talk.next_on),
        "note": talk.note,
    }
