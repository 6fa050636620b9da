"""Facts of the kind customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, registry, touched

if TYPE_CHECKING:
    import sqlite3

#: What a row says of a customer, in the columns of `customer` and `customer_fact`.
ATTRIBUTES = (
    "name parent_key segment collector region country currency terms credit_limit po_required "
    "bill_to tax_code address email phone language autopay"
).split()
KIND = points.Kind(
    "customers",
    "customer_fact",
    "customer_id",
    {name: name for name in ATTRIBUTES} | {"parent_key": "parent_id_key"},
    staged="customer_id",
)


def find(connection: sqlite3.Connection, day: int | None) -> None:
    """Mark the staged rows as new or unchanged."""
    registry.find_customers(connection)
    points.compare(connection, KIND, day)


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new; the documents of customers that changed are touched."""
    del recorded_on
    registry.make_companies(connection)
    registry.make_customers(connection)
    points.add(connection, KIND, import_id, day)
    _merge(connection)
    touched.add(
        connection,
        "SELECT i.document_id FROM item AS i WHERE i.customer_id IN"
        " (SELECT customer_id FROM stage WHERE state = 'new')",
    )


def _merge(connection: sqlite3.Connection) -> None:
    """A customer is what its newest row says; where that is blank, the newest row that is not."""
    values = ", ".join(f"{name} = ({newest(name)})" for name in ATTRIBUTES)
    connection.execute(
        f"UPDATE customer SET {values}"
        " WHERE id IN (SELECT customer_id FROM stage WHERE state = 'new')"
    )


def newest(name: str, *, known: bool = False) -> str:
    """A select of what the newest row of table `customer`'s row says of an attribute.

    Args:
        name: the attribute.
        known: whether only what was recorded on or before :known_on counts.
    """
    seen, said = "", ""
    if known:
        seen = "AND m.recorded_on <= :known_on"
        said = """AND (SELECT n.recorded_on FROM import AS n WHERE n.id = f.import_id)
            <= :known_on"""
    return f"""SELECT f.{name} FROM customer_fact AS f LEFT JOIN sighting AS g
            ON g.kind = 'customers' AND g.fact_id = f.id
        LEFT JOIN import AS m ON m.id = g.import_id {seen}
        WHERE f.customer_id = customer.id AND f.{name} IS NOT NULL {said}
        ORDER BY max(f.as_of, coalesce(m.as_of, f.as_of)) DESC,
            max(f.import_id, coalesce(m.id, f.import_id)) DESC LIMIT 1"""
