"""Delimited text as rows of cells, each with the physical line it starts on."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.grid import Block, Broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artui.ingest.sniff import TextFile

DELIMITERS = (",", ";", "\t", "|")
BLOCK = 4096
_LINE_END = re.compile(r"\r\n|\r|\n")
_SAMPLE_ROWS = 200


def rank_delimiters(sample: Sequence[str]) -> tuple[str, ...]:
    """The delimiters that could be meant, the likeliest first.

    A delimiter is the likelier the more cells it makes, and far more so the more rows agree about
    their number; quotes are respected, so a comma within a quoted text counts for nothing.
    """
    ranked = sorted(DELIMITERS, key=lambda delimiter: -_agreement(sample, delimiter))
    return tuple(each for each in ranked if _agreement(sample, each)) or DELIMITERS[:1]


def _agreement(sample: Sequence[str], delimiter: str) -> int:
    sizes = Counter(len(row) for _, row in sample_rows(sample, delimiter, _SAMPLE_ROWS))
    return max(((size - 1) * count**3 for size, count in sizes.items() if size), default=0)


def sample_rows(
    sample: Iterable[str], delimiter: str, limit: int
) -> Iterator[tuple[int, list[str]]]:
    """The first rows with their lines, read leniently: a broken quote ends the sample."""
    reader = csv.reader(sample, delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            if limit <= 0:
                return
            yield line, row
            line = reader.line_num + 1
            limit -= 1
    except csv.Error:
        return


def read_blocks(file: TextFile, delimiter: str) -> Iterator[Block]:
    """All rows of a file, in blocks.

    Raises:
        UnclosedQuoteError: a quote is never closed, at the line its row starts on.
        ChangedError: the file is no longer the text that was looked at.
    """
    with file.open() as handle:
        try:
            yield from _Rows(handle, delimiter, _lines(file)).blocks()
        except refusal.RefusedError as error:
            raise error.at(f"{file.path}:{error.where}") from None
        except UnicodeDecodeError:
            raise refusal.ChangedError(where=str(file.path)) from None


def _lines(file: TextFile) -> Iterator[str]:
    """The lines of a file, which is opened when the first is asked for."""
    with file.open() as handle:
        yield from handle


class _Rows:
    """A csv reader that knows where its rows start; `again` gives the same lines once more."""

    def __init__(self, lines: Iterable[str], delimiter: str, again: Iterable[str]) -> None:
        self.reader = csv.reader(lines, delimiter=delimiter, strict=True)
        self.again = enumerate(again, 1)
        self.done = False

    def blocks(self) -> Iterator[Block]:
        while not self.done:
            yield self.block()

    def block(self) -> Block:
        """The next rows: a full block, or as many as come before a broken row or the end."""
        before = self.reader.line_num
        block = Block()
        append, last = block.rows.append, BLOCK - 1
        try:
            for index, row in enumerate(self.reader):
                append(row)
                if index == last:
                    break
            else:
                self.done = True
        except csv.Error as error:
            block.lines = _starts(block.rows, before)
            start = before + 1 + sum(map(_height, block.rows))
            block.broken.append(self.broken(start, str(error)))
            return block
        if self.reader.line_num - before == len(block.rows):
            block.lines = range(before + 1, before + 1 + len(block.rows))
        else:
            block.lines = _starts(block.rows, before)
        return block

    def broken(self, start: int, error: str) -> Broken:
        """What a csv error means for the row that starts on line `start`."""
        swallowed_lines = self.reader.line_num > start
        if swallowed_lines or "end of data" in error:
            raise refusal.UnclosedQuoteError(where=str(start))
        if "field limit" in error:
            reason = f"has a cell longer than {csv.field_size_limit():,} characters"
        else:
            reason = "has text after a closing quote"
        return Broken(start, reason, self.text(self.reader.line_num))

    def text(self, line: int) -> str:
        """What stands on a line that lies behind every line asked for before."""
        found = next((text for number, text in self.again if number == line), "")
        return found.rstrip("\r\n")


def _starts(rows: list[list[str]], before: int) -> list[int]:
    starts, line = [], before + 1
    for row in rows:
        starts.append(line)
        line += _height(row)
    return starts


def _height(row: list[str]) -> int:
    """How many physical lines a row takes: line ends within quoted cells are kept in them."""
    return 1 + sum(len(_LINE_END.findall(cell)) for cell in row if "\n" in cell or "\r" in cell)
