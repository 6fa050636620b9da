"""When open items will be paid, and how much comes in each week, by the habits of customers.

Amounts are minor units of one currency, positive is owed; `days ahead` are counted from the end of
the day that is looked from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from math import fsum, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.days import DAYS_A_WEEK
from artui.domain.habits import Habit, common_shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class Part(NamedTuple):
    """A part of what is open on an item that is expected in one way.

    Attributes:
        amount: positive.
        age: days past due.
        habit: how it is paid.
        promised: days ahead to which it was promised, at least 1; None where it was not.
        kept: the chance that such a promise is kept.
        disputed: whether it is in dispute.
    """

    amount: int
    age: int
    habit: Habit
    promised: int | None = None
    kept: float = 0.0
    disputed: bool = False

    def left(self, days: int) -> float:
        """The share still unpaid so many days ahead.

        What was promised comes on that day or, where the promise is broken, as by habit after it.
        """
        promised = self.promised
        if promised is None:
            return self.habit.left(self.age, days)
        if days < promised:
            return 1.0
        return (1 - self.kept) * self.habit.left(self.age + promised, days - promised)


class Horizon:
    """The weeks that are looked ahead, with the pools' shares at each age kept at hand.

    Attributes:
        first: the days ahead at which the first of them ends.
        weeks: how many there are.
    """

    def __init__(self, first: int, weeks: int) -> None:
        """No part has been looked at."""
        self.first, self.weeks = first, weeks
        self._common: dict[tuple[int, int], list[float]] = {}

    @property
    def ends(self) -> list[int]:
        """The days ahead at which each week ends."""
        return [self.first + DAYS_A_WEEK * week for week in range(self.weeks)]

    def left(self, part: Part) -> list[float]:
        """The share of a part that is still unpaid at the end of each week."""
        if part.promised is not None:
            return [part.left(days) for days in self.ends]
        pool = part.habit.pool
        key = (id(pool), part.age)
        common = self._common.get(key)
        if common is None:
            common = common_shares(pool, part.age, self.first, self.weeks)
            self._common[key] = common
        return part.habit.weekly(part.age, self.first, self.weeks, common)


def horizon(weekday: int, weeks: int) -> Horizon:
    """Weeks that end on Sundays, the first on the next that is still to come.

    Args:
        weekday: of the day looked from, 1 Monday to 7 Sunday.
        weeks: how many.
    """
    return Horizon(DAYS_A_WEEK - weekday or DAYS_A_WEEK, weeks)


@dataclass(slots=True)
class Receipts:
    """What is expected of some items by week, in minor units not yet rounded.

    Attributes:
        weeks: how many.
        open: all that is owed.
        covered: what unapplied cash and credits will be set against; nothing comes in for it.
        expected: by week.
        promised: of that, what was promised.
        disputed: of that, what is in dispute.
        variance: of each week's receipts, of the customers that were added.
        items: how many items there are.
    """

    weeks: int
    open: int = 0
    covered: int = 0
    items: int = 0
    expected: list[float] = field(default_factory=list)
    promised: list[float] = field(default_factory=list)
    disputed: list[float] = field(default_factory=list)
    variance: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing is expected yet."""
        for sums in (self.expected, self.promised, self.disputed, self.variance):
            sums.extend([0.0] * self.weeks)

    def add(self, other: Receipts) -> None:
        """Add what other customers pay, independently of these."""
        self.open += other.open
        self.covered += other.covered
        self.items += other.items
        self.expected = _sums(self.expected, other.expected)
        self.promised = _sums(self.promised, other.promised)
        self.disputed = _sums(self.disputed, other.disputed)
        self.variance = _sums(self.variance, other.variance)

    def range(self, share: float) -> list[tuple[float, float]]:
        """By week, between which amounts receipts lie in that share of weeks.

        By the normal distribution, never below nothing or above all that may come.
        """
        reach = NormalDist().inv_cdf((1 + share) / 2)
        most = self.open - self.covered
        return [
            (max(0.0, mean - reach * sqrt(var)), min(float(most), mean + reach * sqrt(var)))
            for mean, var in zip(self.expected, self.variance, strict=True)
        ]

    def rounded(self) -> tuple[list[int], int]:
        """By week in minor units, and what comes later: together all that may come, exactly."""
        most = self.open - self.covered
        sums = (fsum(self.expected[: week + 1]) for week in range(self.weeks))
        marks = list(accumulate((min(most, rounded(each)) for each in sums), max))
        weeks = [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]
        return weeks, most - sum(weeks)


def rounded(amount: float) -> int:
    """Whole minor units of an amount that is not negative, half up."""
    return max(0, int(amount + 0.5))


def receipts(parts: Sequence[Part], weeks: Horizon, runs: float) -> Receipts:
    """What is expected of one customer's parts in one currency.

    Args:
        parts: what is open and not covered.
        weeks: the weeks.
        runs: see `Rules.runs`: the variance lies so far between that of parts each paid alone and
            that of all paid at once.
    """
    found = Receipts(weeks.weeks)
    alone, together = found.variance, [0.0] * weeks.weeks
    for part in parts:
        amount, left = part.amount, weeks.left(part)
        chances = [before - after for before, after in zip([1.0, *left], left, strict=False)]
        expected = [amount * chance for chance in chances]
        found.expected = _sums(found.expected, expected)
        if part.promised is not None:
            found.promised = _sums(found.promised, expected)
        if part.disputed:
            found.disputed = _sums(found.disputed, expected)
        squares = [abs(mean * (amount - mean)) for mean in expected]
        alone = _sums(alone, squares)
        together = _sums(together, map(sqrt, squares))
    pairs = zip(alone, together, strict=True)
    found.variance = [(1 - runs) * apart + runs * swing * swing for apart, swing in pairs]
    return found


def _sums(ones: Iterable[float], others: Iterable[float]) -> list[float]:
    return [one + other for one, other in zip(ones, others, strict=True)]


def reached(left: Callable[[int], float], share: float, longest: int) -> int | None:
    """The first day ahead on which no more than a share is left unpaid; None beyond `longest`."""
    low, high = 1, longest
    if left(high) > share:
        return None
    while low < high:
        middle = (low + high) // 2
        if left(middle) <= share:
            high = middle
        else:
            low = middle + 1
    return low


def left_of(parts: Sequence[Part]) -> Callable[[int], float]:
    """Of parts of one item taken together, the share unpaid at a day ahead."""
    whole = sum(part.amount for part in parts)
    return lambda day: sum(part.amount * part.left(day) for part in parts) / whole


def kept_share(kept: float, due: int, usual: float, weight: float) -> float:
    """The chance that a promise is kept, by how many of those due were, leaning on what is usual.

    Args:
        kept: how many were; one that was kept in part counts as that part.
        due: how many were due.
        usual: the share kept by others.
        weight: so many promises count as much as that.
    """
    return (kept + weight * usual) / (due + weight)
