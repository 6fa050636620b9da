"""Facts of the kind adjustments: what changed an invoice without a payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, references, registry, subjects, touched

if TYPE_CHECKING:
    import sqlite3

#: What an adjustment is where its export does not say.
UNTOLD = "write_off"
KIND = points.Kind(
    "adjustments",
    "adjustment_fact",
    "adjustment_id",
    {
        "invoice_key": "invoice_id_key",
        "invoice_number": "invoice_id_text",
        "date": "date",
        "amount": "amount",
        "kind": f"coalesce(kind, '{UNTOLD}')",
    },
)
_ADJUSTMENT = subjects.Subject(
    "adjustment",
    "adjustment_id",
    KIND,
    {"document_id": references.joined("adjustment")},
    {"sign": "(CASE WHEN stage.amount LIKE '-%' THEN -1 ELSE 1 END)"},
)
_CONCERNED = (
    "SELECT a.document_id FROM stage AS s JOIN adjustment AS a ON a.id = s.subject_id"
    " WHERE s.state = 'new' AND a.document_id IS NOT NULL"
)


def find(connection: sqlite3.Connection, day: int | None) -> list[references.Doubt]:
    """Mark the staged rows as new, unchanged, or rejected for a doubtful reference."""
    registry.find_companies(connection)
    doubtful = references.reject(connection)
    subjects.compare(connection, _ADJUSTMENT, day)
    return doubtful


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new and touch the invoices it concerns, also those it no longer does.

    One whose invoice is not known yet waits for it.
    """
    touched.add(connection, _CONCERNED)
    subjects.write(connection, _ADJUSTMENT, import_id, day, recorded_on)
    references.join_waiting(connection)
    touched.add(connection, _CONCERNED)
