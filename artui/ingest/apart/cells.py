"""Typed cells of sheets as the text a person would read there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: How many digits a spreadsheet keeps; what is longer was rounded, or is the noise of a sum.
_KEPT = 15
_NOISELESS = 4
_GROUP = 3
_NO_DAY = "1900-01-00"
_HALF_SECOND = dt.timedelta(microseconds=500_000)


def number(value: float) -> str:
    """A number in plain decimals: 1234.5, -0.07, 46234.

    What has exactly three decimals gets a zero more, so that nobody takes 1.234 for a thousand.
    A whole number of more than 15 digits keeps an exponent, 1.2345678901234568E+18: it was rounded,
    and must not pass for an id. Further digits than 15 are the noise of binary sums where there
    are more than four decimals: 30.200000000000003 is 30.2.
    """
    if value == int(value):
        whole = int(value)
        return str(whole) if abs(whole) < 10**_KEPT else _exponent(value)
    exact = Decimal(repr(value))
    if _decimals(exact) > _NOISELESS and len(exact.as_tuple().digits) > _KEPT:
        exact = Decimal(f"{value:.{_KEPT}g}").normalize()
    text = format(exact, "f")
    return f"{text}0" if _decimals(exact) == _GROUP else text


def written_number(text: str) -> str:
    """A number that an XML file writes out, in the same way; what is none stays as it is."""
    try:
        return number(float(text))
    except (ValueError, OverflowError):
        return text


def moment(value: dt.datetime) -> str:
    """A date in ISO form, with the time, to the second, where there is one: 2026-07-31T10:15:00."""
    rounded = (value + _HALF_SECOND).replace(microsecond=0) if value.microsecond else value
    return (rounded.date() if rounded.time() == dt.time() else rounded).isoformat()


def _clock(value: dt.time) -> str:
    """A time of day; midnight is day 0, which is how systems write that there is no date."""
    return value.replace(microsecond=0).isoformat() if value > dt.time() else _NO_DAY


def _span(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _exponent(value: float) -> str:
    mantissa, exponent = format(Decimal(repr(value)).normalize(), "E").split("E")
    return f"{mantissa}E{int(exponent):+d}"


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


_OF: Mapping[type, Callable[[Any], str]] = {
    str: str,
    float: number,
    int: number,
    bool: lambda value: "true" if value else "false",
    dt.datetime: moment,
    dt.date: dt.date.isoformat,
    dt.time: _clock,
    dt.timedelta: _span,
    type(None): lambda _: "",
}


def row(cells: list[Any]) -> list[str]:
    """The cells of a row as text."""
    return [cell if type(cell) is str else _OF[type(cell)](cell) for cell in cells]
