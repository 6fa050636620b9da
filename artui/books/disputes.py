"""Disputes that follow from dispute rows, and from flags where there is no row."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from artui.books.merge import newest, rank
from artui.domain import money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artui.store.ledger import DisputeRow, FactRow

#: A flag that says yes without an amount.
WHOLE = -1
EXPORT, FLAG = "export", "flag"


class Dispute(NamedTuple):
    """One dispute; `amount` None means all that is open; `dated` is false where the day it was
    opened is only supposed, which keeps it out of cycle times.
    """

    number: str
    source: str
    document_id: int
    item_id: int | None
    customer_id: int
    currency: str
    reason: str | None
    amount: int | None
    opened_on: int
    resolved_on: int | None
    dated: bool
    owner: str | None
    status: str | None
    outcome: str | None
    note: str | None
    import_id: int
    line: int


def from_rows(rows: Iterable[DisputeRow], customer_id: int, currency: str) -> list[Dispute]:
    """The disputes of one document, each as its newest row has it."""
    cases: dict[int, list[DisputeRow]] = {}
    for row in rows:
        cases.setdefault(row.case_id, []).append(row)
    return [_from_row(newest(facts), customer_id, currency) for facts in cases.values()]


def _from_row(row: DisputeRow, customer_id: int, currency: str) -> Dispute:
    return Dispute(
        row.number,
        EXPORT,
        row.document_id,
        None,
        customer_id,
        currency,
        row.reason,
        minor(row.amount, currency),
        row.opened_on,
        row.resolved_on,
        dated=True,
        owner=row.owner,
        status=row.status,
        outcome=row.outcome,
        note=row.note,
        import_id=row.import_id,
        line=row.line,
    )


def minor(text: str | None, currency: str) -> int | None:
    """Minor units of decimal text; None where there is none."""
    if not text:
        return None
    try:
        return money.to_minor(Decimal(text), currency)
    except InvalidOperation:
        return None


class Flagged(NamedTuple):
    """The item whose flags are read: what a dispute made of them carries."""

    number: str
    document_id: int
    item_id: int
    customer_id: int
    currency: str
    billed_on: int
    settled_on: int | None


def from_flags(facts: Sequence[FactRow], item: Flagged) -> list[Dispute]:
    """A dispute for each time a flag was raised, closed by a newer no or when the item settles."""
    if all(fact.disputed is None for fact in facts):
        return []
    made: list[Dispute] = []
    raised: FactRow | None = None
    for fact in sorted(facts, key=rank):
        if fact.disputed is None:
            continue
        if fact.disputed and raised is None:
            raised = fact
        elif not fact.disputed and raised is not None:
            made.append(_from_flag(raised, item, fact.as_of, len(made)))
            raised = None
    if raised is not None:
        made.append(_from_flag(raised, item, None, len(made)))
    return made


def _from_flag(fact: FactRow, item: Flagged, closed_on: int | None, earlier: int) -> Dispute:
    opened = max(fact.as_of, item.billed_on) if fact.dated else item.billed_on
    ends = [day for day in (closed_on, item.settled_on) if day is not None]
    amount = None if fact.disputed == WHOLE else fact.disputed
    return Dispute(
        f"{item.number}/{earlier + 1}" if earlier else item.number,
        FLAG,
        item.document_id,
        item.item_id,
        item.customer_id,
        item.currency,
        None,
        amount,
        opened,
        max(opened, min(ends)) if ends else None,
        dated=bool(fact.dated),
        owner=None,
        status=None,
        outcome=None,
        note=None,
        import_id=fact.import_id,
        line=fact.line,
    )
