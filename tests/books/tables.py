"""Derived tables made comparable: without ids, provenance and recorded dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.days import iso

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.homes import Books

_PROVENANCE = set("id import_id line recorded_on superseded_on stated_on policy_id".split())
#: What no longer follows stays for those who ask what was known.
_STANDING = {
    "entry": " WHERE superseded_on IS NULL",
    "item": " WHERE NOT (computed AND void)",
}


def table(books: Books, name: str) -> list[tuple[Any, ...]]:
    """What stands of a derived table, items by their document."""
    labels = dict(
        books.connection.execute(
            "SELECT i.id, m.code || ':' || d.number || '/' || i.label FROM item AS i"
            " JOIN document AS d ON d.id = i.document_id JOIN company AS m ON m.id = d.company_id"
        )
    )
    numbers = dict(books.connection.execute("SELECT id, number FROM document"))
    customers = dict(books.connection.execute("SELECT id, number FROM customer"))
    companies = dict(books.connection.execute("SELECT id, code FROM company"))
    named = {"item_id": labels, "counter_item_id": labels, "document_id": numbers}
    named |= {"customer_id": customers, "company_id": companies}
    where = _STANDING.get(name, "")
    cursor = books.connection.execute(f"SELECT * FROM {name}{where}")
    columns = [column[0] for column in cursor.description]
    rows = [
        tuple(
            named[column].get(value, value) if column in named else value
            for column, value in zip(columns, row, strict=True)
            if column not in _PROVENANCE
        )
        for row in cursor
    ]
    return sorted(rows, key=repr)


def aged(books: Books, day: int, known_on: str | None = None, *without: str) -> list[Any]:
    """The aging of a day, without ids and the columns named."""
    left_out = {"customer_id", "company_id", *without}
    return [
        tuple(value for column, value in row.items() if column not in left_out)
        for row in books.aged(str(iso(day)), known_on)
    ]


def figures(books: Books, days: Iterable[int]) -> dict[str, Any]:
    """Everything that must not depend on how it came to be."""
    tables = {name: table(books, name) for name in ("item", "entry", "dispute", "position")}
    days = list(days)
    return {
        **tables,
        "open": {iso(day): books.open(day) for day in days},
        "aged": {iso(day): aged(books, day) for day in days[::4]},
    }
