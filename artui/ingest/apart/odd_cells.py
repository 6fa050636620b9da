"""The cells of an .xlsx sheet that hold no value: errors, and formulas that were never calculated.

The library reads either as blank, which would pass for nothing said.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from artui.ingest.apart.parser import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.ingest.apart.archive import Archive

#: What a formula without a value reads as: a spreadsheet's own word for it.
UNCALCULATED = "#CALC!"
#: The type of a formula's text, which may well be blank.
_TEXT = "str"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})", re.ASCII)


def members(archive: Archive) -> list[str]:
    """The member of each sheet, in the workbook's order; blank where it names none."""
    targets: dict[str, str] = {}
    ids: list[str] = []

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = target.lstrip("/")

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            ids.append(attributes.get("id", ""))

    names = {each.casefold(): each for each in archive.names()}
    for member, start in ((_RELATIONS, relation), (_WORKBOOK, sheet)):
        if member in names:
            parse(archive.chunks(names[member]), start, _nothing, _nothing)
    return [names.get(targets.get(each, "").casefold(), "") for each in ids]


class OddCells:
    """The odd cells of one sheet, by row and column, counted from 1, as text.

    Attributes:
        cells: what each reads as.
        uncalculated: how many are formulas without a value.
    """

    def __init__(self, archive: Archive, member: str) -> None:
        self.cells: dict[int, dict[int, str]] = {}
        self.uncalculated = 0
        self._row = self._column = 0
        self._type: str | None = None
        self._formula = self._inside = False
        self._value = ""
        parse(archive.chunks(member), self._start, self._end, self._text)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r", ""))
            self._type, self._formula = attributes.get("t"), False
            self._value = ""
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "f":
            self._formula = True
        self._inside = name in ("v", "t")

    def _text(self, text: str) -> None:
        if self._inside:
            self._value += text

    def _end(self, name: str) -> None:
        self._inside = False
        if name != "c":
            return
        if self._type == "e":
            self._note(self._value or UNCALCULATED)
        elif self._formula and not self._value and self._type != _TEXT:
            self.uncalculated += 1
            self._note(UNCALCULATED)

    def _note(self, text: str) -> None:
        self.cells.setdefault(self._row, {})[self._column] = text

    def _place(self, reference: str) -> None:
        """Where a cell stands; one without a reference stands right of the one before."""
        match = _PLACE.fullmatch(reference)
        if match is None:
            self._column += 1
            return
        self._column = 0
        for letter in match[1].upper():
            self._column = self._column * 26 + ord(letter) - ord("A") + 1
        self._row = int(match[2])


def _nothing(*_: object) -> None:
    """Whatever is told is not asked for."""
