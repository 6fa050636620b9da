"""What people type where a day or an amount is asked for."""

from __future__ import annotations

import re
from decimal import Decimal

from artui.domain import money
from artui.domain.days import DAYS_A_WEEK, parse_day, to_date
from artui.domain.figure import month

_LATER = re.compile(r"\+\s*([0-9]{1,4})\s*([dw]?)")
_EARLIER = re.compile(r"-\s*([0-9]{1,4})\s*([dw]?)")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {"today": 0, "tomorrow": 1}
_PAST = {"today": 0, "yesterday": 1}
_LEAST_LETTERS = 2
_AMOUNT = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.([0-9]+))?")


class MistypedError(ValueError):
    """What was typed is no day or no amount; the message says how to write one."""


def typed_day(text: str, today: int) -> int:
    """The day that a text means, seen from a day.

    `2026-11-28` is that day, `+7` seven days on, `+2w` two weeks on, `fri` or `friday` the next
    Friday after the day itself; `today` and `tomorrow` are what they say.

    Raises:
        MistypedError: where it means no day.
    """
    word = text.strip().lower()
    if word in _NEAR:
        return today + _NEAR[word]
    if later := _LATER.fullmatch(word):
        return today + int(later[1]) * (DAYS_A_WEEK if later[2] == "w" else 1)
    if (weekday := _weekday(word)) is not None:
        return today + ((weekday - to_date(today).weekday() - 1) % DAYS_A_WEEK) + 1
    try:
        return parse_day(word)
    except ValueError:
        raise MistypedError("Write a day as 2026-11-28, +7 or fri.") from None


def typed_past_day(text: str, today: int) -> int:
    """The day of the past that a text means, seen from a day.

    `2026-09-30` is that day, `-7` seven days before, `-2w` two weeks before, `fri` the last Friday
    before the day itself, `2026-09` the end of that month, `eom` the end of the last month;
    `today` and `yesterday` are what they say.

    Raises:
        MistypedError: where it means no day, or one that has not come yet.
    """
    word = text.strip().lower()
    day = _past_day(word, today)
    if day is None:
        raise MistypedError("Write a day as 2026-09-30, -7, fri, eom or 2026-09.")
    if day > today:
        raise MistypedError(f"{named_day(day)} has not come yet.")
    return day


def _past_day(word: str, today: int) -> int | None:
    if word in _PAST:
        return today - _PAST[word]
    if word == "eom":
        return today - to_date(today).day
    if before := _EARLIER.fullmatch(word):
        return today - int(before[1]) * (DAYS_A_WEEK if before[2] == "w" else 1)
    if (weekday := _weekday(word)) is not None:
        return today - ((to_date(today).weekday() - weekday - 1) % DAYS_A_WEEK) - 1
    try:
        return month(word).last if _MONTH.fullmatch(word) else parse_day(word)
    except ValueError:
        return None


def _weekday(word: str) -> int | None:
    """The weekday a word begins, counted from Monday as 0; two letters name each."""
    found = [n for n, name in enumerate(_WEEKDAYS) if name.startswith(word)]
    return found[0] if len(word) >= _LEAST_LETTERS and found else None


def named_day(day: int) -> str:
    """A day as people check it: `Sat 2026-11-28`."""
    date = to_date(day)
    return f"{_WEEKDAYS[date.weekday()][:3].capitalize()} {date.isoformat()}"


def typed_amount(text: str, currency: str) -> int:
    """The minor units that a text means: `1234.50` or `1,234.50`, and more than nothing.

    Raises:
        MistypedError: where it means no amount of the currency.
    """
    word = text.strip()
    found = _AMOUNT.fullmatch(word)
    places = money.exponent(currency)
    if found is None:
        raise MistypedError(f"Write an amount as {money.plain(123450, currency)}.")
    if len(found[1] or "") > places:
        raise MistypedError(f"{currency} has {places} decimals.")
    minor = money.to_minor(Decimal(word.replace(",", "")), currency)
    if not minor:
        raise MistypedError("An amount is more than nothing.")
    return minor
