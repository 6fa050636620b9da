"""What customers are grouped by, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def segments(connection: sqlite3.Connection) -> dict[int, str]:
    """The segment of every customer that has one, by row number."""
    return {
        int(number): str(segment)
        for number, segment in connection.execute(
            "SELECT id, segment FROM customer WHERE segment IS NOT NULL"
        )
    }
