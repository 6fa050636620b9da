"""Workbooks written as one XML file (SpreadsheetML 2003), which carry the name .xls as well."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from artui.ingest.apart import cells
from artui.ingest.apart.odd_cells import UNCALCULATED
from artui.ingest.apart.parser import parse
from artui.ingest.apart.task import Refused
from artui.ingest.apart.writing import LONGEST_CELL, SheetFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from artui.ingest.apart.task import Note, Task, Written

_CHUNK = 1 << 16
_FORMAT = "SpreadsheetML"
_SHOWN = "SheetVisible"
_TEXT = "String"


class _Book:
    """A workbook on its way into files, a sheet each."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.sheets: list[tuple[SheetFile, int]] = []
        self.hidden: list[str] = []
        self.file: SheetFile | None = None
        self.row: list[str] = []
        self.visible = True
        self.uncalculated = 0
        self.span = 0
        self.across = 0
        self.text: list[str] | None = None
        self.length = 0
        self.type = ""
        self.formula = self.filled = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if begins := _STARTS.get(name):
            begins(self, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if ends := _ENDS.get(name):
            ends(self)

    def add(self, text: str) -> None:
        """Text of an element."""
        if self.text is not None:
            self.text.append(text)
            self.length += len(text)
            if self.length > LONGEST_CELL:
                raise Refused("cell", name=self.file.name if self.file else "", limit=LONGEST_CELL)

    def begin_sheet(self, attributes: Mapping[str, str]) -> None:
        number = len(self.sheets) + len(self.hidden)
        name = attributes.get("Name", "")[:100] or f"Sheet{number + 1}"
        self.file = SheetFile(self.task.folder, number, name, self.task.limits)
        self.visible, self.uncalculated, self.span = True, 0, 0

    def end_sheet(self) -> None:
        if self.file is None:
            return
        with self.file as file:
            if self.visible:
                self.sheets.append((file, self.uncalculated))
            else:
                self.hidden.append(file.name)
        self.file = None

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        if self.file is not None:
            index = _whole(attributes.get("Index")) or self.file.rows + self.span + 1
            self.file.skip_to(index)
            self.span = _whole(attributes.get("Span"))
        self.row, self.across = [], 0

    def end_row(self) -> None:
        if self.file is not None:
            self.file.write(self.row)

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        column = _whole(attributes.get("Index")) or len(self.row) + self.across + 1
        if column > self.task.limits.columns:
            name = self.file.name if self.file else ""
            raise Refused("columns", name=name, limit=self.task.limits.columns)
        self.row += [""] * (column - 1 - len(self.row))
        self.across = _whole(attributes.get("MergeAcross"))
        self.formula, self.filled = "Formula" in attributes, False
        self.row.append("")

    def end_cell(self) -> None:
        if self.formula and not self.filled:
            self.uncalculated += 1
            self.row[-1] = UNCALCULATED

    def begin_data(self, attributes: Mapping[str, str]) -> None:
        self.text, self.length = [], 0
        self.type = attributes.get("Type", _TEXT)

    def end_data(self) -> None:
        text = "".join(self.text or ())
        self.text = None
        if self.row:
            self.filled = bool(text) or self.type == _TEXT  # which may well be blank
            self.row[-1] = _TYPES.get(self.type, str)(text)

    def begin_visible(self, _: Mapping[str, str]) -> None:
        self.text, self.length = [], 0

    def end_visible(self) -> None:
        self.visible = "".join(self.text or ()).strip() in ("", _SHOWN)
        self.text = None

    def written(self) -> list[Written]:
        """The visible sheets that hold anything."""
        hidden: list[Note] = [("hidden", {"names": self.hidden})] if self.hidden else []
        return [
            file.written(_FORMAT, [*hidden, *_uncalculated(file.name, count)])
            for file, count in self.sheets
            if file.width
        ]


def _uncalculated(name: str, count: int) -> Iterator[Note]:
    if count:
        yield "uncalculated", {"name": name, "count": count, "text": UNCALCULATED}


_STARTS: Mapping[str, Callable[[_Book, Mapping[str, str]], None]] = {
    "Worksheet": _Book.begin_sheet,
    "Row": _Book.begin_row,
    "Cell": _Book.begin_cell,
    "Data": _Book.begin_data,
    "Visible": _Book.begin_visible,
}
_ENDS: Mapping[str, Callable[[_Book], None]] = {
    "Worksheet": _Book.end_sheet,
    "Row": _Book.end_row,
    "Cell": _Book.end_cell,
    "Data": _Book.end_data,
    "Visible": _Book.end_visible,
}


def _whole(text: str | None) -> int:
    digits = (text or "").strip()
    return int(digits[:9]) if digits.isascii() and digits.isdigit() else 0


def _moment(text: str) -> str:
    try:
        return cells.moment(dt.datetime.fromisoformat(text.strip()))
    except ValueError:
        return text


_TYPES: Mapping[str, Callable[[str], str]] = {
    "Number": cells.written_number,
    "DateTime": _moment,
    "Boolean": lambda text: "true" if text.strip() == "1" else "false",
}


def read(task: Task) -> list[Written]:
    """Write the sheets of a workbook.

    Raises:
        Refused: it is cut off, is no XML, declares entities, or is too large.
    """
    book = _Book(task)
    with Path(task.path).open(encoding=task.encoding, newline="") as file:
        chunks = iter(lambda: file.read(_CHUNK), "")
        parse(chunks, book.start, book.end, book.add)
    return book.written()
