"""Accounts in SQL: what a customer owes in a currency, for the worklist and for credit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.aging import Scope, disputed

if TYPE_CHECKING:
    import sqlite3

_CUSTOMER = """c.id, c.number AS customer_id, c.name, m.code AS company, c.segment, c.collector,
    c.region, c.country, c.po_required, c.bill_to AS customer_bill_to,
    c.tax_code AS customer_tax_code, c.autopay, c.terms, c.phone"""


def past_due(
    connection: sqlite3.Connection, scope: Scope, from_days: int = 1
) -> list[dict[str, Any]]:
    """Accounts with anything past due, by customer and currency.

    `amount`, `items` and `oldest_due` leave out what is disputed or blocked by the ERP; those
    parts stand in `disputed` and `blocked`. `executed` is the highest dunning level reported.

    Args:
        connection: the main database.
        scope: which items, as of when.
        from_days: the days past due an account is listed from; of what is 0 or less days past
            due only `oldest_due` speaks.
    """
    return named.rows(
        connection.execute(
            f"""WITH {disputed(scope)},
            late AS (SELECT s.customer_id, s.currency, s.due_on, s.due_on < :as_of AS past,
                    s.disputed, s.open_amount - s.disputed AS claimable, i.dunning_level,
                    i.last_dunned, coalesce(i.dunning_block, '') <> '' AS blocked
                FROM aged AS s JOIN item AS i ON i.id = s.item_id
                WHERE s.open_amount > 0 AND s.due_on <= :as_of - :from_days)
            SELECT {_CUSTOMER}, l.currency,
                sum(CASE WHEN past AND NOT blocked THEN claimable ELSE 0 END) AS amount,
                sum(past AND NOT blocked AND claimable > 0) AS items,
                min(CASE WHEN NOT blocked AND claimable > 0 THEN due_on END) AS oldest_due,
                sum(CASE WHEN past THEN disputed ELSE 0 END) AS disputed,
                sum(CASE WHEN past AND blocked THEN claimable ELSE 0 END) AS blocked,
                max(coalesce(dunning_level, 0)) AS executed, max(last_dunned) AS last_dunned
            FROM late AS l JOIN customer AS c ON c.id = l.customer_id
            JOIN company AS m ON m.id = c.company_id WHERE {scope.filters()}
            GROUP BY c.id, l.currency HAVING max(past) OR oldest_due IS NOT NULL""",
            {**scope.parameters(), "from_days": from_days},
        )
    )


def exposures(connection: sqlite3.Connection, scope: Scope) -> list[dict[str, Any]]:
    """Every customer with anything open, by currency: net of unapplied, disputed included.

    `currency` is None for customers with nothing open; `customer_currency` is what their own row
    says, `credit_limit` in its minor units.
    """
    return named.rows(
        connection.execute(
            f"""WITH {disputed(scope)},
            account AS (SELECT s.customer_id, s.currency, sum(s.open_amount) AS open_items,
                    min(CASE WHEN s.open_amount > 0 THEN s.due_on END) AS oldest_due,
                    sum(CASE WHEN s.open_amount > 0 AND s.due_on < :as_of
                        THEN s.open_amount ELSE 0 END) AS past_due
                FROM aged AS s GROUP BY s.customer_id, s.currency)
            SELECT {_CUSTOMER}, c.currency AS customer_currency, c.credit_limit, a.currency,
                coalesce(a.open_items, 0) AS open_items, a.oldest_due,
                coalesce(a.past_due, 0) AS past_due
            FROM customer AS c JOIN company AS m ON m.id = c.company_id
            LEFT JOIN account AS a ON a.customer_id = c.id WHERE {scope.filters()}
            ORDER BY m.code, c.number, a.currency""",
            scope.parameters(),
        )
    )


def names(connection: sqlite3.Connection) -> dict[str, str]:
    """The names of customers by number; of a number that several companies use, the first."""
    return {
        str(number): str(name)
        for number, name in connection.execute(
            "SELECT number, min(name) FROM customer WHERE name IS NOT NULL GROUP BY number"
        )
    }
