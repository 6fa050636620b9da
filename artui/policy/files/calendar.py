"""The shape of calendar.yaml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from artui.domain.calendar import RULES, WEEKDAYS, MonthDay
from artui.domain.conditions import Problem, fields_about, shown
from artui.domain.days import parse_day, to_day
from artui.policy import holiday
from artui.policy.calendar import to_own_date
from artui.policy.plain import code
from artui.policy.shadow import overruled
from artui.policy.shape import (
    CODE,
    NAME,
    Choice,
    Key,
    ListOf,
    Nullable,
    Record,
    Table,
    Text,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Path

_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ANY = rf"({_ISO}|[0-9]{{2}}-[0-9]{{2}})"
_DATE = Text("a date as 2026-12-24", _ISO)
_OWN = Text("a date as 2026-12-24, or as 12-24 for every year", _ANY)
#: The years in which a holiday must occur to be known by its name.
_YEARS = range(2020, 2040)
_LONG_YEAR, _DAYS_A_YEAR = 2024, 366

_ADDED = Record(
    {
        "date": Key(_OWN, "the day", required=True),
        "name": Key(Text(), "what people call it"),
    }
)
_POSTPONED = Record(
    {
        "day": Key(_DATE, "the day nobody pays on", required=True),
        "to": Key(_DATE, "the later day it is due on instead", required=True),
    }
)
_CALENDAR = Record(
    {
        "country": Key(
            Text("a country's code of two capital letters, as US", r"[A-Z]{2}"),
            "whose public holidays count",
        ),
        "region": Key(
            Text("a region's code, as NY", r".*\S.*", bare=True), "a part of it that has more"
        ),
        "business_days": Key(Choice(RULES), "how due dates move off closed days"),
        "weekend": Key(ListOf(Choice(WEEKDAYS), most=6), "weekdays that are never open"),
        "add": Key(ListOf(_ADDED), "further holidays"),
        "remove": Key(
            ListOf(Text("a date, or the name of a holiday")), "holidays on which work goes on"
        ),
        "postponed": Key(ListOf(_POSTPONED), "days whose payments are due on a given later day"),
    }
)
_WHO = When(fields_about("customer"))
_RULE = Record(
    {
        "calendar": Key(CODE, "the calendar given", required=True),
        "when": Key(_WHO, "to whom"),
    }
)
_CLOSING = Record(
    {
        "from": Key(_OWN, "the first day, itself closed", required=True),
        "to": Key(_OWN, "the last day, itself closed", required=True),
        "name": Key(Text(), "what people call it"),
        "when": Key(_WHO, "whose it is; everybody's without"),
    }
)
SHAPE = Record(
    {
        "calendars": Key(
            Table(_CALENDAR, Text("a name of letters, digits, '_', '.' and '-'", NAME)),
            "the calendars by name",
        ),
        "default": Key(Nullable(CODE), "the calendar where no rule gives one"),
        "assign": Key(ListOf(_RULE), "who has which"),
        "closings": Key(ListOf(_CLOSING), "when customers are closed"),
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of calendar.yaml and still cannot be meant."""
    calendars = data.get("calendars", {})
    for name, each in calendars.items():
        yield from _calendar_problems(each, ("calendars", name))
    if data.get("default") is not None:
        yield from _unknown(data["default"], calendars, ("default",))
    for index, rule in enumerate(data.get("assign", [])):
        yield from _unknown(rule["calendar"], calendars, ("assign", index, "calendar"))
    yield from overruled(data.get("assign", []), ("assign",))
    for index, closing in enumerate(data.get("closings", [])):
        yield from _closing_problems(closing, ("closings", index))


def _unknown(data: Any, calendars: Mapping[str, Any], where: Path) -> Iterator[Problem]:
    if code(data) not in calendars:
        message = f"There is no calendar {shown(code(data))}."
        yield Problem(where, message, word=code(data), known=tuple(calendars))


