"""The customers that meet a condition about what is their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.columns import CUSTOMER
from artui.store.conditions import equip, expression

if TYPE_CHECKING:
    import sqlite3

    from artui.domain.conditions import Condition

#: What is a customer's own; the currency is an account's.
FIELDS = frozenset(CUSTOMER) - {"currency"}


def meeting(connection: sqlite3.Connection, condition: Condition) -> set[int]:
    """The customers, by row number, that meet a condition about FIELDS."""
    where = expression(condition, CUSTOMER)
    rows = equip(connection).execute(
        f"""SELECT c.id FROM customer AS c JOIN company AS m ON m.id = c.company_id
        WHERE {where.sql}""",
        where.parameters,
    )
    return {int(customer) for (customer,) in rows}
