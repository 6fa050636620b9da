"""Facts of the kind activities: talks with customers that another system keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.columns import day as day_of
from artui.store.facts import points, references, registry, subjects

if TYPE_CHECKING:
    import sqlite3

_SAID = "customer_id at direction channel subject outcome next_on note".split()
KIND = points.Kind(
    "activities",
    "activity_fact",
    "activity_id",
    {name: name for name in _SAID} | references.OF_INVOICE | {"activity_on": day_of("at")},
)
_ACTIVITY = subjects.Subject(
    "activity", "activity_id", KIND, {"document_id": references.joined("activity")}
)


def find(connection: sqlite3.Connection, day: int | None) -> list[references.Doubt]:
    """Mark the staged rows as new, unchanged, or rejected for a doubtful reference."""
    registry.find_customers(connection)
    doubtful = references.reject(connection)
    subjects.compare(connection, _ACTIVITY, day)
    return doubtful


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new; one about an invoice that is not known yet waits for it."""
    subjects.write(connection, _ACTIVITY, import_id, day, recorded_on)
    references.join_waiting(connection)
