"""Positions: the aging of each customer and currency on one day, kept for the daily screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.domain.aging import MOST_BUCKETS
from artui.store.aging import Question, Scope, select

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.policy.aging import AgingPolicy


def mark(connection: sqlite3.Connection) -> None:
    """Start with no customer marked."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS moved (customer_id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM moved")


def mark_also(connection: sqlite3.Connection, customers: Iterable[int]) -> None:
    """Mark further customers."""
    connection.executemany("INSERT OR IGNORE INTO moved VALUES (?)", ((c,) for c in customers))


def marked(connection: sqlite3.Connection) -> int:
    """How many customers are marked."""
    (number,) = connection.execute("SELECT count(*) FROM moved").fetchone()
    return int(number)


def mark_due(connection: sqlite3.Connection, last: int, today: int) -> None:
    """Mark the customers whose day has come since `last`.

    A position changes when an item moves to another bucket, an entry takes effect, or a dispute
    begins or ends.
    """
    mark(connection)
    connection.execute(
        """INSERT OR IGNORE INTO moved
        SELECT customer_id FROM position WHERE next_change_on <= :today
        UNION SELECT i.customer_id FROM entry AS e JOIN item AS i ON i.id = e.item_id
            WHERE e.effective_on > :last AND e.effective_on <= :today AND e.superseded_on IS NULL
        UNION SELECT customer_id FROM dispute
            WHERE (opened_on > :last AND opened_on <= :today)
            OR (resolved_on > :last AND resolved_on <= :today)""",
        {"last": last, "today": today},
    )


def mark_all(connection: sqlite3.Connection) -> None:
    """Mark every customer."""
    mark(connection)
    connection.execute("INSERT INTO moved SELECT id FROM customer")


_FIGURES = (
    "company_id outstanding unapplied past_due disputed oldest_due next_change_on items"
).split()


def refresh(connection: sqlite3.Connection, policy: AgingPolicy, today: int) -> None:
    """Compute the positions of the marked customers for `today`; every other one still holds.

    A position keeps its id while it stands, so that a cursor on it stays where it is.
    """
    question = Question(Scope(today, moved=True), policy)
    numbers = range(len(question.buckets.labels))
    columns = [*_FIGURES, *(f"{prefix}{n}" for prefix in "bd" for n in numbers)]
    empty = [f"{prefix}{n}" for prefix in "bd" for n in range(len(numbers), MOST_BUCKETS)]
    connection.execute("DROP TABLE IF EXISTS temp.fresh")
    connection.execute(f"CREATE TEMP TABLE fresh AS {select(question)}", question.parameters())
    connection.execute(
        """DELETE FROM position WHERE customer_id IN (SELECT customer_id FROM moved)
        AND (customer_id, currency) NOT IN (SELECT customer_id, currency FROM fresh)"""
    )
    every = [*columns, *empty]
    settings = ", ".join(f"{name} = excluded.{name}" for name in every)
    connection.execute(
        f"""INSERT INTO position (customer_id, currency, {", ".join(every)})
        SELECT customer_id, currency, {", ".join([*columns, *("0" for _ in empty)])}
        FROM fresh WHERE true ON CONFLICT (customer_id, currency) DO UPDATE SET {settings}"""
    )
    connection.execute("DROP TABLE temp.fresh")


class Standing(NamedTuple):
    """What the positions are of: a day, and the policy they were computed under."""

    day: int
    policy_id: int


def standing(connection: sqlite3.Connection) -> Standing | None:
    """The day and policy of the positions; None before there are any."""
    row = connection.execute("SELECT day, policy_id FROM positions_of WHERE id = 1").fetchone()
    return None if row is None else Standing(*row)


def date(connection: sqlite3.Connection, standing: Standing) -> None:
    """Say what the positions are of from now on."""
    connection.execute("INSERT OR REPLACE INTO positions_of VALUES (1, ?, ?)", standing)