def _no_day(data: str, where: Path) -> Iterator[Problem]:
    try:
        to_own_date(data)
    except ValueError:
        yield Problem(where, f"There is no day {data}.")


def _calendar_problems(data: Any, where: Path) -> Iterator[Problem]:
    for index, added in enumerate(data.get("add", [])):
        yield from _no_day(added["date"], (*where, "add", index, "date"))
    lost = list(_place_problems(data, where))
    yield from lost
    if not lost:
        yield from _removed_problems(data, where)
    yield from _postponed_problems(data.get("postponed", []), (*where, "postponed"))


def _place_problems(data: Any, where: Path) -> Iterator[Problem]:
    """A country or region the library does not know."""
    country, region = data.get("country"), data.get("region")
    if country is None:
        if region is not None:
            yield Problem((*where, "region"), "A region needs its 'country'.", on_key=True)
        return
    regions = holiday.countries().get(country)
    if regions is None:
        message = f"No holidays are known of a country {shown(country)}."
        yield Problem((*where, "country"), message, word=country, known=tuple(holiday.countries()))
    elif region is not None and code(region) not in regions:
        message = f"No region {shown(code(region))} of {country} is known."
        yield Problem((*where, "region"), message, word=code(region), known=regions)


def _removed_problems(data: Any, where: Path) -> Iterator[Problem]:
    """A day that is none, or a holiday that no year of the country has."""
    for index, removed in enumerate(data.get("remove", [])):
        path = (*where, "remove", index)
        if re.fullmatch(_ANY, removed):
            yield from _no_day(removed, path)
        elif removed not in (names := _names(data)):
            message = f"The calendar has no holiday {shown(removed)}."
            yield Problem(path, message, word=removed, known=names)


def _names(data: Any) -> tuple[str, ...]:
    """Every holiday of a calendar's country."""
    if "country" not in data:
        return ()
    region = data.get("region")
    years = (
        holiday.of_year(data["country"], None if region is None else code(region), year)
        for year in _YEARS
    )
    found = (name for year in years for names in year.values() for name in names)
    return tuple(dict.fromkeys(found))


def _postponed_problems(postponed: list[Any], where: Path) -> Iterator[Problem]:
    """Only to a later day, each day once, and to none that is postponed itself."""
    days = [each["day"] for each in postponed]
    for index, each in enumerate(postponed):
        path = (*where, index)
        absent = [problem for key in each for problem in _no_day(each[key], (*path, key))]
        yield from absent
        if absent:
            continue
        if parse_day(each["to"]) <= parse_day(each["day"]):
            yield Problem((*path, "to"), f"{each['to']} is not later than {each['day']}.")
        elif each["to"] in days:
            message = f"{each['to']} is postponed itself; name the day it ends on."
            yield Problem((*path, "to"), message)
        if each["day"] in days[:index]:
            yield Problem((*path, "day"), f"{each['day']} is postponed twice.")


def _closing_problems(data: Any, where: Path) -> Iterator[Problem]:
    absent = [problem for key in ("from", "to") for problem in _no_day(data[key], (*where, key))]
    yield from absent
    if absent:
        return
    first, last = to_own_date(data["from"]), to_own_date(data["to"])
    if isinstance(first, MonthDay) and isinstance(last, MonthDay):
        if _length(first, last) == _DAYS_A_YEAR:
            yield Problem(where, "No day of the year is left open.")
    elif isinstance(first, MonthDay) or isinstance(last, MonthDay):
        message = "Either both ends are of one year, or both of every year."
        yield Problem((*where, "to"), message)
    elif last < first:
        yield Problem((*where, "to"), f"{data['to']} is before {data['from']}.")


def _length(first: MonthDay, last: MonthDay) -> int:
    """How many days of a leap year lie in a closing of every year."""
    begin, end = to_day(first.of(_LONG_YEAR)), to_day(last.of(_LONG_YEAR))
    return end - begin + 1 + (0 if begin <= end else _DAYS_A_YEAR)
