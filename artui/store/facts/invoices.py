"""Facts of the kind invoices: what was billed, with what an export says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import jobs, points, references, registry, restated, stage, touched

if TYPE_CHECKING:
    import sqlite3

_SAME = (
    "type status invoice_date due_date terms currency amount tax_amount open_amount po_number "
    "bill_to tax_code site project completed_at sent_at settled_on disputed approver reason"
).split()
KIND = points.Kind(
    "invoices",
    "invoice_fact",
    "item_id",
    {name: name for name in _SAME}
    | {"customer_id": "customer_id", "job_id": "job_id_text", "quote_id": "quote_id_text"}
    | {"disputed": stage.DISPUTED}
    | {"credits_invoice": "credits_invoice_key", "reissue_of": "reissue_of_key"},
    staged="item_id",
)
_NAMED = registry.Named("invoice_id", "'invoice'", "invoice_date")


def find(connection: sqlite3.Connection, day: int | None) -> list[references.Doubt]:
    """Mark the staged rows as new, unchanged, or rejected for a doubtful reference."""
    registry.find_items(connection, "invoice_id_key", "'invoice'", classed=True)
    doubtful = references.reject(
        connection,
        "invoice_id",
        references.INVOICE,
        "s.document_id IS NULL AND s.class_key = ''",
    )
    points.compare(connection, KIND, day)
    return doubtful


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new and touch its documents."""
    since = references.last_document(connection)
    registry.make_items(connection, _NAMED, recorded_on)
    points.add(connection, KIND, import_id, day)
    jobs.learn(connection, "SELECT DISTINCT job_id_text FROM stage WHERE job_id_text IS NOT NULL")
    references.join_waiting(connection, since)
    restated.touch(connection, "invoice_fact", "amount", day or 0)
    restated.touch_open_amounts(connection, day or 0)
    restated.touch_blanks(connection, import_id)
    touched.add(connection, "SELECT document_id FROM stage WHERE state = 'new'")
