"""Facts of the kind orders: what customers ordered, and how much of it is still to be billed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, registry, subjects

if TYPE_CHECKING:
    import sqlite3

KIND = points.Kind(
    "orders",
    "sales_order_fact",
    "sales_order_id",
    {name: name for name in "customer_id amount open_amount currency status".split()}
    | {"ordered_on": "date", "job_key": "job_id_key", "job_number": "job_id_text"},
)
_ORDER = subjects.Subject("sales_order", "order_id", KIND)


def find(connection: sqlite3.Connection, day: int | None) -> None:
    """Mark the staged rows as new or unchanged."""
    registry.find_customers(connection)
    subjects.compare(connection, _ORDER, day)


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new; a customer not known yet is made, and shows by its id."""
    subjects.write(connection, _ORDER, import_id, day, recorded_on)
    connection.execute(
        """UPDATE sales_order SET said_on = :day, said_by = :import_id FROM stage AS s
        WHERE sales_order.id = s.subject_id AND s.state <> 'rejected' AND said_on <= :day""",
        {"day": day, "import_id": import_id},
    )
