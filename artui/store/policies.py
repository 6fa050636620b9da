"""The record of policies: which were in force, what each changed, and what the last check found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class PolicyRow(NamedTuple):
    """The policy in force."""

    id: int
    revision: str
    content: str
    commit_id: str | None
    adopted_at: str
    body: str


def in_force(connection: sqlite3.Connection) -> PolicyRow | None:
    """The last policy set that passed its check whole; None before the first."""
    row = connection.execute(
        "SELECT id, revision, content, commit_id, adopted_at, body FROM policy"
        " ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else PolicyRow(*row)


def in_force_on(connection: sqlite3.Connection, day: str) -> PolicyRow | None:
    """The policy in force at the end of an ISO day; of a day before the first, the first."""
    columns = ", ".join(PolicyRow._fields)
    row = connection.execute(
        f"""SELECT {columns} FROM policy WHERE substr(adopted_at, 1, 10) <= ?
            OR id = (SELECT min(id) FROM policy) ORDER BY id DESC LIMIT 1""",
        (day,),
    ).fetchone()
    return None if row is None else PolicyRow(*row)


class AdoptedRow(NamedTuple):
    """A policy that was put in force, and when the next one took its place."""

    id: int
    revision: str
    content: str
    commit_id: str | None
    adopted_at: str
    adopted_by: str | None
    until: str | None
    body: str
    body_before: str | None


def adopted(connection: sqlite3.Connection, limit: int | None = None) -> list[AdoptedRow]:
    """Every policy that was ever in force, the newest first."""
    rows = connection.execute(
        "SELECT id, revision, content, commit_id, adopted_at, adopted_by,"
        " lead(adopted_at) OVER (ORDER BY id), body, lag(body) OVER (ORDER BY id)"
        " FROM policy ORDER BY id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [AdoptedRow(*row) for row in rows]


def of_week(connection: sqlite3.Connection, week: str) -> PolicyRow | None:
    """The policy a week was frozen under."""
    row = connection.execute(
        "SELECT p.id, p.revision, p.content, p.commit_id, p.adopted_at, p.body"
        " FROM frozen_week AS w JOIN policy AS p ON p.id = w.policy_id WHERE w.week = ?",
        (week,),
    ).fetchone()
    return None if row is None else PolicyRow(*row)


def adopt(
    connection: sqlite3.Connection,
    revision: str,
    content: str,
    commit_id: str | None,
    at: str,
    body: str,
    by: str | None = None,
) -> int:
    """Put a checked policy in force; its id."""
    cursor = connection.execute(
        "INSERT INTO policy (revision, content, commit_id, adopted_at, body, adopted_by)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (revision, content, commit_id, at, body, by),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT gives one
    return cursor.lastrowid


class ChangeRow(NamedTuple):
    """What adopting a policy changed, of one kind and currency; the amount in minor units."""

    kind: str
    direction: str
    currency: str
    customers: int
    items: int
    amount: int


def record_changes(
    connection: sqlite3.Connection, policy_id: int, changes: Iterable[tuple[object, ...]]
) -> None:
    """Record what a policy changed when it came into force: rows as `ChangeRow` has them."""
    connection.executemany(
        "INSERT INTO policy_change VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((policy_id, *change) for change in changes),
    )


def changes(connection: sqlite3.Connection) -> dict[int, list[ChangeRow]]:
    """What each policy changed, by its id."""
    found: dict[int, list[ChangeRow]] = {}
    for policy_id, *row in connection.execute(
        "SELECT policy_id, kind, direction, currency, customers, items, amount"
        " FROM policy_change ORDER BY policy_id, kind, direction, currency"
    ):
        found.setdefault(policy_id, []).append(ChangeRow(*row))
    return found


class CheckRow(NamedTuple):
    """The last check of the policies folder: of a revision, with its findings as sentences."""

    checked_at: str
    revision: str
    content: str
    errors: int
    warnings: int
    findings: tuple[str, ...]


def record_check(connection: sqlite3.Connection, check: CheckRow) -> None:
    """Keep what the last check of the policies folder found."""
    connection.execute(
        "INSERT OR REPLACE INTO policy_check VALUES (1, ?, ?, ?, ?, ?, ?)",
        (*check[:5], json.dumps(check.findings)),
    )


def last_check(connection: sqlite3.Connection) -> CheckRow | None:
    """What the last check of the policies folder found; None before the first."""
    row = connection.execute(
        "SELECT checked_at, revision, content, errors, warnings, findings FROM policy_check"
    ).fetchone()
    if row is None:
        return None
    *plain, findings = row
    return CheckRow._make([*plain, tuple(json.loads(findings))])


def aging_of(connection: sqlite3.Connection, policy_id: int) -> tuple[str, Any]:
    """The revision of a policy that was in force, and how it aged, as plain data."""
    revision, body = connection.execute(
        "SELECT revision, body FROM policy WHERE id = ?", (policy_id,)
    ).fetchone()
    return str(revision), json.loads(body).get("aging")
