"""Aging buckets by days past due: inclusive upper bounds, and never a gap between two of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

#: Beyond every day there is, before and after; both fit a 32-bit integer.
FIRST_DAY = -(2**31)
LAST_DAY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Buckets:
    """Aging buckets that together hold every number of days past due exactly once.

    Attributes:
        bounds: the last day past due of every bucket after the first and before the last, at
            least 1 and increasing: (30, 60, 90) is current, 1-30, 31-60, 61-90, 91+.
    """

    bounds: tuple[int, ...] = (30, 60, 90)

    def __post_init__(self) -> None:
        """Refuse bounds that leave a bucket empty.

        Raises:
            ValueError: where the bounds do not increase from at least 1.
        """
        if any(low >= high for low, high in pairwise((0, *self.bounds))):
            raise ValueError("the bounds of aging buckets must increase from at least 1")

    @property
    def labels(self) -> tuple[str, ...]:
        """One name a bucket, soonest due first."""
        spans = pairwise((0, *self.bounds))
        middle = (f"{low + 1}-{high}" if high > low + 1 else f"{high}" for low, high in spans)
        return ("current", *middle, f"{self._last_bound + 1}+")

    @property
    def convention(self) -> str:
        """The sentence every aging report carries, so that no one has to guess the edges."""
        first, *others = self.labels
        return "; ".join((f"{first} <= 0 days past due", *others, "upper bound inclusive"))

    @property
    def _last_bound(self) -> int:
        return self.bounds[-1] if self.bounds else 0

    def index(self, days_past_due: int) -> int:
        """Which bucket an item lies in, counted from 0 for current.

        Args:
            days_past_due: as-of day less due day; negative before the due day.
        """
        return bisect_left((0, *self.bounds), days_past_due)

    def next_change_on(self, due_day: int, as_of: int) -> int | None:
        """The next day after `as_of` on which an item moves to another bucket, None for never."""
        place = self.index(as_of - due_day)
        return None if place > len(self.bounds) else due_day + (0, *self.bounds)[place] + 1

    def edges(self, as_of: int) -> tuple[tuple[int, int], ...]:
        """The due days of each bucket: bucket i holds the items with low < due_day <= high.

        Every pair is finite (FIRST_DAY and LAST_DAY stand for no edge), so that it can be bound
        as two parameters of a statement.
        """
        ages = (0, *self.bounds)
        days = (LAST_DAY, *(as_of - age - 1 for age in ages), FIRST_DAY)
        return tuple((low, high) for high, low in pairwise(days))
