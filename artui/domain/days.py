"""Days as integers counted from 1970-01-01, so that money x days is arithmetic."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

_EPOCH = dt.date(1970, 1, 1).toordinal()
DAYS_A_WEEK = 7
SATURDAY = 5


@lru_cache(maxsize=65_536)
def to_day(date: dt.date) -> int:
    """The number of `date`, 0 for 1970-01-01."""
    return date.toordinal() - _EPOCH


@lru_cache(maxsize=65_536)
def to_date(day: int) -> dt.date:
    """The date of a day number."""
    return dt.date.fromordinal(day + _EPOCH)


def parse_day(iso: str) -> int:
    """The day number of an ISO date.

    Raises:
        ValueError: where the text is no ISO date.
    """
    return to_day(dt.date.fromisoformat(iso))


def is_day(iso: str) -> bool:
    """Whether a text is an ISO date that the calendar has."""
    try:
        parse_day(iso)
    except ValueError:
        return False
    return True


def iso(day: int | None) -> str | None:
    """The ISO date of a day number; None stays None."""
    return None if day is None else to_date(day).isoformat()


def week_of(day: int) -> str:
    """The ISO week a day lies in, as 2026-W46."""
    year, week, _ = to_date(day).isocalendar()
    return f"{year}-W{week:02d}"


def week_bounds(week: str) -> tuple[int, int]:
    """Monday and Sunday of an ISO week written as 2026-W46.

    Raises:
        ValueError: where the text names no week.
    """
    year, _, number = week.upper().partition("-W")
    monday = dt.date.fromisocalendar(int(year), int(number), 1)
    return to_day(monday), to_day(monday) + DAYS_A_WEEK - 1


def last_complete_week(today: int) -> str:
    """The ISO week whose Sunday lies before `today`."""
    return week_of(today - to_date(today).isoweekday())


def business_days(start: int, end: int) -> int:
    """How many Mondays to Fridays lie after `start`, up to and including `end`."""
    return sum(1 for day in range(start + 1, end + 1) if to_date(day).weekday() < SATURDAY)
