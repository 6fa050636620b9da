"""What evidence says, field by field, in people's words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.conditions import FIELDS, PRESENT, AllOf, AnyOf, Not, Test, called, holds
from artui.domain.conditions.tree import is_missing
from artui.domain.days import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from artui.domain.conditions import Condition

    Record = Mapping[str, Any]

#: What a field's sentence tells beside it, and so has to be known too.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "bill_to_differs": ("bill_to", "customer_bill_to"),
    "tax_code_differs": ("tax_code", "customer_tax_code"),
    "short_paid": ("paid_share",),
    "unapplied_covers": ("unapplied_amount",),
    "unapplied_matches": ("open_amount",),
    "within_habit": ("days_past_due", "usual_days_late"),
}
_PERCENT = 100


def beside(fields: Iterable[str]) -> set[str]:
    """What the sentences about some fields tell beside them."""
    return {other for name in fields for other in BESIDE.get(name, ())}


def told(condition: Condition, record: Record) -> dict[str, str]:
    """What of a record meets a condition, a sentence for each field it asks about.

    Of alternatives those that hold are told; that something is known at all tells nothing.
    """
    fields = dict.fromkeys(_meeting(condition, record))
    related = beside(fields)
    return {name: _sentence(name, record) for name in fields if name not in related}


def _meeting(condition: Condition, record: Record) -> Iterator[str]:
    match condition:
        case Test():
            if condition.operator != PRESENT:
                yield condition.field
        case Not():
            yield from _meeting(condition.part, record)
        case AllOf():
            for part in condition.parts:
                yield from _meeting(part, record)
        case AnyOf():
            for part in condition.parts:
                if holds(part, record):
                    yield from _meeting(part, record)


def _sentence(name: str, record: Record) -> str:
    value = record.get(name)
    if is_missing(value):
        return _MISSING.get(name, f"{called(name)} is not known")
    said = _SAID.get(name)
    return said(value, record) if said else f"{called(name)} {_value(name, value, record)}"


def _value(name: str, value: Any, record: Record) -> str:
    kind = FIELDS[name].kind
    if kind == "bool":
        return "yes" if value else "no"
    if kind == "date":
        return str(iso(value))
    if kind == "money":
        return _money(value, record)
    return _number(value) if isinstance(value, Decimal) else str(value)


def _number(value: Decimal) -> str:
    """To a tenth at the most."""
    rounded = f"{value:,.1f}"
    return rounded.removesuffix(".0")


def _money(value: Decimal, record: Record) -> str:
    currency = str(record.get("currency") or "")
    places = money.exponent(currency)
    return f"{value:,.{places}f} {currency}".strip()


def _latency(hours: Decimal, record: Record) -> str:
    del record
    return f"sent {_number(hours)} h after completion" if hours >= 0 else "billed before completion"


def _either(yes: str, no: str) -> Callable[[Any, Record], str]:
    return lambda value, record: yes if value else no  # noqa: ARG005 - one shape for all


def _counted(one: str, many: str) -> Callable[[Any, Record], str]:
    def said(value: Any, record: Record) -> str:
        del record
        return f"1 {one}" if value == 1 else f"{value} {many}"

    return said


_SAID: Mapping[str, Callable[[Any, Record], str]] = {
    "po_number": lambda value, _: f"PO {value} on the invoice",
    "po_required": _either("the customer requires a PO", "the customer requires no PO"),
    "send_latency_hours": _latency,
    "sent_at": lambda value, _: f"sent {iso(value)}",
    "completed_at": lambda value, _: f"completed {iso(value)}",
    "bill_to_differs": lambda _, of: (
        f"billed to {of.get('bill_to')}, the customer wants {of.get('customer_bill_to')}"
    ),
    "tax_code_differs": lambda _, of: (
        f"tax code {of.get('tax_code')}, the customer is due {of.get('customer_tax_code')}"
    ),
    "completion": lambda value, _: (
        "only a part of the work was done" if value == "partial" else f"completion {value}"
    ),
    "disputed": _either("a part of it is disputed", "nothing of it is disputed"),
    "lines_untied": _counted(
        "line names no approved line of the quote", "lines name no approved line of the quote"
    ),
    "lines_uncoded": _counted("line has no completion code", "lines have no completion code"),
    "narrative_only": _either("its lines are words alone", "its lines have figures"),
    "disputes_opened": _counted("dispute of it so far", "disputes of it so far"),
    "customer_disputes_365": _counted(
        "dispute of the customer in a year", "disputes of the customer in a year"
    ),
    "paid_share": lambda value, _: f"{_number(value * _PERCENT)} % of it paid",
    "short_paid": lambda _, of: (
        f"paid in part, {_number((of.get('paid_share') or Decimal()) * _PERCENT)} %"
    ),
    "payment_failed": _either("a payment on it was taken back", "no payment was taken back"),
    "unapplied_amount": lambda value, of: (
        f"{_money(value, of)} of the customer's cash is not applied"
    ),
    "unapplied_covers": lambda _, of: (
        f"{_money(of['unapplied_amount'], of)} of the customer's cash is not applied and would"
        " pay it"
    ),
    "unapplied_matches": lambda _, of: (
        f"a payment of {_money(of['open_amount'], of)}, just what is open, is not applied"
    ),
    "promise_broken": _either("a promise to pay was not kept", "no promise was broken"),
    "usual_days_late": lambda value, _: f"the customer usually pays {_number(value)} days late",
    "within_habit": lambda _, of: (
        f"{of['days_past_due']} days past due, the customer usually pays"
        f" {_number(of['usual_days_late'])} days late"
    ),
}
_MISSING = {
    "po_number": "PO empty on the invoice",
    "bill_to": "no bill-to entity on the invoice",
    "tax_code": "no tax code on the invoice",
    "approver": "no approver on the invoice",
    "sent_at": "no export says that it was sent",
    "change_order": "no change order",
    "evidence": "no evidence of completion",
    "completion_code": "no completion code",
    "job_id": "it names no job",
    "quote_id": "it names no quote",
}
