"""Disputes of invoices issued in a period, resolved in it, and opened in it. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.kpis.issued import issued
from artui.store.recorded import of_item, version

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope
    from artui.store.kpis.counting import Window


#: Where dispute x comes from; a case of the desk has no file.
_PLACE = "nullif(x.import_id, 0) AS import_id, nullif(x.line, 0) AS line"


def _known(scope: Scope) -> str:
    known = "" if scope.known_on is None else "AND x.recorded_on <= :known_on"
    return f"x.opened_on <= :as_of {known}"


def disputed(window: Window) -> str:
    """A counted select: the invoices dated in the period; of a hit something was ever disputed."""
    return _issued(window, "''", "1", "x.document_id IS NOT NULL")


def disputed_amounts(window: Window) -> str:
    """The same in minor units; several disputes of one invoice come to no more than all of it."""
    hit = "CASE WHEN x.whole THEN s.amount ELSE min(s.amount, coalesce(x.amount, 0)) END"
    return _issued(window, "s.currency", "s.amount", hit)


#: Of an invoice disputed several times, the reason of the case that is named with it.
_FIRST = """(SELECT min(y.reason) FROM dispute AS y WHERE y.document_id = x.document_id
        AND y.number = x.number)"""


def _issued(window: Window, currency: str, weight: str, hit: str) -> str:
    return f"""WITH {issued(window, "billed")},
        claim AS (SELECT x.document_id, max(x.amount IS NULL AND x.item_id IS NULL) AS whole,
                sum(coalesce(x.amount, {of_item(window.scope.known_on, "amount")})) AS amount,
                min(x.number) AS number
            FROM dispute AS x LEFT JOIN item AS i ON i.id = x.item_id
            {version(window.scope.known_on)} WHERE {_known(window.scope)} GROUP BY x.document_id)
        SELECT {window.key(reason=_FIRST)} AS key, {currency} AS currency, d.number AS subject,
            c.number AS customer, s.issued_on AS on_day, {weight} AS weight, {hit} AS hit,
            '' AS mark, coalesce('dispute ' || x.number, '') AS about, i.import_id, i.line
        FROM issued AS s JOIN item AS i ON i.id = s.item_id
        JOIN document AS d ON d.id = s.document_id JOIN customer AS c ON c.id = s.customer_id
        JOIN company AS m ON m.id = c.company_id
        LEFT JOIN claim AS x ON x.document_id = s.document_id WHERE {window.scope.filters()}"""


def cycles(window: Window) -> str:
    """A counted select: disputes resolved in the period; the weight is the days they took.

    Where nobody knows the day one was opened, it is left out.
    """
    return f"""SELECT {window.key(reason="x.reason")} AS key, '' AS currency, x.number AS subject,
            c.number AS customer, x.resolved_on AS on_day,
            CASE WHEN x.dated THEN x.resolved_on - x.opened_on END AS weight, 0 AS hit,
            '' AS mark, CASE WHEN x.dated THEN 'invoice ' || d.number
                ELSE 'opened on a day nobody knows' END AS about, {_PLACE}
        FROM dispute AS x JOIN document AS d ON d.id = x.document_id
        JOIN customer AS c ON c.id = x.customer_id JOIN company AS m ON m.id = c.company_id
        WHERE x.resolved_on BETWEEN :first AND min(:last, :as_of) AND {_known(window.scope)}
            AND {window.scope.filters()}"""


class Opened(NamedTuple):
    """A dispute opened in the period; `reason` is as its export has it."""

    key: str
    number: str
    document_id: int
    document: str
    customer: str
    on: int
    reason: str | None
    import_id: int | None
    line: int | None


def opened(connection: sqlite3.Connection, window: Window) -> list[Opened]:
    """The disputes opened in the period on a day that is known, by day and number."""
    rows = connection.execute(
        f"""SELECT {window.key(reason="x.reason")}, x.number, x.document_id, d.number, c.number,
            x.opened_on, x.reason, {_PLACE}
        FROM dispute AS x JOIN document AS d ON d.id = x.document_id
        JOIN customer AS c ON c.id = x.customer_id JOIN company AS m ON m.id = c.company_id
        WHERE x.opened_on BETWEEN :first AND :last AND x.dated AND {_known(window.scope)}
            AND {window.scope.filters()}
        ORDER BY x.opened_on, x.number, x.id""",
        window.parameters(),
    )
    return [Opened(*row) for row in rows]
