"""Dates as exports write them, and the orders each can be read in.

A form that begins with four digits of a year, or names its month, can be read in one way only.
`5/6/2026` can be read in two, and only its whole column can tell which is meant. A number like
45991 is a date only where the whole column counts days as spreadsheets do.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.domain.days import iso, to_date, to_day
from artui.ingest.moments import LONGEST, clock, local, split
from artui.ingest.months import is_weekday, month, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

Order = Literal["dmy", "mdy", "ymd", "serial"]

#: Year, month and day in some order.
_WRITTEN: tuple[Order, ...] = ("ymd", "dmy", "mdy")
ORDERS: tuple[Order, ...] = (*_WRITTEN, "serial")
ORDER_NAMES: Mapping[Order, str] = {
    "ymd": "year first",
    "dmy": "day first",
    "mdy": "month first",
    "serial": "a spreadsheet's day number",
}
EARLIEST, LATEST = to_day(dt.date(1970, 1, 1)), to_day(dt.date(2100, 12, 31))
_PIVOT = 70
_MONTHS = 12
_OUTSIDE = "lies outside 1970 to 2100"
_A_DAY = 24 * 3600
#: What spreadsheets number 1970-01-01, counting from 1899-12-30.
_SERIAL_EPOCH = 25_569

_NONE = frozenset(
    "- -- \u2013 \u2014 0 0.0 00000000 00.00.0000 0000-00-00 00/00/0000 00/00/00"
    " 1900-01-00 1/0/1900 00.01.1900 00/01/1900"
    " n/a #n/a na nan nat null none".split()
) | {""}
#: What databases and ERPs write where there is no date.
_NEVER = frozenset(
    {
        dt.date(1, 1, 1),
        dt.date(1753, 1, 1),
        dt.date(1899, 12, 30),
        dt.date(1899, 12, 31),
        dt.date(1900, 1, 1),
        dt.date(9999, 12, 31),
    }
)
_PLAIN_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,15}))?", re.ASCII)
_WEEKDAY = re.compile(r"([^\W\d_]{2,})\.?,?\s+(?=\d)")
_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")
_BETWEEN = re.compile(r"[-/.,\s]*")
#: Words between the parts of a date: 31 de julio de 2026, 1er juillet, July 31st.
_SMALL = frozenset("de del of feira st nd rd th er o a".split())
_DESTROYED = re.compile(r"\d{1,2}:\d{2}\.\d", re.ASCII)


def is_destroyed(text: str) -> bool:
    """Whether a spreadsheet has shown a date and time as minutes, like `00:00.0`."""
    return _DESTROYED.fullmatch(text.strip()) is not None


def readings(text: str) -> Mapping[Order, dt.date]:
    """Every order a text can be read in, with the date it then is; empty for what is no date.

    What means "no date" (blank, `-`, zeros, 1900-01-01) reads as nothing either.
    """
    date = split(text).date
    if date.casefold() in _NONE:
        return {}
    return {order: found for order, found in _readings(date).items() if found not in _NEVER}


class Form(NamedTuple):
    """How a date is written.

    Attributes:
        typed: whether as spreadsheets write their own dates, the year first.
        may_be_swapped: whether it is what a spreadsheet leaves that swaps days and months: its own
            date with a day up to 12, or a date of which only one number can be the month.
    """

    typed: bool
    may_be_swapped: bool


def form(text: str) -> Form | None:
    """How a date of three numbers is written; None for any other text, and where points divide it.

    With points the day always comes first, so that nobody swaps them.
    """
    date = split(text).date
    if match := _YEAR_FIRST.fullmatch(date):
        return Form(match[2] == "-", match[2] == "-" and int(match[4]) <= _MONTHS)
    match = _YEAR_LAST.fullmatch(date)
    if match is None or match[2] == "." or not _readings(date):
        return None
    days = int(match[1]), int(match[3])
    return Form(typed=False, may_be_swapped=max(days) > _MONTHS)


def day(text: str, order: Order, zone: dt.tzinfo | None = None) -> int | None:
    """The day number of a text in a column of that order; None where it says there is none.

    Args:
        text: the cell.
        order: its column's order.
        zone: where the column tells moments, the zone whose calendar gives the day.

    Raises:
        ValueError: it is no date in that order, or lies outside 1970 to 2100.
    """
    moment = split(text)
    number = _day(moment.date, order)
    if number is None or zone is None or not moment.zone:
        return number
    return to_day(local(number, moment, zone).date())


def timestamp(text: str, order: Order, zone: dt.tzinfo | None = None) -> str | None:
    """The ISO text of a date with an optional time: 2026-11-20, 2026-11-20T14:05:00+01:00.

    Args:
        text: the cell.
        order: its column's order.
        zone: where the column tells moments, the zone on whose clock they are written.

    Raises:
        ValueError: it is no date in that order, lies outside 1970 to 2100, or is at no time.
    """
    if _PLAIN_TIMESTAMP.fullmatch(text):
        return _plain_timestamp(text)
    moment = split(text)
    number = _day(moment.date, order)
    seconds = _fraction(moment.date) if order == "serial" else moment.time
    if number is None or seconds is None:
        return iso(number)
    if zone is not None and moment.zone:
        return local(number, moment, zone).isoformat()
    return clock(number, seconds) + moment.zone


def _plain_timestamp(text: str) -> str | None:
    if _iso_day(text[:10]) is None:
        return None
    return text.replace(" ", "T")


@lru_cache(maxsize=4096)
def _iso_day(date: str) -> int | None:
    return _day(date, "ymd")


def _day(date: str, order: Order) -> int | None:
    if date.casefold() in _NONE:
        return None
    found = _readings(date)
    if not found:
        raise ValueError("is no date")
    if not _NEVER.isdisjoint(found.values()):
        return None
    if order not in found:
        raise ValueError(_not_in(order))
    number = to_day(found[order])
    if not EARLIEST <= number <= LATEST:
        raise ValueError(_OUTSIDE)
    return number


def _not_in(order: Order) -> str:
    name = ORDER_NAMES[order]
    return f"is not {name}" if order == "serial" else f"is no date with the {name}"


def _readings(date: str) -> dict[Order, dt.date]:
    if match := _YEAR_FIRST.fullmatch(date):
        return _everywhere(_date(match[1], match[3], match[4]))
    if match := _COMPACT.fullmatch(date):
        return _everywhere(_date(match[1], match[2], match[3]))
    if match := _YEAR_LAST.fullmatch(date):
        return _numeric(match[1], match[3], match[4], dotted=match[2] == ".")
    if match := _SERIAL.fullmatch(date):
        return _counted(int(match[1]) - _SERIAL_EPOCH)
    return _everywhere(_named(date)) or _after_weekday(date)


def _after_weekday(date: str) -> dict[Order, dt.date]:
    match = _WEEKDAY.match(date)
    return _readings(date[match.end() :]) if match and is_weekday(plain(match[1])) else {}


def _numeric(first: str, second: str, third: str, *, dotted: bool) -> dict[Order, dt.date]:
    """Three numbers: with points the day always comes first, with a short year all is possible."""
    short = len(third) < len("2026")
    found: dict[Order, dt.date | None] = {"dmy": _date(third, second, first)}
    if not dotted:
        found["mdy"] = _date(third, first, second)
        found["ymd"] = _date(first, second, third) if short else None
    return {order: date for order, date in found.items() if date is not None}


def _everywhere(date: dt.date | None) -> dict[Order, dt.date]:
    return {} if date is None else dict.fromkeys(_WRITTEN, date)


def _counted(number: int) -> dict[Order, dt.date]:
    """The date of a spreadsheet's day number; other numbers of five digits are none."""
    return {"serial": to_date(number)} if EARLIEST <= number <= LATEST else {}


