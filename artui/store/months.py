"""Closed months: what was recorded of each, and what was entered or changed since. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.store import named, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.store.aging import Scope

#: Later than any day.
_NEVER = 2**31 - 1


class Closed(NamedTuple):
    """A closed month: when it was closed, and under which policy.

    Attributes:
        month: as 2026-10.
        closed_on: the day it was closed; it holds what was known at that day's end.
        closed_at: the clock's time.
        policy_id: the policy in force.
    """

    month: str
    closed_on: int
    closed_at: str
    policy_id: int


class Figure(NamedTuple):
    """One figure of a month's aging: a bucket, unapplied, outstanding or disputed; minor units."""

    company_id: int
    currency: str
    figure: str
    place: int
    amount: int


def closed(connection: sqlite3.Connection) -> list[Closed]:
    """Every closed month, oldest first."""
    columns = ", ".join(Closed._fields)
    rows = connection.execute(f"SELECT {columns} FROM closed_month ORDER BY month")
    return [Closed(*row) for row in rows]


def first_day(connection: sqlite3.Connection) -> int | None:
    """The first day on which anything took effect; None while nothing is known."""
    (day,) = connection.execute("SELECT min(effective_on) FROM entry").fetchone()
    return None if day is None else int(day)


def last_import(connection: sqlite3.Connection, day: int) -> int:
    """The last file that changed anything and was recorded by the end of a day; 0 for none."""
    (number,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM import WHERE recorded_on <= ? AND state IN (?, ?, ?)",
        (day, records.LOADED, records.WITH_REJECTS, records.SUPERSEDED),
    ).fetchone()
    return int(number)


def write(
    connection: sqlite3.Connection, month: Closed, figures: Iterable[Figure], *, kpis: bool
) -> None:
    """Record a closed month in place of an earlier record of it.

    Must run inside the write transaction.

    Args:
        connection: the main database, for writing.
        month: which, and when it is closed.
        figures: its aging.
        kpis: whether its KPIs are to be recorded anew too.
    """
    if kpis:
        connection.execute("DELETE FROM kpi_month WHERE month = ?", (month.month,))
    connection.execute("DELETE FROM closed_aging WHERE month = ?", (month.month,))
    connection.execute("INSERT OR REPLACE INTO closed_month VALUES (?, ?, ?, ?)", month)
    connection.executemany(
        "INSERT INTO closed_aging VALUES (?, ?, ?, ?, ?, ?)",
        ((month.month, *figure) for figure in figures),
    )


def figures(
    connection: sqlite3.Connection, month: str, company: str | None = None
) -> dict[str, dict[str, int]]:
    """A month's aging as it was recorded: by currency and figure, in the order of its columns."""
    found: dict[str, dict[str, int]] = {}
    for currency, figure, amount in connection.execute(
        """SELECT a.currency, a.figure, sum(a.amount) FROM closed_aging AS a
        JOIN company AS m ON m.id = a.company_id
        WHERE a.month = :month AND m.key = coalesce(:company, m.key)
        GROUP BY a.currency, a.figure ORDER BY a.currency, min(a.place)""",
        {"month": month, "company": company},
    ):
        found.setdefault(str(currency), {})[str(figure)] = int(amount)
    return found


_WHO = """m.code AS company, d.number AS document, i.label AS item, c.number AS customer_id,
    coalesce(c.name, c.number) AS name"""
_OF_ITEM = """JOIN document AS d ON d.id = i.document_id JOIN company AS m ON m.id = d.company_id
    JOIN customer AS c ON c.id = i.customer_id"""
#: A condition on entry e: in force when the month was closed, or at the day looked from.
_THEN = "e.recorded_on <= :closed_on AND (e.superseded_on IS NULL OR e.superseded_on > :closed_on)"
_NOW = "e.recorded_on <= :known AND (e.superseded_on IS NULL OR e.superseded_on > :known)"
#: The version of item i that stood when the month was closed, where it changed since.
_VERSION = """item_version AS v JOIN item AS i ON i.id = v.item_id
    AND v.recorded_on <= :closed_on AND v.superseded_on > :closed_on"""

#: The version of item i that stood on the day looked from, where it has changed since then.
_SEEN = """LEFT JOIN item_version AS w ON w.item_id = i.id
    AND w.recorded_on <= :known AND w.superseded_on > :known"""


