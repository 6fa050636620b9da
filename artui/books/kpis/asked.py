"""What a KPI is asked for, and what a measure of one gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from artui.books.kpis.variants import Variant
    from artui.domain.figure import Figure, Input, Period, Unit
    from artui.home import Home
    from artui.policy.policy import Policy

_T = TypeVar("_T")

#: What figures can be grouped by; empty for one figure of everything.
By = Literal["", "class", "segment", "company"]
#: What some figures can further be grouped by, to see what is behind them.
Cause = Literal["reason", "check", "dispatcher", "template", "customer"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the figures of one period.

    Attributes:
        reader: the main database with the desk attached.
        home: whose figures.
        policy: the policy in force.
        period: the days the figures are of, both ends inclusive.
        known_on: only what was recorded by then; None: all that is known.
        by: what the figures are grouped by.
        company: only this company, by canonical key.
        customer: only this customer, by canonical key.
        collector: only this collector's customers.
        as_of: what took effect after it counts for nothing, also where a figure looks beyond its
            period; None: today.
        found: what was read for it, so that several measures read it once.
    """

    reader: sqlite3.Connection
    home: Home
    policy: Policy
    period: Period
    known_on: int | None = None
    by: By | Cause = ""
    company: str | None = None
    customer: str | None = None
    collector: str | None = None
    as_of: int | None = None
    found: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, find: Callable[[], _T]) -> _T:
        """What `find` gives, found once for this question, whatever it is grouped by.

        Args:
            name: what is found; another name for whatever depends on more than the question.
            find: finds it.
        """
        who = (self.company, self.customer, self.collector)
        key = (name, self.period, self.known_on, self.as_of, who)
        if key not in self.found:
            self.found[key] = find()
        found: _T = self.found[key]
        return found


class Measure(NamedTuple):
    """How one KPI is computed.

    Attributes:
        kpi: its name, as the contract has it.
        label: what people call it.
        unit: what its value is counted in.
        formula: one sentence for each variant, empty name where there is one.
        better: whether more or less of it is better; None where neither is.
        figures: its figures: one a variant, group and currency.
        inputs: the rows behind one of its figures, in an order that does not change.
        counted: its variants, where it counts things.
    """

    kpi: str
    label: str
    unit: Unit
    formula: dict[str, str]
    better: Literal["more", "less"] | None
    figures: Callable[[Asked], Sequence[Figure]]
    inputs: Callable[[Asked, Figure], Iterator[Input]]
    counted: Mapping[str, Variant] | None = None
