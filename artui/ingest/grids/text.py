"""What all grids of text have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from artui.ingest import refusal
from artui.ingest.grid import Block, Broken
from artui.ingest.lines import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from artui.ingest.sniff import TextFile

#: A row with the line it stands on, or why it is none.
Numbered: TypeAlias = tuple[int, list[str]] | Broken


@dataclass(frozen=True, slots=True)
class OfText:
    """A grid of a text, or of a part of one.

    Attributes:
        file: the text.
    """

    file: TextFile

    @property
    def path(self) -> Path:
        """The file."""
        return self.file.path

    @property
    def encoding(self) -> str:
        """The codec of its text."""
        return self.file.encoding

    @property
    def notes(self) -> tuple[str, ...]:
        """What looks wrong with the text."""
        return self.file.notes

    @property
    def ends_whole(self) -> bool:
        """Whether the last line ends."""
        return self.file.ends_with_newline

    @property
    def size(self) -> int:
        """The bytes of the file."""
        return self.file.stamp.size

    def check_unchanged(self) -> None:
        """Make sure that what was read is what was looked at.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        self.file.check_unchanged()


@dataclass(frozen=True, slots=True)
class OfRows(OfText, ABC):
    """A grid of a text that is read row by row."""

    @abstractmethod
    def rows(self) -> Iterator[Numbered]:
        """All rows."""

    def sample(self, rows: int) -> Sequence[tuple[int, list[str]]]:
        """The first rows with their lines, without the broken ones."""
        return list(islice(_whole(self.rows()), rows))

    def blocks(self) -> Iterator[Block]:
        """All rows.

        Raises:
            RefusedError: a line is longer than any record, or the file has changed.
        """
        return _gathered(self.rows())


@dataclass(frozen=True, slots=True)
class OfLines(OfText, ABC):
    """A grid of a text each line of which is a row."""

    @abstractmethod
    def rows(self, found: Iterable[str]) -> Iterator[Numbered]:
        """The rows of some lines, the first of which is the file's first."""

    def sample(self, rows: int) -> Sequence[tuple[int, list[str]]]:
        """The first rows with their lines, without the broken ones."""
        found = (line.rstrip("\r\n") for line in self.file.sample())
        return list(islice(_whole(self.rows(found)), rows))

    def blocks(self) -> Iterator[Block]:
        """All rows.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        return _gathered(self.rows(lines(self.file)))


def lines(file: TextFile) -> Iterator[str]:
    """The physical lines of a text, without their ends.

    Raises:
        ChangedError: the file is no longer the one that was looked at.
    """
    with file.open() as handle:
        try:
            for line in handle:
                yield line.rstrip("\r\n")
        except UnicodeDecodeError:
            raise refusal.ChangedError(where=str(file.path)) from None


def _gathered(rows: Iterable[Numbered]) -> Iterator[Block]:
    """Rows in blocks, broken ones beside them."""
    block, starts = Block(), list[int]()
    block.lines = starts
    for each in rows:
        if isinstance(each, Broken):
            block.broken.append(each)
        else:
            starts.append(each[0])
            block.rows.append(each[1])
        if len(block.rows) + len(block.broken) >= BLOCK:
            yield block
            block, starts = Block(), []
            block.lines = starts
    yield block


def _whole(rows: Iterable[Numbered]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not broken."""
    return (each for each in rows if not isinstance(each, Broken))
