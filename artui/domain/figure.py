"""A figure with all that is needed to believe it: its formula's numbers, and the rows behind them.

Ratios are exact (`Fraction`); amounts are minor units of the figure's currency; days count from
1970-01-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction  # noqa: TC003 - the type of a field that others read at run time
from typing import Literal, NamedTuple

from artui.domain.days import DAYS_A_WEEK, parse_day, to_date

#: What a value is counted in: days, a share of 1, times, hours, a number of things, minor units.
Unit = Literal["days", "share", "times", "hours", "count", "money"]


class Period(NamedTuple):
    """A span of days, both ends inclusive."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1

    @property
    def months(self) -> tuple[Period, ...]:
        """The calendar months of it, oldest first, the outer two cut off where it ends within."""
        found = []
        first = self.first
        while first <= self.last:
            end = min(month(month_of(first)).last, self.last)
            found.append(Period(first, end))
            first = end + 1
        return tuple(found)


def month_of(day: int) -> str:
    """The calendar month of a day, as 2026-10."""
    return f"{to_date(day):%Y-%m}"


def month(name: str) -> Period:
    """A calendar month written as 2026-10.

    Raises:
        ValueError: where the text names no month.
    """
    first = parse_day(f"{name}-01")
    following = to_date(first + 31).replace(day=1)
    return Period(first, parse_day(following.isoformat()) - 1)


def preceding(period: Period) -> Period:
    """What a period is held against: as many days of the week or month before.

    A period that begins on a Monday and is no longer than a week is one, whole or begun; else one
    that begins on the first and lies in one month is that month, whole or begun; before any other
    lie as many days.
    """
    first, last = period
    if to_date(first).isoweekday() == 1 and period.days <= DAYS_A_WEEK:
        return Period(first - DAYS_A_WEEK, last - DAYS_A_WEEK)
    this, before = month(month_of(first)), month(month_of(first - 1))
    if period == this:
        return before
    if first == this.first and last < this.last:
        return Period(before.first, min(before.first + period.days - 1, before.last))
    return Period(first - period.days, first - 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one KPI.

    Attributes:
        kpi: its name, as CONTRACT's `days_to_pay`.
        variant: which formula of several; empty where there is one.
        key: the group it is of; empty for all.
        currency: of its amounts; empty where none enter.
        value: None where it is undefined; `note` says why.
        unit: what `value` is counted in.
        numerator: what is divided, in minor units, days x minor units, or a count.
        denominator: by what; None where nothing is divided.
        note: what a reader must know: why undefined, a bound, a precision.
        bound: whether the true value is more than `value`.
        provisional: whether it may still change as the days pass.
    """

    kpi: str
    variant: str
    key: str
    currency: str
    value: Fraction | None
    unit: Unit
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    note: str = ""
    bound: bool = False
    provisional: bool = False


class Input(NamedTuple):
    """One row behind a figure.

    Attributes:
        part: the part of the formula it enters: sales, ending AR, paid ...
        subject: the document, payment, job, customer ... by its number.
        customer: the customer's number; empty where there is none.
        on: the day it counts on; None where it has none.
        amount: what it adds to the part: minor units, or 1 where things are counted.
        detail: what else is known: "38 days late".
        import_id: the import it came from; None where several lie behind it.
        line: its line of the file.
    """

    part: str
    subject: str
    customer: str
    on: int | None
    amount: int
    detail: str = ""
    import_id: int | None = None
    line: int | None = None
