"""Which of a grid's rows are a profile's, by what they say in some columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artui.ingest.layout import Layout


class Stranger(NamedTuple):
    """A cell that says that a row is nobody's: its column, and what it says."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The values by which a profile takes and leaves rows, each with the index of its column."""

    layout: Layout
    takes: tuple[tuple[int, frozenset[str]], ...]
    leaves: tuple[tuple[int, frozenset[str]], ...]

    @property
    def everything(self) -> bool:
        """Whether all rows are taken."""
        return not self.takes and not self.leaves

    def taken(self, cells: Sequence[str]) -> bool:
        """Whether a row is the profile's."""
        return self.stranger(cells) is None and not self.left(cells)

    def left(self, cells: Sequence[str]) -> bool:
        """Whether a row is no receivable."""
        return any(_folded(cells[index]) in values for index, values in self.leaves)

    def stranger(self, cells: Sequence[str]) -> Stranger | None:
        """The first cell by which a row is not taken."""
        for index, values in self.takes:
            if _folded(cells[index]) not in values:
                return Stranger(self.layout.header[index].strip(), cells[index])
        return None

    def takes_all(self, columns: Sequence[Sequence[str]]) -> bool:
        """Whether all rows of a block, given by its columns, are the profile's."""
        return all(_values(columns[index]) <= values for index, values in self.takes) and all(
            _values(columns[index]).isdisjoint(values) for index, values in self.leaves
        )


def selection(layout: Layout) -> Selection:
    """The values by which a layout's profile takes and leaves rows."""
    profile = layout.profile
    return Selection(layout, _placed(layout, profile.take), _placed(layout, profile.leave))


def _placed(
    layout: Layout, chosen: Mapping[str, frozenset[str]]
) -> tuple[tuple[int, frozenset[str]], ...]:
    return tuple(
        (layout.beside[header], values)
        for header, values in chosen.items()
        if header in layout.beside
    )


def _values(cells: Iterable[str]) -> set[str]:
    return set(map(_folded, set(cells)))


def _folded(cell: str) -> str:
    return cell.strip().casefold()
