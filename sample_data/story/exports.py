"""The files the ERPs drop: what each export of each day says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sample_data.story import (
    adjustments,
    jobs,
    lines,
    open_items,
    orders,
    people,
    promises,
    rates,
    talks,
    weeks,
)
from sample_data.story.columns import HEADERS
from sample_data.story.ledger import Payment, document_id
from sample_data.story.styles import OF_COMPANY, PLAIN, Row, Style, moment

if TYPE_CHECKING:
    import datetime as dt

    from sample_data.story.cast import Customer
    from sample_data.story.causes import Dispute
    from sample_data.story.ledger import Ledger
    from sample_data.story.work import Invoice

_DAYS = {"1000": weeks.DAILY, "2000": weeks.WEEKLY}
_SNAPSHOTS = {"1000": weeks.SNAPSHOTS, "2000": weeks.WEEKLY}
#: Columns that stand on the invoice under the same name.
_COPIED = (
    "invoice_id",
    "po_number",
    "bill_to",
    "tax_code",
    "site",
    "project",
    "job_id",
    "quote_id",
    "approver",
    "credits_invoice",
    "reissue_of",
)


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that happened."""

    customers: list[Customer]
    limits: dict[str, int]
    disputes: list[Dispute]
    ledger: Ledger


def files(story: Story) -> dict[str, bytes]:
    """Every export by its file name."""
    made = dict(_customers(story))
    work = jobs.work(story.customers, story.ledger.invoices)
    for company in OF_COMPANY:
        made |= _invoices(story, company)
        made |= jobs.files(work, company, OF_COMPANY[company], _DAYS[company])
        made |= open_items.files(story.ledger, story.disputes, company, _SNAPSHOTS[company])
    for day in weeks.DAILY:
        payments = [row for p in story.ledger.payments for row in _payment(p, day)]
        made[f"payments_{day}.csv"] = PLAIN.text(HEADERS["payments"], payments)
        made[f"applications_{day}.csv"] = PLAIN.text(
            HEADERS["applications"], _applications(story, day)
        )
    for day in weeks.WEEKLY:
        cases = [row for case in story.disputes for row in _dispute(case, day)]
        made[f"disputes_{day}.csv"] = PLAIN.text(HEADERS["disputes"], cases)
    made |= talks.files(talks.talks(story.ledger.invoices))
    made |= adjustments.files(adjustments.adjust(story.ledger.invoices))
    made |= lines.files(story.ledger.invoices)
    made |= orders.files(orders.orders(work, _billed_on(story), story.customers))
    made |= promises.files(promises.promises(story.ledger.invoices))
    made |= people.files(story.customers)
    return made | rates.files()


def _billed_on(story: Story) -> dict[str, dt.date]:
    """By job, the day it was first invoiced."""
    billed: dict[str, dt.date] = {}
    for invoice in story.ledger.invoices:
        if invoice.job_id:
            billed.setdefault(invoice.job_id, invoice.invoiced)
    return billed


def truth(story: Story) -> bytes:
    """Why each late invoice is late, and how the exports show it."""
    rows = [
        {
            "invoice_id": invoice.invoice_id,
            "company": invoice.customer.company,
            "reason": invoice.cause,
            "evidence": invoice.evidence,
        }
        for invoice in story.ledger.invoices
        if invoice.cause
    ]
    return PLAIN.text(HEADERS["truth"], rows)


def _customers(story: Story) -> dict[str, bytes]:
    first = [_customer(c, n, story) for n, c in enumerate(story.customers)]
    second = [_customer(c.corrected(), n, story) for n, c in enumerate(story.customers)]
    return {
        f"customers_{weeks.FIRST_EXPORT}.csv": PLAIN.text(HEADERS["customers"], first),
        f"customers_{weeks.CORRECTION}.csv": PLAIN.text(HEADERS["customers"], second),
    }


def _customer(customer: Customer, position: int, story: Story) -> Row:
    own = {
        name: getattr(customer, name) for name in HEADERS["customers"] if hasattr(customer, name)
    }
    return own | {
        "credit_limit": PLAIN.money(story.limits.get(customer.customer_id)),
        "email": f"ap.{customer.customer_id.lower()}@example.com",
        "phone": f"555-01{position:02d}",
    }


