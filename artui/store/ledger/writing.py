"""Writing what was derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.ledger.rows import CARRIED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_ITEM_COLUMNS = (
    "customer_id",
    "currency",
    "type",
    "billed_on",
    "due_on",
    "due_by",
    "terms",
    "amount",
    "open_amount",
    "recorded_on",
    "import_id",
    "line",
    "void",
    "settled_on",
    *CARRIED,
)


def write_items(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Set what was derived of items; each row ends with the item's id."""
    settings = ", ".join(f"{name} = ?" for name in _ITEM_COLUMNS)
    connection.executemany(f"UPDATE item SET {settings} WHERE id = ?", rows)


def write_versions(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Keep what an item was before it changed."""
    connection.executemany(
        "INSERT OR REPLACE INTO item_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
    )


def write_entries(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Add entries in force."""
    connection.executemany(
        """INSERT INTO entry (item_id, kind, effective_on, amount, counter_item_id, import_id,
            line, recorded_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )


def supersede_entries(
    connection: sqlite3.Connection, entries: Sequence[tuple[int, int]], today: int
) -> None:
    """End entries (id, recorded day) that no longer follow; those of today were never seen."""
    connection.executemany(
        "DELETE FROM entry WHERE id = ?", [(e,) for e, recorded in entries if recorded >= today]
    )
    connection.executemany(
        "UPDATE entry SET superseded_on = ? WHERE id = ?",
        [(today, e) for e, recorded in entries if recorded < today],
    )


def write_disputes(
    connection: sqlite3.Connection, ended: Iterable[int], rows: Iterable[Sequence[object]]
) -> None:
    """Take the disputes (by id) that no longer follow away and add the new ones."""
    connection.executemany("DELETE FROM dispute WHERE id = ?", ((one,) for one in ended))
    connection.executemany(f"INSERT INTO dispute VALUES (NULL{', ?' * 18})", rows)
