"""Files that wait for a person, held or failed: which there are, and how their waiting ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store import closings
from artui.store.records import FAILED, HELD, REFUSED, SUPERSEDED, keep_states

if TYPE_CHECKING:
    import sqlite3

_WAITING = f"state IN ('{HELD}', '{FAILED}', '{REFUSED}')"


class Arrived(NamedTuple):
    """An import of some bytes, as far as it matters for loading them anew.

    Attributes:
        id: the import.
        file: the file's name.
        state: what became of it.
        arrived: the day it came, however often it was tried since.
        kept_as: where the file is kept, from the home; None where it is not.
        reason: why it waits or was left out; None where it does not.
    """

    id: int
    file: str
    state: str
    arrived: int
    kept_as: str | None
    reason: str | None

    @property
    def waits(self) -> bool:
        """Whether nothing of it was loaded yet."""
        return self.state in (HELD, FAILED, REFUSED)


def arrivals(connection: sqlite3.Connection, sha256: str) -> list[Arrived]:
    """Every import of some bytes, the newest first."""
    return [
        Arrived(*row)
        for row in connection.execute(
            "SELECT id, file, state, CASE dated_by WHEN 'arrival' THEN as_of ELSE recorded_on END,"
            " kept_as, reason FROM import WHERE sha256 = ?"
            " ORDER BY id DESC",
            (sha256,),
        )
    ]


def refused(connection: sqlite3.Connection, sha256: str) -> Arrived | None:
    """The import by which a person left these bytes out, where that still holds."""
    newest = next(iter(arrivals(connection, sha256)), None)
    return newest if newest is not None and newest.state == REFUSED else None


def refuse(connection: sqlite3.Connection, sha256: str, reason: str, today: int) -> int | None:
    """Leave these bytes out for good: every import of them that waits; the newest one of those.

    None where none waits any more.
    """
    which, named = f"sha256 = ? AND state IN ('{HELD}', '{FAILED}')", (sha256,)
    (newest,) = connection.execute(f"SELECT max(id) FROM import WHERE {which}", named).fetchone()
    keep_states(connection, which, named, today)
    connection.execute(
        f"UPDATE import SET state = ?, reason = ? || CASE WHEN reason IS NULL THEN ''"
        f" ELSE ': ' || reason END WHERE {which}",
        (REFUSED, reason, *named),
    )
    return None if newest is None else int(newest)


def settle(connection: sqlite3.Connection, import_id: int, today: int) -> None:
    """Let no earlier import of the same bytes and part wait beside a newer one.

    A file that failed as a whole has no parts; then the newer one speaks for all of them.
    """
    sha256, part, state = connection.execute(
        "SELECT sha256, part, state FROM import WHERE id = ?", (import_id,)
    ).fetchone()
    which = f"{_WAITING} AND sha256 = ? AND id < ? AND (part = ? OR part = '' OR ? = '')"
    named = (sha256, import_id, part, part)
    if state == REFUSED:
        return
    keep_states(connection, which, named, today)
    waits = state in (HELD, FAILED)
    if waits:
        closings.forget(connection, which, named)
    connection.execute(
        f"""UPDATE import SET state = '{SUPERSEDED}', reason = CASE WHEN ? THEN 'tried again'
            WHEN state = '{FAILED}' THEN 'loaded' ELSE 'accepted' END || ' as import {import_id:d}'
        WHERE {which}""",
        (waits, *named),
    )


def mended(connection: sqlite3.Connection, sha256: str, by: int, today: int) -> None:
    """A failed file was mended where it lies; its new bytes were loaded as import `by`."""
    which, named = f"{_WAITING} AND sha256 = ?", (sha256,)
    keep_states(connection, which, named, today)
    connection.execute(
        f"UPDATE import SET state = '{SUPERSEDED}', reason = 'mended and tried again as import"
        f" {by:d}', kept_as = (SELECT kept_as FROM import WHERE id = {by:d}) WHERE {which}",
        named,
    )


def reloaded(connection: sqlite3.Connection, sha256: str, by: int) -> None:
    """Say of what was loaded from these bytes before that they were loaded anew."""
    connection.execute(
        f"UPDATE import SET reason = 'loaded again as import {by:d}'"
        " WHERE sha256 = ? AND id < ? AND state LIKE 'loaded%'",
        (sha256, by),
    )


def kept_elsewhere(connection: sqlite3.Connection, import_id: int) -> list[str]:
    """Where else the bytes of an import are kept."""
    return [
        str(where)
        for (where,) in connection.execute(
            """SELECT DISTINCT o.kept_as FROM import AS n JOIN import AS o
                ON o.sha256 = n.sha256 AND o.kept_as <> n.kept_as WHERE n.id = ?""",
            (import_id,),
        )
    ]


def keep_instead(connection: sqlite3.Connection, import_id: int, where: str) -> None:
    """The bytes of an import are kept elsewhere from now on."""
    connection.execute(
        "UPDATE import SET kept_as = ? WHERE sha256 = (SELECT sha256 FROM import WHERE id = ?)",
        (where, import_id),
    )


def move(connection: sqlite3.Connection, import_id: int, was: str) -> None:
    """The bytes of an import are not kept any more where they were, but where it is kept."""
    connection.execute(
        """UPDATE import SET kept_as = (SELECT kept_as FROM import WHERE id = :id)
        WHERE kept_as = :was AND sha256 = (SELECT sha256 FROM import WHERE id = :id)""",
        {"id": import_id, "was": was},
    )
