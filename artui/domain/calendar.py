"""Which days are open, and where a due date goes that falls on one that is not.

Two different things keep a day from being open. Weekends and holidays move a due date by the rule
that applies, or not at all. A closing period of the customer and a holiday postponed to a given
day move it in any case, to the first open day after, since nobody is there to pay.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.domain.days import to_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Rule = Literal["none", "following", "preceding", "modified_following"]
RULES: tuple[Rule, ...] = ("none", "following", "preceding", "modified_following")

#: By their number, Monday first.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKEND = frozenset((5, 6))

#: Where no day is open for so long, none is looked for any further.
_FURTHEST = 3 * 366


class MonthDay(NamedTuple):
    """A day of every year; where its month is shorter, the month's last day."""

    month: int
    day: int

    def of(self, year: int) -> dt.date:
        """The day of one year."""
        return dt.date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class Closing:
    """A time in which nobody is there, both ends included.

    Attributes:
        first: a day number, or a day of every year.
        last: the same kind; of every year it may lie before `first`, in the year after.
        name: what people call it.
    """

    first: int | MonthDay
    last: int | MonthDay
    name: str = ""

    def covers(self, day: int) -> bool:
        """Whether a day lies within."""
        if isinstance(self.first, int) or isinstance(self.last, int):
            return self.first <= day <= self.last  # type: ignore[operator]
        date = to_date(day)
        first, last = self.first.of(date.year), self.last.of(date.year)
        if first <= last:
            return first <= date <= last
        return date >= first or date <= last


def no_holidays(year: int) -> Mapping[int, str]:
    """The holidays of a year where there are none."""
    del year
    return {}


@dataclass(frozen=True, eq=False)
class Calendar:
    """The open days of a customer; each is its own key in a cache.

    Attributes:
        weekend: weekdays that are never open, Monday is 0.
        holidays: the holidays of a year, by day number, with their names.
        postponed: days whose payments are due on a given later day instead.
        closings: times in which nobody is there.
    """

    weekend: frozenset[int] = WEEKEND
    holidays: Callable[[int], Mapping[int, str]] = no_holidays
    postponed: Mapping[int, int] = field(default_factory=dict)
    closings: tuple[Closing, ...] = ()

    def is_open(self, day: int) -> bool:
        """Whether a day is a business day."""
        return self.closed(day) is None

    def closed(self, day: int) -> str | None:
        """Why a day is no business day: the closing, holiday or weekday; None where it is one."""
        return self.shut(day) or self.holiday(day) or self._weekend(day)

    def holiday(self, day: int) -> str | None:
        """The holiday a day is, if any."""
        return self.holidays(to_date(day).year).get(day)

    def shut(self, day: int) -> str | None:
        """What moves a day under every rule: a closing, or a holiday postponed to a given day."""
        for closing in self.closings:
            if closing.covers(day):
                return closing.name or "closed"
        if day in self.postponed:
            name = self.holiday(day) or "holiday"
            return f"{name}, postponed to {to_date(self.postponed[day]).isoformat()}"
        return None

    def _weekend(self, day: int) -> str | None:
        weekday = to_date(day).weekday()
        return WEEKDAYS[weekday].capitalize() if weekday in self.weekend else None

    def moved(self, day: int, rule: Rule = "none") -> int:
        """The day on which what is contractually due on `day` ages.

        `following` is the next open day, `preceding` the one before, `modified_following` the next
        unless that lies in another month, then the one before. The last two do not go back over a
        closing, but forward. Where no day is open for three years, the day stands.
        """
        if self.shut(day):
            return self._forward(day, rule)
        if rule == "none" or self.is_open(day):
            return day
        after = self._forward(day, rule)
        if rule == "following":
            return after
        before = self._back(day)
        if before is None or (rule == "modified_following" and not self._turns(day, after, before)):
            return after
        return before

    @staticmethod
    def _turns(day: int, after: int, before: int) -> bool:
        """Whether the next open day lies in another month, and the one before does not."""
        month = _month(day)
        return _month(after) != month and _month(before) == month

    def _forward(self, day: int, rule: Rule) -> int:
        """The first day after that is open; where no rule moves it, weekends and holidays are."""
        keeps = self.shut if rule == "none" else self.closed
        reached = day
        while keeps(reached):
            reached = self.postponed.get(reached, reached + 1)
            if reached - day > _FURTHEST:
                return day
        return reached

    def _back(self, day: int) -> int | None:
        for reached in range(day - 1, day - _FURTHEST, -1):
            if self.shut(reached):
                return None
            if self.is_open(reached):
                return reached
        return None

    def between(self, day: int, reached: int) -> Iterator[tuple[int, str]]:
        """The days a move passed over, `day` itself first, and why each is not open."""
        step = 1 if reached >= day else -1
        for each in range(day, reached, step):
            why = self.closed(each)
            if why is not None:
                yield each, why


@lru_cache(maxsize=65_536)
def _month(day: int) -> tuple[int, int]:
    date = to_date(day)
    return date.year, date.month
