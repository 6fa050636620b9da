"""Printed lists whose cells are divided by a character within a fixed width, as SAP writes them.

    Customer         1234567
    -----------------------------------
    |  DocumentNo|Doc. Date |  Amount |
    -----------------------------------
    |  1400012345|03.02.2021|  12,50- |
    |* 1234567              |  12,50- |

Nothing is quoted or escaped in such a list: a quotation mark is text, and a row with more dividers
than the others is broken, since nobody can say which of them is text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.ingest.grid import Broken
from artui.ingest.grids import delimited
from artui.ingest.grids.printed import free, is_rule
from artui.ingest.grids.text import OfLines
from artui.ingest.sniff import TextFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from artui.ingest.grid import Grid
    from artui.ingest.grids.text import Numbered
    from artui.ingest.sniff import Binary

_HALF = 0.5
_MOST = 0.8
_FEWEST = 2
_LOOKED_AT = 1_000
_SUM = re.compile(r"\s*\**\s*")
_BELOW_BLANK = re.compile(r"[ *]*\|")
_QUOTED = re.compile(r'(?:^|[|\t])"[^"|\t]*"(?:[|\t]|$)')


@dataclass(frozen=True, slots=True)
class Listing(OfLines):
    """A printed list.

    Attributes:
        delimiter: what divides its cells: `|` or a tab.
        framed: whether its rows begin with the divider; else what stands before it is a cell.
        closed: whether its rows end in the divider.
        width: how many cells its rows have.
        part: blank, for it is all of the file.
    """

    delimiter: str
    framed: bool
    closed: bool
    width: int
    part: str = ""

    def rows(self, found: Iterable[str]) -> Iterator[Numbered]:
        """The lines of the list as rows; drawn ones are blank."""
        full, dividers = "", self.dividers
        for number, line in enumerate(found, 1):
            text = line.lstrip("\f").rstrip(" ")
            if is_rule(text):
                yield number, []
            elif self.delimiter not in text or self.foreign(text):
                yield number, free(text, self.width)
            else:
                row = self.cut(self.merged(text, full))
                yield Broken(number, row, line) if isinstance(row, str) else (number, row)
                full = text if text.count(self.delimiter) == dividers else full

    @property
    def dividers(self) -> int:
        """How many dividers a row has."""
        return self.width - 1 + self.framed + self.closed

    def foreign(self, text: str) -> bool:
        """Whether a line stands outside the frame; the stars of a sum may stand before it."""
        before, _, _ = text.partition(self.delimiter)
        return self.framed and bool(before) and _SUM.fullmatch(before) is None

    def merged(self, text: str, full: str) -> str:
        """A row with the dividers it lacks where its other ones stand as those of a full row do.

        Rows of sums have cells that reach across several columns; the others become blank.
        """
        if not self.closed or not full or text.count(self.delimiter) >= self.dividers:
            return text
        places = [at for at, letter in enumerate(full) if letter == self.delimiter]
        there = [at for at, letter in enumerate(text) if letter == self.delimiter]
        if there[-1] != places[-1] or not {*there} <= {*places}:
            return text
        pieces, start, lacking = [], 0, 0
        for place in places:
            if text[place] == self.delimiter:
                pieces.append(text[start:place] + self.delimiter * (lacking + 1))
                start, lacking = place + 1, 0
            else:
                lacking += 1
        return "".join(pieces)

    def cut(self, text: str) -> list[str] | str:
        """The cells of a row, or why it is broken."""
        cells = [cell.strip() for cell in text.split(self.delimiter)]
        if self.framed:
            stars = cells.pop(0)
            cells[0] = f"{stars} {cells[0]}".strip()
        whole = not self.closed or not cells[-1]
        if self.closed and whole:
            cells.pop()
        if len(cells) > self.width and self.delimiter != "\t":
            return (
                f"has {len(cells):,} cells, the list has {self.width:,}:"
                f" one may hold the {self.delimiter} that divides them"
            )
        if not whole and not cells[0].startswith("*"):
            return f"does not end in {self.delimiter} as the others do, so it may be cut off"
        return cells


def opened(file: TextFile | Binary, scratch: Path) -> Sequence[Sequence[Grid]] | None:
    """A printed list, or else delimited text, as one part; None for what is no such list."""
    if not isinstance(file, TextFile) or file.markup:
        return None
    sample = [line.strip("\f\r\n").rstrip(" ") for line in file.sample()[:_LOOKED_AT]]
    found = _divided(file, sample) or _tabbed(file, sample)
    return [[found, *_others(file, scratch)]] if found else None


def _others(file: TextFile, scratch: Path) -> Iterator[Grid]:
    """What the file is where it is no list after all."""
    for grids in delimited.opened(file, scratch) or ():
        yield from grids


def _divided(file: TextFile, sample: Sequence[str]) -> Listing | None:
    """A list with `|`: framed, or below a blank column, or with drawn rules among its rows."""
    rows = [line for line in sample if "|" in line and not is_rule(line)]
    written = sum(bool(line) and not is_rule(line) for line in sample)
    drawn = any(map(is_rule, sample)) and len(rows) > written * _HALF
    framed = _share(rows, lambda line: line.startswith("|")) > _HALF
    below_blank = _share(rows, lambda line: _BELOW_BLANK.match(line) is not None) >= _MOST
    if len(rows) < _FEWEST or _quoted(rows) or not (drawn or below_blank):
        return None
    closed = _share(rows, lambda line: line.endswith("|")) > _HALF
    width = Counter(line.count("|") for line in rows).most_common(1)[0][0] + 1 - framed - closed
    return Listing(file, "|", framed, closed, width) if width > 1 else None


def _tabbed(file: TextFile, sample: Sequence[str]) -> Listing | None:
    """A list with tabs, whose first column is blank."""
    rows = [line for line in sample if "\t" in line]
    if len(rows) < _FEWEST or _quoted(rows):
        return None
    if _share(rows, lambda line: line.startswith("\t")) < _MOST:
        return None
    width = Counter(line.count("\t") for line in rows).most_common(1)[0][0] + 1
    return Listing(file, "\t", framed=False, closed=False, width=width)


def _quoted(rows: Sequence[str]) -> bool:
    """Whether cells are quoted as delimited text quotes them."""
    return _share(rows, lambda line: _QUOTED.search(line) is not None) >= 1 - _MOST


def _share(rows: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, rows)) / len(rows) if rows else 0.0
