"""KPIs that are a formula over parts: their figures by group, and the rows behind each part."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from artui.books.kpis.asked import Measure
from artui.books.kpis.groups import Group, currencies, with_base, without_base
from artui.domain.figure import Figure
from artui.domain.kpis import KINDS
from artui.store.kpis.grouping import Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from artui.books.kpis.asked import Asked
    from artui.books.kpis.groups import Parts
    from artui.domain.figure import Input

    #: The parts of every group, in the base currency too.
    Summed = Callable[[Asked], Mapping[Group, Parts]]
    #: The rows behind one part of one group, by the part's name.
    Rows = Callable[[Asked, Slice, str], Iterator[Input]]


class Worked(NamedTuple):
    """What a formula came to; where the value is None, a note says why."""

    value: Fraction | None
    numerator: Fraction | int
    denominator: Fraction | int | None = None
    note: str = ""
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One group's parts, for a formula to work on."""

    asked: Asked
    group: Group
    parts: Parts

    def __getitem__(self, name: str) -> int:
        """A part, 0 where there is nothing of it."""
        return self.parts.get(name, 0)


class Formula(NamedTuple):
    """One variant of a KPI.

    Attributes:
        sentence: the formula for people.
        work: works it out for one group; None where it does not speak of what is asked.
        names: the parts that enter it.
    """

    sentence: str
    work: Callable[[Case], Worked | None]
    names: Callable[[Case], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Formulas:
    """The variants of one KPI over parts that are summed once.

    Attributes:
        kpi: its name.
        summed: gives the parts by group.
        rows: gives the rows behind a part.
        variants: the formulas by the name of the variant.
    """

    kpi: str
    summed: Summed
    rows: Rows
    variants: Mapping[str, Formula]

    def figures(self, asked: Asked) -> list[Figure]:
        """One figure a variant and group; where nothing is there at all, those that say so."""
        summed = self.summed(asked)
        found = [
            self._figure(name, group, worked)
            for name, formula in self.variants.items()
            for group, parts in summed.items()
            if (worked := formula.work(Case(asked, group, parts))) is not None
        ]
        return found if summed or asked.by else list(self._undefined(asked))

    def _undefined(self, asked: Asked) -> Iterator[Figure]:
        """Of no currency and nothing in it, the figures that are undefined, with why."""
        nothing = Group("", "")
        for name, formula in self.variants.items():
            worked = formula.work(Case(asked, nothing, {}))
            if worked is not None and worked.value is None:
                yield self._figure(name, nothing, worked)

    def _figure(self, name: str, group: Group, worked: Worked) -> Figure:
        value, above, below, note, bound = worked
        below = None if below is None else Fraction(below)
        variant, unit = group.variant(name), KINDS[self.kpi].unit_of(name)
        sums = (Fraction(above), below, note, bound)
        return Figure(self.kpi, variant, group.key, group.currency, value, unit, *sums)

    def inputs(self, asked: Asked, figure: Figure) -> Iterator[Input]:
        """The rows behind each part that enters a figure; in the base currency, the currencies."""
        name, groups = without_base(figure.variant), self.summed(asked)
        group = Group(figure.key, figure.currency, base=figure.variant != name)
        if group not in groups:
            return
        names = self.variants[name].names(Case(asked, group, groups[group]))
        if group.base:
            yield from currencies(asked, groups, group.key, names)
            return
        of = Slice(asked.by, group.key, group.currency)
        for part in names:
            yield from self.rows(asked, of, part)

    def measure(self, label: str) -> Measure:
        """The KPI as it is registered."""
        kind = KINDS[self.kpi]
        sentences = with_base({name: each.sentence for name, each in self.variants.items()})
        return Measure(
            self.kpi, label, kind.unit, sentences, kind.better, self.figures, self.inputs
        )
