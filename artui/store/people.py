"""Whom to talk to at a customer, in SQL: who pays bills first, then by role and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named, newest
from artui.store.facts.contacts import KIND

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope

#: Of a person p: whose role has to do with paying bills comes first, who has none last.
_PAYS = " OR ".join(
    f"lower(p.role) LIKE '%{word}%'"
    for word in ("payable", "account", "billing", "invoice", "finance")
)
_ORDER = f"""CASE WHEN p.role IS NULL THEN 2 WHEN {_PAYS} THEN 0 ELSE 1 END,
    lower(coalesce(p.role, '')), lower(coalesce(p.name, '')), p.key"""


def known(known_on: int | None) -> str:
    """Table `person`, or a select in brackets of its rows as they were known at :known_on."""
    return newest.rows("person", KIND, known_on, "o.customer_id")


def reached_by(column: str) -> str:
    """An expression for a customer c's own `phone` or `email`, else the first of its people's."""
    return f"""coalesce(c.{column}, (SELECT p.{column} FROM person AS p
        WHERE p.customer_id = c.id AND p.{column} IS NOT NULL ORDER BY {_ORDER} LIMIT 1))"""


def of_customer(reader: sqlite3.Connection, scope: Scope) -> list[dict[str, Any]]:
    """The people at the scope's customer: name, role, email, phone, language, and their export."""
    return named.rows(
        reader.execute(
            f"""SELECT p.name, p.role, p.email, p.phone, p.language, p.import_id, p.line, n.as_of,
                n.file
            FROM {known(scope.known_on)} AS p JOIN import AS n ON n.id = p.import_id
            WHERE p.customer_id = :customer_id ORDER BY {_ORDER}""",
            scope.parameters(),
        )
    )


def own(reader: sqlite3.Connection, customer_id: int) -> dict[str, Any]:
    """How the customer itself is reached, as its own row says: phone and email."""
    (found,) = named.rows(
        reader.execute("SELECT phone, email FROM customer WHERE id = ?", (customer_id,))
    )
    return found
