"""Sheets written for the parent: a file each, in which the n-th record is the sheet's n-th row."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from artui.ingest.apart.task import Refused, Written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

    from artui.ingest.apart.task import Limits, Note

#: The longest cell; the parent reads no longer one.
LONGEST_CELL = 131_072
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class SheetFile:
    """One sheet on its way into a file of the folder."""

    def __init__(self, folder: str, number: int, name: str, limits: Limits) -> None:
        self.name = name
        self.rows = 0
        self.width = 0
        self._limits = limits
        self._path = Path(folder) / f"sheet{number}.csv"
        self._handle = self._path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def skip_to(self, row: int) -> None:
        """Write blank rows until the next is that one, counted from 1.

        Raises:
            Refused: there are more rows than the limits allow.
        """
        if row > self._limits.rows:
            raise Refused("rows", name=self.name, limit=self._limits.rows)
        self._writer.writerows([[]] * (row - 1 - self.rows))
        self.rows = max(self.rows, row - 1)

    def write(self, cells: Sequence[str]) -> None:
        """Write the next row; one without content has no cells.

        Raises:
            Refused: it has more cells, or a longer one, than the limits allow.
        """
        joined = "".join(cells)
        if len(cells) > self._limits.columns:
            raise Refused("columns", name=self.name, limit=self._limits.columns)
        if len(joined) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
            raise Refused("cell", name=self.name, limit=LONGEST_CELL)
        if "\0" in joined:
            cells = [cell.replace("\0", _REPLACEMENT) for cell in cells]
        if joined and not joined.isspace():
            self._writer.writerow(cells)
            self.width = max(self.width, len(cells))
        else:
            self._writer.writerow([])
        self.rows += 1

    def written(self, kind: str, notes: Sequence[Note] = (), *, whole: bool = True) -> Written:
        """What to tell the parent of it."""
        return Written(self.name, self._path.name, kind, self.width, tuple(notes), whole)

    def close(self) -> None:
        """Write no more."""
        self._handle.close()

    def remove(self) -> None:
        """Take back a sheet that nobody wants."""
        self.close()
        self._path.unlink()
