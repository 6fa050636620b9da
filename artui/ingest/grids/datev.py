"""DATEV's exchange format (EXTF): a line about the batch, a header, rows divided by semicolons.

The batch says what its rows leave out: their currency, and the year of a `Belegdatum`, which is
written as day and month (2102 is 21 February, 103 is 1 March). Both are told from the first line,
whose fields stand in an order that is fixed since version 300. It also says how long account
numbers are, by which bookings get the debtor they are about: see `personal`.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from artui.ingest.grid import Block
from artui.ingest.grids.personal import USUAL, Personal
from artui.ingest.grids.text import OfText
from artui.ingest.lines import read_blocks, sample_rows
from artui.ingest.sniff import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from artui.ingest.grid import Grid
    from artui.ingest.sniff import Binary

DELIMITER = ";"
HEADER_LINE = 2
_MARKS = ("EXTF", "DTVF")
_NAME, _CREATED, _ADVISER, _CLIENT, _YEAR, _LENGTH = 3, 5, 10, 11, 12, 13
_FROM, _TO, _CURRENCY = 14, 15, 21
_LABELS = {
    "Format": _NAME,
    "Berater": _ADVISER,
    "Mandant": _CLIENT,
    "WKZ": _CURRENCY,
}
_DATES = {"Erzeugt am": _CREATED, "WJ-Beginn": _YEAR, "Datum von": _FROM, "Datum bis": _TO}
_SHORT = re.compile(r"belegdatum", re.IGNORECASE)
_LONG = re.compile(r"datum|fälligkeit|gültig (von|bis)", re.IGNORECASE)
_DDMM = re.compile(r"\d{3,4}", re.ASCII)
_DDMMYYYY = re.compile(r"\d{7,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Batch:
    """What the first line says.

    Attributes:
        cells: its fields.
    """

    cells: tuple[str, ...]

    def cell(self, index: int) -> str:
        """A field; blank where there is none."""
        return self.cells[index].strip() if index < len(self.cells) else ""

    def day(self, index: int) -> dt.date | None:
        """A field that begins with a date as yyyymmdd."""
        with suppress(ValueError):
            return dt.datetime.strptime(self.cell(index)[:8], "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
        return None

    @property
    def length(self) -> int:
        """How many digits the numbers of nominal accounts have."""
        told = self.cell(_LENGTH)
        return int(told) if re.fullmatch("[4-8]", told) else USUAL

    def rows(self) -> list[list[str]]:
        """The line, and of its fields those that rows may want, each as a labelled row."""
        labelled = [[label, self.cell(index)] for label, index in _LABELS.items()]
        dated = [(label, self.day(index)) for label, index in _DATES.items()]
        labelled += [[label, day.isoformat()] for label, day in dated if day]
        return [list(self.cells), *(row for row in labelled if row[1])]

    def dated(self, cell: str) -> str:
        """A day and month with the year that puts it into the batch, else into its fiscal year.

        Returns:
            An ISO date; the cell itself where it is no day of either.
        """
        text = cell.strip()
        if not _DDMM.fullmatch(text):
            return cell
        day, month = int(text[:-2]), int(text[-2:])
        begin, start, end = self.day(_YEAR), self.day(_FROM), self.day(_TO)
        if start and end and (found := _within(day, month, start, end)):
            return found
        if begin and (found := _within(day, month, begin, _year_end(begin))):
            return found
        return cell


def _year_end(begin: dt.date) -> dt.date:
    """The last day of the year that begins on a day."""
    return dt.date(begin.year + 1, begin.month, min(begin.day, 28)) - dt.timedelta(days=1)


def _within(day: int, month: int, start: dt.date, end: dt.date) -> str | None:
    """The only date with a day and month in a span of days."""
    found = []
    for year in range(start.year, end.year + 1):
        with suppress(ValueError):
            found.append(dt.date(year, month, day))
    inside = [each for each in found if start <= each <= end]
    return inside[0].isoformat() if len(inside) == 1 else None


def full_date(cell: str) -> str:
    """A date written as ddmmyyyy, with or without its leading zero, as ISO; else the cell."""
    text = cell.strip()
    if _DDMMYYYY.fullmatch(text):
        with suppress(ValueError):
            return dt.date(int(text[-4:]), int(text[-6:-4]), int(text[:-6])).isoformat()
    return cell


@dataclass(frozen=True, slots=True)
class Datev(OfText):
    """A file of DATEV's exchange format.

    Attributes:
        batch: what its first line says.
        header: the cells of its second line.
    """

    batch: Batch
    header: tuple[str, ...]

    @property
    def part(self) -> str:
        """The name of its layout: Buchungsstapel, Debitoren/Kreditoren."""
        return self.batch.cell(_NAME)

    @property
    def delimiter(self) -> str:
        """The semicolon."""
        return DELIMITER

    def sample(self, rows: int) -> Sequence[tuple[int, list[str]]]:
        """The first rows with their lines; those made of the first line have its number."""
        made = [(1, row) for row in self.batch.rows()]
        read = list(islice(sample_rows(self.file.sample(), DELIMITER, rows), 1, None))
        self.date(row for line, row in read if line > HEADER_LINE)
        self.widen(read)
        return [*made, *read][:rows]

    def blocks(self) -> Iterator[Block]:
        """All rows, first those made of the first line.

        Raises:
            RefusedError: a quote is never closed, or the file has changed.
        """
        made = self.batch.rows()
        yield Block(made, [1] * len(made))
        for block in read_blocks(self.file, DELIMITER):
            if block.lines and block.lines[0] == 1:
                block.rows, block.lines = block.rows[1:], block.lines[1:]
            numbered = list(zip(block.lines, block.rows, strict=True))
            self.date(row for line, row in numbered if line > HEADER_LINE)
            self.widen(numbered)
            yield block

    def date(self, rows: Iterable[list[str]]) -> None:
        """Write the dates of rows as ISO text."""
        short = [at for at, name in enumerate(self.header) if _SHORT.fullmatch(name.strip())]
        long = [at for at, name in enumerate(self.header) if _LONG.search(name)]
        for row in rows:
            for at in long:
                if at < len(row):
                    row[at] = full_date(row[at])
            for at in short:
                if at < len(row):
                    row[at] = self.batch.dated(row[at])

    def widen(self, numbered: Iterable[tuple[int, list[str]]]) -> None:
        """Add what rows say of debtors, and to the header what that is called."""
        personal = Personal(self.header, self.batch.length)
        for line, row in numbered if personal.added else ():
            if line > HEADER_LINE:
                personal.widen(row)
            elif line == HEADER_LINE:
                row.extend(personal.added)


def opened(file: TextFile | Binary, scratch: Path) -> Sequence[Sequence[Grid]] | None:
    """A file of DATEV's exchange format as one part; None for anything else."""
    del scratch
    if not isinstance(file, TextFile) or file.markup:
        return None
    first = list(islice(sample_rows(file.sample(), DELIMITER, HEADER_LINE), HEADER_LINE))
    if not first or len(first[0][1]) <= _YEAR or first[0][1][0].strip() not in _MARKS:
        return None
    header = tuple(first[1][1]) if len(first) > 1 else ()
    return [[Datev(file, Batch(tuple(first[0][1])), header)]]
