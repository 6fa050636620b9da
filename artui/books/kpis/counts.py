"""KPIs over things that are counted: their figures by group, and the rows behind each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from artui.books.kpis.asked import Measure
from artui.books.kpis.groups import Group, also_in_base, currencies, with_base, without_base
from artui.books.kpis.variants import Worked
from artui.domain.figure import Figure
from artui.domain.kpis import KINDS, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from artui.books.kpis.asked import Asked
    from artui.books.kpis.groups import Parts
    from artui.books.kpis.variants import Variant
    from artui.domain.figure import Input
    from artui.store.kpis.counting import Tally


def settled(asked: Asked) -> str:
    """The note of figures that do not change any more: none."""
    del asked
    return ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The variants of one KPI.

    Attributes:
        kpi: its name.
        variants: the formulas by the name of the variant, empty where there is one.
        provisional: a note where figures may still change as the days pass, else empty.
    """

    kpi: str
    variants: Mapping[str, Variant]
    provisional: Callable[[Asked], str] = settled

    def figures(self, asked: Asked) -> list[Figure]:
        """One figure a variant, group and currency; of amounts also in the base currency."""
        found = []
        for name, variant in self.variants.items():
            groups = _grouped(variant, asked)
            for group, tallies in groups.items():
                worked = variant.worked(tallies)
                found.append(self._figure(asked, name, group, worked, _notes(tallies)))
            for group, parts in _in_base(asked, variant, groups).items():
                hit, whole = (parts.get(part, 0) for part in variant.parts)
                worked = Worked(share(hit, whole), hit, whole)
                found.append(self._figure(asked, name, group, worked, []))
        return found

    def _figure(
        self, asked: Asked, name: str, group: Group, worked: Worked, notes: Sequence[str]
    ) -> Figure:
        value, above, below, said = worked
        until = self.provisional(asked)
        nothing = self.variants[name].nothing if value is None else ""
        return Figure(
            self.kpi,
            group.variant(name),
            group.key,
            group.currency,
            value,
            KINDS[self.kpi].unit_of(name),
            None if above is None else Fraction(above),
            None if below is None else Fraction(below),
            "; ".join(filter(None, (nothing, said, *notes, until))),
            provisional=bool(until),
        )

    def inputs(self, asked: Asked, figure: Figure) -> Iterator[Input]:
        """The rows behind each part; in the base currency, the currencies."""
        name = without_base(figure.variant)
        variant = self.variants[name]
        if name != figure.variant:
            parts = _parts(variant, _grouped(variant, asked))
            return currencies(asked, parts, figure.key, variant.parts)
        return variant.inputs(variant.source.rows(asked, figure.key, figure.currency))

    def measure(self, label: str) -> Measure:
        """The KPI as it is registered."""
        kind = KINDS[self.kpi]
        sentences = {name: each.sentence for name, each in self.variants.items()}
        amounts = with_base({"amount": sentences["amount"]}) if "amount" in sentences else {}
        return Measure(
            self.kpi,
            label,
            kind.unit,
            sentences | amounts,
            kind.better,
            self.figures,
            self.inputs,
            self.variants,
        )


def _grouped(variant: Variant, asked: Asked) -> dict[Group, list[Tally]]:
    """What was counted by group and currency; where nothing was of everything, that."""
    found: dict[Group, list[Tally]] = defaultdict(list)
    for tally in variant.source.tallies(asked, apart=variant.apart):
        found[Group(tally.key, tally.currency)].append(tally)
    if not found and not asked.by:
        return {Group("", ""): []}
    return dict(sorted(found.items()))


def _parts(variant: Variant, groups: Mapping[Group, Sequence[Tally]]) -> dict[Group, Parts]:
    hit, whole = variant.parts
    return {
        group: {
            hit: sum(each.hit for each in tallies),
            whole: sum(each.weight for each in tallies),
        }
        for group, tallies in groups.items()
    }


def _in_base(
    asked: Asked, variant: Variant, groups: Mapping[Group, Sequence[Tally]]
) -> dict[Group, Parts]:
    """Of amounts in several currencies, the parts in the base currency."""
    if not groups or not all(group.currency for group in groups):
        return {}
    found = also_in_base(asked, _parts(variant, groups))
    return {group: parts for group, parts in found.items() if group.base}


def _notes(tallies: Sequence[Tally]) -> list[str]:
    """What the counted ones are marked with, and how many were left out for what."""
    marks = {mark for each in tallies if each.left_out is None for mark in each.mark.split(", ")}
    left: Counter[str] = Counter()
    for each in tallies:
        if each.left_out is not None:
            left[each.left_out] += each.number
    words = ", ".join(f"{number} {why}" for why, number in sorted(left.items()))
    return [*sorted(filter(None, marks)), *([f"left out: {words}"] if words else [])]
