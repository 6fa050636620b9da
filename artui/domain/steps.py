"""The steps of a payment term: each leads from one day to a later one.

Two things people both call "end of month" are two different orders of the same steps:
`[end_of_month, {add_days: 30}]` is 30 days after the month's end, `[{add_days: 30}, end_of_month]`
the end of the month in which day 30 falls.

Days of a month are written 1 to 31; a day the month lacks is its last day. 0 is the month's last
day and -3 three days before it, so that -3 is the 25th in a February of 28 days.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from artui.domain.days import DAYS_A_WEEK, to_date, to_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: The last day of whatever month, as a day of the month.
MONTH_END = 0

_LONGEST_MONTH = 31
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Point:
    """Where the reckoning stands between two steps.

    Attributes:
        date: the day reached.
        wish: the day of the month meant, where the month was too short for it. Months count from
            it: 31 January + 1 month + 1 month is 31 March, and a month's end stays a month's end.
    """

    date: dt.date
    wish: int

    @classmethod
    def on(cls, date: dt.date) -> Point:
        """A day meant as it is."""
        return cls(date, date.day)


def _month(date: dt.date, months: int) -> tuple[int, int]:
    year, month = divmod(date.year * _MONTHS_A_YEAR + date.month - 1 + months, _MONTHS_A_YEAR)
    return year, month + 1


def _resolve(year: int, month: int, day: int) -> Point:
    """A day of a month, counted from its end where it is not positive."""
    last = calendar.monthrange(year, month)[1]
    number = max(1, min(day, last) if day > 0 else last + day)
    wish = day if day > 0 else number
    return Point(dt.date(year, month, number), _LONGEST_MONTH if day == MONTH_END else wish)


@dataclass(frozen=True, slots=True)
class AddDays:
    """So many calendar days later; the day itself is day 0."""

    days: int

    def after(self, point: Point) -> Point:
        """The day reached from `point`."""
        return Point.on(point.date + dt.timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class AddWeeks:
    """So many weeks later."""

    weeks: int

    def after(self, point: Point) -> Point:
        """The day reached from `point`."""
        return Point.on(point.date + dt.timedelta(days=DAYS_A_WEEK * self.weeks))


@dataclass(frozen=True, slots=True)
class AddMonths:
    """The same day so many months later, clipped from the day meant, not from a clipped one."""

    months: int

    def after(self, point: Point) -> Point:
        """The day reached from `point`."""
        reached = _resolve(*_month(point.date, self.months), point.wish)
        return Point(reached.date, point.wish)


@dataclass(frozen=True, slots=True)
class EndOfMonth:
    """The last day of the month reached."""

    def after(self, point: Point) -> Point:
        """The day reached from `point`."""
        return _resolve(point.date.year, point.date.month, MONTH_END)


@dataclass(frozen=True, slots=True)
class OnOrAfterDay:
    """The next of these days of a month, the day reached included."""

    days: tuple[int, ...]

    def after(self, point: Point) -> Point:
        """The day reached from `point`."""
        return next(each for each in _upcoming(point.date, self.days) if each.date >= point.date)


@dataclass(frozen=True, slots=True)
class AfterDay:
    """The next of these days of a month, strictly after the day reached."""

    days: tuple[int, ...]

    def after(self, point: Point) -> Point:
        """The day reached from `point`."""
        return next(each for each in _upcoming(point.date, self.days) if each.date > point.date)


def _upcoming(date: dt.date, days: Iterable[int]) -> Iterator[Point]:
    """These days in the month of `date` and the next, earliest first."""
    for months in (0, 1):
        month = _month(date, months)
        yield from sorted((_resolve(*month, day) for day in days), key=lambda each: each.date)


@dataclass(frozen=True, slots=True)
class Proximo:
    """A day of a later month: the 20th prox is the 20th of the following month.

    Attributes:
        day: the day of the month.
        months: how many months on; 1 is the following month.
        cutoff: what is dated after this day of its month goes one month further; on it, not.
    """

    day: int
    months: int = 1
    cutoff: int = MONTH_END

    def after(self, point: Point) -> Point:
        """The day reached from `point`."""
        cutoff = _resolve(point.date.year, point.date.month, self.cutoff).date
        further = 1 if point.date > cutoff else 0
        return _resolve(*_month(point.date, self.months + further), self.day)


Step = AddDays | AddWeeks | AddMonths | EndOfMonth | OnOrAfterDay | AfterDay | Proximo


def told(step: Step) -> str:
    """A step in words."""
    words = "the end of that month"
    match step:
        case AddDays(count):
            words = _later(count, "day")
        case AddWeeks(count):
            words = _later(count, "week")
        case AddMonths(count):
            words = _later(count, "month")
        case OnOrAfterDay(days):
            words = f"the next {_days(days)}, that day included"
        case AfterDay(days):
            words = f"the next {_days(days)}, that day excluded"
        case Proximo(day, months, cutoff):
            late = "" if cutoff == MONTH_END else f", one more if dated after the {_day(cutoff)}"
            words = f"the {_day(day)}, {_later(months, 'month')}{late}"
    return words


def _later(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} later"


def _days(days: Iterable[int]) -> str:
    return " or ".join(_day(day) for day in days)


def _day(day: int) -> str:
    """A day of the month: 1st, last day, 3rd day before the last."""
    if day == MONTH_END:
        return "last day"
    number, teens = abs(day), range(11, 14)
    ending = "th" if number in teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}" if day > 0 else f"{number}{ending} day before the last"


def path(start: Point, steps: Iterable[Step]) -> tuple[Point, ...]:
    """The start, and the point reached after each step."""
    return tuple(accumulate(steps, lambda point, step: step.after(point), initial=start))


def start_on(day: int) -> Point:
    """A day number meant as it is, to begin from."""
    return Point.on(to_date(day))


def trail(invoice_day: int, steps: Sequence[Step]) -> tuple[int, ...]:
    """The day number reached after each step, for those who want to see how."""
    return tuple(to_day(point.date) for point in path(start_on(invoice_day), steps))[1:]


def due_on(invoice_day: int, steps: Sequence[Step]) -> int:
    """The due day of an invoice dated `invoice_day`, both as day numbers."""
    return trail(invoice_day, steps)[-1] if steps else invoice_day
