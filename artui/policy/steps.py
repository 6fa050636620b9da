"""The steps of a payment term as terms.yaml writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.steps import (
    MONTH_END,
    AddDays,
    AddMonths,
    AddWeeks,
    AfterDay,
    EndOfMonth,
    OnOrAfterDay,
    Proximo,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from artui.domain.steps import Step


def from_data(data: Any) -> Step:
    """The step of checked data: the bare word end_of_month, or a mapping of one key."""
    if isinstance(data, str):
        return EndOfMonth()
    name, value = next(iter(data.items()))
    return _READ[name](value)


def _day(data: Any) -> int:
    return MONTH_END if data == "eom" else int(data)


def _days(data: Any) -> tuple[int, ...]:
    return tuple(_day(day) for day in data)


def _proximo(data: Any) -> Proximo:
    days = {key: _day(data[key]) for key in ("day", "cutoff") if key in data}
    return Proximo(**days, months=data.get("months", 1))


_READ: Mapping[str, Callable[[Any], Step]] = {
    "add_days": AddDays,
    "add_weeks": AddWeeks,
    "add_months": AddMonths,
    "on_or_after_day": lambda days: OnOrAfterDay(_days(days)),
    "after_day": lambda days: AfterDay(_days(days)),
    "proximo": _proximo,
}


def to_data(step: Step) -> Any:
    """A step as terms.yaml writes it."""
    data: Any = "end_of_month"
    match step:
        case AddDays():
            data = {"add_days": step.days}
        case AddWeeks():
            data = {"add_weeks": step.weeks}
        case AddMonths():
            data = {"add_months": step.months}
        case OnOrAfterDay():
            data = {"on_or_after_day": [_written(day) for day in step.days]}
        case AfterDay():
            data = {"after_day": [_written(day) for day in step.days]}
        case Proximo(day, months, cutoff):
            days = {"day": _written(day), "months": months, "cutoff": _written(cutoff)}
            data = {"proximo": days}
    return data


def _written(day: int) -> int | str:
    return "eom" if day == MONTH_END else day
