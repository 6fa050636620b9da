"""Disputes and imports in SQL, as reports and screens list them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.accounts import CUSTOMER
from artui.store.aging import disputed, standing
from artui.store.recorded import known

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
    recorded, amount, entries, counts = "", "t.amount", "", "t.void = 0"
    if scope.known_on is not None:
        recorded = "AND x.recorded_on <= :known_on"
        amount, entries = "e.amount", "JOIN entry AS e ON e.item_id = t.id"
        counts = f"e.kind = 'billed' AND {known(scope.known_on)}"
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
                x.source, x.dated, i.label AS item, x.document_id, x.state, x.next_on, x.desk_id,
                x.credit, x.conflict,
                (SELECT sum({amount}) FROM item AS t {entries}
                    WHERE t.document_id = d.id AND {counts}
                    AND (x.item_id IS NULL OR t.id = x.item_id)) AS billed,
                CASE WHEN x.item_id IS NULL THEN w.open_amount ELSE p.open_amount END AS standing
            FROM dispute AS x JOIN document AS d ON d.id = x.document_id
            JOIN customer AS c ON c.id = x.customer_id JOIN company AS m ON m.id = c.company_id
            LEFT JOIN item AS i ON i.id = x.item_id
            LEFT JOIN whole AS w ON w.document_id = x.document_id
            LEFT JOIN part AS p ON p.item_id = x.item_id
            WHERE {STATES[state]} {recorded} AND {scope.filters()}
            ORDER BY x.opened_on, m.code, d.number, x.number""",
            scope.parameters(),
        )
    )


def overdue(connection: sqlite3.Connection, scope: Scope) -> list[dict[str, Any]]:
    """Accounts with disputes whose next step should have been taken, and how many they are."""
    one = "" if scope.customer_id is None else "AND x.customer_id = :customer_id"
    recorded = "" if scope.known_on is None else "AND x.recorded_on <= :known_on"
    return named.rows(
        connection.execute(
            f"""SELECT {CUSTOMER}, m.key AS company_key, c.key AS customer_key, x.currency,
                count(*) AS disputes_overdue
            FROM dispute AS x JOIN customer AS c ON c.id = x.customer_id
            JOIN company AS m ON m.id = c.company_id
            WHERE x.next_on < :as_of AND {STATES["open"]} {recorded} {one} AND {scope.filters()}
            GROUP BY x.customer_id, x.currency""",
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
    """Every passage of a file up to a day, newest first, each in the state it was in by then.

    What a person held or a better file replaced since was still held then; where a file was kept
    is told as it is now.
    """
    then = """(SELECT v.{name} FROM import_version AS v WHERE v.import_id = n.id
        AND v.superseded_on > :known_on ORDER BY v.superseded_on LIMIT 1)"""
    changed = """EXISTS (SELECT 1 FROM import_version AS v WHERE v.import_id = n.id
        AND v.superseded_on > :known_on)"""
    state, reason = (
        f"CASE WHEN {changed} THEN {then.format(name=name)} ELSE n.{name} END AS {name}"
        for name in ("state", "reason")
    )
    return named.rows(
        connection.execute(
            f"""SELECT n.id, n.file, n.profile, n.kind, {state}, {reason}, n.as_of, n.rows_read,
                n.rows_loaded, n.rows_unchanged, n.rows_rejected, n.sha256, n.started_at,
                n.seconds, n.warnings, n.kept_as, n.accepted_by, n.part, n.classes
            FROM import AS n WHERE n.recorded_on <= coalesce(:known_on, n.recorded_on)
            ORDER BY n.id DESC""",
            {"known_on": known_on},
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
