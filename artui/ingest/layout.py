"""A header understood: which of the file's columns is which, and what rows carry besides."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from artui.ingest.kinds import KINDS
from artui.ingest.profile import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from artui.ingest.kinds import Kind, Type
    from artui.ingest.profile import Profile

Source = Literal["group", "label", "above", "number"]

_CELL = Taken()
_MARKS = "#%"


@dataclass(frozen=True, slots=True)
class Carried:
    """A value that holds for further rows than the one it stands in.

    Each row gets it as a cell of its own, to the right of those it has.

    Attributes:
        index: where in the row.
        source: what gives it: a group's own row, a line with a label, the row above, or how many
            rows there were of the same document.
        own: the index of the column whose cell counts before it where it is filled; of a number
            that of the document.
        labels: those of the lines that give it.
    """

    index: int
    source: Source
    own: int | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A header understood.

    Attributes:
        profile: the profile that fits.
        kind: its kind.
        header: the header's cells, then the names of what rows carry besides.
        columns: canonical column to its index in the rows.
        extra: header to index of the columns kept with the row, by header, in its order.
        beside: header, as the profile names it, to the index of a column that helps to take
            another: that of a sign, of what is taken off, of what rows are taken or left by.
        carried: what rows carry besides their own cells.
        head: the rows the header was found in: one, or two that are stacked.
    """

    profile: Profile
    kind: Kind
    header: tuple[str, ...]
    columns: Mapping[str, int]
    extra: Mapping[str, int]
    beside: Mapping[str, int] = field(default_factory=dict)
    carried: tuple[Carried, ...] = ()
    head: tuple[tuple[str, ...], ...] = ()

    @property
    def width(self) -> int:
        """How many columns the file has."""
        return len(self.header) - len(self.carried)

    def taken(self, column: str) -> Taken:
        """How a canonical column is taken from the file's."""
        return self.profile.taken.get(column, _CELL)

    def beside_of(self, headers: Sequence[str]) -> int | None:
        """The index of the first of these headers that the file has."""
        return next((self.beside[each] for each in headers if each in self.beside), None)

    def label(self, column: str) -> str:
        """What the file calls a canonical column; its own name where the file has none."""
        index = self.columns.get(column)
        return column if index is None else self.header[index].strip() or column

    def of_type(self, *types: Type) -> dict[str, int]:
        """The columns of these types the file has, with their indexes."""
        return {
            column.name: self.columns[column.name]
            for column in self.kind.columns
            if column.type in types and column.name in self.columns
        }

    @property
    def unexpected(self) -> tuple[str, ...]:
        """Headers the profile does not speak of; columns without a header are kept in silence."""
        expected = {normal(header) for header in self.profile.keep}
        beside = set(self.beside.values())
        return tuple(
            name
            for name, index in self.extra.items()
            if index not in beside and normal(self.header[index]) not in {"", *expected}
        )


@lru_cache(maxsize=4096)
def normal(header: str) -> str:
    """A header without case, spaces, punctuation and marks of encoding: DueDate is due_date."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or letter in _MARKS)


def understood(
    profile: Profile,
    head: Sequence[Sequence[str]],
    columns: Mapping[str, int],
    beside: Mapping[str, int],
) -> Layout:
    """A header as one profile reads it.

    Args:
        profile: the profile.
        head: the rows of the header.
        columns: the index of each canonical column that has one.
        beside: the index of each column that helps to take another.
    """
    row = joined(head)
    carried, names, moved = _carried(profile, row, columns, beside)
    used = {*columns.values(), *(beside[each] for each in profile.group if each in beside)}
    return Layout(
        profile,
        KINDS[profile.kind],
        (*row, *names),
        {**columns, **moved},
        dict(sorted(_names(row, used).items())),
        beside,
        carried,
        tuple(map(tuple, head)),
    )


def joined(head: Sequence[Sequence[str]]) -> list[str]:
    """The cells of a header that may be stacked in several rows."""
    if len(head) == 1:
        return list(head[0])
    width = max(map(len, head))
    even = [[*row, *[""] * (width - len(row))] for row in head]
    return [" ".join(filter(None, map(str.strip, cells))) for cells in zip(*even, strict=True)]


def _carried(
    profile: Profile, row: Sequence[str], columns: Mapping[str, int], beside: Mapping[str, int]
) -> tuple[tuple[Carried, ...], list[str], dict[str, int]]:
    """What rows carry, what each is called, and the canonical columns that are taken from it."""
    carried: list[Carried] = []
    names: list[str] = []
    moved: dict[str, int] = {}

    def carry(name: str, of: Iterable[str], each: Carried) -> None:
        carried.append(each)
        names.append(name)
        moved.update(dict.fromkeys(of, each.index))

    for name, labels in profile.labels.items():
        spot = len(row) + len(carried)
        carry(labels[0], [name], Carried(spot, "label", columns.get(name), labels))
    for source, own, of in _held(profile, columns, beside):
        left = [name for name in of if name not in moved]
        if left:
            carry(row[own].strip(), left, Carried(len(row) + len(carried), source, own))
    if profile.numbered:
        document = KINDS[profile.kind].required[0]
        own = {**columns, **moved}[document]
        carry("line", ["line"], Carried(len(row) + len(carried), "number", own))
    return tuple(carried), names, moved


def _held(
    profile: Profile, columns: Mapping[str, int], beside: Mapping[str, int]
) -> Iterator[tuple[Source, int, list[str]]]:
    """The columns whose cells hold for rows below, each with the canonical ones taken from it."""
    group = {beside[each] for each in profile.group if each in beside}
    for index in group:
        yield "group", index, [name for name, at in columns.items() if at == index]
    if profile.lines == "first" and is_lines(profile.kind):
        for name in KINDS[profile.kind].ids:
            if name != "line" and name in columns and columns[name] not in group:
                yield "above", columns[name], [name]


def is_lines(kind: str) -> bool:
    """Whether rows of a kind are the lines of documents, not documents."""
    return KINDS[kind].column("line") is not None


def _names(row: Sequence[str], taken: set[int]) -> dict[str, int]:
    """A name of its own for every column that is not taken, also where headers repeat or lack."""
    names: dict[str, int] = {}
    last: dict[str, int] = {}
    for index, cell in enumerate(row):
        if index not in taken:
            name = base = cell.strip().removeprefix("\ufeff") or f"column {index + 1}"
            number = last.get(base, 1)
            while name in names:
                number += 1
                name = f"{base} ({number})"
            names[name], last[base] = index, number
    return names
