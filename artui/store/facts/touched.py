"""The documents whose ledger must be derived anew, in TEMP table `touched`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


def clear(connection: sqlite3.Connection) -> None:
    """Start with no document touched."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (document_id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM touched")


def add(
    connection: sqlite3.Connection, select: str, named: Mapping[str, object] | None = None
) -> None:
    """Add the documents a select names, with the values it asks for."""
    connection.execute(
        f"INSERT OR IGNORE INTO touched SELECT document_id FROM ({select})", named or {}
    )


def everything(connection: sqlite3.Connection) -> None:
    """Touch every document."""
    clear(connection)
    connection.execute("INSERT INTO touched SELECT id FROM document")
