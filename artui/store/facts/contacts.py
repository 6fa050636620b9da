"""Facts of the kind contacts: whom to talk to at a customer.

A person is known by an e-mail address, else by a telephone number, else by a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, registry, subjects

if TYPE_CHECKING:
    import sqlite3

KIND = points.Kind(
    "contacts",
    "person_fact",
    "person_id",
    {name: f"{name}_text" for name in ("name", "email", "phone")}
    | {"role": "role", "language": "language"},
)
_PERSON = subjects.Subject("person", "either", KIND, apart={"customer_id": "stage.customer_id"})


def find(connection: sqlite3.Connection, day: int | None) -> None:
    """Mark the staged rows as new or unchanged."""
    connection.execute(
        "UPDATE stage SET either_key = coalesce(email_key, phone_key, name_key),"
        " either_text = coalesce(email_text, phone_text, name_text)"
    )
    registry.find_customers(connection)
    subjects.compare(connection, _PERSON, day)


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new; a customer not known yet is made, and shows by its id."""
    subjects.write(connection, _PERSON, import_id, day, recorded_on)
