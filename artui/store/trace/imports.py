"""The files figures came from: when each was loaded, under which policy, and where it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class Loaded(NamedTuple):
    """One import.

    Attributes:
        id: its number.
        file: the name it came under.
        sha256: of its bytes.
        size: how many there are.
        kept_as: where it is kept, below the home or absolute; None where it never was.
        loaded_at: when loading began, by the home's clock, ISO.
        recorded_on: the home's day.
        revision: of the policy it was loaded under; None where none was recorded.
        part: which part of the file; blank for all of it.
    """

    id: int
    file: str
    sha256: str
    size: int
    kept_as: str | None
    loaded_at: str
    recorded_on: int
    revision: str | None
    part: str = ""


def loaded(connection: sqlite3.Connection, wanted: Iterable[int]) -> dict[int, Loaded]:
    """Imports by their number."""
    found = {}
    for number in sorted(set(wanted)):
        row = connection.execute(
            """SELECT n.id, n.file, n.sha256, n.size, n.kept_as, n.started_at, n.recorded_on,
                p.revision, n.part
            FROM import AS n LEFT JOIN policy AS p ON p.id = n.policy_id WHERE n.id = ?""",
            (number,),
        ).fetchone()
        if row is not None:
            found[number] = Loaded(*row)
    return found
