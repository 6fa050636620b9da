"""What the cells of a column have told about its convention, and what follows from it.

A cell that can be read in no way (`31.02.2026`, `abc`) decides nothing: its row is rejected later.
A cell that can be read in one way rules the others out. What is left must agree about every cell,
or the file is refused: guessing here would swap days and months, or multiply money, in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from artui.ingest import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

C = TypeVar("C", bound=str)


@dataclass(frozen=True, slots=True)
class Witness:
    """A cell that tells something, and its line."""

    value: str
    line: int


@dataclass(slots=True)
class Evidence(Generic[C]):
    """What the cells of a column have told so far about its convention.

    Attributes:
        header: the column's header, for sentences.
        possible: the conventions in which every cell can be read that can be read at all.
        ruled_out: for each other convention, the cell that cannot be read in it.
        differs: for each pair of conventions, a cell they read differently.
    """

    header: str
    possible: tuple[C, ...]
    names: Mapping[C, str]
    setting: str
    ruled_out: dict[C, Witness] = field(default_factory=dict)
    differs: dict[tuple[C, C], Witness] = field(default_factory=dict)

    def weigh(self, readings: Mapping[C, object], witness: Callable[[], Witness]) -> None:
        """Take a cell's readings into account.

        Raises:
            ContradictionError: no convention is left.
        """
        if not readings:
            return
        left = tuple(each for each in self.possible if each in readings)
        if not left:
            self.contradict(readings, witness())
        if left != self.possible:
            self.ruled_out |= dict.fromkeys(set(self.possible) - set(left), witness())
            self.possible = left
        for one, other in combinations(left, 2):
            if readings[one] != readings[other] and (one, other) not in self.differs:
                self.differs[one, other] = witness()

    def contradict(self, readings: Mapping[C, object], found: Witness) -> NoReturn:
        """Refuse a cell that fits none of the conventions the others leave."""
        fits = next(iter(readings))
        before = self.ruled_out[fits]
        raise refusal.ContradictionError(
            where=str(found.line),
            column=refusal.quoted(self.header),
            value=refusal.quoted(found.value),
            fits=self.names[fits],
            other_value=f"{refusal.quoted(before.value)} on line {before.line}",
            other_fits=" or ".join(self.names[each] for each in self.possible),
            setting=self.setting,
        )

    def verdict(self) -> C:
        """The one convention that is left, or any where they all agree.

        Raises:
            AmbiguousError: two are left that read a cell differently.
        """
        for one, other in combinations(self.possible, 2):
            if witness := self.differs.get((one, other)):
                raise refusal.AmbiguousError(
                    where=str(witness.line),
                    column=refusal.quoted(self.header),
                    one=self.names[one],
                    other=self.names[other],
                    value=refusal.quoted(witness.value),
                    setting=self.setting,
                )
        return self.possible[0]
