"""A table's columns: how wide each is, which of them are in view, and a row as one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from artui.text import fit, safe
from artui.tui.widgets.cells import RIGHT, cell, fitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.store.listing import Column, Listing, Sort
    from artui.store.ordering import Row

CURSOR = "▸ "
NO_CURSOR = " " * len(CURSOR)
GAP = "  "
ARROWS = {False: " ↑", True: " ↓"}
EARLIER = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
LATER = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
#: A text column is not made wider than this for its content; only the flexible one takes more.
_WIDEST_TEXT = 28
#: The flexible column is not made narrower than this while another column can be left out.
_LEAST = 12
_LEAST_OF_ALL = 4


class Placed(NamedTuple):
    """A column in view."""

    column: int
    width: int


class Columns:
    """The columns of one listing.

    The first column stays in place; `first` counts how many of the others are scrolled away. Only
    whole columns are shown, and the flexible one (the text column of the greatest least width, the
    first of them) takes what is left.
    """

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.first = 0
        self.placed: list[Placed] = []
        self._columns = listing.columns
        self._width = 0
        fields = listing.fields
        self._fields = [fields.index(column.key) for column in self._columns]
        self._currency = fields.index(listing.currency) if listing.currency else None
        self._flexible = self._most_wanting()
        self._content = [max(c.width, cell_len(c.label)) for c in self._columns]
        self.place(self._width)

    def _most_wanting(self) -> int | None:
        """The text column given the greatest least width, the first of them."""
        texts = [i for i, column in enumerate(self._columns) if column.kind == "text"]
        return max(texts, key=lambda i: self._columns[i].width, default=None)

    def widen(self, rows: Sequence[Row], *, texts: bool = False) -> bool:
        """Make columns as wide as these rows want them.

        Args:
            rows: rows in the order of `listing.fields`.
            texts: widen text columns too; else only numbers, which must never lack room.

        Returns:
            Whether any column became wider.
        """
        before = list(self._content)
        for index, column in enumerate(self._columns):
            if texts or column.kind != "text":
                self._want(index, self._widest(index, column, rows))
        return before != self._content

    def widen_for_labels(self, order: Sequence[Sort], totals: Sequence[Mapping[str, str]]) -> None:
        """Make room for the arrow of the sorted column and for lines of totals."""
        for index, column in enumerate(self._columns):
            self._want(index, cell_len(self._label(column, order)))
            if index != self._flexible:
                for line in totals:
                    self._want(index, cell_len(safe(line.get(column.key, ""))))

    def place(self, width: int) -> None:
        """Choose the columns in view for a terminal line of `width` cells."""
        self._width = width
        room = width - len(CURSOR) - len(LATER)
        chosen = self._choose(self.first, room)
        while self.first and self._reaches_end(before := self._choose(self.first - 1, room)):
            self.first, chosen = self.first - 1, before
        self.placed = self._stretch(chosen, room - _taken(chosen))

    def _choose(self, first: int, room: int) -> list[Placed]:
        chosen = [Placed(0, max(1, min(self._wanted(0), room)))]
        for index in range(1 + first, len(self._columns)):
            chosen.append(Placed(index, self._wanted(index)))
            if _taken(chosen) > room and not _squeeze(chosen, room):
                chosen.pop()
                break
        return chosen

    def scroll(self, by: int) -> bool:
        """Scroll sideways by columns; whether there was anywhere to go."""
        if (by > 0 and self._reaches_end(self.placed)) or (by < 0 and not self.first):
            return False
        self.first = max(0, self.first + by)
        self.place(self._width)
        return True

    def line(self, row: Row) -> str:
        """A row's cells, without the cursor."""
        currency = "" if self._currency is None else str(row[self._currency] or "")
        cells = []
        for index, width in self.placed:
            kind = self._columns[index].kind
            cells.append(fitted(kind, cell(kind, row[self._fields[index]], currency), width))
        return GAP.join(cells)

    def header(self, order: Sequence[Sort]) -> str:
        """The labels, an arrow at the sorted column, marks where columns are out of view."""
        cells = [
            fit(
                safe(self._label(self._columns[index], order)),
                width,
                right=self._columns[index].kind in RIGHT,
            )
            for index, width in self.placed
        ]
        line = (EARLIER if self.first else " ").ljust(len(CURSOR)) + GAP.join(cells)
        if self._reaches_end(self.placed):
            return line
        return line + " " * (self._width - len(LATER) - cell_len(line)) + LATER

    def total(self, texts: Mapping[str, str]) -> str:
        """A line of finished texts by column key, under their columns."""
        cells = []
        for index, width in self.placed:
            column = self._columns[index]
            cells.append(fitted(column.kind, safe(texts.get(column.key, "")), width))
        return NO_CURSOR + GAP.join(cells)

    def _label(self, column: Column, order: Sequence[Sort]) -> str:
        sorted_by = order[0] if order else None
        if sorted_by is None or sorted_by.column != column.key:
            return column.label
        return column.label + ARROWS[sorted_by.descending]

    def _widest(self, index: int, column: Column, rows: Sequence[Row]) -> int:
        field = self._fields[index]
        if column.kind == "text":
            texts = (safe(row[field]) for row in rows)
            return min(_WIDEST_TEXT, max(map(cell_len, texts), default=0))
        values = {row[field] for row in rows} - {None}
        return max((len(text) for text in self._extremes(column, values, rows)), default=0)

    def _extremes(self, column: Column, values: set[object], rows: Sequence[Row]) -> list[str]:
        """The longest texts of a column: its least and greatest value in each currency."""
        numbers = [value for value in values if isinstance(value, int | float)]
        if not numbers:
            return []
        at = self._currency
        currencies = {""} if at is None else {str(row[at] or "") for row in rows}
        ends = (min(numbers), max(numbers))
        return [cell(column.kind, end, currency) for end in ends for currency in currencies]

    def _want(self, index: int, width: int) -> None:
        self._content[index] = max(self._content[index], width)

    def _wanted(self, index: int) -> int:
        width = self._content[index]
        least = max(_LEAST, self._columns[index].width)
        return min(width, least) if index == self._flexible else width

    def _reaches_end(self, chosen: Sequence[Placed]) -> bool:
        return chosen[-1].column == len(self._columns) - 1

    def _stretch(self, chosen: list[Placed], left: int) -> list[Placed]:
        return [
            Placed(index, width + max(0, left)) if index == self._flexible else Placed(index, width)
            for index, width in chosen
        ]


def _taken(chosen: Sequence[Placed]) -> int:
    return sum(placed.width for placed in chosen) + len(GAP) * (len(chosen) - 1)


def _squeeze(chosen: list[Placed], room: int) -> bool:
    """Where a second column has no room, the first gives way, and the second if it must."""
    if len(chosen) > 2:  # noqa: PLR2004 - the first two columns are the ones always shown
        return False
    second = min(chosen[1].width, room - len(GAP) - _LEAST_OF_ALL)
    if second < 1:
        return False
    chosen[0] = Placed(0, room - len(GAP) - second)
    chosen[1] = Placed(chosen[1].column, second)
    return True
