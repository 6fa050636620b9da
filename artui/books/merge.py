"""Several facts of one thing become one: newer beats older, a blank takes nothing away.

Rank is the date an export speaks for; of one date, open items count after invoices; of one kind,
the order of arrival. Of each kind of export only its newest row counts: what that leaves blank it
says nothing of, whatever older ones said, and another kind may tell it. Where a file of invoices
lacks the column altogether it leaves nothing blank, and what the row before it said still holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from artui.store.ledger.rows import CREDITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from artui.store.ledger import FactRow


class Ranked(Protocol):
    """A fact with its rank."""

    @property
    def as_of(self) -> int:
        """The day its export speaks for."""

    @property
    def kind(self) -> str:
        """The kind of its export."""

    @property
    def import_id(self) -> int:
        """The import that brought it, in order of arrival."""


_R = TypeVar("_R", bound=Ranked)


def rank(fact: Ranked) -> tuple[int, str, int]:
    """What a newer fact has more of; the kinds' names happen to stand in the order wanted."""
    return fact.as_of, fact.kind, fact.import_id


def newest(facts: Iterable[_R]) -> _R:
    """The fact that counts."""
    return max(facts, key=rank)


def since(facts: Sequence[_R], holds: Callable[[_R], bool]) -> _R | None:
    """The fact from which on, in rank, something holds without a break; None where it does not."""
    first = None
    for fact in sorted(facts, key=rank, reverse=True):
        if not holds(fact):
            break
        first = fact
    return first


def told(facts: Sequence[FactRow]) -> Sequence[FactRow]:
    """Facts of one item with what a file without the column left standing."""
    if len(facts) == 1 or not any(fact.silent for fact in facts):
        return facts
    before: dict[str, FactRow] = {}
    filled = []
    for fact in sorted(facts, key=rank):
        older = before.get(fact.kind)
        before[fact.kind] = fact if older is None else _filled(fact, older)
        filled.append(before[fact.kind])
    return filled


def _filled(fact: FactRow, older: FactRow) -> FactRow:
    values = tuple(
        older.values[place] if value is None and place in fact.silent else value
        for place, value in enumerate(fact.values)
    )
    credited = older.credits if CREDITS in fact.silent else fact.credits
    return fact._replace(values=values, credits=credited)


def merged(rows: Sequence[tuple[str, tuple[object, ...]]]) -> tuple[object, ...]:
    """The values of (kind, values) rows given oldest first."""
    if len(rows) == 1:
        return rows[0][1]
    newest_of: dict[str, tuple[object, ...]] = {}
    for kind, row in rows:
        newest_of.pop(kind, None)
        newest_of[kind] = row
    values = newest_of.pop(rows[-1][0])
    for row in reversed(newest_of.values()):
        values = tuple(
            other if value is None else value for value, other in zip(values, row, strict=True)
        )
    return values
