"""Facts of the kind invoices: what was billed, with what an export says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, registry, stage, touched

if TYPE_CHECKING:
    import sqlite3

_SAME = (
    "type status invoice_date due_date terms currency amount tax_amount open_amount po_number "
    "bill_to tax_code site project completed_at sent_at settled_on disputed approver reason"
).split()
_KEYS = ("job_id", "quote_id", "credits_invoice", "reissue_of")
KIND = points.Kind(
    "invoices",
    "invoice_fact",
    "item_id",
    {name: name for name in _SAME}
    | {"customer_id": "customer_id", "job_id": "job_id_text", "quote_id": "quote_id_text"}
    | {"disputed": stage.DISPUTED}
    | {"credits_invoice": "credits_invoice_key", "reissue_of": "reissue_of_key"},
)


def find(connection: sqlite3.Connection, day: int | None) -> list[tuple[int, str]]:
    """Mark the staged rows as new or unchanged; rows that could mean two documents are named."""
    registry.find_companies(connection)
    registry.find_customers(connection)
    registry.find_documents(connection, "invoice_id_key", "'invoice'", classed=True)
    ambiguous = [
        row
        for row in registry.find_ambiguous(connection, "invoice_id_key", "'invoice'")
        if _classless(connection, row[0])
    ]
    stage.reject(connection, (line for line, _ in ambiguous))
    registry.find_items(connection)
    connection.execute("UPDATE stage SET subject_id = item_id")
    points.compare(connection, KIND, day)
    return ambiguous


def _classless(connection: sqlite3.Connection, line: int) -> bool:
    (named,) = connection.execute("SELECT class_key FROM stage WHERE line = ?", (line,)).fetchone()
    return not named


def apply(connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int) -> None:
    """Write what is new and touch its documents."""
    registry.make_companies(connection)
    registry.make_customers(connection)
    registry.make_documents(
        connection, "invoice_id_key", "invoice_id_text", "'invoice'", classed=True
    )
    registry.make_items(connection, "invoice_date", recorded_on)
    connection.execute("UPDATE stage SET subject_id = item_id WHERE state = 'new'")
    points.add(connection, KIND, import_id, day)
    registry.join_waiting(connection)
    touched.add(connection, "SELECT document_id FROM stage WHERE state = 'new'")
