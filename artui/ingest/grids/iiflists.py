"""What an IIF file declares: its lists, and the columns each has.

A line that begins with `!NAME` declares the columns of the list NAME, and may do so again further
down with others. The rows of a list begin with its name. Nothing spans lines.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest.grid import Broken
from artui.ingest.grids.text import lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.ingest.sniff import TextFile

TAB = "\t"
#: Begins the names of lines that end something: a transaction, a group, a dictionary.
END = "END"
_DECLARES = "!"


class Line(NamedTuple):
    """A line of a list.

    Attributes:
        number: the physical line, counted from 1.
        name: that of its list.
        cells: what stands behind it.
        declares: whether the cells are the names of columns.
    """

    number: int
    name: str
    cells: list[str]
    declares: bool


def read(file: TextFile) -> Iterator[Line]:
    """The lines of an IIF file that are not blank."""
    for number, text in enumerate(lines(file), 1):
        first, *cells = split(text)
        name = first.strip()
        if name or any(map(str.strip, cells)):
            declares = name.startswith(_DECLARES)
            yield Line(number, name.removeprefix(_DECLARES), cells, declares)


def split(text: str) -> list[str]:
    """The cells of a line; only some are quoted, as those that hold a comma."""
    cells = text.split(TAB)
    return list(map(_unquoted, cells)) if '"' in text else cells


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


@dataclass(slots=True)
class List:
    """A list, as all its declarations together describe it.

    Attributes:
        line: the line it is first declared on.
        columns: the names of its columns and, since one may stand twice in a declaration, which
            of those of one name each is; in order of appearance.
        current: where each cell belongs under the latest declaration, as an index of columns.
    """

    line: int
    columns: dict[tuple[str, int], int] = field(default_factory=dict)
    current: list[int] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        """The names of its columns."""
        return [name for name, _ in self.columns]

    def declare(self, cells: Sequence[str]) -> None:
        """Take a declaration; blank cells at its end fill up the line and name nothing."""
        names = [cell.strip() for cell in cells]
        while names and not names[-1]:
            names.pop()
        counts: Counter[str] = Counter()
        self.current = []
        for name in names:
            counts[name] += 1
            self.current.append(self.columns.setdefault((name, counts[name]), len(self.columns)))

    def row(self, cells: Sequence[str]) -> list[str]:
        """The cells of a row, each in its column; those left out at its end are blank.

        Raises:
            ValueError: a value stands beyond the columns; the message is a predicate of the row.
        """
        places = self.current
        for index in range(len(places), len(cells)):
            if cells[index].strip():
                raise ValueError(
                    f"has a value in field {index + 1}, but its list declares {len(places)}: "
                    "its fields may be shifted"
                )
        row = [""] * len(self.columns)
        for place, cell in zip(places, cells, strict=False):  # what is beyond is blank
            row[place] = cell
        return row


class Lists:
    """The lists of a file as they are declared so far."""

    def __init__(self) -> None:
        self.known: dict[str, List] = {}

    def declare(self, line: Line) -> None:
        """Take a declaration."""
        self.known.setdefault(line.name, List(line.number)).declare(line.cells)

    def begin(self, name: str, columns: dict[tuple[str, int], int]) -> None:
        """Give a list the columns it will have, so that all of its rows are of one width."""
        self.known[name] = List(0, dict(columns))

    def row(self, line: Line) -> list[str] | Broken:
        """The cells of a row in the order of its list's columns."""
        mine = self.known.get(line.name)
        try:
            if mine is None or not mine.current:
                return broken(line, "stands before the declaration of its list")
            return mine.row(line.cells)
        except ValueError as error:
            return broken(line, str(error))


def broken(line: Line, reason: str) -> Broken:
    """A row that cannot be used."""
    return Broken(line.number, reason, TAB.join((line.name, *line.cells)).rstrip(TAB))
