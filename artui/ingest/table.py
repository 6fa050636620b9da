"""A delimited file as a table: a header, and below it rows that have the header's width."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest import refusal
from artui.ingest.lines import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.ingest.lines import Block
    from artui.ingest.sniff import TextFile

LONGEST_RAW = 1_000


class Reject(NamedTuple):
    """A row that was not loaded, or the first reason why not.

    Attributes:
        line: the physical line it starts on.
        column: the header of the column at fault; blank where it is the whole row.
        value: what the cell says, as it stands in the file.
        reason: why, as a predicate of the cell or the row ("is no date").
        raw: the row, cut to 1,000 characters.
    """

    line: int
    column: str
    value: str
    reason: str
    raw: str


@dataclass(slots=True)
class Rows:
    """Rows of one width in file order, and what came between them.

    Attributes:
        rows: the cells.
        lines: the physical line each row starts on.
        rejects: rows that do not fit the header, or are no rows.
        blank: rows without content.
        headers: repetitions of the header.
    """

    rows: list[list[str]] = field(default_factory=list)
    lines: Sequence[int] = ()
    rejects: list[Reject] = field(default_factory=list)
    blank: int = 0
    headers: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A delimited file whose header is known.

    Attributes:
        file: the file.
        delimiter: what stands between cells.
        header: the cells of the header as they are.
        header_line: the physical line the header starts on.
    """

    file: TextFile
    delimiter: str
    header: tuple[str, ...]
    header_line: int

    def place(self, error: refusal.RefusedError) -> str:
        """Where a refusal happened: what it says itself, after the file's name."""
        path = str(self.file.path)
        if error.where.startswith(path):
            return error.where
        return f"{path}:{error.where}" if error.where else path

    def raw(self, row: Sequence[str]) -> str:
        """A row as text, for people who look for it."""
        return self.delimiter.join(row)[:LONGEST_RAW]

    def blocks(self) -> Iterator[Rows]:
        """The rows below the header.

        A row may end in more cells than the header as long as they are blank, and may lack cells
        only where the header's own last cells are blank: a row cut short is never taken for one
        whose last columns are empty.

        Raises:
            RefusedError: the text cannot be told into rows to its end, or has changed.
        """
        header = list(self.header)
        for block in read_blocks(self.file, self.delimiter):
            _skip_to(block, self.header_line)
            rows = block.rows
            even = {*map(len, rows)} <= {len(header)}
            if even and header not in rows and all(map(any, rows)):
                fitted = Rows(rows, block.lines)
            else:
                fitted = self.fit(block)
            fitted.rejects += [
                Reject(each.line, "", "", each.reason, each.raw[:LONGEST_RAW])
                for each in block.broken
            ]
            yield fitted
        self.file.check_unchanged()

    def fit(self, block: Block) -> Rows:
        """The rows of a block that has some of another width, blank ones or repeated headers."""
        header = list(self.header)
        lines: list[int] = []
        fitted = Rows(lines=lines)
        for row, line in zip(block.rows, block.lines, strict=True):
            if row == header:
                fitted.headers += 1
            elif not any(map(str.strip, row)):
                fitted.blank += 1
            elif self.fits(row):
                fitted.rows.append((row + [""] * len(header))[: len(header)])
                lines.append(line)
            else:
                fitted.rejects.append(self.misfit(row, line))
        return fitted

    def fits(self, row: Sequence[str]) -> bool:
        """Whether every cell of a row stands under the header, and none is missing."""
        width = len(self.header)
        return all(not name.strip() for name in self.header[len(row) :]) and not any(row[width:])

    def misfit(self, row: Sequence[str], line: int) -> Reject:
        """The reject of a row of another width.

        Raises:
            UnclosedQuoteError: it spans several lines, so a stray quote has swallowed others.
        """
        if any("\n" in cell or "\r" in cell for cell in row):
            raise refusal.UnclosedQuoteError(where=str(line))
        reason = f"has {len(row):,} fields, the header has {len(self.header):,}"
        return Reject(line, "", "", reason, self.raw(row))


def _skip_to(block: Block, header_line: int) -> None:
    """Drop everything up to the header."""
    if block.lines and block.lines[0] > header_line:
        return
    rows = [
        (row, line) for row, line in zip(block.rows, block.lines, strict=True) if line > header_line
    ]
    block.rows = [row for row, _ in rows]
    block.lines = [line for _, line in rows]
    block.broken = [each for each in block.broken if each.line > header_line]
