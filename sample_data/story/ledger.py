"""The sample's own ledger: what is open at the end of a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from sample_data.story.cast import Customer
    from sample_data.story.work import Invoice


@dataclass(slots=True)
class Payment:
    """Money received, in cents; an unseen one reaches no export."""

    customer: Customer
    day: dt.date
    amount: int
    method: str
    reference: str
    payment_id: str = ""
    reversed_on: dt.date | None = None
    status: str = "received"
    unseen: bool = False


@dataclass(slots=True)
class Application:
    """A part of a payment or credit note given to an invoice, in cents."""

    source: Payment | Invoice
    invoice: Invoice
    day: dt.date
    amount: int


@dataclass(slots=True)
class Ledger:
    """Everything that was billed, received and applied."""

    invoices: list[Invoice] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)

    def open_on(self, day: dt.date) -> dict[str, int]:
        """What is open on each document at the end of `day`; credit and cash are negative."""
        left: dict[str, int] = defaultdict(int)
        for invoice in self.invoices:
            if invoice.invoiced <= day:
                left[invoice.credits_invoice or invoice.invoice_id] += invoice.amount
        for payment in self.payments:
            if payment.day <= day and not _reversed(payment, day):
                left[payment.payment_id] -= payment.amount
        for application in self.applications:
            if application.day <= day and not _reversed(application.source, day):
                left[application.invoice.invoice_id] -= application.amount
                left[document_id(application.source)] += application.amount
        return {document: amount for document, amount in left.items() if amount}


def _reversed(source: Payment | Invoice, day: dt.date) -> bool:
    reversed_on = source.reversed_on if isinstance(source, Payment) else None
    return reversed_on is not None and reversed_on <= day


def document_id(source: Payment | Invoice) -> str:
    """The number of a payment or credit note."""
    return source.payment_id if isinstance(source, Payment) else source.invoice_id
