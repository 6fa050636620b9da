"""The decisions about files: which wait for the agent, and which were carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3


class Decision(NamedTuple):
    """A decision about a file, as it stands on the desk.

    Attributes:
        id: its number.
        sha256: the file's bytes.
        file: its name.
        decision: accept, refuse or again.
        note: why.
        who: who decided.
        at: the clock's time.
    """

    id: int
    sha256: str
    file: str
    decision: str
    note: str
    who: str
    at: str


_COLUMNS = ", ".join(f"d.{name}" for name in Decision._fields)
#: Whether decision d was carried out; a number and a time, for a desk may be begun anew.
_DONE = """EXISTS (SELECT 1 FROM carried_out AS x WHERE x.decision_id = d.id
    AND x.sha256 = d.sha256 AND x.at = d.at AND x.ended_at IS NOT NULL)"""
#: The decision of import n that waits for the agent, NULL where none does; of the newest import of
#: the same bytes and part alone.
PENDING = f"""(SELECT CASE d.decision WHEN 'accept' THEN 'accepted' WHEN 'refuse' THEN 'refused'
        ELSE 'to be tried again' END || ' by ' || d.who FROM desk.import_decision AS d
    WHERE d.sha256 = n.sha256 AND NOT {_DONE} AND NOT EXISTS (SELECT 1 FROM import AS later
        WHERE later.sha256 = n.sha256 AND later.part = n.part AND later.id > n.id)
    ORDER BY d.id DESC LIMIT 1)"""


def pending(reader: sqlite3.Connection) -> list[Decision]:
    """The decisions nobody carried out yet, oldest first, through a reader with the desk."""
    return [
        Decision(*row)
        for row in reader.execute(
            f"SELECT {_COLUMNS} FROM desk.import_decision AS d WHERE NOT {_DONE} ORDER BY d.id"
        )
    ]


def stands(reader: sqlite3.Connection, decision: Decision) -> bool:
    """Whether a decision is still on the desk, and was not taken back."""
    row = reader.execute(
        "SELECT 1 FROM desk.import_decision WHERE id = ? AND sha256 = ? AND at = ?",
        (decision.id, decision.sha256, decision.at),
    ).fetchone()
    return row is not None


def taken(reader: sqlite3.Connection) -> set[int]:
    """The numbers of the desk's decisions that the agent has taken up: they stand for good."""
    return {
        int(number)
        for (number,) in reader.execute(
            "SELECT d.id FROM desk.import_decision AS d JOIN carried_out AS x"
            " ON x.decision_id = d.id AND x.sha256 = d.sha256 AND x.at = d.at"
        )
    }


def take(connection: sqlite3.Connection, decision: Decision, at: str) -> None:
    """Take a decision up: from now on it cannot be taken back. May be repeated."""
    connection.execute(
        "INSERT OR IGNORE INTO carried_out (decision_id, sha256, at, decision, who, taken_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (*_key(decision), decision.decision, decision.who, at),
    )


def drop(connection: sqlite3.Connection, decision: Decision) -> None:
    """Let go of a decision that was taken back in the very moment it was taken up."""
    connection.execute(
        "DELETE FROM carried_out WHERE decision_id = ? AND sha256 = ? AND at = ?", _key(decision)
    )


def end(
    connection: sqlite3.Connection,
    decision: Decision,
    at: str,
    import_id: int | None,
    error: str | None = None,
) -> None:
    """Record that a decision was carried out, and as which import; or why it could not be."""
    connection.execute(
        "UPDATE carried_out SET ended_at = ?, import_id = ?, error = ?"
        " WHERE decision_id = ? AND sha256 = ? AND at = ?",
        (at, import_id, error, *_key(decision)),
    )


def _key(decision: Decision) -> tuple[int, str, str]:
    return decision.id, decision.sha256, decision.at
