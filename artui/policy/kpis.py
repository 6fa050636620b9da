"""kpis.yaml: what the KPIs should come to, what they came from, and which two matter now."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Target:
    """What a KPI should come to.

    Attributes:
        target: days, a share of 1, a number ...; of an amount, decimal units of its currency.
        currency: of an amount.
    """

    target: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a KPI came to before, as a target has it, and the month that was measured."""

    value: Decimal
    month: str
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What others come to, for comparison alone: where that is published, and the figures."""

    source: str
    figures: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quarter:
    """The KPI a quarter is about, and the one that shows early whether it will move."""

    primary: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class KpisPolicy:
    """What is said of KPIs, by name: `dso` for all its variants, `dso.countback` for one.

    Attributes:
        targets: what they should come to.
        baselines: what they came to before.
        benchmarks: what others come to, by the name of the set.
        quarters: by quarter, as 2026-Q4, the two KPIs that come first.
    """

    targets: Mapping[str, Target] = field(default_factory=dict)
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    quarters: Mapping[str, Quarter] = field(default_factory=dict)

    def target(self, kpi: str, variant: str, currency: str = "") -> Target | None:
        """The target of a variant, else of the KPI; of an amount, where its currency is meant."""
        found = self.targets.get(qualified(kpi, variant)) or self.targets.get(kpi)
        return found if found and found.currency in (None, currency) else None

    def baseline(self, kpi: str, variant: str, currency: str = "") -> Baseline | None:
        """The baseline of a variant, else of the KPI, as `target` finds it."""
        found = self.baselines.get(qualified(kpi, variant)) or self.baselines.get(kpi)
        return found if found and found.currency in (None, currency) else None


def qualified(kpi: str, variant: str) -> str:
    """How a policy names one variant of a KPI: `dso.countback`."""
    return f"{kpi}.{variant}" if variant else kpi


def from_data(data: Any) -> KpisPolicy:
    """The policy of checked data."""
    return KpisPolicy(
        {name: _target(each) for name, each in data.get("targets", {}).items()},
        {name: _baseline(each) for name, each in data.get("baselines", {}).items()},
        {name: _benchmark(each) for name, each in data.get("benchmarks", {}).items()},
        {name: Quarter(**each) for name, each in data.get("quarters", {}).items()},
    )


def _target(data: Any) -> Target:
    return Target(Decimal(data["target"]), data.get("currency"))


def _baseline(data: Any) -> Baseline:
    return Baseline(Decimal(data["value"]), data["month"], data.get("currency"))


def _benchmark(data: Any) -> Benchmark:
    figures = {name: Decimal(each) for name, each in data["figures"].items()}
    return Benchmark(data["source"], figures)


def to_data(policy: KpisPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {
        "targets": {
            name: {"target": format(each.target, "f"), **_currency(each)}
            for name, each in policy.targets.items()
        },
        "baselines": {
            name: {"value": format(each.value, "f"), "month": each.month, **_currency(each)}
            for name, each in policy.baselines.items()
        },
        "benchmarks": {
            name: {
                "source": each.source,
                "figures": {kpi: format(value, "f") for kpi, value in each.figures.items()},
            }
            for name, each in policy.benchmarks.items()
        },
        "quarters": {
            name: {"primary": each.primary, "diagnostic": each.diagnostic}
            for name, each in policy.quarters.items()
        },
    }


def _currency(said: Target | Baseline) -> dict[str, str]:
    return {} if said.currency is None else {"currency": said.currency}
