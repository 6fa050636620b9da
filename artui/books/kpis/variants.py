"""What is made of things that are counted: a share, a middle, or their number."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from artui.domain.figure import Input
from artui.domain.kpis import share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from artui.books.kpis.counted import Source
    from artui.store.kpis.counting import Counted, Tally


class Worked(NamedTuple):
    """What a formula came to, and a note that says of how much, where the value does not."""

    value: Fraction | None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""


class Variant(Protocol):
    """One formula of a KPI over what was counted of one group."""

    @property
    def sentence(self) -> str:
        """The formula for people."""

    @property
    def source(self) -> Source:
        """What is counted."""

    @property
    def apart(self) -> bool:
        """Whether it looks at what each weighs, not only at sums."""

    @property
    def nothing(self) -> str:
        """Why there is no value where nothing was counted."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that enter it, the numerator's first."""

    def worked(self, tallies: Sequence[Tally]) -> Worked:
        """What it comes to."""

    def inputs(self, rows: Iterable[Counted]) -> Iterator[Input]:
        """What is behind it, part by part."""


class Share(NamedTuple):
    """The share that the hits have in the weight of all."""

    sentence: str
    source: Source
    parts: tuple[str, str]
    nothing: str
    apart: bool = False

    def worked(self, tallies: Sequence[Tally]) -> Worked:
        """Hits by weight."""
        hit, weight = sum(each.hit for each in tallies), sum(each.weight for each in tallies)
        return Worked(share(hit, weight), hit, weight)

    def inputs(self, rows: Iterable[Counted]) -> Iterator[Input]:
        """The hits, then all that was counted."""
        everything = list(rows)
        hit, whole = self.parts
        yield from (_input(hit, row, row.hit) for row in everything if row.hit)
        yield from (_input(whole, row, row.weight or 0) for row in everything)


class Middle(NamedTuple):
    """A mean, median or percentile of what each weighs; `scale` of that make one of the unit."""

    sentence: str
    source: Source
    parts: tuple[str]
    nothing: str
    things: str
    of: Callable[[Mapping[int, int]], Fraction | None]
    scale: int = 1
    apart: bool = True

    def worked(self, tallies: Sequence[Tally]) -> Worked:
        """The value, and how many there were."""
        counts: Counter[int] = Counter()
        for each in tallies:
            if each.value is not None:
                counts[each.value] += each.number
        found = self.of(counts)
        number = counts.total()
        noun = self.things.removesuffix("s") if number == 1 else self.things
        note = f"of {number} {noun}" if number else ""
        return Worked(None if found is None else found / self.scale, note=note)

    def inputs(self, rows: Iterable[Counted]) -> Iterator[Input]:
        """What each weighs."""
        (part,) = self.parts
        return (_input(part, row, row.weight or 0) for row in rows)


class Total(NamedTuple):
    """How many there are."""

    sentence: str
    source: Source
    parts: tuple[str]
    nothing: str = ""
    apart: bool = False

    def worked(self, tallies: Sequence[Tally]) -> Worked:
        """The sum of the weights."""
        weight = sum(each.weight for each in tallies)
        return Worked(Fraction(weight), weight)

    def inputs(self, rows: Iterable[Counted]) -> Iterator[Input]:
        """Each of them."""
        (part,) = self.parts
        return (_input(part, row, row.weight or 0) for row in rows)


def _input(part: str, row: Counted, amount: int) -> Input:
    detail = ", ".join(filter(None, (row.about, row.mark)))
    source = (row.import_id, row.line)
    return Input(part, row.subject, row.customer, row.on, amount, detail, *source)
