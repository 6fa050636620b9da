"""One customer as policy rules see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store.named import rows

if TYPE_CHECKING:
    import sqlite3


_FIELDS = """SELECT c.number AS customer_id, c.segment, c.collector, c.region, c.country,
        c.currency, c.po_required, c.bill_to AS customer_bill_to,
        c.tax_code AS customer_tax_code, c.autopay, m.code AS company,
        c.name, c.terms AS customer_terms, c.credit_limit
    FROM customer AS c JOIN company AS m ON m.id = c.company_id"""


def records(connection: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    """A customer's fields in each company that has one of this canonical id, by company.

    Beside them its `name`, and its `customer_terms` and `credit_limit` (minor units of its
    currency) as its export gives them.
    """
    return rows(connection.execute(f"{_FIELDS} WHERE c.key = ? ORDER BY m.code", (key,)))


def record(connection: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    """The same of one customer by its row's number; None where there is none."""
    found = rows(connection.execute(f"{_FIELDS} WHERE c.id = ?", (number,)))
    return found[0] if found else None
