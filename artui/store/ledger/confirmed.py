"""New rows of a complete snapshot that only confirm what the ledger holds already.

The first snapshot after the invoices lists nearly every item with what is open on it anyway. Such
a row moves no figure; what it adds (a reference, a dunning level) goes straight to the item, and
its document need not be derived. Whatever differs in any respect is left to the ledger, and the
tests hold both ways against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

#: What the item must have as the row gives it, and what it takes where it has nothing.
_EQUAL = {"customer_id": "customer_id", "currency": "currency", "invoice_date": "billed_on"}
_FILLED = ("type", "po_number", "reason")
#: What open items alone say.
_OWN = ("reference", "dunning_level", "last_dunned", "dunning_block")

#: The export's own due date, as it stood before a business-day rule moved it.
_AGREED = "coalesce(i.contractual_on, i.due_on)"

_AGREES = " AND ".join(
    [
        *(f"(s.{name} IS NULL OR s.{name} = i.{known})" for name, known in _EQUAL.items()),
        *(f"(s.{name} IS NULL OR i.{name} IS NULL OR s.{name} = i.{name})" for name in _FILLED),
        f"(s.due_date IS NULL OR (i.due_by = 'own date' AND s.due_date = {_AGREED}))",
        "(s.terms IS NULL OR s.terms IS i.terms)",
        "(s.original_amount IS NULL OR s.original_amount = i.amount)",
    ]
)
_SELECT = f"""SELECT s.line, i.id AS item_id
    FROM stage AS s CROSS JOIN item AS i ON i.id = s.item_id
    WHERE s.state = 'new' AND s.amount > 0 AND s.amount = i.open_amount AND i.void = 0
    AND s.disputed IS NULL AND s.disputed_amount IS NULL AND s.settled_on IS NULL AND {_AGREES}
    AND EXISTS (SELECT 1 FROM invoice_fact AS f WHERE f.item_id = i.id)
    AND NOT EXISTS (SELECT 1 FROM open_item_fact AS f WHERE f.item_id = i.id
        AND (f.import_id <> :import_id OR f.line <> s.line))
    AND NOT EXISTS (SELECT 1 FROM item AS o WHERE o.document_id = i.document_id AND o.id <> i.id)
    AND NOT EXISTS (SELECT 1 FROM entry AS e WHERE e.item_id = i.id AND e.effective_on > :day
        AND e.superseded_on IS NULL)
    AND NOT EXISTS (SELECT 1 FROM snapshot AS p WHERE p.company_id = s.company_id
        AND p.day > :day)"""


def settle(connection: sqlite3.Connection, import_id: int, day: int) -> None:
    """Put the confirming rows, in TEMP table `confirmed` by line, on their items.

    Args:
        connection: inside the write transaction, the snapshot's rows already facts.
        import_id: of the snapshot.
        day: of the snapshot.
    """
    connection.execute("DROP TABLE IF EXISTS temp.confirmed")
    connection.execute(
        "CREATE TEMP TABLE confirmed (line INTEGER PRIMARY KEY, item_id INTEGER NOT NULL)"
    )
    connection.execute(f"INSERT INTO confirmed {_SELECT}", {"import_id": import_id, "day": day})
    told = " OR ".join(
        [
            *(f"(s.{name} IS NOT NULL AND i.{name} IS NULL)" for name in _FILLED),
            *(f"s.{name} IS NOT NULL" for name in _OWN),
        ]
    )
    settings = [f"{name} = coalesce(item.{name}, x.{name})" for name in _FILLED]
    settings += [f"{name} = x.{name}" for name in _OWN]
    columns = ", ".join(f"s.{name}" for name in (*_FILLED, *_OWN))
    connection.execute(
        f"""UPDATE item SET {", ".join(settings)} FROM (
            SELECT c.item_id, {columns} FROM confirmed AS c
            CROSS JOIN stage AS s ON s.line = c.line
            CROSS JOIN item AS i ON i.id = c.item_id WHERE {told}) AS x
        WHERE x.item_id = item.id"""
    )
