"""Aging buckets by days past due: inclusive upper bounds, and never a gap between two of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Beyond every day there is, before and after; both fit a 32-bit integer.
FIRST_DAY = -(2**31)
LAST_DAY = 2**31 - 1

#: How many buckets there may be: each has its column in a table and on a screen.
MOST_BUCKETS = 12


@dataclass(frozen=True, slots=True)
class Buckets:
    """Aging buckets that together hold every number of days past due exactly once.

    Attributes:
        bounds: the last day past due of every bucket but the last, increasing; (0, 30, 60, 90)
            is current, 1-30, 31-60, 61-90, 91+. Negative before the due day.
        labels: one name a bucket, soonest due last past due first; by default what they hold.
    """

    bounds: tuple[int, ...] = (0, 30, 60, 90)
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Name the buckets where nobody did.

        Raises:
            ValueError: where a bucket would be empty, two have one name, or one has none.
        """
        if any(low >= high for low, high in pairwise(self.bounds)):
            raise ValueError("the bounds of aging buckets must increase")
        if not self.labels:
            object.__setattr__(self, "labels", tuple(_held(*span) for span in self._spans))
        if len(set(self.labels)) != len(self.bounds) + 1:
            raise ValueError("every aging bucket must have a name of its own")

    @classmethod
    def of(cls, bounds: Iterable[int]) -> Buckets:
        """Buckets of one's own: what is not due yet never shares one with what is past due.

        Raises:
            ValueError: where the bounds do not increase.
        """
        given = tuple(bounds)
        return cls(given if 0 in given else tuple(sorted((0, *given))))

    @property
    def convention(self) -> str:
        """The sentence every aging carries, so that no one has to guess the edges."""
        (first, *others), (_, *spans) = self.labels, self._spans
        head = f"{first} <= {self.bounds[0]} days past due" if self.bounds else f"{first} every day"
        parts = (
            label if label == _held(*span) else f"{label} = {_held(*span)}"
            for label, span in zip(others, spans, strict=True)
        )
        return "; ".join((head, *parts, "upper bound inclusive"))

    @property
    def _spans(self) -> tuple[tuple[int | None, int | None], ...]:
        """First and last day past due of each bucket; None for no end."""
        firsts = (None, *(bound + 1 for bound in self.bounds))
        return tuple(zip(firsts, (*self.bounds, None), strict=True))

    def index(self, days_past_due: int) -> int:
        """Which bucket an item lies in, counted from 0 for the one soonest due.

        Args:
            days_past_due: as-of day less due day; negative before the due day.
        """
        return bisect_left(self.bounds, days_past_due)

    def next_change_on(self, due_day: int, as_of: int) -> int | None:
        """The next day after `as_of` on which an item moves to another bucket, None for never."""
        place = self.index(as_of - due_day)
        return None if place == len(self.bounds) else due_day + self.bounds[place] + 1

    def edges(self, as_of: int) -> tuple[tuple[int, int], ...]:
        """The due days of each bucket: bucket i holds the items with low < due_day <= high.

        Every pair is finite (FIRST_DAY and LAST_DAY stand for no edge), so that it can be bound
        as two parameters of a statement.
        """
        days = (LAST_DAY, *(as_of - bound - 1 for bound in self.bounds), FIRST_DAY)
        return tuple((low, high) for high, low in pairwise(days))


def _held(first: int | None, last: int | None) -> str:
    """The days past due from first to last in a few characters; None for no end."""
    if last is None:
        return "all" if first is None else f"{first}+"
    if first is None:
        return "current" if last >= 0 else f"due in {-last}+"
    if last <= 0:
        return f"due in {-last}-{-first}" if first < last else f"due in {-last}"
    if first <= 0:
        return f"{first} to {last}"
    return f"{first}-{last}" if first < last else f"{last}"
