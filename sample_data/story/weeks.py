"""The story's days: twelve Fridays, of which the last week exports daily."""

from __future__ import annotations

import datetime as dt

#: The first working day whose payments are exported; older invoices are then still open.
OPENING = dt.date(2026, 8, 31)
FIRST_EXPORT = dt.date(2026, 9, 4)
LAST_DAY = dt.date(2026, 11, 20)
#: Late is judged up to the Sunday of the last week.
HORIZON = dt.date(2026, 11, 22)
#: The second, corrected customer file.
CORRECTION = dt.date(2026, 10, 30)
#: The week whose invoice file of company 1000 has three rows no program can read.
IMPERFECT = dt.date(2026, 10, 23)

WEEKLY = tuple(FIRST_EXPORT + dt.timedelta(weeks=n) for n in range(12))
#: The last week's open items come on two of its days, the other files on all five.
SNAPSHOTS = (*WEEKLY[:-1], *(LAST_DAY - dt.timedelta(days=n) for n in range(1, -1, -1)))
DAILY = (*WEEKLY[:-1], *(LAST_DAY - dt.timedelta(days=n) for n in range(4, -1, -1)))

_FRIDAY = 4


def days(number: int) -> dt.timedelta:
    """A span of days."""
    return dt.timedelta(days=number)


def working_on_or_before(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    return day - days(max(0, day.weekday() - _FRIDAY))


def working_on_or_after(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a weekend."""
    return day + days(7 - day.weekday()) if day.weekday() > _FRIDAY else day


def friday_on_or_after(day: dt.date) -> dt.date:
    """The first Friday from `day` on."""
    return day + days((_FRIDAY - day.weekday()) % 7)


def working_days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every Monday to Friday from `first` to `last`."""
    span = (first + days(n) for n in range((last - first).days + 1))
    return [day for day in span if day.weekday() <= _FRIDAY]


def exported_on(day: dt.date, exports: tuple[dt.date, ...]) -> dt.date:
    """The first export that can hold what happened on `day`.

    Raises:
        ValueError: where the day lies after the last export.
    """
    for export in exports:
        if day <= export:
            return export
    raise ValueError(f"{day} lies after the last export")
