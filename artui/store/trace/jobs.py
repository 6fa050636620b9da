"""What billed a job, invoice by invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named, recorded

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope


def billed(reader: sqlite3.Connection, job_id: int, scope: Scope) -> list[dict[str, Any]]:
    """The entries by which invoices bill a job, in order of effect; amounts in minor units.

    Args:
        reader: the main database.
        job_id: the job's row.
        scope: up to when, known when.
    """
    return named.rows(
        reader.execute(
            f"""SELECT d.id AS document_id, d.number, i.label, i.currency, e.amount, e.effective_on,
                e.recorded_on, e.import_id, e.line
            FROM job AS j JOIN job_named AS w ON w.key = j.key
            JOIN item AS i ON i.job_id = w.written
            JOIN document AS d ON d.id = i.document_id AND d.company_id = j.company_id
                AND d.family = 'invoice'
            JOIN entry AS e ON e.item_id = i.id AND e.kind = 'billed' AND e.amount > 0
                AND e.effective_on <= :as_of AND {recorded.known(scope.known_on)}
            WHERE j.id = :job ORDER BY e.effective_on, d.number, i.label""",
            {**scope.parameters(), "job": job_id},
        )
    )
