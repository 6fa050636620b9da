"""The fields conditions may ask about: the documented allow-list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["id", "text", "money", "number", "int", "bool", "date"]
About = Literal["customer", "invoice", "job", "ledger", "account", "risk"]

#: The kinds whose values have an order.
ORDERED: tuple[Kind, ...] = ("money", "number", "int", "date")


@dataclass(frozen=True, slots=True)
class Field:
    """A field conditions may ask about.

    Attributes:
        kind: how its values compare. In a record money and number are Decimal, date is a day
            number, bool may be 0 or 1.
        about: the records that carry it: customer, invoice, job (what the billing gate asks of a
            completed job, or of an invoice and the job it bills), ledger (what is open on an
            invoice, and so known only after its due date), account (customer, company and
            currency), risk (how an account pays).
        meaning: one line for people.
    """

    kind: Kind
    about: tuple[About, ...]
    meaning: str


#: The fields conditions may ask about.
FIELDS: Mapping[str, Field] = {
    "customer_id": Field("id", ("customer",), "the customer's id"),
    "segment": Field("text", ("customer",), "the customer's segment"),
    "collector": Field("text", ("customer",), "who collects from the customer"),
    "region": Field("text", ("customer",), "the customer's region"),
    "country": Field("text", ("customer",), "the customer's country"),
    "company": Field("text", ("customer",), "the company code that bills"),
    "currency": Field("text", ("customer",), "the currency billed in"),
    "po_required": Field("bool", ("customer",), "the customer wants a PO on every invoice"),
    "customer_bill_to": Field("text", ("customer",), "the entity the customer wants billed"),
    "customer_tax_code": Field("text", ("customer",), "the tax code the customer is due"),
    "autopay": Field("bool", ("customer",), "the customer pays by standing order or card"),
    "terms": Field("text", ("ledger", "account"), "the policy's term that applies"),
    "class": Field("text", ("invoice", "job"), "service, project, contract: the document's class"),
    "type": Field("text", ("invoice",), "invoice, credit_note: the document's type"),
    "po_number": Field("text", ("invoice", "job"), "the PO on the invoice"),
    "bill_to": Field("text", ("invoice", "job"), "the entity on the invoice"),
    "tax_code": Field("text", ("invoice", "job"), "the tax code on the invoice"),
    "site": Field("text", ("invoice", "job"), "where the work was done"),
    "project": Field("text", ("invoice", "job"), "the project billed"),
    "job_id": Field("id", ("invoice", "job"), "the job billed"),
    "quote_id": Field("id", ("invoice", "job"), "the quote the job was approved on"),
    "approver": Field("text", ("invoice", "job"), "who approves the invoice at the customer"),
    "completed_at": Field("date", ("invoice", "job"), "the day the job was completed"),
    "sent_at": Field("date", ("invoice",), "the day the invoice was first sent"),
    "send_latency_hours": Field("number", ("invoice",), "hours from completion to sending"),
    "amount": Field(
        "money", ("invoice", "job", "account"), "invoice: billed; job: agreed; account: past due"
    ),
    "status": Field("text", ("job",), "the job's status"),
    "completion": Field("text", ("job",), "how far the job is done: full, partial"),
    "completion_code": Field("text", ("job",), "the code the crew closed the job with"),
    "evidence": Field("text", ("job",), "what shows that the work was done, as photos"),
    "change_order": Field("text", ("job",), "what was agreed on when the job changed"),
    "verified_at": Field("date", ("job",), "the day the job was verified"),
    "template": Field("text", ("job",), "the project template the job was made from"),
    "dispatcher": Field("text", ("job",), "who sent the crew"),
    "asset": Field("text", ("job",), "what was worked on"),
    "bill_to_differs": Field("bool", ("job",), "another entity is billed than the customer wants"),
    "tax_code_differs": Field("bool", ("job",), "another tax code than the customer is due"),
    "lines": Field("int", ("job",), "how many lines the invoice has"),
    "lines_untied": Field("int", ("job",), "lines that name no approved line of the quote"),
    "lines_uncoded": Field("int", ("job",), "lines without a completion code"),
    "narrative_only": Field("bool", ("job",), "the lines say what was done in words alone"),
    "open_amount": Field("money", ("ledger",), "what is still open of the invoice"),
    "days_past_due": Field("int", ("ledger",), "days since the due date, negative before it"),
    "disputed": Field("bool", ("ledger",), "a part of the invoice is disputed"),
    "dunning_level": Field("int", ("ledger", "account"), "the reminder level an ERP reports"),
    "disputes_opened": Field("int", ("ledger",), "disputes of the invoice opened so far"),
    "customer_disputes_365": Field(
        "int", ("ledger",), "disputes of the customer opened in the last 365 days"
    ),
    "paid_share": Field("number", ("ledger",), "what was paid / billed: 0.9 is 90 %"),
    "short_paid": Field("bool", ("ledger",), "paid in part, and less than half is still open"),
    "payment_failed": Field("bool", ("ledger",), "a payment on the invoice was taken back"),
    "unapplied_amount": Field("money", ("ledger",), "the customer's cash that reduces nothing"),
    "unapplied_covers": Field("bool", ("ledger",), "that cash would pay what is still open"),
    "unapplied_matches": Field(
        "bool", ("ledger",), "a payment of just what is open reduces nothing"
    ),
    "promise_broken": Field(
        "bool", ("ledger",), "a promise about it, due in the last 90 days, was not kept"
    ),
    "usual_days_late": Field(
        "number", ("ledger",), "days late the customer has paid in a year, weighted by amount"
    ),
    "within_habit": Field("bool", ("ledger",), "not later than the customer usually pays"),
    "exposure": Field("money", ("account",), "open items and what else credit.yaml counts"),
    "overrun": Field("money", ("account",), "what exposure lies above the limit, 0 within it"),
    "utilisation": Field("number", ("account",), "exposure / limit: 0.9 is 90 %"),
    "oldest_overdue_days": Field("int", ("account",), "days past due of the oldest open item"),
    "past_due_amount": Field("money", ("account",), "what is past due altogether"),
    "weighted_days_late": Field("number", ("risk",), "days late, weighted by what was paid"),
    "trend_days": Field("number", ("risk",), "days later than before; negative is earlier"),
    "broken_promises": Field("int", ("risk",), "promises to pay that were broken"),
    "risk_class": Field("text", ("risk",), "the class that credit.yaml gives for these"),
}


def fields_about(*about: About) -> dict[str, Field]:
    """The fields a record about these things carries."""
    return {name: known for name, known in FIELDS.items() if set(about) & set(known.about)}
