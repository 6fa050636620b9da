"""Moments as exports write them: a date with a time of day, perhaps in a zone."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from artui.domain.days import iso
from artui.ingest.spreadsheet import bare

LONGEST = 64
_A_DAY, _AN_HOUR = 24, 60
_TIME = re.compile(
    r"(?:T|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp])?(?:\.?[Mm]\.?)?"
    r"\s*(?:(?:UTC|GMT)?([+-]\d{2}(?::?\d{2})?)|(Z|UTC|GMT))?$",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{8})T?([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z?)", re.ASCII)
_ZONED = re.compile(r":\d\d[^\0]*?(?:[Z+]|UTC|GMT|-\d\d(?::?\d\d)?(?:\0|$))", re.ASCII)


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


def may_be_zoned(column: str) -> bool:
    """Whether any of some cells, divided by NUL, may have a time in a zone."""
    return ":" in column and _ZONED.search(column) is not None


def is_moment(text: str) -> bool:
    """Whether a text tells a time in a zone other than midnight.

    At midnight it is a date, which a program has written as a time.
    """
    moment = split(text)
    return bool(moment.zone and moment.time)


def split(text: str) -> Moment:
    """A text as a date and the time behind it."""
    stripped = bare(text)
    if len(stripped) > LONGEST:
        return Moment(stripped, None, "")
    if match := _COMPACT.fullmatch(stripped):
        time = int(match[2]) * 3600 + int(match[3]) * 60 + int(match[4])
        return Moment(match[1], time, _zone(match[5]))
    match = _TIME.search(stripped) if ":" in stripped else None
    if match is None:
        return Moment(stripped, None, "")
    seconds = _of_day(match)
    if seconds is None:
        return Moment(stripped, None, "")
    return Moment(stripped[: match.start()], seconds, _zone(match[5] or match[6]))


def clock(number: int, seconds: int) -> str:
    """The ISO text of a time on a day, both as numbers."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{iso(number)}T{hours:02d}:{minutes:02d}:{seconds:02d}"


def local(number: int, moment: Moment, zone: dt.tzinfo) -> dt.datetime:
    """A moment whose date is a day's number, on the clock of a zone."""
    written = dt.datetime.fromisoformat(clock(number, moment.time or 0) + moment.zone)
    return written.astimezone(zone)


def _of_day(match: re.Match[str]) -> int | None:
    """Seconds after midnight; None where no clock shows that."""
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    if hour >= _A_DAY or minute >= _AN_HOUR or second >= _AN_HOUR:
        return None
    return hour * 3600 + minute * 60 + second


def _zone(text: str | None) -> str:
    """An offset as +hh:mm; blank for none."""
    if not text:
        return ""
    if text in ("Z", "UTC", "GMT"):
        return "+00:00"
    return f"{text[:3]}:{text[3:].lstrip(':') or '00'}"
