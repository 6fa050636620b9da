"""Facts of the kind jobs: work for a customer, completed or not, that is to be invoiced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.identity import canonical
from artui.store.columns import day as day_of
from artui.store.facts import points, registry, subjects

if TYPE_CHECKING:
    import sqlite3

#: What a job is, in the words of its columns.
ATTRIBUTES = (
    "customer_id site project template dispatcher asset status completion completed_at verified_at "
    "completion_code evidence approver po_number bill_to tax_code change_order quote_id amount "
    "currency"
).split()
KIND = points.Kind(
    "jobs",
    "job_fact",
    "job_id",
    {name: name for name in ATTRIBUTES} | {"quote_id": "quote_id_text"},
)
_JOB = subjects.Subject("job", "job_id", KIND, {"completed_on": day_of("f.completed_at")})


def find(connection: sqlite3.Connection, day: int | None) -> None:
    """Mark the staged rows as new or unchanged."""
    registry.find_customers(connection)
    subjects.compare(connection, _JOB, day)


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new; a customer not known yet is made, and shows by its id."""
    (known,) = connection.execute("SELECT EXISTS (SELECT 1 FROM job)").fetchone()
    if not known:
        learn(connection, "SELECT DISTINCT job_id FROM item WHERE job_id IS NOT NULL")
    subjects.write(connection, _JOB, import_id, day, recorded_on)


def learn(connection: sqlite3.Connection, written: str) -> None:
    """Remember the canonical form of the job ids that a select gives as they are written."""
    connection.executemany(
        "INSERT OR IGNORE INTO job_named VALUES (?, ?)",
        [(text, canonical(text)) for (text,) in connection.execute(written)],
    )
