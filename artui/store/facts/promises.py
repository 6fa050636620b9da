"""Facts of the kind promises: promises to pay that another system keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, references, registry, subjects

if TYPE_CHECKING:
    import sqlite3

KIND = points.Kind(
    "promises",
    "promised_fact",
    "promised_id",
    {name: name for name in "customer_id promised_on due_on amount currency".split()}
    | references.OF_INVOICE,
)
_PROMISE = subjects.Subject(
    "promised", "promise_id", KIND, {"document_id": references.joined("promised")}
)


def find(connection: sqlite3.Connection, day: int | None) -> list[references.Doubt]:
    """Mark the staged rows as new, unchanged, or rejected for a doubtful reference."""
    registry.find_customers(connection)
    doubtful = references.reject(connection)
    subjects.compare(connection, _PROMISE, day)
    return doubtful


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new; one about an invoice that is not known yet waits for it."""
    subjects.write(connection, _PROMISE, import_id, day, recorded_on)
    references.join_waiting(connection)
