"""Invoices late in a week: open and past due at the end of any of its days. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from artui.domain.reasons import Late
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


def find(connection: sqlite3.Connection, days: Sequence[int]) -> list[LateRow]:
    """The invoices late on any of `days`, the days of one week up to today.

    What is open at a day's end is what is open for good less what takes effect later. `restated`
    says that an export dated after the week speaks of the invoice too.
    """
    if not days:
        return []
    numbers = range(len(days))
    named: dict[str, object] = {f"d{n}": day for n, day in enumerate(days)}
    named |= {"first": days[0], "last": days[-1]}
    later = ", ".join(
        f"sum(CASE WHEN effective_on > :d{n} THEN amount ELSE 0 END) AS l{n}" for n in numbers
    )
    past = ", ".join(
        f"CASE WHEN i.due_on < :d{n} THEN max(0, i.open_amount - coalesce(l.l{n}, 0)) ELSE 0 END"
        f" AS p{n}"
        for n in numbers
    )
    total = ", ".join(f"sum(p{n}) AS p{n}" for n in numbers)
    most = "max(" + ", ".join(f"p{n}" for n in numbers) + ")" if len(days) > 1 else "p0"
    days_sum = " + ".join(f"p{n}" for n in numbers)
    rows = connection.execute(
        f"""WITH later AS (SELECT item_id, {later} FROM entry
                WHERE effective_on > :first AND superseded_on IS NULL GROUP BY item_id),
            past AS (SELECT i.id AS item_id, i.document_id, i.customer_id, i.currency, i.due_on,
                    {past}
                FROM item AS i LEFT JOIN later AS l ON l.item_id = i.id
                WHERE i.due_on < :last AND (i.open_amount > 0 OR l.item_id IS NOT NULL)),
            late AS MATERIALIZED (SELECT document_id, min(customer_id) AS customer_id, currency,
                    {total} FROM past WHERE {days_sum} > 0 GROUP BY document_id, currency),
            run AS (SELECT i.document_id, e.effective_on, i.due_on,
                    sum(e.amount) OVER (PARTITION BY e.item_id ORDER BY e.effective_on) AS open,
                    lead(e.effective_on, 1, :first) OVER (
                        PARTITION BY e.item_id ORDER BY e.effective_on) AS until
                FROM late AS t JOIN item AS i ON i.document_id = t.document_id
                JOIN entry AS e ON e.item_id = i.id
                WHERE e.superseded_on IS NULL AND e.effective_on < :first
                AND i.due_on + 1 < :first),
            before AS (SELECT DISTINCT document_id FROM run
                WHERE open > 0 AND until > effective_on AND until > due_on + 1)
        SELECT t.document_id, t.customer_id, t.currency, {most}, {days_sum},
            b.document_id IS NULL, m.key, d.class_key, d.fiscal_year, d.key,
            EXISTS (SELECT 1 FROM item AS i JOIN invoice_fact AS f ON f.item_id = i.id
                WHERE i.document_id = d.id AND f.as_of > :last)
            OR EXISTS (SELECT 1 FROM item AS i JOIN open_item_fact AS f ON f.item_id = i.id
                WHERE i.document_id = d.id AND f.as_of > :last)
        FROM late AS t JOIN document AS d ON d.id = t.document_id
        JOIN company AS m ON m.id = d.company_id
        LEFT JOIN before AS b ON b.document_id = t.document_id
        ORDER BY t.document_id, t.currency""",
        named,
    )
    return [LateRow(*row) for row in rows]


def disputes(
    connection: sqlite3.Connection, first: int, last: int
) -> list[tuple[int, str | None, int | None, int]]:
    """Disputes open on a day from `first` to `last`: (document, reason, amount, opened day)."""
    return connection.execute(
        """SELECT document_id, reason, amount, opened_on FROM dispute
        WHERE opened_on <= ? AND (resolved_on IS NULL OR resolved_on > ?)""",
        (last, first),
    ).fetchall()


#: What the rules of reasons.yaml may ask of an invoice, as select terms; see conditions.FIELDS.
_EVIDENCE = """d.id AS document_id, c.number AS customer_id, c.segment, c.collector, c.region,
    c.country, m.code AS company, i.currency, nullif(d.class, '') AS class, i.type,
    c.po_required, i.po_number, i.bill_to, c.bill_to AS customer_bill_to, i.tax_code,
    c.tax_code AS customer_tax_code, i.site, i.project, i.job_id, i.quote_id, i.approver,
    i.completed_at, i.sent_at, i.amount, i.open_amount, i.due_on, i.dunning_level, i.terms,
    c.autopay, i.reason"""


def evidence(
    connection: sqlite3.Connection, documents: Iterable[int]
) -> dict[int, dict[str, object]]:
    """What is known of invoices, by document; of several instalments the first due."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (document_id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM asked")
    connection.executemany("INSERT INTO asked VALUES (?)", ((d,) for d in documents))
    cursor = connection.execute(
        f"""SELECT {_EVIDENCE} FROM asked AS a CROSS JOIN document AS d ON d.id = a.document_id
        JOIN company AS m ON m.id = d.company_id
        JOIN item AS i ON i.document_id = d.id AND i.void = 0
        JOIN customer AS c ON c.id = i.customer_id ORDER BY i.due_on DESC, i.id"""
    )
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor}


def frozen(connection: sqlite3.Connection, week: str) -> list[tuple[Any, ...]] | None:
    """A frozen week's late invoices in the order of `Late`; None where it is not frozen."""
    known = connection.execute("SELECT 1 FROM frozen_week WHERE week = ?", (week,)).fetchone()
    if known is None:
        return None
    return connection.execute(
        """SELECT document_id, customer_id, currency, amount, amount_days, reason, because, is_new
        FROM frozen_late WHERE week = ? ORDER BY document_id, currency""",
        (week,),
    ).fetchall()


def freeze(
    connection: sqlite3.Connection,
    week: str,
    at: str,
    policy_id: int | None,
    late: Iterable[Late],
) -> None:
    """Freeze a week; a frozen one stays as it is."""
    made = connection.execute(
        "INSERT INTO frozen_week VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (week, at, policy_id)
    )
    if made.rowcount != 1:
        return
    connection.executemany(
        "INSERT INTO frozen_late VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((week, *each) for each in late),
    )


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
