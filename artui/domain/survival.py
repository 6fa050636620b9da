"""How long invoices stay unpaid, as the share still unpaid at each day past due.

Estimated by the product limit (Kaplan and Meier 1958, J. Amer. Statist. Assoc. 53, 457-481), so
that what is still open counts for as long as it has waited, and no longer; and what was already
old when the records began counts from then on only, since its like that was paid before is not on
record (left truncation). Days past due are negative before the due date.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.days import DAYS_A_WEEK

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Below this share nothing is left of a curve that could say how it goes on.
NOTHING = 1e-9
#: With fewer than so many on record at a day, those that are on record only later are added.
_FEW = 20


class Seen(NamedTuple):
    """What was seen of some invoices, by days past due.

    Attributes:
        paid: how many were paid on each day.
        waiting: how many are still open, and how late they are by now.
        entered: how many of both were already old when the records began, and how late then.
    """

    paid: Mapping[int, int]
    waiting: Mapping[int, int]
    entered: Mapping[int, int]

    @property
    def payments(self) -> int:
        """How many were paid."""
        return sum(self.paid.values())


@dataclass(frozen=True, slots=True)
class Curve:
    """The share of invoices still unpaid at the end of each day past due.

    Attributes:
        first: the first day on which any was paid.
        unpaid: the share left at the end of that day and of each day after it; never rising.
        pace: after the last of those days, the share of what is left that is still left a day
            later.
    """

    first: int
    unpaid: tuple[float, ...]
    pace: float

    def left(self, day: int) -> float:
        """The share still unpaid at the end of a day past due."""
        place = day - self.first
        if place < 0:
            return 1.0
        if place < len(self.unpaid):
            return self.unpaid[place]
        last = self.unpaid[-1]
        return float(last * self.pace ** (place - len(self.unpaid) + 1)) if last else 0.0


def weekly(curve: Curve, first: int, weeks: int) -> list[float]:
    """The share still unpaid at the end of a day past due, and of the same day of later weeks."""
    place, days = first - curve.first, len(curve.unpaid)
    before = min(weeks, -(place // DAYS_A_WEEK)) if place < 0 else 0
    shares = [1.0] * before
    shares += curve.unpaid[place + before * DAYS_A_WEEK : days : DAYS_A_WEEK][: weeks - before]
    missing = weeks - len(shares)
    if missing:
        share, slower = curve.left(first + DAYS_A_WEEK * len(shares)), curve.pace**DAYS_A_WEEK
        shares += [share * slower**week for week in range(missing)] if share else [0.0] * missing
    return shares


def estimate(seen: Seen, *, spread: int, pace: float) -> Curve:
    """The curve of what was seen; at least one payment must have been.

    Args:
        seen: paid and waiting.
        spread: a payment stands for the days around it too, falling off in a straight line to
            nothing `spread` + 1 days away: few payments say about when, not which day.
        pace: how it goes on after the last day; see `Curve`.
    """
    drops = _drops(seen)
    first = min(drops) - spread
    days = max(drops) + spread + 2 - first
    turns = [0.0] * (days + 1)
    for day, drop in drops.items():
        height = drop / (spread + 1) ** 2
        turns[day - spread - first] += height
        turns[day + 1 - first] -= 2 * height
        turns[day + spread + 2 - first] += height
    paid = accumulate(accumulate(accumulate(turns)))
    return Curve(first, tuple(max(0.0, 1.0 - share) for share in paid)[: days - 1], pace)


def _drops(seen: Seen) -> dict[int, float]:
    """By day, by how much the share left falls, before any spreading."""
    to_come = sum(seen.entered.values())
    left, at_risk = 1.0, sum(seen.paid.values()) + sum(seen.waiting.values()) - to_come
    found = {}
    for day in sorted({*seen.paid, *seen.waiting, *seen.entered}):
        paid = seen.paid.get(day, 0)
        if paid:
            found[day] = left * paid / max(at_risk, min(at_risk + to_come, _FEW))
            left -= found[day]
        entered = seen.entered.get(day, 0)
        at_risk += entered - paid - seen.waiting.get(day, 0)
        to_come -= entered
    return found


def tail_pace(seen: Seen, after: int, prior_days: int) -> float:
    """The share of what is left on one day that is left on the next, later than `after`.

    Args:
        seen: paid and waiting.
        after: days past due.
        prior_days: counts as one payment more in as many days of waiting.
    """
    late = sum(number for day, number in seen.paid.items() if day > after)
    waited = sum(_beyond(each, after) for each in (seen.paid, seen.waiting))
    waited -= _beyond(seen.entered, after)
    return 1 - (late + 1) / (waited + prior_days + late + 1)


def _beyond(numbers: Mapping[int, int], after: int) -> int:
    """Days later than a day, times how many."""
    return sum((day - after) * number for day, number in numbers.items() if day > after)


def blend(own: Curve, other: Curve, weight: float) -> Curve:
    """Two curves in one, `weight` of it the first."""
    first = min(own.first, other.first)
    last = max(own.first + len(own.unpaid), other.first + len(other.unpaid))
    rest = 1 - weight
    unpaid = tuple(weight * own.left(day) + rest * other.left(day) for day in range(first, last))
    return Curve(first, unpaid, weight * own.pace + rest * other.pace)


def later(curve: Curve, days: int) -> Curve:
    """A curve of which everything happens so many days later."""
    return Curve(curve.first + days, curve.unpaid, curve.pace)
