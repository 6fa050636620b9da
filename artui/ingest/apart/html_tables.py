"""The tables of an HTML page; the one with the most rows is what an export called .xls holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from artui.ingest.apart.task import Refused
from artui.ingest.apart.writing import LONGEST_CELL, SheetFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from artui.ingest.apart.task import Note, Task, Written

_CHUNK = 1 << 16
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAKS = frozenset("br p div li tr".split())
_UNSEEN = frozenset("script style title".split())
_WIDEST_SPAN = 1000
_DEEPEST = 100


@dataclass(slots=True)
class _Table:
    """A table that is being read.

    Attributes:
        row: the cells of the row that is being read; None between rows.
        below: for each column that a cell of an earlier row reaches down into, how many rows more.
    """

    number: int
    row: list[str] | None = None
    cell: list[str] | None = None
    span: tuple[int, int] = (1, 1)
    length: int = 0
    below: dict[int, int] = field(default_factory=dict)
    file: SheetFile | None = None


class _Page(HTMLParser):
    """A page on its way into files, a table each."""

    def __init__(self, task: Task) -> None:
        super().__init__(convert_charrefs=True)
        self.task = task
        self.open: list[_Table] = []
        self.largest: SheetFile | None = None
        self.count = self.filled = 0
        self.unseen = 0
        self.login = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input":
            self.login = self.login or ("type", "password") in attrs
        elif tag == "table":
            self.begin_table()
        elif tag in _UNSEEN:
            self.unseen += 1
        elif self.open and tag in _STARTS:
            _STARTS[tag](self, self.open[-1], dict(attrs))
        if tag in _BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif self.open and tag == "table":
            self.end_table(self.open.pop())
        elif self.open and tag == "tr":
            self.end_row(self.open[-1])
        elif self.open and tag in ("td", "th", "caption"):
            self.end_cell(self.open[-1])

    def handle_data(self, data: str) -> None:
        if self.open and not self.unseen and (cell := self.open[-1].cell) is not None:
            cell.append(data)
            self.open[-1].length += len(data)
            if self.open[-1].length > LONGEST_CELL:
                raise Refused("cell", name="", limit=LONGEST_CELL)

    def begin_table(self) -> None:
        if len(self.open) >= _DEEPEST:
            raise Refused("nested", limit=_DEEPEST)
        self.open.append(_Table(self.count))
        self.count += 1

    def end_table(self, table: _Table) -> None:
        """Keep a table if it is the largest so far."""
        self.end_row(table)
        if table.file is None:
            return
        table.file.close()
        self.filled += bool(table.file.width)
        if self.largest is None or table.file.rows > self.largest.rows:
            table.file, self.largest = self.largest, table.file
        if table.file is not None:
            table.file.remove()

    def begin_row(self, table: _Table, _: Mapping[str, str | None]) -> None:
        self.end_row(table)
        table.row = []

    def begin_cell(self, table: _Table, attributes: Mapping[str, str | None]) -> None:
        self.end_cell(table)
        if table.row is None:
            table.row = []
        table.cell, table.length = [], 0
        table.span = _span(attributes.get("colspan")), _span(attributes.get("rowspan"), least=0)

    def begin_caption(self, table: _Table, _: Mapping[str, str | None]) -> None:
        self.begin_row(table, {})
        self.begin_cell(table, {})

    def end_cell(self, table: _Table) -> None:
        """Put a cell where there is room, and keep the columns and rows below that it covers."""
        if table.cell is None or table.row is None:
            return
        text = _BLANKS.sub(" ", "".join(table.cell)).strip()
        table.cell = None
        self.fill(table, table.row)
        across, down = table.span
        for column in range(len(table.row), len(table.row) + across):
            if down != 1:
                table.below[column] = down - 1 if down else self.task.limits.rows
        table.row += [text, *[""] * (across - 1)]
        if len(table.row) > self.task.limits.columns:
            raise Refused("columns", name="", limit=self.task.limits.columns)

    def fill(self, table: _Table, row: list[str]) -> None:
        """Leave out the places that a cell of an earlier row reaches down into."""
        while table.below.get(len(row), 0) > 0:
            table.below[len(row)] -= 1
            row.append("")

    def end_row(self, table: _Table) -> None:
        self.end_cell(table)
        row, table.row = table.row, None
        if row is None:
            return
        width = len(row)
        self.fill(table, row)
        for column in [each for each in table.below if each > len(row)]:
            table.below[column] -= 1
        table.below = {column: rows for column, rows in table.below.items() if rows > 0}
        self.write(table, row if any(row) else row[:width])

    def write(self, table: _Table, row: Sequence[str]) -> None:
        if table.file is None:
            table.file = SheetFile(self.task.folder, table.number, "", self.task.limits)
        table.file.skip_to(table.file.rows + 1)
        table.file.write(row)

    def written(self) -> list[Written]:
        """The largest table; none of a page that asks for a password."""
        whole = not self.open
        while self.open:
            self.end_table(self.open.pop())
        if self.login or self.largest is None or not self.largest.width:
            return []
        notes: list[Note] = [("tables", {"count": self.filled})] if self.filled > 1 else []
        return [self.largest.written("HTML", notes, whole=whole)]


_STARTS: Mapping[str, Callable[[_Page, _Table, Mapping[str, str | None]], None]] = {
    "tr": _Page.begin_row,
    "td": _Page.begin_cell,
    "th": _Page.begin_cell,
    "caption": _Page.begin_caption,
}


def _span(text: str | None, *, least: int = 1) -> int:
    if text is None:
        return 1
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return max(least, min(int(digits[:6]), _WIDEST_SPAN))


def read(task: Task) -> list[Written]:
    """Write the largest table of a page; none where it has no table, or asks for a password.

    Raises:
        Refused: it is too large.
    """
    page = _Page(task)
    with Path(task.path).open(encoding=task.encoding, newline="") as file:
        while chunk := file.read(_CHUNK):
            page.feed(chunk)
    page.close()
    return page.written()
