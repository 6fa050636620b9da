"""calendar.yaml: holidays and weekends, who has which, and when customers are closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from artui.domain import conditions
from artui.domain.calendar import WEEKDAYS, WEEKEND, Calendar, Closing, MonthDay
from artui.domain.conditions import holds
from artui.domain.days import iso, parse_day, to_date, to_day
from artui.policy import holiday
from artui.policy.plain import code
from artui.policy.precedence import deciding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.calendar import Rule
    from artui.domain.conditions import Condition

_OBSERVED = " (observed)"

#: A day number, or a day of every year.
Date = int | MonthDay


@dataclass(frozen=True, slots=True)
class OwnHoliday:
    """A holiday the library does not have."""

    date: Date
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """One calendar.

    Attributes:
        country: whose public holidays, its code of two letters; None for none.
        region: the code of a part of it that has more.
        business_days: how due dates move off closed days, None where the terms say.
        weekend: weekdays that are never open, Monday is 0.
        add: further holidays.
        remove: holidays of the country that are worked, by date or by name.
        postponed: days and the later day payments due on them are due instead.
    """

    country: str | None = None
    region: str | None = None
    business_days: Rule | None = None
    weekend: frozenset[int] = WEEKEND
    add: tuple[OwnHoliday, ...] = ()
    remove: tuple[Date | str, ...] = ()
    postponed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A calendar for whatever meets a condition, for everything without one."""

    calendar: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A closing and whose it is; everybody's without a condition."""

    closing: Closing
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class CalendarPolicy:
    """The calendars.

    Attributes:
        calendars: by name.
        default: the calendar of customers no rule gives one; None for weekends alone.
        assign: rules by customer, country or company; the last that matches wins.
        closings: when customers are closed; all that match count.
    """

    calendars: Mapping[str, WorkingDays] = field(default_factory=dict)
    default: str | None = None
    assign: tuple[Assignment, ...] = ()
    closings: tuple[Closed, ...] = ()

    def name_for(self, record: Mapping[str, object]) -> str | None:
        """The name of a record's calendar."""
        rule = deciding(self.assign, record)
        return rule.calendar if rule else self.default

    def working_days(self, record: Mapping[str, object]) -> WorkingDays:
        """What calendar.yaml says of a record's calendar."""
        name = self.name_for(record)
        return WorkingDays() if name is None else self.calendars[name]

    def for_record(self, record: Mapping[str, object]) -> Calendar:
        """The open days of a record about a customer and company."""
        closings = tuple(
            each.closing for each in self.closings if each.when is None or holds(each.when, record)
        )
        return _calendar(self.working_days(record), closings)


@lru_cache(maxsize=1024)
def _calendar(working: WorkingDays, closings: tuple[Closing, ...]) -> Calendar:
    return Calendar(
        weekend=working.weekend,
        holidays=partial(_holidays, working),
        postponed=dict(working.postponed),
        closings=closings,
    )


@lru_cache(maxsize=4096)
def _holidays(working: WorkingDays, year: int) -> Mapping[int, str]:
    """The holidays of a year: the country's less those worked, and the own ones."""
    public = holiday.of_year(working.country, working.region, year) if working.country else {}
    found = {day: ", ".join(_kept(working, day, names)) for day, names in public.items()}
    own = {_of(each.date, year): each.name or "holiday" for each in working.add}
    return {day: name for day, name in (found | own).items() if name}


def _kept(working: WorkingDays, day: int, names: tuple[str, ...]) -> Iterator[str]:
    date = to_date(day)
    if not any(_is(each, day, MonthDay(date.month, date.day)) for each in working.remove):
        yield from (name for name in names if name.removesuffix(_OBSERVED) not in working.remove)


def _is(removed: Date | str, day: int, of_every_year: MonthDay) -> bool:
    return removed in (day, of_every_year)


def _of(date: Date, year: int) -> int:
    return date if isinstance(date, int) else to_day(date.of(year))


def to_own_date(text: str) -> Date:
    """The day of 2026-12-24, or of every year's 12-24.

    Raises:
        ValueError: where the text is neither.
    """
    parts = text.split("-")
    if len(parts) == 2:  # noqa: PLR2004 - a month and a day
        month, day = map(int, parts)
        MonthDay(month, day).of(2024)  # an unknown month is refused here, and day 0
        return MonthDay(month, day)
    return parse_day(text)


def written(date: Date) -> str:
    """A date as calendar.yaml writes it."""
    return str(iso(date)) if isinstance(date, int) else f"{date.month:02d}-{date.day:02d}"


def to_removed(text: str) -> Date | str:
    """A date, or the name of a holiday."""
    try:
        return to_own_date(text)
    except ValueError:
        return text


def from_data(data: Any) -> CalendarPolicy:
    """The policy of checked data."""
    default = data.get("default")
    return CalendarPolicy(
        calendars={name: _working_days(each) for name, each in data.get("calendars", {}).items()},
        default=None if default is None else code(default),
        assign=tuple(
            Assignment(code(rule["calendar"]), _when(rule)) for rule in data.get("assign", [])
        ),
        closings=tuple(Closed(_closing(each), _when(each)) for each in data.get("closings", [])),
    )


def _when(data: Any) -> Condition | None:
    when = data.get("when")
    return None if when is None else conditions.from_data(when)


def _closing(data: Any) -> Closing:
    return Closing(to_own_date(data["from"]), to_own_date(data["to"]), data.get("name", ""))


def _working_days(data: Any) -> WorkingDays:
    weekend = data.get("weekend")
    return WorkingDays(
        country=data.get("country"),
        region=None if data.get("region") is None else code(data["region"]),
        business_days=data.get("business_days"),
        weekend=WEEKEND if weekend is None else frozenset(map(WEEKDAYS.index, weekend)),
        add=tuple(
            OwnHoliday(to_own_date(each["date"]), each.get("name", ""))
            for each in data.get("add", [])
        ),
        remove=tuple(map(to_removed, data.get("remove", []))),
        postponed=tuple(
            (parse_day(each["day"]), parse_day(each["to"])) for each in data.get("postponed", [])
        ),
    )


def to_data(policy: CalendarPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {
        "calendars": {name: _calendar_data(each) for name, each in policy.calendars.items()},
        "default": policy.default,
        "assign": [{"calendar": each.calendar, **_when_data(each.when)} for each in policy.assign],
        "closings": [
            {**_closing_data(each.closing), **_when_data(each.when)} for each in policy.closings
        ],
    }


def _when_data(when: Condition | None) -> dict[str, Any]:
    return {} if when is None else {"when": conditions.to_data(when)}


def _closing_data(closing: Closing) -> dict[str, Any]:
    return {
        "from": written(closing.first),
        "to": written(closing.last),
        **({"name": closing.name} if closing.name else {}),
    }


def _calendar_data(working: WorkingDays) -> dict[str, Any]:
    said = {
        "country": working.country,
        "region": working.region,
        "business_days": working.business_days,
    }
    return {
        **{key: value for key, value in said.items() if value is not None},
        "weekend": [WEEKDAYS[day] for day in sorted(working.weekend)],
        "add": [{"date": written(each.date), "name": each.name} for each in working.add],
        "remove": [each if isinstance(each, str) else written(each) for each in working.remove],
        "postponed": [{"day": iso(day), "to": iso(to)} for day, to in working.postponed],
    }
