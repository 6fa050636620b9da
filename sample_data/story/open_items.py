"""The complete open-items snapshots, each straight from the sample's ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.columns import HEADERS
from sample_data.story.styles import OF_COMPANY, PLAIN, Row, Style

if TYPE_CHECKING:
    import datetime as dt

    from sample_data.story.causes import Dispute
    from sample_data.story.ledger import Ledger, Payment
    from sample_data.story.work import Invoice

#: Days past due from which the ERP's own Wednesday run reaches a level; it knows few customers.
_DUNNED_FROM = (3, 15, 30)
_WEDNESDAY = 2
_TRUNCATED_ON = weeks.LAST_DAY + weeks.days(1)
_TRUNCATED_ROWS = 11


def files(
    ledger: Ledger, disputes: list[Dispute], company: str, days: tuple[dt.date, ...]
) -> dict[str, bytes]:
    """One snapshot of a company for each of the days."""
    style = OF_COMPANY[company]
    return {
        f"open_items_{company}_{day}.csv": style.text(
            HEADERS[f"open_items_{company}"], _snapshot(ledger, disputes, company, day)
        )
        for day in days
    }


def truncated(ledger: Ledger, disputes: list[Dispute]) -> bytes:
    """A snapshot of company 1000 that was cut off, yet looks complete."""
    rows = _snapshot(ledger, disputes, "1000", weeks.LAST_DAY)[:_TRUNCATED_ROWS]
    dated = [row | {"snapshot_date": PLAIN.day(_TRUNCATED_ON)} for row in rows]
    return PLAIN.text(HEADERS["open_items_1000"], dated)


def _snapshot(ledger: Ledger, disputes: list[Dispute], company: str, day: dt.date) -> list[Row]:
    left = ledger.open_on(day)
    cases = {case.invoice.invoice_id: case for case in disputes if case.open_on(day)}
    style = OF_COMPANY[company]
    rows = [
        _invoice_row(invoice, left[invoice.invoice_id], cases.get(invoice.invoice_id), style, day)
        for invoice in ledger.invoices
        if invoice.customer.company == company and invoice.invoice_id in left
    ]
    return rows + [
        _payment_row(payment, left[payment.payment_id], style, day)
        for payment in ledger.payments
        if payment.customer.company == company and payment.payment_id in left
    ]


def _invoice_row(
    invoice: Invoice, left: int, case: Dispute | None, style: Style, day: dt.date
) -> Row:
    level, dunned = _dunning(invoice, day)
    row = {
        "document_id": invoice.invoice_id,
        "company": invoice.customer.company,
        "customer_id": invoice.customer.customer_id,
        "type": "credit_note" if left < 0 else "invoice",
        "class": invoice.work,
        "currency": invoice.customer.currency,
        "amount": style.money(left),
        "disputed": style.money(min(left, case.amount or left)) if case else "",
        "reason": invoice.code if invoice.coded_on and invoice.coded_on <= day else "",
        "dunning_level": str(level or ""),
        "last_dunned": style.day(dunned),
        "snapshot_date": style.day(day),
    }
    if invoice.customer.company == "1000":
        return row | {"due_date": style.day(invoice.due)}
    return row | {"invoice_date": style.day(invoice.invoiced), "terms": invoice.customer.terms}


def _payment_row(payment: Payment, left: int, style: Style, day: dt.date) -> Row:
    """Cash that is not applied: a negative row under the payment's own number."""
    row = {
        "document_id": payment.payment_id,
        "company": payment.customer.company,
        "customer_id": payment.customer.customer_id,
        "type": "payment",
        "currency": payment.customer.currency,
        "amount": style.money(left),
        "snapshot_date": style.day(day),
    }
    dated = {} if payment.customer.company == "1000" else {"invoice_date": style.day(payment.day)}
    return row | dated


def _dunning(invoice: Invoice, day: dt.date) -> tuple[int, dt.date | None]:
    """The level the ERP's last run reached, and the run that first reached it."""
    level, dunned = 0, None
    if invoice.customer.number % 7 != 3 or invoice.amount < 0:  # noqa: PLR2004 - one in seven
        return level, dunned
    for number, past_due in enumerate(_DUNNED_FROM, 1):
        reached = invoice.due + weeks.days(past_due)
        run = reached + weeks.days((_WEDNESDAY - reached.weekday()) % 7)
        if run <= day:
            level, dunned = number, run
    return level, dunned
