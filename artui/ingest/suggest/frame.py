"""An unknown export as its header and the rows around it, before anybody knows what they mean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.currencies import CURRENCIES
from artui.ingest import sums
from artui.ingest.amounts import readings
from artui.ingest.classes import RULE
from artui.ingest.header import HEADER_ROWS
from artui.ingest.layout import joined, normal
from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.ingest.grid import Grid

#: How many rows are looked at to tell what they are; conventions are told by all.
MOST = 20_000


class Row(NamedTuple):
    """A row with blanks taken off its cells, as wide as the header."""

    line: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[int]:
        """The indexes of its cells that say something."""
        return [index for index, cell in enumerate(self.cells) if cell]


@dataclass(slots=True)
class Frame:
    """A header, and the rows above and below it.

    Attributes:
        grid: the part of the file.
        line: the line of the header's last row.
        head: its rows.
        above: the rows above it.
        details: rows below that look like facts.
        singles: rows below that hold one text.
        sums: rows below that begin with a word for a sum.
        bare: rows below with nothing but some amounts.
    """

    grid: Grid
    line: int
    head: tuple[Sequence[str], ...]
    above: list[Row] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)
    singles: list[Row] = field(default_factory=list)
    sums: list[Row] = field(default_factory=list)
    bare: list[Row] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        """The header's cells."""
        return joined(self.head)

    def name(self, index: int) -> str:
        """What a profile calls a column: its header, or its number where that does not tell."""
        header = self.header
        own = normal(header[index])
        if not own or [normal(each) for each in header].count(own) > 1:
            return f"column {index + 1}"
        return safe(" ".join(header[index].removeprefix("\ufeff").split()))

    def cells(self, index: int) -> list[str]:
        """What a column says in the rows of facts; where it says nothing, in rows of their own."""
        found = [cell for row in self.details if (cell := row.cells[index])]
        return found or [cell for row in self.singles if (cell := row.cells[index])]

    def example(self, index: int) -> str:
        """A value of a column; blank where it has none."""
        return next(iter(self.cells(index)), "")


def heads(grid: Grid) -> Iterator[tuple[int, tuple[Sequence[str], ...]]]:
    """What may be the header: each of the first rows, and each two that follow one another."""
    first = [(line, row) for line, row in grid.sample(HEADER_ROWS) if any(map(str.strip, row))]
    for line, row in first:
        yield line, (row,)
    for (_, above), (line, row) in pairwise(first):
        yield line, (above, row)


def framed(grid: Grid, line: int, head: tuple[Sequence[str], ...]) -> Frame:
    """The rows around a header, told apart by what they look like.

    Raises:
        RefusedError: the grid cannot be read.
    """
    frame = Frame(grid, line, head)
    width = len(frame.header)
    titles = {tuple(map(str.strip, row)) for row in head}
    rows: list[Row] = []
    for row in _rows(grid, width):
        if tuple(cell for cell in row.cells if cell) in {tuple(filter(None, t)) for t in titles}:
            continue
        if row.line <= line and not (row.line == line and line):
            frame.above.append(row)
        elif row.line > line:
            rows.append(row)
        if len(rows) >= MOST:
            break
    _sort(frame, rows)
    return frame


def _rows(grid: Grid, width: int) -> Iterator[Row]:
    """The rows that say something."""
    for block in grid.blocks():
        for row, line in zip(block.rows, block.lines, strict=True):
            cells = [cell.strip() for cell in row]
            if any(cell.strip(RULE) for cell in cells):
                yield Row(line, tuple((cells + [""] * width)[: max(width, len(cells))]))


def _sort(frame: Frame, rows: Sequence[Row]) -> None:
    usual = median([len(row.filled) for row in rows if len(row.filled) > 1] or [0])
    for row in rows:
        filled = row.filled
        if sums.told(row.cells[filled[0]]):
            frame.sums.append(row)
        elif len(filled) == 1:
            (frame.bare if readings(row.cells[filled[0]]) else frame.singles).append(row)
        elif len(filled) * 2 <= usual and all(_bare(row.cells[index]) for index in filled):
            frame.bare.append(row)
        else:
            frame.details.append(row)


def _bare(cell: str) -> bool:
    return bool(readings(cell)) or cell in CURRENCIES


def commonest(values: Sequence[str]) -> list[str]:
    """The different values, the commonest first."""
    return [value for value, _ in Counter(values).most_common()]
