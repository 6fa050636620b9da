"""Second computations of what lists show, from the entries alone, in SQL.

Lists take what is open now from the items, where it is kept; these never look at that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from artui.domain.aging import LAST_DAY
from artui.store import jobs
from artui.store.aging import standing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.store.aging import Scope
    from artui.store.listing import Listing


def from_entries(scope: Scope) -> Scope:
    """The same scope so that every statement about it sums up entries: all that is ever known."""
    return scope if scope.known_on is not None else replace(scope, known_on=LAST_DAY)


def past_due(connection: sqlite3.Connection, scope: Scope) -> dict[str, int]:
    """What is owed beyond its due day, by currency, before any credit is set against it."""
    alone = from_entries(scope)
    return _sums(
        connection.execute(
            f"""SELECT s.currency, sum(s.open_amount) FROM ({standing(alone)}) AS s
            JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id
            WHERE s.open_amount > 0 AND s.due_on < :as_of AND {scope.filters()} GROUP BY 1""",
            alone.parameters(),
        )
    )


def invoiced(connection: sqlite3.Connection, scope: Scope) -> dict[str, int]:
    """What is open of invoices, by currency; no credit is set against it."""
    alone = from_entries(scope)
    return _sums(
        connection.execute(
            f"""SELECT s.currency, sum(s.open_amount) FROM ({standing(alone)}) AS s
            JOIN document AS d ON d.id = s.document_id AND d.family = 'invoice'
            JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id
            WHERE s.open_amount > 0 AND {scope.filters()} GROUP BY 1""",
            alone.parameters(),
        )
    )


def unbilled(connection: sqlite3.Connection, scope: Scope) -> dict[str, int]:
    """What of completed jobs no invoice has billed, by currency, as exposure counts it."""
    return _sums(
        connection.execute(
            f"""SELECT j.currency, sum(j.unbilled_jobs) FROM ({jobs.unbilled(scope)}) AS j
            JOIN customer AS c ON c.id = j.customer_id JOIN company AS m ON m.id = c.company_id
            WHERE {scope.filters()} GROUP BY 1""",
            scope.parameters(),
        )
    )


def positions_past_due(connection: sqlite3.Connection) -> dict[str, int]:
    """What the positions say is past due, by currency."""
    return _sums(
        connection.execute("SELECT currency, sum(past_due) FROM position GROUP BY currency")
    )


def disputed(connection: sqlite3.Connection, scope: Scope, as_of: int) -> dict[str, int]:
    """What the disputes open on a day come to, each at most what is open, by currency.

    Args:
        connection: the main database.
        scope: which entries count towards what is open, and of which customers.
        as_of: the day.
    """
    alone = from_entries(scope)
    return _sums(
        connection.execute(
            f"""WITH part AS MATERIALIZED (SELECT item_id, document_id, open_amount
                FROM ({standing(alone)}) WHERE open_amount > 0
                    AND document_id IN (SELECT document_id FROM dispute))
            SELECT x.currency, sum((SELECT min(coalesce(x.amount, sum(p.open_amount)),
                    sum(p.open_amount)) FROM part AS p WHERE p.document_id = x.document_id
                    AND (x.item_id IS NULL OR p.item_id = x.item_id)))
            FROM dispute AS x JOIN customer AS c ON c.id = x.customer_id
            JOIN company AS m ON m.id = c.company_id
            WHERE x.opened_on <= :day AND (x.resolved_on IS NULL OR x.resolved_on > :day)
                AND {scope.filters()} GROUP BY 1""",
            {**alone.parameters(), "day": as_of},
        )
    )


def listed_disputes(connection: sqlite3.Connection, listing: Listing) -> dict[str, int]:
    """What the open disputes of a list of disputes come to, by currency."""
    return _sums(
        connection.execute(
            f"""SELECT currency, sum(amount) FROM ({listing.rows_sql}) WHERE standing = 'open'
            GROUP BY 1""",
            listing.parameters,
        )
    )


def kept(connection: sqlite3.Connection, document_id: int) -> dict[str, int]:
    """What is kept as open of a document's items, by currency."""
    return _sums(
        connection.execute(
            "SELECT currency, sum(open_amount) FROM item WHERE document_id = ? GROUP BY 1",
            (document_id,),
        )
    )


def entered(connection: sqlite3.Connection, document_id: int) -> dict[str, int]:
    """What a document's entries come to, by currency."""
    return _sums(
        connection.execute(
            """SELECT i.currency, sum(e.amount) FROM item AS i JOIN entry AS e ON e.item_id = i.id
            WHERE i.document_id = ? AND e.superseded_on IS NULL GROUP BY 1""",
            (document_id,),
        )
    )


def open_of_job(connection: sqlite3.Connection, job_id: int, scope: Scope) -> dict[str, int]:
    """What aging says is open on the invoices that name a job, by currency."""
    names = """SELECT i.id, i.customer_id FROM job AS j JOIN job_named AS w ON w.key = j.key
        JOIN item AS i ON i.job_id = w.written
        JOIN document AS d ON d.id = i.document_id AND d.company_id = j.company_id
        WHERE j.id = :job"""
    values = {"job": job_id}
    found: dict[str, int] = {}
    for (customer,) in connection.execute(f"SELECT DISTINCT customer_id FROM ({names})", values):
        of = replace(scope, customer_id=customer)
        for currency, amount in connection.execute(
            f"""SELECT s.currency, s.open_amount FROM ({standing(of)}) AS s
            WHERE s.item_id IN (SELECT id FROM ({names}))""",
            {**of.parameters(), **values},
        ):
            found[currency] = found.get(currency, 0) + int(amount)
    return found


def rows_read(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many rows all files had, and what became of how many."""
    read, told = connection.execute(
        """SELECT coalesce(sum(rows_read), 0),
            coalesce(sum(rows_loaded + rows_unchanged + rows_rejected), 0) FROM import
        WHERE state IN ('loaded', 'loaded_with_rejects')"""
    ).fetchone()
    return int(read), int(told)


def late(connection: sqlite3.Connection) -> list[tuple[int, str, int, bool]]:
    """Customer, currency, amount and newness of what `store.late.find` found last."""
    return [
        (int(customer), str(currency), int(amount), bool(is_new))
        for customer, currency, amount, is_new in connection.execute(
            "SELECT customer_id, currency, amount, is_new FROM temp.late_invoice"
        )
    ]


def _sums(rows: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    return {str(currency): int(amount or 0) for currency, amount in rows}
