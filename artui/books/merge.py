"""Several facts of one thing become one: newer beats older, a blank takes nothing away.

Rank is the date an export speaks for; of one date, open items count after invoices; of one kind,
the order of arrival. Of each kind of export only its newest row counts: what that leaves blank it
says nothing of, whatever older ones said, and another kind may tell it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


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
