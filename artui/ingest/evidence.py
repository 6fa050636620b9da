"""Which cells of a row say that it holds facts."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from artui.domain.currencies import CURRENCIES
from artui.ingest import sums
from artui.ingest.amounts import readings
from artui.ingest.pattern import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artui.ingest.layout import Layout
    from artui.ingest.sums import Sum

_MONEY = ("money", "number", "rate", "disputed")
_REPEATED = ("company", "customer_id", "customer_name", "currency")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The columns by which a row of facts is known.

    Attributes:
        required: of each required column that is taken from cells of the row those cells; one of
            them has to be filled.
        naming: columns of facts that a row with a sum leaves blank: ids, names and dates.
        money: the columns of amounts.
        repeated: columns that a sum without a label may fill as well: whose, in what currency.
        known: the columns the profile takes something from.
        id: the column of the document's id; None where rows carry it.
        date: the first column of days; None where there is none.
    """

    required: tuple[tuple[int, ...], ...]
    naming: frozenset[int]
    money: frozenset[int]
    repeated: frozenset[int]
    known: frozenset[int]
    id: int | None
    date: int | None

    @property
    def sure(self) -> bool:
        """Whether every whole row names too much to be a sum."""
        required = {index for each in self.required for index in each} & self.naming
        return len(required) > 1 or not self.money

    @property
    def first(self) -> int:
        """The first required column, or the first of all where rows carry what is required."""
        return self.required[0][0] if self.required else 0

    def whole(self, cells: Sequence[str]) -> bool:
        """Whether every required cell of a row is filled."""
        return all(any(cells[index] for index in each) for each in self.required)

    def needed(self) -> Callable[[Sequence[str]], tuple[str, ...]] | None:
        """What picks the cells of a row that, all filled, leave no doubt that it holds facts.

        None where there are no such cells.
        """
        if any(len(each) > 1 for each in self.required):
            return None
        places = [each[0] for each in self.required]
        if not self.sure:
            if self.date is None or self.id is None:
                return None
            places.append(self.date)
        return itemgetter(*places) if len(places) > 1 else None

    def all_whole(self, columns: Sequence[Sequence[str]]) -> bool:
        """Whether that holds of every row of a block, given by its columns."""
        for each in self.required:
            cells = columns[each[0]]
            if len(each) > 1:
                cells = list(map("".join, zip(*[columns[index] for index in each], strict=True)))
            if not all(map(str.strip, cells)):
                return False
        return True

    def some(self, cells: Sequence[str]) -> bool:
        """Whether a row says enough to be one of facts that lacks something.

        That is its document's id, two other things that are required, or an amount and a date.
        """
        if self.id is not None and cells[self.id]:
            return True
        if sum(any(cells[index] for index in each) for each in self.required) > 1:
            return True
        needed = {index for each in self.required for index in each}
        dated = any(cells[index] for index in self.naming - needed)
        return dated and any(cells[index] for index in self.money)

    def certain(self, cells: Sequence[str]) -> bool:
        """Whether a row has all that is required, several things, and each amount is legible."""
        amounts = [cells[index] for index in self.money if cells[index]]
        several = len(self.required) > 1 and bool(amounts)
        return several and self.whole(cells) and all(map(readings, amounts))

    def silent(self, cells: Sequence[str]) -> bool:
        """Whether no required cell of a row is filled."""
        return not any(cells[index] for each in self.required for index in each)

    def bare(self, cells: Sequence[str], filled: Sequence[int]) -> bool:
        """Whether nothing but amounts is filled, and perhaps whose they are and in what currency.

        Columns the profile takes nothing from, like the buckets of an aging, may hold them too.
        """
        amounts = [
            index
            for index in filled
            if index in self.money or (index not in self.known and readings(cells[index]))
        ]
        others = set(filled).difference(amounts, self.repeated)
        return bool(amounts) and all(
            index not in self.known and cells[index] in CURRENCIES for index in others
        )

    def sum(self, cells: Sequence[str], first: int, labels: Sequence[str]) -> Sum | None:
        """What a row prints the sum of; None where it holds facts, or prints none.

        A customer may be called Total, and a document Sum-1: a row is none of sums where besides
        the cell that says so it names what a sum has no names for.

        Args:
            cells: the row.
            first: the index of its first filled cell.
            labels: further words for sums, as patterns.
        """
        at, found = first, sums.told(cells[first], labels)
        if found is None and self.id is not None and cells[self.id]:
            at, found = self.id, sums.told(cells[self.id], labels)
        if found is None and labels:
            own = (n for n, cell in enumerate(cells) if cell and matches(cell, labels))
            at = next(own, first)
            found = sums.told(cells[at], labels)
        if found is None:
            return None
        named = sum(1 for index in self.naming if index != at and cells[index])
        return None if named > 1 or (named and self.whole(cells)) else found

    def any_sum(self, columns: Sequence[Sequence[str]], labels: Sequence[str]) -> bool:
        """Whether a block of whole rows may have one with a sum."""
        if self.sure:
            return False
        required = {index for each in self.required for index in each} & self.naming
        looked = required or range(len(columns))
        return any(sums.told(cell, labels) for index in looked for cell in set(columns[index]))


def evidence(layout: Layout) -> Evidence:
    """The columns by which a row of facts is known, for one layout."""
    carried = {each.index for each in layout.carried}
    constants = layout.profile.constants
    required: list[tuple[int, ...]] = []
    naming: set[int] = set()
    days: list[int] = []
    money: set[int] = set()
    for column in layout.kind.columns:
        index = layout.columns.get(column.name)
        if index is None or index in carried:
            continue
        taken = layout.taken(column.name)
        helping = [layout.beside_of(taken.minus), *map(layout.beside.get, taken.otherwise)]
        cells = (index, *(each for each in helping if each is not None))
        if column.type in _MONEY:
            money.update(cells)
        elif column.required or column.type in ("date", "timestamp"):
            naming.add(index)
        if column.type in ("date", "timestamp"):
            days.append(index)
        if column.required and column.name not in constants:
            required.append(cells)
    if not required and (some := money or set(layout.columns.values()) - carried):
        required.append(tuple(sorted(some)))
    named = layout.columns.get(layout.kind.required[0])
    own = None if named in carried else named
    places = layout.columns
    repeated = frozenset(places[each] for each in _REPEATED if each in places) - {own}
    known = frozenset((*places.values(), *layout.beside.values()))
    return Evidence(
        tuple(required),
        frozenset(naming),
        frozenset(money),
        repeated,
        known,
        own,
        next(iter(days), None),
    )
