"""Several facts of one thing become one: newer beats older, a blank takes nothing away.

Rank is the date an export speaks for, then the order of arrival. Within one kind of export a newer
row that leaves a column blank has cleared it; another kind's blank says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Ranked(Protocol):
    """A fact with its rank."""

    @property
    def as_of(self) -> int:
        """The day its export speaks for."""

    @property
    def import_id(self) -> int:
        """The import that brought it, in order of arrival."""


_R = TypeVar("_R", bound=Ranked)


def rank(fact: Ranked) -> tuple[int, int]:
    """What a newer fact has more of."""
    return fact.as_of, fact.import_id


def newest(facts: Iterable[_R]) -> _R:
    """The fact that counts."""
    return max(facts, key=rank)


def merged(rows: Sequence[tuple[str, tuple[object, ...]]]) -> tuple[object, ...]:
    """The values of (kind, values) rows given oldest first."""
    if len(rows) == 1:
        return rows[0][1]
    values: list[object] = [None] * len(rows[0][1])
    stated: list[str] = [""] * len(values)
    for kind, row in rows:
        for index, value in enumerate(row):
            if value is not None or stated[index] == kind:
                values[index] = value
                stated[index] = kind
    return tuple(values)
