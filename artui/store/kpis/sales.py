"""Sales in SQL: what invoices billed less what credit notes credited, with tax, by invoice date.

An invoice counts where an export of invoices tells of it; what only lists of open items know of
was billed too, but nobody knows what else was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.kpis.grouping import APART, Part
from artui.store.recorded import known, of_item, version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from artui.store.aging import Scope
    from artui.store.kpis.grouping import Slice


class Sold(NamedTuple):
    """What one part billed on one day, in minor units."""

    part: Part
    currency: str
    day: int
    amount: int


def sales(connection: sqlite3.Connection, scope: Scope, first: int) -> list[Sold]:
    """Sales from a day to the scope's, by company, class, segment, currency and day."""
    rows = connection.execute(
        f"""WITH sold AS ({_billed(scope)})
        SELECT {APART}, s.currency, s.billed_on, sum(s.amount) {_JOINED}
        WHERE d.family = 'invoice' AND {scope.filters()}
        GROUP BY m.code, d.class, coalesce(c.segment, ''), s.currency, s.billed_on
        ORDER BY m.code, d.class, coalesce(c.segment, ''), s.currency, s.billed_on""",
        scope.parameters() | {"first": first},
    )
    return [Sold(Part(*row[:3]), *row[3:]) for row in rows]


_JOINED = """FROM sold AS s JOIN document AS d ON d.id = s.document_id
    JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id"""


def _billed(scope: Scope) -> str:
    """What was billed from :first to the scope's day, of documents that invoice exports name.

    As known now the items say it, in one pass; as known on a day the entries do.
    """
    if scope.known_on is None:
        return f"""SELECT i.document_id, i.label, i.customer_id, i.currency, i.billed_on, i.amount,
                i.import_id, i.line FROM item AS i
            WHERE i.void = 0 AND i.amount <> 0 AND i.billed_on BETWEEN :first AND :as_of
                AND {_stated(scope)}"""
    own = ", ".join(
        f"{of_item(scope.known_on, name)} AS {name}" for name in ("customer_id", "currency")
    )
    return f"""SELECT i.document_id, i.label, {own}, e.effective_on AS billed_on, e.amount,
            e.import_id, e.line FROM entry AS e JOIN item AS i ON i.id = e.item_id
        {version(scope.known_on)}
        WHERE e.kind = 'billed' AND +e.effective_on BETWEEN :first AND :as_of
            AND {known(scope.known_on)} AND {_stated(scope)}"""


def _stated(scope: Scope) -> str:
    """A condition on item i: an export of invoices names it, or its document."""
    seen = ""
    if scope.known_on is not None:
        seen = "JOIN import AS n ON n.id = f.import_id AND n.recorded_on <= :known_on"
    return f"""(EXISTS (SELECT 1 FROM invoice_fact AS f {seen} WHERE f.item_id = i.id)
            OR EXISTS (SELECT 1 FROM item AS o JOIN invoice_fact AS f ON f.item_id = o.id {seen}
                WHERE o.document_id = i.document_id))"""


def selling(connection: sqlite3.Connection, scope: Scope, companies: Collection[str]) -> set[str]:
    """Which of some companies, by code, have invoices dated on or before the scope's day."""
    seen = ""
    if scope.known_on is not None:
        seen = "CROSS JOIN import AS n ON n.id = f.import_id AND n.recorded_on <= :known_on"
    return {
        code
        for code in companies
        for (found,) in connection.execute(
            f"""SELECT EXISTS (SELECT 1 FROM company AS m
                CROSS JOIN document AS d ON d.company_id = m.id AND d.family = 'invoice'
                CROSS JOIN item AS i ON i.document_id = d.id
                CROSS JOIN invoice_fact AS f ON f.item_id = i.id AND f.invoice_date <= :as_of
                {seen} WHERE m.code = :code)""",
            {**scope.parameters(), "code": code},
        )
        if found
    }


class Invoice(NamedTuple):
    """An item billed, or credited where the amount is negative; minor units."""

    document: str
    label: str
    customer: str
    billed_on: int
    amount: int
    import_id: int
    line: int | None


def invoices(
    connection: sqlite3.Connection, scope: Scope, first: int, of: Slice
) -> Iterator[Invoice]:
    """What is behind the sales of one group, by day and document."""
    rows = connection.execute(
        f"""WITH sold AS ({_billed(scope)})
        SELECT d.number, s.label, c.number, s.billed_on, s.amount, s.import_id, s.line {_JOINED}
        WHERE d.family = 'invoice' AND {scope.filters()} AND {of.condition("s.currency")}
        ORDER BY s.billed_on, m.code, d.number, d.id, s.label""",
        scope.parameters() | {"first": first} | of.parameters(),
    )
    return (Invoice(*row) for row in rows)
