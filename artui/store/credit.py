"""Exposure in SQL: what each account owes, and how much of that is how old."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import jobs, named, orders
from artui.store.accounts import CUSTOMER
from artui.store.aging import disputed
from artui.store.dunning import reported

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
    unbilled: bool = False,
    ordered: bool = False,
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
        unbilled: whether to sum up completed work that is not invoiced, as `unbilled_jobs`.
        ordered: whether to sum up what is ordered and not yet counted otherwise, as `open_orders`.
        dunned: whether to look up the highest `dunning_level` an ERP reports.
    """
    each = sorted(set(ages))
    past = ordered and orders.told_later(connection, scope.as_of)
    further = _further(
        scope, len(each), drafts=drafts, unbilled=unbilled, ordered=ordered, past=past
    )
    cursor = connection.execute(
        _select(scope, len(each), further, dunned=dunned),
        {**scope.parameters(), **{f"age_{n}": age for n, age in enumerate(each)}},
    )
    rows = named.rows(cursor)
    for row in rows:
        row["older"] = {age: row.pop(f"older_{n}") for n, age in enumerate(each)}
    return rows


def _select(scope: Scope, ages: int, further: str, *, dunned: bool) -> str:
    older = "".join(
        f", sum(CASE WHEN s.open_amount > 0 AND s.due_on < :as_of - :age_{n}"
        f" THEN s.open_amount ELSE 0 END) AS older_{n}"
        for n in range(ages)
    )
    names = "".join(f", coalesce(a.older_{n}, 0) AS older_{n}" for n in range(ages))
    reports = reported(scope, "dunning_level")
    level = f"max(CASE WHEN s.open_amount > 0 THEN {reports} END)" if dunned else "NULL"
    joined = "JOIN item AS i ON i.id = s.item_id" if dunned else ""
    sums = "".join(f", sum(older_{n}) AS older_{n}" for n in range(ages))
    only = "AND c.id IN (SELECT customer_id FROM moved)" if scope.moved else ""
    single = "AND c.id = :customer_id" if scope.customer_id is not None else ""
    return f"""WITH {disputed(scope)},
        part AS (SELECT s.customer_id, s.currency, sum(s.open_amount) AS open_items,
                min(CASE WHEN s.open_amount > 0 THEN s.due_on END) AS oldest_due,
                sum(CASE WHEN s.open_amount > 0 AND s.due_on < :as_of
                    THEN s.open_amount ELSE 0 END) AS past_due,
                {level} AS dunning_level{older}, 0 AS drafts, 0 AS unbilled_jobs,
                0 AS open_orders
            FROM aged AS s {joined} GROUP BY s.customer_id, s.currency {further}),
        account AS (SELECT customer_id, currency, sum(open_items) AS open_items,
                min(oldest_due) AS oldest_due, sum(past_due) AS past_due,
                max(dunning_level) AS dunning_level{sums}, sum(drafts) AS drafts,
                sum(unbilled_jobs) AS unbilled_jobs, sum(open_orders) AS open_orders
            FROM part GROUP BY customer_id, currency)
        SELECT {CUSTOMER}, c.company_id, m.key AS company_key, c.key AS customer_key,
            c.currency AS customer_currency, c.credit_limit, a.currency,
            coalesce(a.open_items, 0) AS open_items, a.oldest_due,
            coalesce(a.past_due, 0) AS past_due, coalesce(a.drafts, 0) AS drafts,
            coalesce(a.unbilled_jobs, 0) AS unbilled_jobs,
            coalesce(a.open_orders, 0) AS open_orders, a.dunning_level,
            (SELECT min(f.as_of) FROM customer_fact AS f {_known_since(scope)})
                AS known_since{names}
        FROM customer AS c JOIN company AS m ON m.id = c.company_id
        LEFT JOIN account AS a ON a.customer_id = c.id WHERE {scope.filters()} {only} {single}
        ORDER BY m.code, c.number, a.currency"""


def _further(
    scope: Scope, ages: int, *, drafts: bool, unbilled: bool, ordered: bool, past: bool
) -> str:
    """The parts of exposure beside open items, each in its column of three."""
    nothing = "".join(", 0" for _ in range(ages))
    all_drafts = _drafts(scope) if drafts else ""
    parts: list[tuple[str, str]] = []
    if drafts:
        own = _drafts(scope, _only(scope))
        summed = f"SELECT customer_id, currency, sum(amount) AS n FROM ({own}) GROUP BY 1, 2"
        parts.append((summed, "n, 0, 0"))
    if unbilled:
        parts.append((jobs.unbilled(scope, all_drafts), "0, unbilled_jobs, 0"))
    if ordered:
        standing = orders.standing(scope, all_drafts, unbilled=unbilled, past=past)
        parts.append((standing, "0, 0, open_orders"))
    return " ".join(
        f"""UNION ALL SELECT customer_id, currency, 0, NULL, 0, NULL{nothing}, {values}
            FROM ({select})"""
        for select, values in parts
    )


def _known_since(scope: Scope) -> str:
    """Which rows about customer c say since when it is known."""
    if scope.known_on is None:
        return "WHERE f.customer_id = c.id"
    return """JOIN import AS n ON n.id = f.import_id
        WHERE f.customer_id = c.id AND n.recorded_on <= :known_on"""


def _only(scope: Scope) -> str:
    if scope.moved:
        return "AND f.customer_id IN (SELECT customer_id FROM moved)"
    return "AND f.customer_id = :customer_id" if scope.customer_id is not None else ""


def _drafts(scope: Scope, only: str = "") -> str:
    """Draft invoices: what the newest export up to the day says is still one.

    A draft credit note reduces nothing before it is issued.
    """
    known, newer_known = "", ""
    if scope.known_on is not None:
        known = "AND (SELECT g.recorded_on FROM import AS g WHERE g.id = f.import_id) <= :known_on"
        newer_known = "AND g.recorded_on <= :known_on"
    return f"""SELECT f.customer_id, f.currency, f.amount, f.job_id,
            (SELECT o.company_id FROM customer AS o WHERE o.id = f.customer_id) AS company_id
        FROM invoice_fact AS f
        WHERE lower(f.status) = 'draft' AND f.amount > 0 AND f.as_of <= :as_of {only} {known}
        AND NOT EXISTS (SELECT 1 FROM invoice_fact AS n JOIN import AS g ON g.id = n.import_id
            WHERE n.item_id = f.item_id AND n.as_of <= :as_of {newer_known}
            AND (n.as_of > f.as_of OR (n.as_of = f.as_of AND n.import_id > f.import_id))
            AND (n.status IS NOT NULL OR g.columns LIKE '%"status"%'))"""
