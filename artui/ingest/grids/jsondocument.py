"""JSON documents: one value, in which lists of objects are the parts. Read in pieces, of any size.

    {"as_of_date": "2026-07-31", "invoices": [{"invoice_id": "1"}, {"invoice_id": "2"}]}

What is said beside the lists stands above their rows, a name and a value each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.grid import Broken
from artui.ingest.grids.jsonscan import members
from artui.ingest.grids.jsonvalue import Fields, check_text, row
from artui.ingest.grids.text import OfRows
from artui.ingest.sniff import JSON, TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from artui.ingest.grid import Grid
    from artui.ingest.grids.jsonscan import Member
    from artui.ingest.grids.text import Numbered
    from artui.ingest.sniff import Binary

#: As many facts of a document as leave its header among the first rows.
_MOST_FACTS = 30


@dataclass(frozen=True, slots=True)
class JsonList(OfRows):
    """One of the lists of objects of a document.

    Its rows stand on the lines on which its objects begin. Where several begin on one line, as in
    a document without line ends, what is given for lines are the numbers of the objects.

    Attributes:
        part: the names that lead to it, with dots between; blank where it is the document.
        header: the fields its objects have, in order of appearance.
        facts: what the document says beside its lists, by name.
        header_line: the line before its first object; 0 where lines are numbers of objects.
        lined: whether every object of the document begins on a line of its own.
        delimiter: what its cells are shown divided by.
    """

    part: str
    header: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    header_line: int
    lined: bool
    delimiter: str = "\t"

    @property
    def ends_whole(self) -> bool:
        """True: a document that is cut off is refused."""
        return True

    def rows(self) -> Iterator[Numbered]:
        """What the document says beside its lists, the header, then a row an object."""
        for name, value in self.facts:
            yield self.header_line, [name, value]
        yield self.header_line, list(self.header)
        with self.file.open() as handle:
            mine = (each for each in members(handle) if each.listed and each.path == self.part)
            for number, each in enumerate(mine, 1):
                yield self.row(each, each.line if self.lined else number)

    def row(self, member: Member, line: int) -> Numbered:
        """The row of an object; a field that it lacks is blank."""
        try:
            cells = _cells(member)
        except ValueError as error:
            return Broken(line, str(error), f"{self.part}[{member.number}]")
        return line, [cells.get(name, "") for name in self.header]


def opened(file: TextFile | Binary, scratch: Path) -> Sequence[Sequence[Grid]] | None:
    """The lists of a JSON document as its parts; None for other files.

    Raises:
        RefusedError: it is broken or cut off, or holds no list of objects.
    """
    del scratch
    if not isinstance(file, TextFile) or file.markup != JSON:
        return None
    survey = _surveyed(file)
    if not survey.lists:
        raise refusal.NoRecordsError
    return [[grid] for grid in survey.grids(file)]


def _surveyed(file: TextFile) -> _Survey:
    survey = _Survey()
    with file.open() as handle:
        for each in members(handle):
            survey.see(each)
    return survey


def _cells(member: Member) -> Mapping[str, str]:
    cells = row(member.value)
    check_text(cells)
    return cells


@dataclass(slots=True)
class _Survey:
    """What reading a document once has shown.

    Attributes:
        lists: the fields of each list, by its path.
        starts: the line on which the first object of each list begins, by its path.
        last: the line on which an object began last.
        lined: whether none has begun on the line of another.
        facts: what it says beside its lists, by name.
    """

    lists: dict[str, Fields] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    last: int = 0
    lined: bool = True
    facts: list[tuple[str, str]] = field(default_factory=list)

    def see(self, member: Member) -> None:
        """Take notice of a member."""
        try:
            cells = _cells(member) if member.listed else row({member.path: member.value})
        except ValueError:
            cells = {}
        if not member.listed:
            self.facts += cells.items()
            return
        self.starts.setdefault(member.path, member.line)
        self.lined = self.lined and member.line > self.last
        self.last = member.line
        self.lists.setdefault(member.path, Fields()).add(cells)

    def grids(self, file: TextFile) -> Iterator[JsonList]:
        """Its lists."""
        outermost = sorted(self.facts, key=lambda fact: fact[0].count("."))
        facts = tuple(outermost[:_MOST_FACTS])
        for path, fields in self.lists.items():
            line = self.starts[path] - 1 if self.lined else 0
            yield JsonList(file, path, tuple(fields.names), facts, line, self.lined)
