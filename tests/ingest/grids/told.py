"""What a grid tells, read to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from artui.ingest.grid import Broken, Grid

Rows: TypeAlias = dict[int, list[str]]


def told(grid: Grid) -> tuple[Rows, list[Broken]]:
    """The rows of a grid by their lines, and the broken ones."""
    rows: Rows = {}
    broken: list[Broken] = []
    for block in grid.blocks():
        rows |= dict(zip(block.lines, block.rows, strict=True))
        broken += block.broken
    return rows, broken
