"""A grid: a file, or one part of it, as numbered rows of cells. Each format has a class of it.

A grid knows nothing of profiles, kinds and figures; it says what stands where.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that is no row of cells."""

    line: int
    reason: str
    raw: str


@dataclass(slots=True)
class Block:
    """Some rows in file order.

    Attributes:
        rows: the cells; a blank line is a row without cells.
        lines: the physical line each row starts on, counted from 1; in a sheet its row.
        broken: rows between these that could not be told into cells.
    """

    rows: list[list[str]] = field(default_factory=list)
    lines: Sequence[int] = ()
    broken: list[Broken] = field(default_factory=list)


class Grid(Protocol):
    """A file, or one part of it, as rows of cells.

    What the cells say is text as a person would read it there: a typed amount has a decimal point
    and no groups, a typed date is ISO, true and false are words, nothing is blank.
    """

    @property
    def path(self) -> Path:
        """The file."""
        ...

    @property
    def part(self) -> str:
        """Which part of the file it is, as people call it (a sheet's name); blank for all of it."""
        ...

    @property
    def encoding(self) -> str:
        """The codec of its text, or the name of its format."""
        ...

    @property
    def delimiter(self) -> str:
        """What stands between two cells of a row that is shown as text."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What looks wrong without hindering; safe to print."""
        ...

    @property
    def ends_whole(self) -> bool:
        """False where the last row may be cut off: a text whose last line does not end."""
        ...

    @property
    def size(self) -> int:
        """How many bytes of a file its rows are read from, to tell how far a reading is."""
        ...

    def sample(self, rows: int) -> Sequence[tuple[int, list[str]]]:
        """The first rows with their lines, read leniently: what is broken ends the sample."""
        ...

    def blocks(self) -> Iterator[Block]:
        """All rows; each call reads anew.

        Raises:
            RefusedError: it cannot be told into rows to its end, or has changed.
        """
        ...

    def check_unchanged(self) -> None:
        """Make sure that what was read is what was looked at.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        ...
