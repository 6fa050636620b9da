"""Records of what was carried out: tiers executed, accounts that were paid up, the daily runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from artui.store import named
from artui.store.desk.identity import MarkIdentity
from artui.store.desk.marks import MARK_DONE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class Mark(NamedTuple):
    """A mark on a tier that no run has taken over yet."""

    customer_id: int
    currency: str
    tier: int
    done_on: int
    who: str
    at: str


_MARKS = """SELECT c.id AS customer_id, t.currency, t.tier, t.done_on, t.who, t.at
    FROM desk.task_done AS t JOIN company AS m ON m.key = t.company
    JOIN customer AS c ON c.company_id = m.id AND c.key = t.customer
    WHERE t.done_on <= :day AND NOT EXISTS (SELECT 1 FROM executed AS x
        WHERE x.customer_id = c.id AND x.currency = t.currency AND x.tier = t.tier
            AND x.executed_on = t.done_on AND x.how = 'task' AND x.source = t.at
            AND x.superseded_on IS NULL)"""


def marks(reader: sqlite3.Connection, day: int) -> list[Mark]:
    """The marks up to a day that no run has taken over, by account."""
    rows = named.rows(reader.execute(_MARKS, {"day": day}))
    return [Mark(**row) for row in rows]


def record(
    connection: sqlite3.Connection, taken: Iterable[Mark], recorded_on: int, policy_id: int
) -> None:
    """Record marks as carried out."""
    connection.executemany(
        "INSERT INTO executed (customer_id, currency, tier, executed_on, who, source, how,"
        " recorded_on, policy_id) VALUES (?, ?, ?, ?, ?, ?, 'task', ?, ?)"
        " ON CONFLICT (customer_id, currency, tier, executed_on, how, source)"
        " DO UPDATE SET superseded_on = NULL",
        ((*mark, recorded_on, policy_id) for mark in taken),
    )


def taken_back(reader: sqlite3.Connection) -> list[int]:
    """The records whose marks people took back since: they stand nowhere, and the journal says so.

    A desk that is not there takes nothing back.
    """
    gone = reader.execute(
        """SELECT x.id, m.key, c.key, x.currency, x.tier, x.executed_on FROM executed AS x
        JOIN customer AS c ON c.id = x.customer_id JOIN company AS m ON m.id = c.company_id
        WHERE x.how = 'task' AND x.superseded_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM desk.task_done AS t WHERE t.company = m.key AND t.customer = c.key
                AND t.currency = x.currency AND t.tier = x.tier AND t.done_on = x.executed_on
                AND t.at = x.source)"""
    ).fetchall()
    return [number for number, *mark in gone if _undone(reader, MarkIdentity(*mark))]


def _undone(reader: sqlite3.Connection, mark: MarkIdentity) -> bool:
    (undone,) = reader.execute(
        "SELECT EXISTS (SELECT 1 FROM desk.journal WHERE action = ? AND subject = ?"
        " AND undoes IS NOT NULL)",
        (MARK_DONE, json.dumps(mark)),
    ).fetchone()
    return bool(undone)


def supersede(connection: sqlite3.Connection, numbers: Iterable[int], day: int) -> None:
    """Let records count no more from a day on."""
    connection.executemany(
        "UPDATE executed SET superseded_on = ? WHERE id = ?", ((day, each) for each in numbers)
    )


def last_run(connection: sqlite3.Connection) -> int | None:
    """The day of the last run; None before the first."""
    (day,) = connection.execute("SELECT max(day) FROM escalation_run").fetchone()
    return None if day is None else int(day)


def run_under(connection: sqlite3.Connection, day: int) -> int | None:
    """The policy of the last run of a day; None where there was none."""
    row = connection.execute(
        "SELECT policy_id FROM escalation_run WHERE day = ?", (day,)
    ).fetchone()
    return None if row is None else int(row[0])


def record_run(
    connection: sqlite3.Connection, day: int, at: str, accounts: int, policy_id: int
) -> None:
    """Record a run; of a day's runs the last stands."""
    connection.execute(
        "INSERT OR REPLACE INTO escalation_run VALUES (?, ?, ?, ?)", (day, at, accounts, policy_id)
    )
