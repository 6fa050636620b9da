"""Facts of the kind disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, references, registry, touched

if TYPE_CHECKING:
    import sqlite3

KIND = points.Kind(
    "disputes",
    "dispute_fact",
    "dispute_case_id",
    {
        name: name
        for name in "opened_on reason amount owner status resolved_on outcome note".split()
    },
)


def find(connection: sqlite3.Connection, day: int | None) -> list[references.Doubt]:
    """Mark the staged rows as new, unchanged, or rejected for a doubtful reference."""
    registry.find_companies(connection)
    doubtful = references.reject(connection)
    _find_subjects(connection)
    points.compare(connection, KIND, day)
    return doubtful


def _find_subjects(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE stage SET subject_id = (SELECT c.id FROM dispute_case AS c"
        " WHERE c.company_id = stage.company_id AND c.key = dispute_id_key)"
        " WHERE subject_id IS NULL"
    )


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new; a dispute whose invoice is not known yet waits for it."""
    del recorded_on
    registry.make_companies(connection)
    connection.execute(
        """INSERT INTO dispute_case (company_id, key, number, invoice_key, invoice_number)
        SELECT company_id, dispute_id_key, min(dispute_id_text), min(invoice_id_key),
            min(invoice_id_text)
        FROM stage WHERE state = 'new' AND subject_id IS NULL
        GROUP BY company_id, dispute_id_key"""
    )
    _find_subjects(connection)
    points.add(connection, KIND, import_id, day)
    references.join_waiting(connection)
    touched.add(
        connection,
        "SELECT c.document_id FROM stage AS s JOIN dispute_case AS c ON c.id = s.subject_id"
        " WHERE s.state = 'new' AND c.document_id IS NOT NULL",
    )
