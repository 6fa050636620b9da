"""Figures held against what kpis.yaml says: targets, baselines, benchmarks, the quarter."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.books.kpis.groups import without_base
from artui.domain import kpis, money
from artui.domain.days import to_date
from artui.policy.kpis import qualified

if TYPE_CHECKING:
    from decimal import Decimal

    from artui.domain.figure import Figure, Period
    from artui.domain.kpis import Status
    from artui.policy.kpis import KpisPolicy, Quarter

#: What a KPI is in its quarter.
Role = Literal["primary", "diagnostic"]

_MONTHS_A_QUARTER = 3


class Judged(NamedTuple):
    """What is said of a figure, in its own unit; amounts in minor units.

    Attributes:
        target: what it should come to; None where nothing says.
        status: how it stands to that; None where it cannot be told.
        baseline: what it came to before.
        baseline_month: when that was.
        benchmarks: what others come to, by the name of the set.
    """

    target: Fraction | None = None
    status: Status | None = None
    baseline: Fraction | None = None
    baseline_month: str | None = None
    benchmarks: tuple[tuple[str, Fraction], ...] = ()


def judge(policy: KpisPolicy, figure: Figure) -> Judged:
    """A figure held against its target, its baseline and the benchmarks.

    One in the base currency has the targets of its variant.
    """
    kpi, variant = figure.kpi, without_base(figure.variant)
    target = policy.target(kpi, variant, figure.currency)
    baseline = policy.baseline(kpi, variant, figure.currency)
    aim = _value(figure, target.target) if target else None
    names = (qualified(kpi, variant), kpi)
    return Judged(
        aim,
        _status(figure, aim),
        _value(figure, baseline.value) if baseline else None,
        baseline.month if baseline else None,
        tuple(
            (name, _value(figure, next(each.figures[n] for n in names if n in each.figures)))
            for name, each in policy.benchmarks.items()
            if any(n in each.figures for n in names)
        ),
    )


def _value(figure: Figure, said: Decimal) -> Fraction:
    """What a policy says, in the unit of a figure."""
    if figure.unit == "money":
        return Fraction(said.scaleb(money.exponent(figure.currency)))
    return Fraction(said)


def _status(figure: Figure, target: Fraction | None) -> Status | None:
    better = kpis.KINDS[figure.kpi].better
    if figure.value is None or target is None or better is None:
        return None
    return kpis.status(figure.value, target, better, bound=figure.bound)


def quarter_of(day: int) -> str:
    """The calendar quarter a day lies in, as 2026-Q4."""
    date = to_date(day)
    return f"{date.year:04d}-Q{(date.month - 1) // _MONTHS_A_QUARTER + 1}"


def chosen(policy: KpisPolicy, period: Period) -> Quarter | None:
    """The primary and the diagnostic KPI of the quarter a period ends in."""
    return policy.quarters.get(quarter_of(period.last))


def role(policy: KpisPolicy, period: Period, kpi: str) -> Role | None:
    """What a KPI is in the quarter a period ends in."""
    quarter = chosen(policy, period)
    if quarter is None:
        return None
    if kpi == quarter.primary:
        return "primary"
    return "diagnostic" if kpi == quarter.diagnostic else None


def first_things_first(policy: KpisPolicy, period: Period, figures: list[Figure]) -> list[Figure]:
    """Figures with those of the quarter's primary KPI first, then the diagnostic's."""
    order = ("primary", "diagnostic", None)
    return sorted(figures, key=lambda each: order.index(role(policy, period, each.kpi)))
