"""Invoices late in a week: open and past due at the end of any of its days. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.evidence import open_amount
from artui.store.recorded import known, of_item, stands, version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from artui.store.aging import Scope
    from artui.store.desk import InvoiceIdentity

_TABLE = """CREATE TEMP TABLE late_invoice (
    document_id INTEGER NOT NULL, currency TEXT NOT NULL, customer_id INTEGER NOT NULL,
    amount INTEGER NOT NULL, amount_days INTEGER NOT NULL, is_new INTEGER NOT NULL,
    PRIMARY KEY (document_id, currency)) WITHOUT ROWID"""


def find(connection: sqlite3.Connection, days: Sequence[int], known_on: int | None = None) -> int:
    """Put the invoices late on any of `days` into TEMP table `late_invoice`; how many rows it has.

    One row for each currency of a document: `amount` is the most that was past due at the end of
    a day, `amount_days` the sum over the days' ends, both minor units; `is_new` is 1 where nothing
    of it was past due before.

    Args:
        connection: the main database, with TEMP tables of its own.
        days: consecutive day numbers, those of one week up to today.
        known_on: only entries recorded by then and not yet superseded; None: all that is known.
    """
    connection.execute("DROP TABLE IF EXISTS temp.late_invoice")
    connection.execute(_TABLE)
    if not days:
        return 0
    named: dict[str, int | None] = {f"d{n}": day for n, day in enumerate(days)}
    named |= {"first": days[0], "last": days[-1], "known_on": known_on}
    columns = [f"p{n}" for n in range(len(days))]
    sums = [f"sum({column})" for column in columns]
    most = f"max({', '.join(sums)})" if len(sums) > 1 else sums[0]
    found = connection.execute(
        f"""INSERT INTO temp.late_invoice
        WITH {_past_now(columns) if known_on is None else _past_known(columns, known_on)}
        SELECT document_id, currency, min(customer_id), {most}, {" + ".join(sums)}, sum(eve) = 0
        FROM past WHERE {" + ".join(columns)} > 0 GROUP BY document_id, currency""",
        named,
    )
    _mark_seen(connection, named)
    return found.rowcount


def take(
    connection: sqlite3.Connection,
    documents: Iterable[int],
    day: int,
    known_on: int | None = None,
) -> int:
    """Put some invoices into TEMP table `late_invoice`, late or not; how many rows it has.

    Amounts are those past due at the end of the day, and none of it is told to be new.
    """
    connection.execute("DROP TABLE IF EXISTS temp.late_invoice")
    connection.execute(_TABLE)
    past_due = f"CASE WHEN i.due_on < :day THEN max(0, {open_amount(known_on)}) ELSE 0 END"
    connection.execute("SAVEPOINT take")
    connection.executemany(
        f"""INSERT OR IGNORE INTO temp.late_invoice
        SELECT i.document_id, i.currency, min(i.customer_id), sum({past_due}), sum({past_due}), 0
        FROM item AS i WHERE i.document_id = :document AND {stands(known_on)} GROUP BY 1, 2""",
        ({"document": each, "day": day, "known_on": known_on} for each in documents),
    )
    connection.execute("RELEASE take")
    return int(connection.execute("SELECT count(*) FROM temp.late_invoice").fetchone()[0])


def _mark_seen(connection: sqlite3.Connection, named: dict[str, int | None]) -> None:
    """Find what was past due before the week, yet not on its eve, so that it is not new."""
    connection.execute(
        f"""UPDATE temp.late_invoice SET is_new = 0 WHERE is_new = 1 AND document_id IN (
            SELECT document_id FROM ({_run(named["known_on"])})
            WHERE open > 0 AND until > effective_on AND until > due_on + 1)""",
        named,
    )


def _past_now(columns: Sequence[str]) -> str:
    """CTE `past`: by item, what is past due at the end of each day, and of the day before them.

    What is open at a day's end is what is open for good less what takes effect later.
    """
    ends = {"eve": ":first - 1"} | {p: f":d{n}" for n, p in enumerate(columns)}
    later = ", ".join(
        f"sum(CASE WHEN effective_on > {end} THEN amount ELSE 0 END) AS {name}"
        for name, end in ends.items()
    )
    past = ", ".join(
        f"CASE WHEN i.due_on < {end} THEN max(0, i.open_amount - coalesce(l.{name}, 0)) ELSE 0 END"
        f" AS {name}"
        for name, end in ends.items()
    )
    return f"""later AS (SELECT item_id, {later} FROM entry
            WHERE effective_on >= :first AND superseded_on IS NULL GROUP BY item_id),
        past AS (SELECT i.document_id, i.customer_id, i.currency, {past}
            FROM item AS i LEFT JOIN later AS l ON l.item_id = i.id
            WHERE i.due_on < :last AND (i.open_amount > 0 OR l.item_id IS NOT NULL))"""


def _past_known(columns: Sequence[str], known_on: int) -> str:
    """CTE `past` as known on a day, from the entries and item versions of that day."""
    ends = {"eve": ":first - 1"} | {p: f":d{n}" for n, p in enumerate(columns)}
    sums = ", ".join(
        f"sum(CASE WHEN e.effective_on <= {end} THEN e.amount ELSE 0 END) AS {name}"
        for name, end in ends.items()
    )
    past = ", ".join(
        f"CASE WHEN due_on < {end} THEN max(0, {name}) ELSE 0 END AS {name}"
        for name, end in ends.items()
    )
    return f"""stood AS (SELECT i.document_id,
                coalesce(v.customer_id, i.customer_id) AS customer_id,
                coalesce(v.currency, i.currency) AS currency,
                coalesce(v.due_on, i.due_on) AS due_on, {sums}
            FROM entry AS e JOIN item AS i ON i.id = e.item_id {version(known_on)}
            WHERE e.effective_on <= :last AND {known(known_on)} GROUP BY i.id),
        past AS (SELECT document_id, customer_id, currency, {past} FROM stood
            WHERE due_on < :last)"""


def _run(known_on: int | None) -> str:
    """What was open of the items of new late documents before the week, and from when until when.

    Those that were past due on its eve are known not to be new; of the rest it takes all entries.
    """
    due = of_item(known_on, "due_on")
    return f"""SELECT i.document_id, e.effective_on, {due} AS due_on,
                sum(e.amount) OVER (PARTITION BY e.item_id ORDER BY e.effective_on) AS open,
                lead(e.effective_on, 1, :first) OVER (
                    PARTITION BY e.item_id ORDER BY e.effective_on) AS until
            FROM (SELECT DISTINCT document_id FROM temp.late_invoice WHERE is_new = 1) AS t
            CROSS JOIN item AS i ON i.document_id = t.document_id {version(known_on)}
            CROSS JOIN entry AS e ON e.item_id = i.id
            WHERE {known(known_on)} AND e.effective_on < :first
                AND {due} + 1 < :first"""


def documents(
    connection: sqlite3.Connection, identities: Iterable[InvoiceIdentity]
) -> list[tuple[int, InvoiceIdentity]]:
    """The documents of identities, as far as there are any."""
    found = []
    for identity in identities:
        rows = connection.execute(
            """SELECT d.id FROM company AS m CROSS JOIN document AS d ON d.company_id = m.id
            WHERE m.key = ? AND d.class_key = ? AND d.fiscal_year = ? AND d.key = ?""",
            identity,
        )
        found += [(int(number), identity) for (number,) in rows]
    return found


def disputes(
    connection: sqlite3.Connection, first: int, last: int, known_on: int | None = None
) -> list[tuple[int, str | None, int | None, int]]:
    """Disputes open on a day from `first` to `last`: (document, reason, amount, opened day)."""
    return connection.execute(
        f"SELECT document_id, reason, amount, opened_on FROM dispute AS x WHERE {DISPUTED}",
        {"first": first, "last": last, "known_on": known_on},
    ).fetchall()


#: A condition on dispute x: open on a day from :first to :last.
DISPUTED = """x.opened_on <= :last AND x.recorded_on <= coalesce(:known_on, x.recorded_on)
    AND (x.resolved_on IS NULL OR x.resolved_on > max(:first, x.opened_on))"""


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
