"""Disputes and imports in SQL, as reports and screens list them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.aging import disputed, standing

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope

#: The states a dispute can be asked for in, as conditions on a day.
STATES = {
    "open": "x.opened_on <= :as_of AND (x.resolved_on IS NULL OR x.resolved_on > :as_of)",
    "closed": "x.resolved_on <= :as_of",
    "all": "x.opened_on <= :as_of",
}


def disputes(connection: sqlite3.Connection, scope: Scope, state: str) -> list[dict[str, Any]]:
    """Disputes with their invoice and customer, oldest first.

    `amount` None means all of what is open; `standing` is what is open of it on the day, `billed`
    what was billed.
    """
    known = "AND x.recorded_on <= :known_on" if scope.known_on is not None else ""
    return named.rows(
        connection.execute(
            f"""WITH part AS MATERIALIZED (SELECT document_id, item_id, open_amount
                FROM ({standing(scope)}) WHERE open_amount > 0
                    AND document_id IN (SELECT document_id FROM dispute)),
            whole AS MATERIALIZED (SELECT document_id, sum(open_amount) AS open_amount FROM part
                GROUP BY document_id)
            SELECT x.number AS dispute_id, d.number AS invoice_id,
                c.number AS customer_id, c.name AS customer_name, m.code AS company, x.reason,
                x.amount, x.currency, x.opened_on, x.resolved_on, x.owner, x.status, x.outcome,
                x.source, x.dated, i.label AS item,
                (SELECT sum(t.amount) FROM item AS t WHERE t.document_id = d.id AND t.void = 0
                    AND (x.item_id IS NULL OR t.id = x.item_id)) AS billed,
                CASE WHEN x.item_id IS NULL THEN w.open_amount ELSE p.open_amount END AS standing
            FROM dispute AS x JOIN document AS d ON d.id = x.document_id
            JOIN customer AS c ON c.id = x.customer_id JOIN company AS m ON m.id = c.company_id
            LEFT JOIN item AS i ON i.id = x.item_id
            LEFT JOIN whole AS w ON w.document_id = x.document_id
            LEFT JOIN part AS p ON p.item_id = x.item_id
            WHERE {STATES[state]} {known} AND {scope.filters()}
            ORDER BY x.opened_on, m.code, d.number, x.number""",
            scope.parameters(),
        )
    )


def disputed_amounts(connection: sqlite3.Connection, scope: Scope) -> dict[str, int]:
    """What is disputed per currency, in minor units, as aging has it."""
    return {
        str(currency): int(amount)
        for currency, amount in connection.execute(
            f"""WITH {disputed(scope)} SELECT s.currency, sum(s.disputed) FROM aged AS s
            JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id
            WHERE s.disputed <> 0 AND {scope.filters()} GROUP BY 1 ORDER BY 1""",
            scope.parameters(),
        )
    }


def imports(connection: sqlite3.Connection, known_on: int | None = None) -> list[dict[str, Any]]:
    """Every passage of a file up to a day, newest first."""
    return named.rows(
        connection.execute(
            """SELECT id, file, profile, kind, state, reason, as_of, rows_read, rows_loaded,
                rows_unchanged, rows_rejected, sha256, started_at, seconds, warnings, kept_as,
                accepted_by
            FROM import WHERE recorded_on <= coalesce(?, recorded_on) ORDER BY id DESC""",
            (known_on,),
        )
    )


def rejects(connection: sqlite3.Connection, import_id: int) -> list[dict[str, Any]]:
    """The rejected rows of an import, by line."""
    return named.rows(
        connection.execute(
            "SELECT line, column_name, value, reason, raw FROM reject WHERE import_id = ?"
            " ORDER BY line",
            (import_id,),
        )
    )
