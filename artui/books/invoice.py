"""An invoice as a record that the rules of terms.yaml are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.evidence import latency_hours
from artui.domain import money
from artui.domain.days import parse_day
from artui.store.ledger import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAID = (
    "type currency po_number bill_to tax_code site project job_id quote_id approver completed_at "
    "sent_at"
).split()
_ISO_DATE = 10


def record(
    values: Sequence[object], amount: int, document_class: str, customer: Mapping[str, object]
) -> dict[str, object]:
    """Everything a rule may ask about an invoice and its customer.

    Args:
        values: what its rows say, in the order of ATTRIBUTES.
        amount: billed, in minor units.
        document_class: the document's class, empty where none is known.
        customer: the customer's fields.
    """
    named = dict(zip(ATTRIBUTES, values, strict=True))
    said = {name: named[name] for name in _SAID}
    completed, sent = (_text(said[name]) for name in ("completed_at", "sent_at"))
    return {
        **customer,
        **said,
        "class": document_class or None,
        "amount": money.to_decimal(amount, str(said["currency"])),
        "completed_at": _day(completed),
        "sent_at": _day(sent),
        "send_latency_hours": latency_hours(completed, sent),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(text: str | None) -> int | None:
    try:
        return parse_day(text[:_ISO_DATE]) if text else None
    except ValueError:
        return None
