"""A second header below the first, which names the columns otherwise: two tables in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.ingest import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artui.ingest.block import Rows
    from artui.ingest.table import Table

_FEWEST = 3


class SecondHeader:
    """Looks for one in a column that holds dates or amounts, where its words stand out.

    Attributes:
        place: that column; None where the table has none.
    """

    def __init__(self, table: Table, places: Iterable[int]) -> None:
        self.header = table.header[: table.layout.width]
        self.line = table.header_line
        self.words = {cell.strip() for cell in self.header} - {""}
        self.place = min((each for each in places if each < len(self.header)), default=None)

    def look(self, block: Rows, columns: Sequence[Sequence[str]]) -> None:
        """Look through a block.

        Raises:
            SecondHeaderError: there is one that names another column first.
        """
        if self.place is None or not columns or self.words.isdisjoint(columns[self.place]):
            return
        for row, line in zip(block.rows, block.lines, strict=True):
            if row[self.place] in self.words and self.is_other(row):
                raise refusal.SecondHeaderError(where=str(line), first=self.line)

    def is_other(self, row: Sequence[str]) -> bool:
        """Whether most cells of a row are headers, and some are not in their place."""
        cells = [cell.strip() for cell in row[: len(self.header)]]
        filled = [cell for cell in cells if cell]
        known = sum(cell in self.words for cell in filled)
        moved = cells != [cell.strip() for cell in self.header]
        return moved and known >= _FEWEST and 2 * known > len(filled)
