"""Records of credit holds: when the agent first saw one, and when it saw it end. Append only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.store.aging import Scope


class Hold(NamedTuple):
    """A hold of an account that has not ended, by its row number."""

    id: int
    rule: str
    began_on: int
    expected_resolution: int | None


class NewHold(NamedTuple):
    """A hold that begins; `expected_resolution` is the day it should be resolved by."""

    customer_id: int
    currency: str
    rule: str
    reason: str
    began_on: int
    expected_resolution: int | None
    policy_id: int


def running(
    connection: sqlite3.Connection, scope: Scope, *, whenever: bool = False
) -> dict[tuple[int, str], list[Hold]]:
    """The holds that ran at the end of the scope's day, as known then, by account.

    Args:
        connection: the main database.
        scope: as of when, and of whom where few customers are asked about.
        whenever: every hold without an end, whatever its day.
    """
    day = scope.as_of if scope.known_on is None else min(scope.as_of, scope.known_on)
    at = (
        "e.hold_id IS NULL"
        if whenever
        else "h.began_on <= :day AND (e.hold_id IS NULL OR e.ended_on > :day)"
    )
    only = scope.only().replace("i.customer_id", "h.customer_id")
    found: dict[tuple[int, str], list[Hold]] = {}
    for customer, currency, *hold in connection.execute(
        f"""SELECT h.customer_id, h.currency, h.id, h.rule, h.began_on, h.expected_resolution
        FROM credit_hold AS h LEFT JOIN credit_hold_end AS e ON e.hold_id = h.id
        WHERE {at} {only} ORDER BY h.began_on, h.id""",
        {**scope.parameters(), "day": day},
    ):
        found.setdefault((int(customer), str(currency)), []).append(Hold(*hold))
    return found


def begin(connection: sqlite3.Connection, holds: Iterable[NewHold]) -> None:
    """Record holds that begin."""
    columns = ", ".join(NewHold._fields)
    marks = ", ".join("?" for _ in NewHold._fields)
    connection.executemany(f"INSERT INTO credit_hold ({columns}) VALUES ({marks})", holds)


def end(connection: sqlite3.Connection, holds: Iterable[Hold], today: int, policy_id: int) -> None:
    """Record that holds have ended, never before they began."""
    connection.executemany(
        "INSERT INTO credit_hold_end VALUES (?, ?, ?)",
        ((hold.id, max(today, hold.began_on), policy_id) for hold in holds),
    )


class Past(NamedTuple):
    """A hold with its end, if it has ended; the policy is the revision it began under."""

    rule: str
    reason: str
    began_on: int
    ended_on: int | None
    policy: str


def history(connection: sqlite3.Connection, customer_id: int, currency: str) -> list[Past]:
    """Every hold of an account, newest first."""
    return [
        Past(*row)
        for row in connection.execute(
            """SELECT h.rule, h.reason, h.began_on, e.ended_on, p.revision
            FROM credit_hold AS h LEFT JOIN credit_hold_end AS e ON e.hold_id = h.id
            JOIN policy AS p ON p.id = h.policy_id
            WHERE h.customer_id = ? AND h.currency = ? ORDER BY h.began_on DESC, h.id DESC""",
            (customer_id, currency),
        )
    ]