def _fraction(serial: str) -> int | None:
    """The seconds after midnight that stand behind the day; None where it is a whole number."""
    match = _SERIAL.fullmatch(serial)
    digits = match[2].rstrip("0") if match and match[2] else ""
    if not digits:
        return None
    scale = int(10 ** len(digits))
    return min((2 * int(digits) * _A_DAY + scale) // (2 * scale), _A_DAY - 1)


def _named(date: str) -> dt.date | None:
    """A date with its month's name, and the day or the year first, or the month itself."""
    if len(date) > LONGEST:
        return None
    text = plain(date)
    if any(map(_is_other, _WORDS.split(text))):
        return None
    words = [word for word in _WORDS.findall(text) if word not in _SMALL]
    if len(words) > len("dmy") and is_weekday(words[0]):
        del words[0]
    if len(words) != len("dmy"):
        return None
    first, second, third = words
    if number := month(second):
        year_first = len(first) == len("2026")
        return _date(first, number, third) if year_first else _date(third, number, first)
    number = month(first)
    return _date(third, number, second) if number and len(third) == len("2026") else None


def _is_other(text: str) -> bool:
    return _BETWEEN.fullmatch(text) is None


def _date(year: str, month: str | int, day: str) -> dt.date | None:
    try:
        number = int(year)
        if len(year) <= len("26"):
            number += 1900 if number >= _PIVOT else 2000
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None
