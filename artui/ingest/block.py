"""Rows of a table as they are read, and what came between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.classes import Class

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


class Mark(NamedTuple):
    """A row between those that hold facts: before which of them it stands, what it is, its cells.

    Only what printed sums are about is marked: sums, where their rows begin, and rows that are not
    loaded though sums count them.
    """

    before: int
    what: Class
    row: list[str]
    line: int


@dataclass(slots=True)
class Rows:
    """Rows of one width in file order, and what came between them.

    Attributes:
        rows: the cells, then what rows carry besides.
        lines: the physical line each row starts on.
        rejects: rows that do not fit the header, or are no rows.
        classes: how many rows there were of each other class.
        marks: those of them that printed sums are about.
        raws: a digest of the text of each row, where that is wanted; else None.
    """

    rows: list[list[str]] = field(default_factory=list)
    lines: Sequence[int] = ()
    rejects: list[Reject] = field(default_factory=list)
    classes: Counter[Class] = field(default_factory=Counter)
    marks: list[Mark] = field(default_factory=list)
    raws: Sequence[int] | None = None
