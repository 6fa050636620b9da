"""The policy in force: the last set that passed its check whole, read out of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.policy.policy import Policy
from artui.store import policies, positions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class InForce(NamedTuple):
    """The policy in force, the number of its record and its revision."""

    id: int
    revision: str
    policy: Policy


def in_force(connection: sqlite3.Connection) -> InForce | None:
    """What the database has in force; None before anything was adopted."""
    row = policies.in_force(connection)
    return None if row is None else InForce(row.id, row.revision, Policy.from_json(row.body))


def bring_up(
    connection: sqlite3.Connection, force: InForce, today: int, customers: Iterable[int] = ()
) -> int:
    """Bring the positions to today, with those of `customers`; how many customers moved.

    Must run inside the write transaction.
    """
    standing = positions.standing(connection)
    if standing is None or standing.day > today:
        positions.mark_all(connection)
    else:
        positions.mark_due(connection, standing.day, today)
        positions.mark_also(connection, customers)
    positions.refresh(connection, force.policy.aging, today)
    positions.date(connection, positions.Standing(today, force.id))
    return positions.marked(connection)
