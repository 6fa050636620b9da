"""Sheets: what a child process has written of a workbook or a page, read back row by row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.grid import Block
from artui.ingest.lines import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from artui.ingest.apart.task import Written
    from artui.ingest.sniff import Binary, TextFile


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or the table of a page.

    Attributes:
        file: the file it is of.
        written: what is known of it.
        place: where its rows were written.
    """

    file: TextFile | Binary
    written: Written
    place: Path

    @property
    def path(self) -> Path:
        """The file."""
        return self.file.path

    @property
    def part(self) -> str:
        """The sheet's name; blank for a page."""
        return self.written.name

    @property
    def encoding(self) -> str:
        """The name of its format."""
        return self.written.format

    @property
    def delimiter(self) -> str:
        """What stands between two cells of a row that is shown as text."""
        return ","

    @property
    def notes(self) -> tuple[str, ...]:
        """Which sheets are hidden, which formulas lack a value."""
        return tuple(_SENTENCES[name](facts) for name, facts in self.written.notes)

    @property
    def ends_whole(self) -> bool:
        """False for a table that is never closed."""
        return self.written.whole

    @property
    def size(self) -> int:
        """The bytes its rows were written in."""
        return self.place.stat().st_size

    def sample(self, rows: int) -> Sequence[tuple[int, list[str]]]:
        """The first rows with their numbers."""
        with self.place.open(encoding="utf-8", newline="") as handle:
            found = self.wide(list(islice(csv.reader(handle), rows)))
        return list(enumerate(found, 1))

    def blocks(self) -> Iterator[Block]:
        """All rows."""
        with self.place.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            first = 1
            while rows := list(islice(reader, BLOCK)):
                yield Block(self.wide(rows), range(first, first + len(rows)))
                first += len(rows)

    def wide(self, rows: list[list[str]]) -> list[list[str]]:
        """Rows with content in the width of the widest: what ends early is blank from there on."""
        width = self.written.width
        if {*map(len, rows)} <= {0, width}:
            return rows
        return [row + [""] * (width - len(row)) if row else row for row in rows]

    def check_unchanged(self) -> None:
        """Make sure that the file is what was looked at.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        self.file.check_unchanged()


def grids(
    file: TextFile | Binary, sheets: Sequence[Written], folder: Path
) -> Sequence[Sequence[Sheet]]:
    """Each sheet as a part of the file."""
    return [[Sheet(file, each, folder / each.file)] for each in sheets]


def _hidden(facts: Mapping[str, Any]) -> str:
    return f"Hidden sheets are not read: {', '.join(map(refusal.quoted, facts['names']))}."


def _uncalculated(facts: Mapping[str, Any]) -> str:
    return (
        f"Formulas of sheet {refusal.quoted(facts['name'])} that have no value read as"
        f" {facts['text']} ({facts['count']:,}): open the workbook in a spreadsheet and save it."
    )


def _tables(facts: Mapping[str, Any]) -> str:
    return f"Of its {facts['count']:,} tables only the one with the most rows is read."


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "hidden": _hidden,
    "uncalculated": _uncalculated,
    "tables": _tables,
}
