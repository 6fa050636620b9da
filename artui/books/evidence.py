"""What reasons.yaml's rules may ask of a late invoice, as it was known at the end of a week."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from artui.books import documents
from artui.books.merge import merged, rank
from artui.domain import money
from artui.domain.days import parse_day
from artui.store import late as store
from artui.store.ledger import ATTRIBUTES, Batch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from artui.store.ledger import FactRow

_HOUR = 3600
_ISO_DATE = 10
_RESTATED = (
    "type terms po_number bill_to tax_code site project job_id quote_id completed_at sent_at "
    "approver reason dunning_level amount"
).split()


def gather(
    reader: sqlite3.Connection, wanted: Iterable[int], restated: Sequence[int], day: int
) -> dict[int, dict[str, object]]:
    """The evidence of invoices by document, as exports dated up to `day` gave it.

    Args:
        reader: a connection of its own TEMP tables.
        wanted: the documents.
        restated: those of them that a newer export speaks of too.
        day: the last day of the week, or today where that comes first.
    """
    rows = store.evidence(reader, wanted)
    for document, values in _as_known(reader, restated, day).items():
        if document in rows:
            rows[document].update(values)
    return {document: _record(row, day) for document, row in rows.items()}


def _as_known(
    reader: sqlite3.Connection, restated: Sequence[int], day: int
) -> dict[int, dict[str, object]]:
    """What the exports up to a day said; where all came later, what the first of them said."""
    if not restated:
        return {}
    known = documents.gather(Batch(reader, restated))
    found: dict[int, dict[str, object]] = {}
    for number, document in known.items():
        facts = sorted(
            (fact for item in document.listed for fact in document.facts.get(item.id, ())),
            key=rank,
        )
        if facts:
            found[number] = _values([f for f in facts if f.as_of <= day] or facts[:1])
    return found


def _values(facts: Sequence[FactRow]) -> dict[str, object]:
    values = dict(
        zip(ATTRIBUTES, merged([(fact.kind, fact.values) for fact in facts]), strict=True)
    )
    said = {name: values[name] for name in _RESTATED}
    if said["amount"] is None:
        del said["amount"]
    return said


def _record(row: Mapping[str, Any], day: int) -> dict[str, object]:
    """A record that conditions can be held against: money as Decimal, days as numbers."""
    currency = str(row["currency"])
    completed, sent = _moment(row["completed_at"]), _moment(row["sent_at"])
    return {
        **row,
        "amount": money.to_decimal(row["amount"], currency),
        "open_amount": money.to_decimal(row["open_amount"], currency),
        "days_past_due": day - row["due_on"],
        "completed_at": _day(row["completed_at"]),
        "sent_at": _day(row["sent_at"]),
        "send_latency_hours": _hours(completed, sent),
    }


def _moment(text: object) -> dt.datetime | None:
    """A timestamp without its zone: both ends of a latency are written by one system."""
    try:
        return dt.datetime.fromisoformat(str(text)).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def _day(text: object) -> int | None:
    try:
        return parse_day(str(text)[:_ISO_DATE]) if text else None
    except ValueError:
        return None


def _hours(completed: dt.datetime | None, sent: dt.datetime | None) -> float | None:
    """Hours from completion to sending, elapsed; negative where it was billed in advance."""
    if completed is None or sent is None:
        return None
    return (sent - completed).total_seconds() / _HOUR
