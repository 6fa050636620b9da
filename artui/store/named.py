"""Rows by name, for selects of which a caller wants the columns and not their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3


def rows(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    """Every row of a select, its values by the names of their columns."""
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
