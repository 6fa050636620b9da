"""What customers are called and grouped by, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def names(connection: sqlite3.Connection) -> dict[str, str]:
    """The name of every customer that has one, by number; of several the first by name."""
    rows = connection.execute(
        "SELECT number, min(name) FROM customer WHERE name IS NOT NULL GROUP BY number"
    )
    return {str(number): str(name) for number, name in rows}


def segments(connection: sqlite3.Connection) -> dict[int, str]:
    """The segment of every customer that has one, by row number."""
    return {
        int(number): str(segment)
        for number, segment in connection.execute(
            "SELECT id, segment FROM customer WHERE segment IS NOT NULL"
        )
    }
