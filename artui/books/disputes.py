"""Disputes that follow from dispute rows, and from flags where there is no row."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from artui.books.merge import newest, rank, since
from artui.domain import money
from artui.domain.disputes import is_over, state_of
from artui.domain.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artui.store.ledger import DisputeRow, FactRow

#: A flag that says yes without an amount.
WHOLE = -1
EXPORT, FLAG = "export", "flag"


class Exported(NamedTuple):
    """One dispute as exports have it.

    `amount` None means all that is open; `dated` is false where the day it was opened is only
    supposed, which keeps it out of cycle times. `key` is its number in canonical form; `said_on`
    the day of the first export that says what the newest does.
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
    key: str
    said_on: int


def from_rows(rows: Iterable[DisputeRow], customer_id: int, currency: str) -> list[Exported]:
    """The disputes of one document, each as its newest row has it."""
    cases: dict[int, list[DisputeRow]] = {}
    for row in rows:
        cases.setdefault(row.case_id, []).append(row)
    return [_from_case(facts, customer_id, currency) for facts in cases.values()]


def _from_case(rows: Sequence[DisputeRow], customer_id: int, currency: str) -> Exported:
    row = newest(rows)
    return Exported(
        row.number,
        EXPORT,
        row.document_id,
        None,
        customer_id,
        currency,
        row.reason,
        minor(row.amount, currency),
        row.opened_on,
        _resolved_on(rows),
        dated=True,
        owner=row.owner,
        status=row.status,
        outcome=row.outcome,
        note=row.note,
        import_id=row.import_id,
        line=row.line,
        key=canonical(row.number),
        said_on=_said_on(rows, row),
    )


def _said_on(rows: Sequence[DisputeRow], row: DisputeRow) -> int:
    first = since(rows, lambda each: each.said == row.said)
    return row.as_of if first is None else first.as_of


def _closed(row: DisputeRow) -> bool:
    return row.resolved_on is not None or is_over(state_of(row.status))


def _resolved_on(rows: Sequence[DisputeRow]) -> int | None:
    """The day its newest row says; where that is only closed, the first export to show it so."""
    row = newest(rows)
    if row.resolved_on is not None:
        return row.resolved_on
    first = since(rows, _closed)
    return None if first is None else max(row.opened_on, first.as_of)


def minor(text: str | None, currency: str) -> int | None:
    """Minor units of decimal text; None where there is none."""
    if not text:
        return None
    try:
        return money.to_minor(Decimal(text), currency)
    except InvalidOperation:
        return None


class Flagged(NamedTuple):
    """What is flagged: an item, or a document as a whole (item_id None)."""

    number: str
    document_id: int
    item_id: int | None
    customer_id: int
    currency: str
    billed_on: int
    settled_on: int | None


class _Raised(NamedTuple):
    """A flag while it stands: the row that raised it, and the first with its newest amount."""

    first: FactRow
    latest: FactRow

    def seen(self, fact: FactRow) -> _Raised:
        """The same after another row that shows it."""
        return self if fact.disputed == self.latest.disputed else self._replace(latest=fact)


def from_flags(facts: Sequence[FactRow], flagged: Flagged) -> list[Exported]:
    """A dispute for each time a flag was raised, closed by a newer no or when the item settles."""
    made: list[Exported] = []
    raised: _Raised | None = None
    for fact in sorted((fact for fact in facts if fact.disputed is not None), key=rank):
        if fact.disputed:
            raised = raised.seen(fact) if raised else _Raised(fact, fact)
        elif raised is not None:
            made.append(_from_flag(raised, flagged, fact.as_of, len(made)))
            raised = None
    if raised is not None:
        made.append(_from_flag(raised, flagged, None, len(made)))
    return made


def _from_flag(raised: _Raised, flagged: Flagged, closed_on: int | None, earlier: int) -> Exported:
    first, latest = raised
    opened = max(first.as_of, flagged.billed_on) if first.dated else flagged.billed_on
    ends = [day for day in (closed_on, flagged.settled_on) if day is not None]
    number = f"{flagged.number}/{earlier + 1}" if earlier else flagged.number
    return Exported(
        number,
        FLAG,
        flagged.document_id,
        flagged.item_id,
        flagged.customer_id,
        flagged.currency,
        None,
        None if latest.disputed == WHOLE else latest.disputed,
        opened,
        max(opened, min(ends)) if ends else None,
        dated=bool(first.dated),
        owner=None,
        status=None,
        outcome=None,
        note=None,
        import_id=first.import_id,
        line=first.line,
        key=canonical(number),
        said_on=latest.as_of if closed_on is None else closed_on,
    )
