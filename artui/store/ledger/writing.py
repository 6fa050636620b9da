"""Writing what was derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.ledger.rows import CARRIED, DISPUTE, EXPORTED

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
    "first_entry_on",
    "last_entry_on",
    "import_id",
    "line",
    "settled_on",
    "contractual_on",
    "export_due_on",
    "recorded_on",
    "void",
    "computed",
    "policy_id",
    *CARRIED,
)
_VERSION_COLUMNS = (
    "item_id",
    "recorded_on",
    "superseded_on",
    "customer_id",
    "currency",
    "billed_on",
    "due_on",
    "due_by",
    "terms",
    "amount",
    "contractual_on",
    "policy_id",
)


def make_instalments(
    connection: sqlite3.Connection, rows: Sequence[tuple[int, str, int, str, int]]
) -> dict[tuple[int, str], int]:
    """Add instalments no export lists: (document, label, customer, currency, billed day).

    Their figures are written afterwards. Returns the ids of all, also of those that were there.
    """
    connection.executemany(
        """INSERT OR IGNORE INTO item (document_id, label, customer_id, currency, billed_on, due_on,
            due_by, amount, open_amount, recorded_on, import_id, line, void, computed)
        VALUES (?1, ?2, ?3, ?4, ?5, ?5, '', 0, 0, 0, 0, 0, 0, 1)""",
        rows,
    )
    ask = "SELECT id FROM item WHERE document_id = ? AND label = ?"
    return {row[:2]: int(connection.execute(ask, row[:2]).fetchone()[0]) for row in rows}


def end_instalments(connection: sqlite3.Connection, items: Iterable[int]) -> None:
    """Leave instalments that no longer follow as what they were, and open nothing on them."""
    connection.executemany(
        "UPDATE item SET void = 1, open_amount = 0, settled_on = NULL WHERE id = ?",
        ((item,) for item in items),
    )


def write_items(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Set what was derived of items; each row ends with the item's id."""
    settings = ", ".join(f"{name} = ?" for name in _ITEM_COLUMNS)
    connection.executemany(f"UPDATE item SET {settings} WHERE id = ?", rows)


def write_versions(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Keep what an item was before it changed."""
    marks = ", ".join("?" * len(_VERSION_COLUMNS))
    connection.executemany(
        f"INSERT OR REPLACE INTO item_version ({', '.join(_VERSION_COLUMNS)}) VALUES ({marks})",
        rows,
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
    connection: sqlite3.Connection,
    ended: Iterable[int],
    rows: Iterable[Sequence[object]],
    today: int,
) -> None:
    """Keep the disputes (by id) that no longer follow as what they were, and add the new ones.

    Those stated today were never seen at a day's end; each new row ends with its recorded day.
    """
    gone, names = [(one,) for one in ended], ", ".join((*DISPUTE, "recorded_on"))
    connection.executemany(
        f"""INSERT INTO dispute_version ({names}, stated_on, superseded_on)
        SELECT {names}, coalesce(stated_on, recorded_on), {today:d} FROM dispute
        WHERE id = ? AND coalesce(stated_on, recorded_on) < {today:d}""",
        gone,
    )
    connection.executemany("DELETE FROM dispute WHERE id = ?", gone)
    marks = ", ".join("?" * (len(DISPUTE) + 1))
    connection.executemany(
        f"INSERT INTO dispute ({names}, stated_on) VALUES ({marks}, {today:d})", rows
    )


def write_exported(
    connection: sqlite3.Connection, documents: Iterable[int], rows: Iterable[Sequence[object]]
) -> None:
    """Let these be what exports say of the disputes of some documents, in the order of EXPORTED."""
    connection.executemany(
        "DELETE FROM exported_dispute WHERE document_id = ?", ((each,) for each in documents)
    )
    marks = ", ".join("?" * len(EXPORTED))
    connection.executemany(
        f"INSERT INTO exported_dispute ({', '.join(EXPORTED)}) VALUES ({marks})", rows
    )