def _asked(scope: Scope, closed_on: int) -> dict[str, object]:
    known = _NEVER if scope.known_on is None else scope.known_on
    return {**scope.parameters(), "closed_on": closed_on, "known": known}


def late(connection: sqlite3.Connection, scope: Scope, closed_on: int) -> list[dict[str, Any]]:
    """What was entered after a month had closed and takes effect in it or before.

    Entries recorded since count as they are, those superseded since with the opposite sign; where
    an item's currency was corrected, what was open then leaves the one and comes to the other. The
    amounts (minor units) add up to what is outstanding now less what was recorded.

    Args:
        connection: a reader of the main database.
        scope: as of the month's end; known on the day it is looked at from, None for now.
        closed_on: the day the month was closed.
    """
    rows = connection.execute(
        f"""SELECT {_WHO}, coalesce(w.currency, i.currency) AS currency, e.kind,
            e.effective_on, n.file, e.line,
            CASE WHEN e.recorded_on > :closed_on THEN e.recorded_on ELSE e.superseded_on END
                AS entered_on,
            e.recorded_on <= :closed_on AS taken_back,
            CASE WHEN e.recorded_on > :closed_on THEN e.amount ELSE -e.amount END AS amount
        FROM entry AS e JOIN item AS i ON i.id = e.item_id {_SEEN} {_OF_ITEM}
        LEFT JOIN import AS n ON n.id = e.import_id
        WHERE e.effective_on <= :as_of AND ({_NOW}) <> ({_THEN}) AND {scope.filters()}
        ORDER BY entered_on, m.code, d.number, i.label, e.effective_on, e.id""",
        _asked(scope, closed_on),
    )
    return [*named.rows(rows), *_recurrent(connection, scope, closed_on)]


def _recurrent(
    connection: sqlite3.Connection, scope: Scope, closed_on: int
) -> list[dict[str, Any]]:
    """What moved from one currency to another since: a row for each of the two."""
    found = named.rows(
        connection.execute(
            f"""SELECT {_WHO}, v.currency AS was, coalesce(w.currency, i.currency) AS currency,
                v.superseded_on AS entered_on,
                n.file, i.line, max(e.effective_on) AS effective_on, sum(e.amount) AS amount
            FROM {_VERSION} {_SEEN} {_OF_ITEM}
            JOIN entry AS e ON e.item_id = i.id AND e.effective_on <= :as_of AND {_THEN}
            LEFT JOIN import AS n ON n.id = i.import_id
            WHERE v.currency <> coalesce(w.currency, i.currency) AND {scope.filters()}
            GROUP BY i.id HAVING sum(e.amount) <> 0 ORDER BY m.code, d.number, i.label""",
            _asked(scope, closed_on),
        )
    )
    made = []
    for row in found:
        was = row.pop("was")
        moved = {**row, "kind": "currency"}
        made.append({**moved, "currency": was, "taken_back": 1, "amount": -row["amount"]})
        made.append({**moved, "taken_back": 0})
    return made


def redated(connection: sqlite3.Connection, scope: Scope, closed_on: int) -> list[dict[str, Any]]:
    """Items open at a month's end whose due date was changed since it was closed.

    They stand in other buckets without any entry. Amounts are what is open of each as of the end.
    Arguments as for `late`.
    """
    return named.rows(
        connection.execute(
            f"""SELECT {_WHO}, coalesce(w.currency, i.currency) AS currency,
                v.due_on AS due_then, v.due_by AS due_by_then,
                coalesce(w.due_on, i.due_on) AS due_on, coalesce(w.due_by, i.due_by) AS due_by,
                v.superseded_on AS changed_on, n.file, i.line,
                coalesce(sum(e.amount), 0) AS amount
            FROM {_VERSION} {_SEEN} {_OF_ITEM}
            LEFT JOIN entry AS e ON e.item_id = i.id AND e.effective_on <= :as_of AND {_NOW}
            LEFT JOIN import AS n ON n.id = i.import_id
            WHERE v.due_on <> coalesce(w.due_on, i.due_on) AND {scope.filters()}
            GROUP BY i.id HAVING coalesce(sum(e.amount), 0) <> 0
            ORDER BY m.code, d.number, i.label""",
            _asked(scope, closed_on),
        )
    )
