"""Printed lists without dividers, whose columns stand where a drawn rule says.

    Customer   Invoice      Amount
    ---------- ------- -----------
    Acme Ltd.  I-1001     1,250.00

A column reaches from the beginning of its dashes to the end of them, the last one to the end of the
line. What is written across the gap between two columns is in neither, so such a row is broken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from artui.ingest.grid import Broken
from artui.ingest.grids import delimited
from artui.ingest.grids.printed import free, is_rule
from artui.ingest.grids.text import OfLines
from artui.ingest.sniff import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from artui.ingest.grid import Grid
    from artui.ingest.grids.text import Numbered
    from artui.ingest.sniff import Binary

#: Where each column begins and its dashes end.
Spans: TypeAlias = tuple[tuple[int, int], ...]

_DASHES = re.compile(r"-+|=+")
_COLUMNS = re.compile(r"\s*(-+(\s+-+)+|=+(\s+=+)+)\s*")
_LOOKED_AT = 60
_STACKED = 3
_SUM = re.compile(r"\*+|((grand|sub)[ -]?)?(total|sum)", re.IGNORECASE)


def spans(line: str) -> Spans:
    """The columns a rule draws; none where it is no rule, or draws a single one."""
    text = line.expandtabs()
    if not is_rule(text) or not _COLUMNS.fullmatch(text):
        return ()
    return tuple(each.span() for each in _DASHES.finditer(text))


def cut(line: str, columns: Spans) -> list[str] | None:
    """The cells of a line; None where it is written across a gap."""
    text = line.expandtabs()
    gaps = [(0, columns[0][0]), *((left[1], right[0]) for left, right in pairwise(columns))]
    if any(text[start:end].strip() for start, end in gaps):
        return None
    ends = [*(end for _, end in columns[:-1]), max(len(text), columns[-1][1])]
    return [text[start:end].strip() for (start, _), end in zip(columns, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class Aligned(OfLines):
    """A printed list whose columns are aligned.

    Attributes:
        columns: where its columns stand.
        header_line: the line its header begins on; what stands above is free text.
        part: blank, for it is all of the file.
    """

    columns: Spans
    header_line: int
    part: str = ""

    @property
    def delimiter(self) -> str:
        """What is shown between two cells."""
        return "  "

    def rows(self, found: Iterable[str]) -> Iterator[Numbered]:
        """The lines of the list as rows; drawn ones are blank."""
        columns = self.columns
        for number, line in enumerate(found, 1):
            text = line.lstrip("\f")
            if not text.strip() or is_rule(text):
                columns = spans(text) or columns
                yield number, []
            elif number < self.header_line:
                yield number, free(text, len(columns))
            else:
                row = cut(text, columns) or _across(text, columns)
                yield (number, row) if row else Broken(number, _WRITTEN_ACROSS, line)


_WRITTEN_ACROSS = "is written across the gap between two columns"


def _across(text: str, columns: Spans) -> list[str] | None:
    """The cells of a line written across a gap: a line of text, or a sum with a long name.

    Of a sum everything but the name must stand in its column; whatever else has several pieces is
    a row that does not fit, and is not guessed at.
    """
    pieces = free(text, len(text))
    if len(pieces) == 1:
        return pieces
    name, gap, _ = text.strip().partition("  ")
    start = len(text) - len(text.lstrip()) + len(name) + len(gap)
    if not _SUM.match(name):
        return None
    rest = cut(" " * start + text.expandtabs()[start:], columns)
    if rest is None or rest[0]:
        return None
    return [name, *rest[1:]]


def opened(file: TextFile | Binary, scratch: Path) -> Sequence[Sequence[Grid]] | None:
    """A list with aligned columns, or else delimited text, as one part; None for another text."""
    if not isinstance(file, TextFile) or file.markup:
        return None
    sample = [line.strip("\f\r\n") for line in file.sample()[:_LOOKED_AT]]
    for at, line in enumerate(sample):
        columns = spans(line)
        if columns and (begin := _header(sample, at, columns)) < at:
            others = [grid for grids in delimited.opened(file, scratch) or () for grid in grids]
            return [[Aligned(file, columns, begin + 1), *others]]
    return None


def _header(sample: Sequence[str], at: int, columns: Spans) -> int:
    """The index of the first of the lines above a rule that are its header."""
    begin = at
    while begin and at - begin < _STACKED:
        cells = cut(sample[begin - 1], columns)
        if cells is None or sum(map(bool, cells)) < len(columns) / 2:
            break
        begin -= 1
    return begin
