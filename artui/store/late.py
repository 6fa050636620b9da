"""Invoices late in a week: open and past due at the end of any of its days. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.store.aging import Scope


class LateRow(NamedTuple):
    """A late invoice and what is known of it; amounts are minor units, `is_new` is 0 or 1."""

    document_id: int
    customer_id: int
    currency: str
    amount: int
    amount_days: int
    is_new: int
    company: str
    document_class: str
    fiscal_year: str
    key: str
    restated: int


def find(
    connection: sqlite3.Connection, days: Sequence[int], known_on: int | None = None
) -> list[LateRow]:
    """The invoices late on any of `days`, the days of one week up to today.

    `restated` says that an export dated after the week speaks of the invoice too.

    Args:
        connection: the main database.
        days: consecutive day numbers.
        known_on: only entries recorded by then and not yet superseded; None: all that is known.
    """
    if not days:
        return []
    named: dict[str, object] = {f"d{n}": day for n, day in enumerate(days)}
    named |= {"first": days[0], "last": days[-1], "known_on": known_on}
    columns = [f"p{n}" for n in range(len(days))]
    most = f"max({', '.join(columns)})" if len(days) > 1 else "p0"
    past = _past_now(columns) if known_on is None else _past_known(columns)
    rows = connection.execute(
        f"""WITH {past},
            late AS MATERIALIZED (SELECT document_id, min(customer_id) AS customer_id, currency,
                    {", ".join(f"sum({p}) AS {p}" for p in columns)}
                FROM past WHERE {" + ".join(columns)} > 0 GROUP BY document_id, currency),
            {_before(known_on)}, {_SAID}
        SELECT t.document_id, t.customer_id, t.currency, {most}, {" + ".join(columns)},
            b.document_id IS NULL, m.key, d.class_key, d.fiscal_year, d.key, {_RESTATED}
        FROM late AS t JOIN document AS d ON d.id = t.document_id
        JOIN company AS m ON m.id = d.company_id
        LEFT JOIN before AS b ON b.document_id = t.document_id
        LEFT JOIN said AS y ON y.document_id = t.document_id
        ORDER BY t.document_id, t.currency""",
        named,
    )
    return [LateRow(*row) for row in rows]


def _past_now(columns: Sequence[str]) -> str:
    """CTE `past`: by item, what is past due at the end of each day, as known now.

    What is open at a day's end is what is open for good less what takes effect later.
    """
    later = ", ".join(
        f"sum(CASE WHEN effective_on > :d{n} THEN amount ELSE 0 END) AS l{n}"
        for n in range(len(columns))
    )
    past = ", ".join(
        f"CASE WHEN i.due_on < :d{n} THEN max(0, i.open_amount - coalesce(l.l{n}, 0)) ELSE 0 END"
        f" AS {p}"
        for n, p in enumerate(columns)
    )
    return f"""later AS (SELECT item_id, {later} FROM entry
            WHERE effective_on > :first AND superseded_on IS NULL GROUP BY item_id),
        past AS (SELECT i.document_id, i.customer_id, i.currency, {past}
            FROM item AS i LEFT JOIN later AS l ON l.item_id = i.id
            WHERE i.due_on < :last AND (i.open_amount > 0 OR l.item_id IS NOT NULL))"""


def _past_known(columns: Sequence[str]) -> str:
    """CTE `past` as known on a day, from the entries and item versions of that day."""
    sums = ", ".join(
        f"sum(CASE WHEN e.effective_on <= :d{n} THEN e.amount ELSE 0 END) AS o{n}"
        for n in range(len(columns))
    )
    past = ", ".join(
        f"CASE WHEN due_on < :d{n} THEN max(0, o{n}) ELSE 0 END AS {p}"
        for n, p in enumerate(columns)
    )
    return f"""stood AS (SELECT i.document_id,
                coalesce(v.customer_id, i.customer_id) AS customer_id,
                coalesce(v.currency, i.currency) AS currency,
                coalesce(v.due_on, i.due_on) AS due_on, {sums}
            FROM entry AS e JOIN item AS i ON i.id = e.item_id {_VERSION}
            WHERE e.effective_on <= :last AND {_known(0)} GROUP BY i.id),
        past AS (SELECT document_id, customer_id, currency, {past} FROM stood
            WHERE due_on < :last)"""


_VERSION = """LEFT JOIN item_version AS v ON v.item_id = i.id AND v.recorded_on <= :known_on
                AND v.superseded_on > :known_on"""


def _known(known_on: int | None) -> str:
    """A condition on entry e: in force, or in force as known on a day."""
    if known_on is None:
        return "e.superseded_on IS NULL"
    return "e.recorded_on <= :known_on AND (e.superseded_on IS NULL OR e.superseded_on > :known_on)"


def _before(known_on: int | None) -> str:
    """CTE `before`: the late documents of which an item was open and past due before the week."""
    version = "" if known_on is None else _VERSION
    due = "i.due_on" if known_on is None else "coalesce(v.due_on, i.due_on)"
    return f"""run AS (SELECT i.document_id, e.effective_on, {due} AS due_on,
                sum(e.amount) OVER (PARTITION BY e.item_id ORDER BY e.effective_on) AS open,
                lead(e.effective_on, 1, :first) OVER (
                    PARTITION BY e.item_id ORDER BY e.effective_on) AS until
            FROM late AS t CROSS JOIN item AS i ON i.document_id = t.document_id {version}
            CROSS JOIN entry AS e ON e.item_id = i.id
            WHERE {_known(known_on)} AND e.effective_on < :first AND {due} + 1 < :first),
        before AS (SELECT DISTINCT document_id FROM run
            WHERE open > 0 AND until > effective_on AND until > due_on + 1)"""


#: CTE `said`: of late documents with more than one row, when the newest came.
_SAID = """said AS (SELECT document_id, max(as_of) AS newest FROM (
            SELECT t.document_id, f.as_of FROM late AS t
            CROSS JOIN item AS i ON i.document_id = t.document_id
            CROSS JOIN invoice_fact AS f ON f.item_id = i.id
            UNION ALL SELECT t.document_id, f.as_of FROM late AS t
            CROSS JOIN item AS i ON i.document_id = t.document_id
            CROSS JOIN open_item_fact AS f ON f.item_id = i.id)
        GROUP BY document_id HAVING count(*) > 1)"""
#: Whether an export dated after the week may say something else of document t than those up to it:
#: a newer row; a listing that goes on where an invoice row came between; a newer sighting of a row
#: that another had replaced.
_RESTATED = """coalesce(y.newest > :last
        OR EXISTS (SELECT 1 FROM item AS i JOIN invoice_fact AS f ON f.item_id = i.id
            WHERE i.document_id = y.document_id
            AND (EXISTS (SELECT 1 FROM open_item_fact AS r WHERE r.item_id = f.item_id
                    AND r.as_of < f.as_of AND coalesce(r.last_on, :last + 1) > :last)
                OR EXISTS (SELECT 1 FROM invoice_fact AS g WHERE g.item_id = f.item_id
                    AND g.as_of > f.as_of AND EXISTS (SELECT 1 FROM sighting AS s
                        JOIN import AS n ON n.id = s.import_id
                        WHERE s.kind = 'invoices' AND s.fact_id = f.id AND n.as_of > :last)))),
        0)"""


def disputes(
    connection: sqlite3.Connection, first: int, last: int, known_on: int | None = None
) -> list[tuple[int, str | None, int | None, int]]:
    """Disputes open on a day from `first` to `last`: (document, reason, amount, opened day)."""
    return connection.execute(
        """SELECT document_id, reason, amount, opened_on FROM dispute
        WHERE opened_on <= :last AND recorded_on <= coalesce(:known_on, recorded_on)
            AND (resolved_on IS NULL OR resolved_on > max(:first, opened_on))""",
        {"first": first, "last": last, "known_on": known_on},
    ).fetchall()


def first_past_due(connection: sqlite3.Connection) -> int | None:
    """The first day on which anything was past due, from the due dates of what was owed."""
    row = connection.execute("SELECT min(due_on) + 1 FROM item WHERE amount > 0").fetchone()
    return None if row[0] is None else int(row[0])


def customers(connection: sqlite3.Connection, scope: Scope) -> set[int]:
    """The customers of a scope's company, customer id and collector."""
    return {
        int(number)
        for (number,) in connection.execute(
            "SELECT c.id FROM customer AS c JOIN company AS m ON m.id = c.company_id"
            f" WHERE {scope.filters()}",
            scope.parameters(),
        )
    }
