"""How a column writes its dates and numbers: decided over the whole column, never cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest import amounts, dates, derivation, moments, refusal
from artui.ingest.secondheader import SecondHeader
from artui.ingest.swaps import Swaps
from artui.ingest.witness import Evidence, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from artui.ingest.amounts import Style
    from artui.ingest.dates import Order
    from artui.ingest.layout import Layout
    from artui.ingest.table import Table

#: What is remembered of a column, so that memory does not grow with the file.
_REMEMBERED = 50_000
# Zero is kept apart: a group of thousands never begins with it.
_SHAPE = str.maketrans("12345678", "99999999")
_ISO = len("2026-01-31")
FLAGS: Mapping[str, int | None] = {
    "": None,
    **dict.fromkeys("yes true y 1 x ja wahr oui vrai si s\u00ed sim".split(), 1),
    **dict.fromkeys("no false n 0 nein falsch nee non faux n\u00e3o".split(), 0),
}


class Dates:
    """The order of a date column, and whether it tells moments.

    Attributes:
        moments: whether any cell has a time in a zone other than midnight; where none has, a
            program has written dates as times, and each is the date it shows.
    """

    def __init__(self, header: str, known: Order | None) -> None:
        self.header = header
        self.known = known
        self.evidence = Evidence(header, dates.ORDERS, dates.ORDER_NAMES, "dates: dmy or mdy")
        self.seen: set[str] = set()
        self.swaps = Swaps()
        self.moments = False

    def take(self, cells: Sequence[str], lines: Sequence[int]) -> None:
        """Look at the cells of a block.

        Raises:
            RefusedError: a spreadsheet destroyed them, or they mix conventions.
        """
        distinct = dict.fromkeys(cells)
        if not self.moments and any(len(cell) > _ISO for cell in distinct):
            self.moments = _tells_moments(distinct)
        written = {
            cell[:_ISO] if cell[4:5] == "-" == cell[7:8] else cell: cell for cell in distinct
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
        self.swaps.weigh(text, witness)
        if self.known is None:
            self.evidence.weigh(dates.readings(text), witness)

    def verdict(self) -> Order:
        """The order, by the profile or by what every cell allows.

        Raises:
            RefusedError: it cannot be known, or a spreadsheet has swapped days and months.
        """
        self.swaps.check(self.header)
        return self.known or self.evidence.verdict()


def _tells_moments(cells: Mapping[str, None]) -> bool:
    return moments.may_be_zoned("\0".join(cells)) and any(map(moments.is_moment, cells))


class Numbers:
    """The style of a column of amounts, told by the shapes of its cells."""

    #: The styles a shape can be read in.
    readings = staticmethod(amounts.readings)

    def __init__(self, header: str, known: Style | None) -> None:
        self.known = known
        setting = "numbers: dot or comma"
        self.evidence = Evidence(header, amounts.STYLES, amounts.STYLE_NAMES, setting)
        self.grouping = Evidence(header, amounts.GROUPINGS, amounts.GROUPING_NAMES, setting)
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
                self.weigh(shape, _first(shapes, shape, cells, lines))
        self.seen.update(shapes)
        if len(self.seen) > _REMEMBERED:
            self.seen.clear()

    def weigh(self, shape: str, witness: Callable[[], Witness]) -> None:
        """Take the amounts of one shape into account."""
        readings = self.readings(shape)
        self.evidence.weigh(readings, witness)
        if "dot" in readings:
            self.grouping.weigh(amounts.groupings(shape), witness)

    def verdict(self) -> Style:
        """The style, by the profile or by what every cell allows."""
        return self.known or self.evidence.verdict()


class MinorUnits(Numbers):
    """The style of a column of whole minor units, in which every mark sets thousands apart."""

    readings = staticmethod(amounts.minor_readings)


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
        minus: the style of each column that is taken off another, by the other's canonical name.
        moments: the date columns that tell moments, whose day and hour are the home's.
    """

    orders: Mapping[str, Order]
    styles: Mapping[str, Style]
    flags: frozenset[str]
    minus: Mapping[str, Style] = field(default_factory=dict)
    moments: frozenset[str] = frozenset()


class _Watched(NamedTuple):
    """A column of the file while it is read through: what it tells, where it is, what is cut."""

    column: Dates | Numbers
    place: int
    cut: Callable[[str], str] | None = None

    def take(self, across: Sequence[Sequence[str]], lines: Sequence[int]) -> None:
        cells = across[self.place]
        self.column.take(cells if self.cut is None else list(map(self.cut, cells)), lines)


def decide(table: Table, layout: Layout) -> Conventions:
    """Read a file through and decide the convention of every column that needs one.

    Raises:
        RefusedError: a column cannot be decided, lacks one that it is taken with, or the file
            cannot be read to its end.
    """
    try:
        days, numbers, minus = _days(layout), dict(_numbers(layout)), _taken_off(layout)
        watched = list(_watched(layout, days, numbers, minus))
        again = SecondHeader(table, [each.place for each in watched])
        for block in table.blocks():
            across = list(zip(*block.rows, strict=True))
            again.look(block, across)
            for each in watched if across else ():
                each.take(across, block.lines)
        return _verdicts(days, numbers, minus)
    except refusal.RefusedError as error:
        raise error.at(table.place(error)) from None


def _days(layout: Layout) -> dict[str, Dates]:
    columns = layout.of_type("date", "timestamp").items()
    return {name: Dates(layout.header[index], layout.profile.dates) for name, index in columns}


def _numbers(layout: Layout) -> Iterator[tuple[str, Numbers]]:
    for name, index in layout.of_type("money", "number", "disputed", "rate").items():
        column = layout.kind.column(name)
        if column and column.type == "rate":
            kind: type[Numbers] = Rates
        else:
            kind = MinorUnits if layout.taken(name).minor else Numbers
        yield name, kind(layout.header[index], layout.profile.numbers)


def _taken_off(layout: Layout) -> dict[str, Numbers]:
    """The columns that are taken off others, by the canonical name of the other."""
    found: dict[str, Numbers] = {}
    for name in layout.columns:
        taken = layout.taken(name)
        index = layout.beside_of(taken.minus)
        if index is not None:
            kind = MinorUnits if taken.minor else Numbers
            found[name] = kind(layout.header[index], layout.profile.numbers)
    return found


def _watched(
    layout: Layout,
    days: Mapping[str, Dates],
    numbers: Mapping[str, Numbers],
    minus: Mapping[str, Numbers],
) -> Iterator[_Watched]:
    columns: dict[str, Dates | Numbers] = {**days, **numbers}
    for name, column in columns.items():
        yield _Watched(column, layout.columns[name], derivation.cut(layout.taken(name)))
    for name, other in minus.items():
        index = layout.beside_of(layout.taken(name).minus)
        if index is not None:
            yield _Watched(other, index)


def _verdicts(
    days: Mapping[str, Dates], numbers: Mapping[str, Numbers], minus: Mapping[str, Numbers]
) -> Conventions:
    return Conventions(
        {name: each.verdict() for name, each in days.items()},
        {name: each.verdict() for name, each in numbers.items()},
        frozenset(name for name, each in numbers.items() if each.only_flags),
        {name: each.verdict() for name, each in minus.items()},
        frozenset(name for name, each in days.items() if each.moments),
    )
