"""What accounts are known by, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import people

if TYPE_CHECKING:
    import sqlite3

#: What an account is known by, of customer c and company m.
CUSTOMER = f"""c.id, c.number AS customer_id, c.name, m.code AS company, c.segment, c.collector,
    c.region, c.country, c.po_required, c.bill_to AS customer_bill_to,
    c.tax_code AS customer_tax_code, c.autopay, c.terms,
    {people.reached_by("phone")} AS phone"""


def names(connection: sqlite3.Connection) -> dict[str, str]:
    """The names of customers by number; of a number that several companies use, the first."""
    return {
        str(number): str(name)
        for number, name in connection.execute(
            "SELECT number, min(name) FROM customer WHERE name IS NOT NULL GROUP BY number"
        )
    }