def _invoices(story: Story, company: str) -> dict[str, bytes]:
    style = OF_COMPANY[company]
    days = _DAYS[company]
    header = HEADERS[f"invoices_{company}"]
    rows: dict[dt.date, list[Row]] = {day: [] for day in days}
    for invoice in story.ledger.invoices:
        if invoice.customer.company == company:
            rows[weeks.exported_on(invoice.invoiced, days)].append(_invoice(invoice, style))
    if company == "1000":
        _spoil(rows)
    return {f"invoices_{company}_{day}.csv": style.text(header, rows[day]) for day in days}


def _invoice(invoice: Invoice, style: Style) -> Row:
    row = {name: str(getattr(invoice, name)) for name in _COPIED} | {
        "company": invoice.customer.company,
        "customer_id": invoice.customer.customer_id,
        "type": "credit_note" if invoice.amount < 0 else "invoice",
        "class": invoice.work,
        "invoice_date": style.day(invoice.invoiced),
        "currency": invoice.customer.currency,
        "amount": style.money(invoice.amount),
        "tax_amount": style.money(invoice.tax),
        "completed_at": moment(invoice.completed_at),
        "sent_at": moment(invoice.sent_at),
        "reason": invoice.code if invoice.amount < 0 else "",
    }
    return row | _payable(invoice, style)


def _payable(invoice: Invoice, style: Style) -> Row:
    if invoice.customer.company == "2000":
        return {"terms": invoice.customer.terms}
    return {"due_date": style.day(invoice.due)}


def _spoil(rows: dict[dt.date, list[Row]]) -> None:
    """Three rows go out broken, and again, mended, with the next week's file."""
    mended = rows[weeks.IMPERFECT][3:6]
    rows[weeks.IMPERFECT][3:6] = [
        mended[0] | {"invoice_date": "2026-10-32"},
        mended[1] | {"currency": "XQQ", "amount": "1250.125"},
        mended[2] | {"customer_id": ""},
    ]
    rows[weeks.IMPERFECT + weeks.days(7)][:0] = mended


def _payment(payment: Payment, day: dt.date) -> list[Row]:
    """Its row in the export of `day`: when it comes, and again when it is sent back."""
    sent = {weeks.exported_on(payment.day, weeks.DAILY)}
    returned = payment.reversed_on if (payment.reversed_on or day) <= day else None
    if returned:
        sent.add(weeks.exported_on(returned, weeks.DAILY))
    if payment.unseen or day not in sent:
        return []
    row = {
        "payment_id": payment.payment_id,
        "company": payment.customer.company,
        "customer_id": payment.customer.customer_id,
        "date": PLAIN.day(payment.day),
        "amount": PLAIN.money(payment.amount),
        "currency": payment.customer.currency,
        "method": payment.method,
        "status": payment.status if returned else "received",
        "reversed_on": PLAIN.day(returned),
        "reference": payment.reference,
    }
    return [row]


def _applications(story: Story, day: dt.date) -> list[Row]:
    return [
        {
            "payment_id": document_id(a.source),
            "company": a.invoice.customer.company,
            "invoice_id": a.invoice.invoice_id,
            "date": PLAIN.day(a.day),
            "amount": PLAIN.money(a.amount),
        }
        for a in story.ledger.applications
        if weeks.exported_on(a.day, weeks.DAILY) == day
        and not (isinstance(a.source, Payment) and a.source.unseen)
    ]


def _dispute(case: Dispute, day: dt.date) -> list[Row]:
    """Its row in the export of `day`: when it opens, is reviewed and is resolved."""
    turns = [turn for turn in (case.opened, case.reviewed, case.resolved) if turn]
    changed = [turn for turn in turns if turn <= weeks.LAST_DAY]
    if day not in {weeks.exported_on(turn, weeks.WEEKLY) for turn in changed}:
        return []
    resolved = case.resolved if case.resolved and case.resolved <= day else None
    reviewed = case.reviewed is not None and case.reviewed <= day
    row = {
        "dispute_id": case.dispute_id,
        "company": case.invoice.customer.company,
        "invoice_id": case.invoice.invoice_id,
        "opened_on": PLAIN.day(case.opened),
        "reason": case.reason,
        "amount": PLAIN.money(case.amount),
        "owner": case.owner if reviewed or resolved else "collections",
        "status": "closed" if resolved else "in_review" if reviewed else "open",
        "resolved_on": PLAIN.day(resolved),
        "outcome": case.outcome if resolved else "",
        "note": case.note,
    }
    return [row]
