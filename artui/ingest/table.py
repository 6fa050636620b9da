"""A grid as a table: a header, and below it rows that have the header's width."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.block import LONGEST_RAW, Reject, Rows
from artui.ingest.classes import CUT
from artui.ingest.classify import Classifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artui.ingest.classes import Class
    from artui.ingest.grid import Block, Grid
    from artui.ingest.layout import Layout
    from artui.ingest.selection import Selection

__all__ = ["LONGEST_RAW", "Reject", "Rows", "Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """A grid whose header is known, as one profile reads it.

    Attributes:
        grid: the file, or a part of it.
        layout: what its columns are.
        header_line: the physical line the header's last row starts on.
        others: which rows other profiles take that read the same grid.
        leads: whether what no profile knows is this one's to reject.
        seen: how many rows of each other class there are; complete once `blocks` is through.
    """

    grid: Grid
    layout: Layout
    header_line: int
    others: tuple[Selection, ...] = ()
    leads: bool = True
    seen: Counter[Class] = field(default_factory=Counter, compare=False)

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of the header as they are, then the names of what rows carry besides."""
        return self.layout.header

    @property
    def has_sums(self) -> bool:
        """Whether it prints sums; known once `blocks` is through."""
        return bool(self.seen["subtotal"] or self.seen["total"])

    @property
    def ends_whole(self) -> bool:
        """False where the last row may be cut off."""
        return self.grid.ends_whole or not self.layout.profile.final_newline

    def place(self, error: refusal.RefusedError) -> str:
        """Where a refusal happened: what it says itself, after the file's name."""
        path = str(self.grid.path)
        if error.where.startswith(path):
            return error.where
        return f"{path}:{error.where}" if error.where else path

    def raw(self, row: Sequence[str]) -> str:
        """A row as text, for people who look for it."""
        own = row[: self.layout.width] if self.layout.carried else row
        return self.grid.delimiter.join(own)[:LONGEST_RAW]

    def blocks(self) -> Iterator[Rows]:
        """The rows below the header.

        A row may end in more cells than the header as long as they are blank, and may lack cells
        only where the header's own last cells are blank: a row cut short is never taken for one
        whose last columns are empty. The last row of a text whose last line does not end is
        rejected, since nobody could see that its last cell is cut.

        Raises:
            RefusedError: the text cannot be told into rows to its end, or has changed.
        """
        read = Classifier(self).read if self.layout.profile.name else self.read
        blocks = self.grid.blocks()
        self.seen.clear()
        ends = zip(blocks, repeat(None)) if self.ends_whole else _ends(blocks)
        for block, last in ends:
            fitted = read(block)
            for each in block.broken:
                self.reject(fitted, each.line, each.reason, each.raw)
            if fitted.lines and fitted.lines[-1] == last:
                fitted.rejects.append(Reject(last, "", "", CUT, self.raw(fitted.rows[-1])))
                fitted.rows, fitted.lines = fitted.rows[:-1], fitted.lines[:-1]
            self.seen.update(fitted.classes)
            yield fitted
        self.grid.check_unchanged()

    def reject(self, fitted: Rows, line: int, reason: str, raw: str) -> None:
        """Reject a row that nobody knows; where several profiles read the grid, once."""
        if self.leads:
            fitted.rejects.append(Reject(line, "", "", reason, raw[:LONGEST_RAW]))
        else:
            fitted.classes["other"] += 1

    def read(self, block: Block) -> Rows:
        """The rows of a canonical block: each is one of facts, blank, or the header again."""
        classes = self.skip(block)
        rows, header = block.rows, list(self.header)
        even = {*map(len, rows)} <= {len(header)}
        if even and header not in rows and all(map(any, rows)):
            return Rows(rows, block.lines, classes=classes)
        return self.fit(block, classes)

    def fit(self, block: Block, classes: Counter[Class]) -> Rows:
        """The rows of a block that has some of another width, blank ones or repeated headers."""
        header = list(self.header)
        lines: list[int] = []
        fitted = Rows(lines=lines, classes=classes)
        for row, line in zip(block.rows, block.lines, strict=True):
            if row == header:
                fitted.classes["header"] += 1
            elif not any(map(str.strip, row)):
                fitted.classes["blank"] += 1
            elif self.fits(row):
                fitted.rows.append((row + [""] * len(header))[: len(header)])
                lines.append(line)
            else:
                self.reject(fitted, line, self.misfit(row, line), self.raw(row))
        return fitted

    def fits(self, row: Sequence[str]) -> bool:
        """Whether every cell of a row stands under the header, and none is missing."""
        width = self.layout.width
        missing = self.header[len(row) : width]
        return not any(map(str.strip, missing)) and not any(row[width:])

    def misfit(self, row: Sequence[str], line: int) -> str:
        """Why a row of another width is rejected.

        Raises:
            UnclosedQuoteError: it spans several lines, so a stray quote has swallowed others.
        """
        if any("\n" in cell or "\r" in cell for cell in row):
            raise refusal.UnclosedQuoteError(where=str(line))
        return f"has {len(row):,} fields, the header has {self.layout.width:,}"

    def skip(self, block: Block) -> Counter[Class]:
        """Drop everything up to the header; how many rows of which class that is."""
        classes: Counter[Class] = Counter()
        for row, _ in self.above(block):
            if tuple(row) in self.layout.head:
                classes["header"] += 1
            else:
                classes["preamble" if any(map(str.strip, row)) else "blank"] += 1
        return classes

    def above(self, block: Block) -> list[tuple[list[str], int]]:
        """The rows of a block down to the header, which are taken out of it, with their lines."""
        if not block.lines or block.lines[0] > self.header_line:
            return []
        pairs = list(zip(block.rows, block.lines, strict=True))
        below = [(row, line) for row, line in pairs if line > self.header_line]
        block.rows = [row for row, _ in below]
        block.lines = [line for _, line in below]
        block.broken = [each for each in block.broken if each.line > self.header_line]
        return pairs[: len(pairs) - len(below)]


def _ends(blocks: Iterable[Block]) -> Iterator[tuple[Block, int | None]]:
    """The blocks that hold anything, the last of them with the line of its last row."""
    held: Block | None = None
    for block in blocks:
        if block.rows or block.broken:
            if held is not None:
                yield held, None
            held = block
    if held is not None:
        lines = [*held.lines, *(each.line for each in held.broken)]
        yield held, max(lines)
