"""Payments that came in, and whether they failed or were reversed. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.kpis.grouping import APART, Part

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.store.aging import Scope
    from artui.store.kpis.grouping import Slice


class Received(NamedTuple):
    """How many payments one part made in a span of days, and how many of them did not stand."""

    part: Part
    payments: int
    failed: int


def received(connection: sqlite3.Connection, scope: Scope, first: int, seen: int) -> list[Received]:
    """Payments dated from a day to the scope's, by company, class and segment.

    Args:
        connection: the main database.
        scope: of whom, up to when.
        first: the first day.
        seen: the last day whose reversals count, which may lie after the scope's.
    """
    rows = connection.execute(
        f"""WITH {_payments(scope)} SELECT {APART}, count(*), sum(s.failed) {_JOINED}
        WHERE {scope.filters()} GROUP BY m.code, d.class, coalesce(c.segment, '')
        ORDER BY m.code, d.class, coalesce(c.segment, '')""",
        scope.parameters() | {"first": first, "seen": seen},
    )
    return [Received(Part(*row[:3]), *row[3:]) for row in rows]


class Receipt(NamedTuple):
    """A payment, `failed` 1 where it did not stand; minor units of its currency."""

    number: str
    customer: str
    date: int
    amount: int
    currency: str
    failed: int
    import_id: int
    line: int | None


def receipts(
    connection: sqlite3.Connection, scope: Scope, first: int, seen: int, of: Slice
) -> Iterator[Receipt]:
    """The payments of one group, by day and number; see `received`."""
    rows = connection.execute(
        f"""WITH {_payments(scope)} SELECT d.number, c.number, s.date, s.amount, s.currency,
            s.failed, s.import_id, s.line {_JOINED}
        WHERE {scope.filters()} AND {of.condition("s.currency")}
        ORDER BY s.date, m.code, d.number, d.id""",
        scope.parameters() | {"first": first, "seen": seen} | of.parameters(),
    )
    return (Receipt(*row) for row in rows)


_JOINED = """FROM dated AS s JOIN document AS d ON d.id = s.document_id
    JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id"""


def _payments(scope: Scope) -> str:
    """CTE `dated`: what the newest row of each payment says; a row with a minus takes it back.

    Only payments with a row dated in the span are ranked, each row once more for every newer file
    that said the same. A draft or void one is none; one reversed on a day not seen yet stands.
    """
    seen = "" if scope.known_on is None else "AND n.recorded_on <= :known_on"
    span = "f.date >= :first AND f.date <= :as_of"
    return f"""asked AS (SELECT DISTINCT f.document_id FROM payment_fact AS f WHERE {span}),
        said AS (SELECT f.*, f.as_of AS day, f.import_id AS arrival
            FROM payment_fact AS f JOIN import AS n ON n.id = f.import_id
            WHERE f.document_id IN (SELECT document_id FROM asked) {seen}
            UNION ALL SELECT f.*, n.as_of, n.id FROM payment_fact AS f
            JOIN sighting AS g ON g.kind = 'payments' AND g.fact_id = f.id
            JOIN import AS n ON n.id = g.import_id
            WHERE f.document_id IN (SELECT document_id FROM asked) {seen}),
        taken AS (SELECT DISTINCT f.document_id FROM said AS f
            WHERE f.amount < 0 AND f.date <= :seen),
        newest AS (SELECT f.*, row_number() OVER (PARTITION BY f.document_id
                ORDER BY f.day DESC, f.arrival DESC, f.line DESC) AS place
            FROM said AS f WHERE f.amount > 0),
        dated AS (SELECT f.document_id, f.customer_id, f.date, f.amount, f.currency, f.import_id,
                f.line, coalesce(f.reversed_on <= :seen,
                    lower(coalesce(f.status, '')) IN ('failed', 'reversed'))
                OR t.document_id IS NOT NULL AS failed
            FROM newest AS f LEFT JOIN taken AS t ON t.document_id = f.document_id
            WHERE f.place = 1 AND {span}
                AND lower(coalesce(f.status, '')) NOT IN ('draft', 'void'))"""
