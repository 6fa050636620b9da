"""The tier of each account as the last run decided it, and the accounts that were paid up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class TierRow(NamedTuple):
    """An account as a run decides it; see the columns of `account_tier`."""

    customer_id: int
    currency: str
    tier: int
    tier_reached: int
    executed: int
    executed_on: int | None
    recorded: int
    past_due: int
    broken: int
    ready: int
    since_on: int | None
    tier_name: str | None
    action: str | None
    owner: str | None
    items: int
    amount: int
    disputed: int
    held: int
    promised: int
    oldest_due: int | None
    fee: int
    interest: int
    last_dunned: int | None
    next_on: int | None
    respond_by: int | None
    quiet: str | None
    decided_on: int
    policy_id: int
    disputes_overdue: int = 0


def reset_paid(
    connection: sqlite3.Connection,
    past_due: Iterable[tuple[int, str]],
    day: int,
    policy_id: int,
    *,
    waive: bool,
) -> None:
    """Record the accounts that had something past due at the last run, and have nothing now.

    What was carried out of them counts no more; the fees and interest they owed by then are kept,
    unless they are waived.

    Args:
        connection: the main database, inside the write transaction.
        past_due: the accounts that have something past due, by customer and currency.
        day: of the run.
        policy_id: under which it runs.
        waive: whether fees and interest are given up.
    """
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS owing (customer_id INTEGER, currency TEXT,"
        " PRIMARY KEY (customer_id, currency)) WITHOUT ROWID"
    )
    connection.execute("DELETE FROM owing")
    connection.executemany("INSERT INTO owing VALUES (?, ?)", past_due)
    connection.execute(
        """INSERT INTO account_reset
        SELECT t.customer_id, t.currency, :day,
            CASE WHEN :waive THEN 0 ELSE max(0, t.fee - coalesce(sum(r.fee), 0)) END,
            CASE WHEN :waive THEN 0 ELSE max(0, t.interest - coalesce(sum(r.interest), 0)) END,
            :policy_id
        FROM account_tier AS t LEFT JOIN account_reset AS r
            ON r.customer_id = t.customer_id AND r.currency = t.currency
        WHERE t.past_due AND t.decided_on < :day AND NOT EXISTS (SELECT 1 FROM owing AS o
            WHERE o.customer_id = t.customer_id AND o.currency = t.currency)
        GROUP BY t.id ON CONFLICT DO NOTHING""",
        {"day": day, "waive": waive, "policy_id": policy_id},
    )


def replace_all(connection: sqlite3.Connection, rows: Iterable[TierRow]) -> None:
    """Let these be the accounts; one that stands keeps its id, so that a cursor stays on it."""
    _replace(connection, rows, "true")


def replace_of(connection: sqlite3.Connection, customer_id: int, rows: Iterable[TierRow]) -> None:
    """Let these be the accounts of one customer, in the way of `replace_all`."""
    _replace(connection, rows, f"customer_id = {customer_id:d}")


def _replace(connection: sqlite3.Connection, rows: Iterable[TierRow], whose: str) -> None:
    columns = ", ".join(TierRow._fields)
    connection.execute("DROP TABLE IF EXISTS temp.decided")
    connection.execute(f"CREATE TEMP TABLE decided AS SELECT {columns} FROM account_tier WHERE 0")
    marks = ", ".join("?" * len(TierRow._fields))
    connection.executemany(f"INSERT INTO decided VALUES ({marks})", rows)
    connection.execute("CREATE UNIQUE INDEX temp.decided_of ON decided (customer_id, currency)")
    connection.execute(
        f"""DELETE FROM account_tier WHERE {whose} AND NOT EXISTS (SELECT 1 FROM decided AS d
        WHERE d.customer_id = account_tier.customer_id AND d.currency = account_tier.currency)"""
    )
    settings = ", ".join(f"{name} = excluded.{name}" for name in TierRow._fields[2:])
    connection.execute(
        f"INSERT INTO account_tier ({columns}) SELECT {columns} FROM decided WHERE true"
        f" ON CONFLICT (customer_id, currency) DO UPDATE SET {settings}"
    )
    connection.execute("DROP TABLE temp.decided")


def reached(connection: sqlite3.Connection, customer_id: int) -> dict[str, int]:
    """By currency, the highest tier whose conditions held at the last run; 0 for none."""
    found = connection.execute(
        "SELECT currency, tier_reached FROM account_tier WHERE customer_id = ? ORDER BY currency",
        (customer_id,),
    )
    return {str(currency): int(tier) for currency, tier in found}
