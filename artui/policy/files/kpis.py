"""The shape of kpis.yaml."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain.conditions import Problem
from artui.domain.kpis import KINDS, NAMES
from artui.policy.kpis import qualified
from artui.policy.shape import AMOUNT, CURRENCY, NAME, Choice, Key, Number, Record, Table, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from artui.domain.figure import Unit
    from artui.policy.shape import Shape

_SHAPES: Mapping[Unit, Shape] = {
    "share": Number("a share from 0 to 1, as 0.95 for 95 %", most=Decimal(1)),
    "days": Number("a number of days of 0 or more"),
    "hours": Number("a number of hours of 0 or more"),
    "times": Number("a number of times of 0 or more"),
    "count": Number("a number of 0 or more"),
    "money": AMOUNT,
}
_WORDS: Mapping[Unit, str] = {
    "share": "as a share of 1",
    "days": "in days",
    "hours": "in hours",
    "times": "in times a period",
    "count": "counted",
    "money": "summed up",
}
_MONTH = Text("a month, as 2026-10", r"[0-9]{4}-(0[1-9]|1[0-2])")


def _units() -> Iterator[tuple[str, Unit]]:
    """Every name figures can be meant by, and their unit; variants of one unit go by the KPI's."""
    for kpi, kind in KINDS.items():
        units = {kind.unit_of(variant) for variant in kind.variants}
        if len(units) == 1:
            yield kpi, units.pop()
        for variant in kind.variants:
            if variant:
                yield qualified(kpi, variant), kind.unit_of(variant)


def _by_name(of: Callable[[Unit], Shape]) -> Record:
    """A mapping by the names of KPIs."""
    return Record(
        {
            name: Key(of(unit), f"{name.replace('_', ' ').replace('.', ', ')}, {_WORDS[unit]}")
            for name, unit in _units()
        }
    )


def _with_currency(unit: Unit, keys: dict[str, Key]) -> Record:
    if unit == "money":
        keys["currency"] = Key(CURRENCY, "the amount's currency", required=True)
    return Record(keys)


def _target(unit: Unit) -> Record:
    return _with_currency(unit, {"target": Key(_SHAPES[unit], "what is aimed at", required=True)})


def _baseline(unit: Unit) -> Record:
    value = Key(_SHAPES[unit], "what it came to", required=True)
    return _with_currency(
        unit, {"value": value, "month": Key(_MONTH, "the month it was measured in", required=True)}
    )


_BENCHMARK = Record(
    {
        "source": Key(Text(), "where the figures are published", required=True),
        "figures": Key(_by_name(_SHAPES.__getitem__), "what others come to", required=True),
    }
)
_QUARTER = Record(
    {
        "primary": Key(Choice(NAMES), "the KPI the quarter is about", required=True),
        "diagnostic": Key(Choice(NAMES), "the KPI that shows early if it moves", required=True),
    }
)
SHAPE = Record(
    {
        "targets": Key(
            _by_name(_target), "what KPIs should come to; dso.countback names one variant"
        ),
        "baselines": Key(_by_name(_baseline), "what they came to when they were measured first"),
        "benchmarks": Key(
            Table(_BENCHMARK, Text("a name of letters, digits, '_', '.' and '-'", NAME)),
            "what others come to, for comparison alone",
        ),
        "quarters": Key(
            Table(_QUARTER, Text("a quarter, as 2026-Q4", r"[0-9]{4}-Q[1-4]")),
            "the one primary and the one diagnostic KPI of each quarter",
        ),
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of kpis.yaml and still cannot be meant."""
    for name, quarter in data.get("quarters", {}).items():
        if quarter["primary"] == quarter["diagnostic"]:
            message = f"'{quarter['primary']}' cannot diagnose itself; name another KPI."
            yield Problem(("quarters", name, "diagnostic"), message)
