"""The documents whose ledger must be derived anew, in TEMP table `touched`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping


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


def not_due_by(connection: sqlite3.Connection, due_by: str) -> None:
    """Touch every document that has an item whose due date something else gave."""
    clear(connection)
    add(connection, "SELECT document_id FROM item WHERE due_by <> :due_by", {"due_by": due_by})


def due_by_terms(connection: sqlite3.Connection, own: str, names: Iterable[str | None]) -> None:
    """Touch every document with an item that something else than `own` dated by these terms."""
    clear(connection)
    select = "SELECT document_id FROM item WHERE due_by <> :own AND terms IS :terms"
    for name in names:
        add(connection, select, {"own": own, "terms": name})


def terms_named(connection: sqlite3.Connection) -> list[str | None]:
    """What items call their terms."""
    return [name for (name,) in connection.execute("SELECT DISTINCT terms FROM item")]
