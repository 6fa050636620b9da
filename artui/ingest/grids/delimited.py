"""Delimited text, cut at one of several delimiters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from artui.ingest.grids.text import OfText
from artui.ingest.lines import rank_delimiters, read_blocks, sample_rows
from artui.ingest.sniff import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from artui.ingest.grid import Block, Grid
    from artui.ingest.sniff import Binary


@dataclass(frozen=True, slots=True)
class Delimited(OfText):
    """A text whose cells are divided by one character.

    Attributes:
        delimiter: the character.
        part: blank, for it is all of the file.
    """

    delimiter: str
    part: str = ""

    def sample(self, rows: int) -> Sequence[tuple[int, list[str]]]:
        """The first rows with their lines."""
        return list(islice(sample_rows(self.file.sample(), self.delimiter, rows), rows))

    def blocks(self) -> Iterator[Block]:
        """All rows.

        Raises:
            RefusedError: a quote is never closed, or the file has changed.
        """
        return read_blocks(self.file, self.delimiter)


def opened(file: TextFile | Binary, scratch: Path) -> Sequence[Sequence[Grid]] | None:
    """Any plain text as one part, cut at each delimiter it could have, the likeliest first."""
    del scratch
    if not isinstance(file, TextFile) or file.markup:
        return None
    return [[Delimited(file, each) for each in rank_delimiters(file.sample())]]
