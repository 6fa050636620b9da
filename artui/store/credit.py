"""Exposure in SQL: what each account owes, and how much of that is how old."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.accounts import CUSTOMER
from artui.store.aging import disputed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from artui.store.aging import Scope


def exposures(
    connection: sqlite3.Connection,
    scope: Scope,
    ages: Collection[int] = (),
    *,
    drafts: bool = False,
    dunned: bool = False,
) -> list[dict[str, Any]]:
    """Every customer with anything open, by currency: net of unapplied, disputed included.

    `currency` is None for customers with nothing open; `customer_currency` is what their own row
    says, `credit_limit` in its minor units. `known_since` is the day of the first export that
    named the customer.

    Args:
        connection: the main database.
        scope: which items, as of when.
        ages: numbers of days; `older` maps each to what is past due for more days than that.
        drafts: whether to sum up draft invoices, as `drafts`.
        dunned: whether to look up the highest `dunning_level` an ERP reports.
    """
    each = sorted(set(ages))
    cursor = connection.execute(
        _select(scope, len(each), drafts=drafts, dunned=dunned),
        {**scope.parameters(), **{f"age_{n}": age for n, age in enumerate(each)}},
    )
    rows = named.rows(cursor)
    for row in rows:
        row["older"] = {age: row.pop(f"older_{n}") for n, age in enumerate(each)}
    return rows


def _select(scope: Scope, ages: int, *, drafts: bool, dunned: bool) -> str:
    older = "".join(
        f", sum(CASE WHEN s.open_amount > 0 AND s.due_on < :as_of - :age_{n}"
        f" THEN s.open_amount ELSE 0 END) AS older_{n}"
        for n in range(ages)
    )
    names = "".join(f", coalesce(a.older_{n}, 0) AS older_{n}" for n in range(ages))
    level = "max(CASE WHEN s.open_amount > 0 THEN i.dunning_level END)" if dunned else "NULL"
    joined = "JOIN item AS i ON i.id = s.item_id" if dunned else ""
    nothing = "".join(", 0" for _ in range(ages))
    written = (
        f"""UNION ALL SELECT customer_id, currency, 0, NULL, 0, NULL{nothing}, drafts
            FROM ({_drafts(scope)})"""
        if drafts
        else ""
    )
    sums = "".join(f", sum(older_{n}) AS older_{n}" for n in range(ages))
    only = "AND c.id IN (SELECT customer_id FROM moved)" if scope.moved else ""
    single = "AND c.id = :customer_id" if scope.customer_id is not None else ""
    return f"""WITH {disputed(scope)},
        part AS (SELECT s.customer_id, s.currency, sum(s.open_amount) AS open_items,
                min(CASE WHEN s.open_amount > 0 THEN s.due_on END) AS oldest_due,
                sum(CASE WHEN s.open_amount > 0 AND s.due_on < :as_of
                    THEN s.open_amount ELSE 0 END) AS past_due,
                {level} AS dunning_level{older}, 0 AS drafts
            FROM aged AS s {joined} GROUP BY s.customer_id, s.currency {written}),
        account AS (SELECT customer_id, currency, sum(open_items) AS open_items,
                min(oldest_due) AS oldest_due, sum(past_due) AS past_due,
                max(dunning_level) AS dunning_level{sums}, sum(drafts) AS drafts
            FROM part GROUP BY customer_id, currency)
        SELECT {CUSTOMER}, c.company_id, m.key AS company_key, c.key AS customer_key,
            c.currency AS customer_currency, c.credit_limit, a.currency,
            coalesce(a.open_items, 0) AS open_items, a.oldest_due,
            coalesce(a.past_due, 0) AS past_due, coalesce(a.drafts, 0) AS drafts, a.dunning_level,
            (SELECT min(f.as_of) FROM customer_fact AS f WHERE f.customer_id = c.id)
                AS known_since{names}
        FROM customer AS c JOIN company AS m ON m.id = c.company_id
        LEFT JOIN account AS a ON a.customer_id = c.id WHERE {scope.filters()} {only} {single}
        ORDER BY m.code, c.number, a.currency"""


def _drafts(scope: Scope) -> str:
    """Draft invoices by account: what the newest export up to the day says is still one.

    A draft credit note reduces nothing before it is issued.
    """
    only = ""
    if scope.moved:
        only = "AND f.customer_id IN (SELECT customer_id FROM moved)"
    elif scope.customer_id is not None:
        only = "AND f.customer_id = :customer_id"
    known, newer_known = "", ""
    if scope.known_on is not None:
        known = "AND (SELECT g.recorded_on FROM import AS g WHERE g.id = f.import_id) <= :known_on"
        newer_known = "AND g.recorded_on <= :known_on"
    return f"""SELECT f.customer_id, f.currency, sum(f.amount) AS drafts FROM invoice_fact AS f
        WHERE lower(f.status) = 'draft' AND f.amount > 0 AND f.as_of <= :as_of {only} {known}
        AND NOT EXISTS (SELECT 1 FROM invoice_fact AS n JOIN import AS g ON g.id = n.import_id
            WHERE n.item_id = f.item_id AND n.as_of <= :as_of {newer_known}
            AND (n.as_of > f.as_of OR (n.as_of = f.as_of AND n.import_id > f.import_id))
            AND (n.status IS NOT NULL OR g.columns LIKE '%"status"%'))
        GROUP BY f.customer_id, f.currency"""
