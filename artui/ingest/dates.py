"""Dates as exports write them, and the orders each can be read in.

A form that begins with four digits of a year, or names its month, can be read in one way only.
`5/6/2026` can be read in two, and only its whole column can tell which is meant.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.domain.days import iso, to_day

if TYPE_CHECKING:
    from collections.abc import Mapping

Order = Literal["dmy", "mdy", "ymd"]

ORDERS: tuple[Order, ...] = ("ymd", "dmy", "mdy")
ORDER_NAMES: Mapping[Order, str] = {
    "ymd": "year first",
    "dmy": "day first",
    "mdy": "month first",
}
EARLIEST, LATEST = to_day(dt.date(1970, 1, 1)), to_day(dt.date(2100, 12, 31))
LONGEST = 64
_PIVOT = 70
_OUTSIDE = "lies outside 1970 to 2100"

_NONE = frozenset({"", "-", "00000000", "00.00.0000", "0000-00-00", "00/00/0000", "1900-01-00"})
_NEVER = dt.date(1900, 1, 1)
_TIME = re.compile(
    r"(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp])?(?:\.?[Mm]\.?)?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2})?$",
    re.ASCII,
)
_PLAIN_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})([-/. ])([A-Za-z]{3,9})\.?\2(\d{4}|\d{2})", re.ASCII)
_MONTH_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_DESTROYED = re.compile(r"\d{1,2}:\d{2}\.\d", re.ASCII)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class Moment(NamedTuple):
    """A written date with its time of day.

    Attributes:
        date: the text before the time.
        time: seconds after midnight; None where no time is written.
        zone: the offset as +hh:mm, or blank.
    """

    date: str
    time: int | None
    zone: str


def is_destroyed(text: str) -> bool:
    """Whether a spreadsheet has shown a date and time as minutes, like `00:00.0`."""
    return _DESTROYED.fullmatch(text.strip()) is not None


def readings(text: str) -> Mapping[Order, dt.date]:
    """Every order a text can be read in, with the date it then is; empty for what is no date.

    What means "no date" (blank, `-`, zeros, 1900-01-01) reads as nothing either.
    """
    date = _split(text).date
    if date in _NONE:
        return {}
    return {order: found for order, found in _readings(date).items() if found != _NEVER}


def day(text: str, order: Order) -> int | None:
    """The day number of a text in a column of that order; None where it says there is none.

    Raises:
        ValueError: it is no date in that order, or lies outside 1970 to 2100.
    """
    return _day(_split(text).date, order)


def timestamp(text: str, order: Order) -> str | None:
    """The ISO text of a date with an optional time: 2026-11-20, 2026-11-20T14:05:00+01:00.

    Raises:
        ValueError: it is no date in that order, lies outside 1970 to 2100, or is at no time.
    """
    if _PLAIN_TIMESTAMP.fullmatch(text):
        return _plain_timestamp(text)
    moment = _split(text)
    number = _day(moment.date, order)
    date = iso(number)
    if date is None or moment.time is None:
        return date
    minutes, seconds = divmod(moment.time, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{date}T{hours:02d}:{minutes:02d}:{seconds:02d}{moment.zone}"


def _plain_timestamp(text: str) -> str | None:
    if _iso_day(text[:10]) is None:
        return None
    return text.replace(" ", "T")


@lru_cache(maxsize=4096)
def _iso_day(date: str) -> int | None:
    return _day(date, "ymd")


def _day(date: str, order: Order) -> int | None:
    if date in _NONE:
        return None
    found = _readings(date)
    if not found:
        raise ValueError("is no date")
    if order not in found:
        raise ValueError(f"is no date with the {ORDER_NAMES[order]}")
    if found[order] == _NEVER:
        return None
    number = to_day(found[order])
    if not EARLIEST <= number <= LATEST:
        raise ValueError(_OUTSIDE)
    return number


def _readings(date: str) -> dict[Order, dt.date]:
    if match := _YEAR_FIRST.fullmatch(date):
        return _everywhere(_date(match[1], match[3], match[4]))
    if match := _COMPACT.fullmatch(date):
        return _everywhere(_date(match[1], match[2], match[3]))
    if match := _YEAR_LAST.fullmatch(date):
        return _numeric(match[1], match[3], match[4], dotted=match[2] == ".")
    if match := _DAY_MONTH_NAME.fullmatch(date):
        return _everywhere(_date(match[4], _month(match[3]), match[1]))
    if match := _MONTH_NAME_DAY.fullmatch(date):
        return _everywhere(_date(match[3], _month(match[1]), match[2]))
    return {}


def _numeric(first: str, second: str, third: str, *, dotted: bool) -> dict[Order, dt.date]:
    """Three numbers: with points the day always comes first, with a short year all is possible."""
    short = len(third) < len("2026")
    found: dict[Order, dt.date | None] = {"dmy": _date(third, second, first)}
    if not dotted:
        found["mdy"] = _date(third, first, second)
        found["ymd"] = _date(first, second, third) if short else None
    return {order: date for order, date in found.items() if date is not None}


def _everywhere(date: dt.date | None) -> dict[Order, dt.date]:
    return {} if date is None else dict.fromkeys(ORDERS, date)


def _date(year: str, month: str | int, day: str) -> dt.date | None:
    number = int(year)
    if len(year) <= len("26"):
        number += 1900 if number >= _PIVOT else 2000
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month's English name, 0 for any other word."""
    lowered = name.lower()
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(lowered)), 0)


def _split(text: str) -> Moment:
    stripped = text.strip()
    match = _TIME.search(stripped) if ":" in stripped and len(stripped) <= LONGEST else None
    if match is None:
        return Moment(stripped, None, "")
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    try:
        dt.time(hour, minute, second)
    except ValueError:
        return Moment(stripped, None, "")
    return Moment(stripped[: match.start()], hour * 3600 + minute * 60 + second, _zone(match[5]))


def _zone(text: str | None) -> str:
    if not text:
        return ""
    return "+00:00" if text in ("Z", "UTC") else f"{text[:3]}:{text[-2:]}"
