"""A workbook's sheets written as rows of text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import python_calamine as calamine

from artui.ingest.apart import cells, old_errors
from artui.ingest.apart.archive import Archive
from artui.ingest.apart.compound import MAGIC, Container
from artui.ingest.apart.odd_cells import UNCALCULATED, OddCells, members
from artui.ingest.apart.task import Refused
from artui.ingest.apart.writing import SheetFile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from artui.ingest.apart.task import Note, Task, Written

_SHEET, _VISIBLE = calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible
_LONGEST_NAME = 100


class Workbook:
    """A workbook that was looked through and may be read."""

    def __init__(self, task: Task) -> None:
        """Look through it.

        Raises:
            Refused: it is not read; the code says why.
        """
        self.task = task
        with Path(task.path).open("rb") as file:
            self.odd: dict[int, dict[int, dict[int, str]]] = {}
            self.uncalculated: dict[int, int] = {}
            if file.read(4) == MAGIC:
                self.format = "xls"
                file.seek(0)
                if stream := Container(file.read()).workbook():
                    self.odd = old_errors.find(stream)
            else:
                archive = Archive(file, task.limits)
                self.format = archive.format
                self._find_odd(archive, archive.prove())

    def _find_odd(self, archive: Archive, suspects: Collection[str]) -> None:
        if self.format != "xlsx" or not any("/worksheets/" in each for each in suspects):
            return
        for index, member in enumerate(members(archive)):
            if member in suspects:
                found = OddCells(archive, member)
                self.odd[index], self.uncalculated[index] = found.cells, found.uncalculated

    def written(self) -> list[Written]:
        """Write each visible sheet that holds anything.

        Raises:
            Refused: it cannot be read, or is too large.
        """
        try:
            with calamine.CalamineWorkbook.from_path(self.task.path) as book:
                return self._sheets(book)
        except calamine.PasswordError:
            raise Refused("encrypted") from None
        except calamine.CalamineError:
            raise Refused("damaged") from None

    def _sheets(self, book: calamine.CalamineWorkbook) -> list[Written]:
        shown: list[int] = []
        hidden: list[int] = []
        for index, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == _SHEET:
                (shown if sheet.visible == _VISIBLE else hidden).append(index)
        names = _names(book.sheet_names)
        notes: list[Note] = []
        if hidden:
            notes.append(("hidden", {"names": [names[index] for index in hidden]}))
        found = []
        for index in shown:
            written = self._sheet(book.get_sheet_by_index(index), index, names[index], notes)
            if written is not None:
                found.append(written)
        return found

    def _sheet(
        self, sheet: calamine.CalamineSheet, index: int, name: str, notes: list[Note]
    ) -> Written | None:
        known, uncalculated = self.odd.get(index, {}), self.uncalculated.get(index)
        width, limits = sheet.total_width + 1, self.task.limits
        if sheet.start is None and not known:
            return None
        if sheet.start is not None and sheet.total_height >= limits.rows:
            raise Refused("rows", name=name, limit=limits.rows)
        if width > limits.columns:
            raise Refused("columns", name=name, limit=limits.columns)
        with SheetFile(self.task.folder, index, name, limits) as file:
            _write(sheet, file, known)
            if uncalculated:
                fact = {"name": name, "count": uncalculated, "text": UNCALCULATED}
                notes = [*notes, ("uncalculated", fact)]
            return file.written(self.format, notes)


def _write(
    sheet: calamine.CalamineSheet, file: SheetFile, odd: Mapping[int, Mapping[int, str]]
) -> None:
    """Write the rows of a sheet, with its odd cells where they stand."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    number = 0
    if sheet.start is not None:
        for number, row in enumerate(sheet.iter_rows(), 1):
            found = left + cells.row(row)
            file.write(_with(found, odd[number]) if number in odd else found)
    for further in sorted(each for each in odd if each > number):
        file.skip_to(further)
        file.write(_with([], odd[further]))


def _with(row: list[str], odd: Mapping[int, str]) -> list[str]:
    row += [""] * (max(odd) - len(row))
    for column, text in odd.items():
        row[column - 1] = text
    return row


def _names(names: list[str]) -> list[str]:
    """The names of the sheets, cut to 100 characters, each made its own."""
    found: list[str] = []
    for name in names:
        base = unique = name[:_LONGEST_NAME] or "Sheet"
        number = 2
        while unique in found:
            unique, number = f"{base} ({number})", number + 1
        found.append(unique)
    return found


def read(task: Task) -> list[Written]:
    """Write the sheets of a workbook.

    Raises:
        Refused: it is not read; the code says why.
    """
    return Workbook(task).written()
