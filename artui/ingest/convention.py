"""How a column writes its dates and numbers: decided over the whole column, never cell by cell.

A cell that can be read in no way (`31.02.2026`, `abc`) decides nothing: its row is rejected later.
A cell that can be read in one way rules the others out. What is left must agree about every cell,
or the file is refused: guessing here would swap days and months, or multiply money, in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from artui.ingest import amounts, dates, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from artui.ingest.amounts import Style
    from artui.ingest.dates import Order
    from artui.ingest.layout import Layout
    from artui.ingest.table import Table

C = TypeVar("C", bound=str)

#: What is remembered of a column, so that memory does not grow with the file.
_REMEMBERED = 50_000
# Zero is kept apart: a group of thousands never begins with it.
_SHAPE = str.maketrans("12345678", "99999999")
FLAGS: Mapping[str, int | None] = {
    "": None,
    **dict.fromkeys(("yes", "true", "y", "1", "x"), 1),
    **dict.fromkeys(("no", "false", "n", "0"), 0),
}


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


class Dates:
    """The order of a date column."""

    def __init__(self, header: str, known: Order | None) -> None:
        self.header = header
        self.known = known
        self.evidence = Evidence(header, dates.ORDERS, dates.ORDER_NAMES, "dates: dmy or mdy")
        self.seen: set[str] = set()

    def take(self, cells: Sequence[str], lines: Sequence[int]) -> None:
        """Look at the cells of a block.

        Raises:
            RefusedError: a spreadsheet destroyed them, or they mix conventions.
        """
        written = {
            cell[:10] if cell[4:5] == "-" == cell[7:8] else cell: cell
            for cell in dict.fromkeys(cells)
        }
        for text, cell in written.items():
            if text not in self.seen:
                self.weigh(text, _where(cell, cells, lines))
        self.seen.update(written)
        if len(self.seen) > _REMEMBERED:
            self.seen.clear()

    def weigh(self, text: str, witness: Callable[[], Witness]) -> None:
        """Take one date into account."""
        if dates.is_destroyed(text):
            found = witness()
            raise refusal.DestroyedDateError(
                where=str(found.line),
                column=refusal.quoted(self.header),
                value=refusal.quoted(found.value),
            )
        if self.known is None:
            self.evidence.weigh(dates.readings(text), witness)

    def verdict(self) -> Order:
        """The order, by the profile or by what every cell allows."""
        return self.known or self.evidence.verdict()


class Numbers:
    """The style of a column of amounts, told by the shapes of its cells."""

    #: The styles a shape can be read in.
    readings = staticmethod(amounts.readings)

    def __init__(self, header: str, known: Style | None) -> None:
        self.known = known
        setting = "numbers: dot or comma"
        self.evidence = Evidence(header, amounts.STYLES, amounts.STYLE_NAMES, setting)
        self.seen: set[str] = set()
        self.only_flags = True

    def take(self, cells: Sequence[str], lines: Sequence[int]) -> None:
        """Look at the cells of a block.

        Raises:
            ContradictionError: they mix conventions.
        """
        if self.only_flags:
            self.only_flags = not any(map(_is_amount, set(cells)))
        if self.known is not None:
            return
        shapes = "\0".join(cells).translate(_SHAPE).split("\0")
        for shape in dict.fromkeys(shapes):
            if shape not in self.seen:
                self.evidence.weigh(self.readings(shape), _first(shapes, shape, cells, lines))
        self.seen.update(shapes)
        if len(self.seen) > _REMEMBERED:
            self.seen.clear()

    def verdict(self) -> Style:
        """The style, by the profile or by what every cell allows."""
        return self.known or self.evidence.verdict()


class Rates(Numbers):
    """The style of a column of rates, which are too small for thousands to be set apart."""

    readings = staticmethod(amounts.rate_readings)


def _is_amount(cell: str) -> bool:
    """Whether a cell is an amount that could not also say yes or no."""
    return cell.strip().casefold() not in FLAGS and bool(amounts.readings(cell))


def _where(cell: str, cells: Sequence[str], lines: Sequence[int]) -> Callable[[], Witness]:
    return lambda: Witness(cell, lines[cells.index(cell)])


def _first(
    shapes: Sequence[str], shape: str, cells: Sequence[str], lines: Sequence[int]
) -> Callable[[], Witness]:
    def witness() -> Witness:
        index = shapes.index(shape)
        return Witness(cells[index], lines[index])

    return witness


@dataclass(frozen=True, slots=True)
class Conventions:
    """What was decided for a file.

    Attributes:
        orders: the order of each date column, by canonical name.
        styles: the style of each column of amounts.
        flags: the columns of disputed amounts that hold no amount but 1 and 0: yes and no.
    """

    orders: Mapping[str, Order]
    styles: Mapping[str, Style]
    flags: frozenset[str]


def decide(table: Table, layout: Layout) -> Conventions:
    """Read a file through and decide the convention of every column that needs one.

    Raises:
        RefusedError: a column cannot be decided, or the file cannot be read to its end.
    """
    days = {
        name: Dates(table.header[index], layout.profile.dates)
        for name, index in layout.of_type("date", "timestamp").items()
    }
    numbers: dict[str, Numbers] = {
        name: Numbers(table.header[index], layout.profile.numbers)
        for name, index in layout.of_type("money", "disputed").items()
    }
    for name, index in layout.of_type("rate").items():
        numbers[name] = Rates(table.header[index], layout.profile.numbers)
    watched: dict[str, Dates | Numbers] = {**days, **numbers}
    try:
        for block in table.blocks():
            columns = list(zip(*block.rows, strict=True))
            for name, column in watched.items() if columns else ():
                column.take(columns[layout.columns[name]], block.lines)
        return Conventions(
            {name: each.verdict() for name, each in days.items()},
            {name: each.verdict() for name, each in numbers.items()},
            frozenset(name for name, each in numbers.items() if each.only_flags),
        )
    except refusal.RefusedError as error:
        raise error.at(table.place(error)) from None
