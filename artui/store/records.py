"""Records: what happened. Imports, rejects, slots, the heartbeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.store import closings
from artui.store.facts.stage import COMPANIES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

LOADED, WITH_REJECTS, UNCHANGED = "loaded", "loaded_with_rejects", "unchanged"
SUPERSEDED, HELD, FAILED, REFUSED = "superseded", "held", "failed", "refused"


class ImportRow(NamedTuple):
    """One file's passage, as it is recorded when it ends."""

    sha256: str
    file: str
    size: int
    profile: str | None
    kind: str | None
    state: str
    reason: str | None
    as_of: int | None
    dated_by: str | None
    complete: int
    columns: str
    recorded_on: int
    started_at: str
    seconds: float
    rows_read: int
    rows_loaded: int
    rows_unchanged: int
    rows_rejected: int
    warnings: str
    kept_as: str | None
    accepted_by: str | None
    policy_id: int | None
    part: str
    parts: int
    classes: str


def add_import(connection: sqlite3.Connection, row: ImportRow) -> int:
    """Record an import; its id."""
    columns = ", ".join(ImportRow._fields)
    marks = ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO import ({columns}) VALUES ({marks})", row)
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT gives one
    return cursor.lastrowid


def end_import(connection: sqlite3.Connection, import_id: int, row: ImportRow) -> None:
    """Complete the record of an import begun in the same transaction."""
    settings = ", ".join(f"{name} = ?" for name in ImportRow._fields)
    connection.execute(f"UPDATE import SET {settings} WHERE id = ?", (*row, import_id))


def keep_as(connection: sqlite3.Connection, import_id: int, where: str) -> None:
    """Record where a file is kept; also for imports of the same bytes that did not get so far."""
    connection.execute(
        "UPDATE import SET kept_as = :where WHERE id = :id OR (kept_as IS NULL"
        " AND sha256 = (SELECT sha256 FROM import WHERE id = :id))",
        {"where": where, "id": import_id},
    )


def unkept_rejects(connection: sqlite3.Connection, import_id: int) -> list[tuple[Any, ...]]:
    """The rejects of imports of the same bytes whose process died before their file was kept."""
    return connection.execute(
        "SELECT r.line, r.column_name, r.value, r.reason, r.raw FROM reject AS r"
        " JOIN import AS i ON i.id = r.import_id WHERE i.kept_as IS NULL AND i.id <> :id"
        " AND i.sha256 = (SELECT sha256 FROM import WHERE id = :id) ORDER BY i.id, r.line",
        {"id": import_id},
    ).fetchall()


class Before(NamedTuple):
    """An import that already loaded some bytes; `rows` is how many rows they hold."""

    id: int
    file: str
    kind: str | None
    profile: str | None
    rows: int


class Known(NamedTuple):
    """What of some bytes was loaded before.

    Attributes:
        parts: the import of each part that was.
        number: how many parts the bytes have; 0 where none was loaded.
    """

    parts: Mapping[str, Before]
    number: int

    @property
    def whole(self) -> bool:
        """Whether every part was loaded."""
        return 0 < self.number <= len(self.parts)

    @property
    def first(self) -> Before:
        """The first import; of all rows where there were several parts."""
        rows = sum(each.rows for each in self.parts.values())
        return min(self.parts.values())._replace(rows=rows)


def loaded_parts(connection: sqlite3.Connection, sha256: str, named: int | None = None) -> Known:
    """The imports that already loaded some bytes, whatever their name was.

    Args:
        connection: the main database.
        sha256: of the bytes.
        named: the day in the file's name; the same bytes named for another day speak for that
            day too, unless the rows carry their own.
    """
    rows = connection.execute(
        "SELECT part, parts, id, file, kind, profile, rows_read FROM import"
        " WHERE sha256 = ? AND state IN (?, ?, ?, ?)"
        # a superseded one may never have been loaded: what it held was never let in
        " AND (state <> 'superseded' OR rows_loaded + rows_unchanged > 0)"
        " AND (? IS NULL OR as_of = ? OR dated_by = 'snapshot_date') ORDER BY id DESC",
        (sha256, LOADED, WITH_REJECTS, UNCHANGED, SUPERSEDED, named, named),
    ).fetchall()
    count = max((count for _, count, *_ in rows), default=0)
    parts = {part: Before(*before) for part, _, *before in rows if part or count == 1}
    return Known(parts, count)


def overtaken(connection: sqlite3.Connection, kind: str, as_of: int, today: int) -> None:
    """Held files of a kind that a better one, of the same day or newer, has replaced."""
    which, named = "state = ? AND kind = ? AND as_of <= ?", (HELD, kind, as_of)
    closings.forget(connection, which, named)
    keep_states(connection, which, named, today)
    connection.execute(
        f"UPDATE import SET state = ?, reason = 'a better file was loaded since' WHERE {which}",
        (SUPERSEDED, *named),
    )


def keep_states(
    connection: sqlite3.Connection, which: str, named: Sequence[object], today: int
) -> None:
    """Keep the states of imports as they were before today; one of today alone was never seen.

    Args:
        connection: inside the write transaction.
        which: a condition on imports.
        named: the values of its marks.
        today: the home's day.
    """
    connection.execute(
        f"""INSERT OR IGNORE INTO import_version (import_id, superseded_on, state, reason)
        SELECT id, {today:d}, state, reason FROM import
        WHERE {which} AND recorded_on < {today:d}""",
        named,
    )


def newest_snapshot(connection: sqlite3.Connection) -> int | None:
    """The newest day of a complete snapshot of all the staged companies."""
    row = connection.execute(
        "SELECT min(day) FROM (SELECT max(day) AS day FROM snapshot WHERE company_id IN"
        f" ({COMPANIES}) GROUP BY company_id)"
    ).fetchone()
    return None if row[0] is None else int(row[0])


def add_rejects(
    connection: sqlite3.Connection, import_id: int, rejects: Iterable[Sequence[object]]
) -> None:
    """Keep the rejected rows of an import: line, column, value, reason, raw text."""
    connection.executemany(f"INSERT INTO reject VALUES ({import_id:d}, ?, ?, ?, ?, ?)", rejects)


def claim_slot(connection: sqlite3.Connection, job: str, slot: str, at: str) -> bool:
    """Claim a due slot of a job; false where it was claimed before."""
    cursor = connection.execute(
        "INSERT INTO slot (job, slot, claimed_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (job, slot, at),
    )
    return cursor.rowcount == 1


def end_slot(
    connection: sqlite3.Connection, job: str, slot: str, at: str, error: str | None
) -> None:
    """Record how a slot ended; a failed one is released, to be claimed again."""
    connection.execute(
        "UPDATE slot SET ended_at = ?, error = ? WHERE job = ? AND slot = ?",
        (at, error, job, slot),
    )


def slots_done(connection: sqlite3.Connection, job: str) -> set[str]:
    """The slots of a job that ended well."""
    return {
        str(slot)
        for (slot,) in connection.execute(
            "SELECT slot FROM slot WHERE job = ? AND ended_at IS NOT NULL AND error IS NULL",
            (job,),
        )
    }


def release_slots(connection: sqlite3.Connection, job: str) -> None:
    """Forget the claims of a job that failed or never ended, so that they are due again."""
    connection.execute(
        "DELETE FROM slot WHERE job = ? AND (ended_at IS NULL OR error IS NOT NULL)", (job,)
    )


class Heartbeat(NamedTuple):
    """A sign of life of the agent.

    Attributes:
        pid: its process.
        host: the machine it runs on.
        started_at: the clock's time when it began.
        beat_at: the clock's time of this sign.
        watching: how it notices arrivals.
        working_on: the file in hand; None for none.
        trouble: what goes wrong now; None where nothing does.
        progress: how far the file in hand is; None where nothing is known.
    """

    pid: int
    host: str
    started_at: str
    beat_at: str
    watching: str
    working_on: str | None
    trouble: str | None
    progress: str | None = None


def beat(connection: sqlite3.Connection, heartbeat: Heartbeat) -> None:
    """Give a sign of life."""
    connection.execute(
        "INSERT OR REPLACE INTO heartbeat VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", heartbeat
    )


def heartbeat(connection: sqlite3.Connection) -> Heartbeat | None:
    """The last sign of life; None where no agent ever ran."""
    row = connection.execute(f"SELECT {', '.join(Heartbeat._fields)} FROM heartbeat").fetchone()
    return None if row is None else Heartbeat(*row)


def stop_beating(connection: sqlite3.Connection) -> None:
    """The agent has stopped in good order."""
    connection.execute("DELETE FROM heartbeat")


def data_as_of(connection: sqlite3.Connection, known_on: int | None = None) -> dict[str, int]:
    """Per company, the newest day its data speaks for, as known now or on a day."""
    at = "data_as_of"
    if known_on is not None:
        at = f"""(SELECT max(d.data_as_of) FROM company_data AS d
            WHERE d.company_id = company.id AND d.recorded_on <= {known_on:d})"""
    return {
        str(company): int(day)
        for company, day in connection.execute(
            f"SELECT code, {at} AS day FROM company WHERE day IS NOT NULL ORDER BY code"
        )
    }


def knows_customer(connection: sqlite3.Connection, key: str) -> bool:
    """Whether any company has a customer of this canonical id; true while there are none at all."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM customer WHERE key = ?)"
        " OR NOT EXISTS (SELECT 1 FROM customer)",
        (key,),
    ).fetchone()
    return bool(row[0])


def waiting(connection: sqlite3.Connection) -> dict[str, int]:
    """How many files wait for a person: held ones, and failed ones, by state."""
    return {
        str(state): int(number)
        for state, number in connection.execute(
            "SELECT state, count(*) FROM import WHERE state IN (?, ?) GROUP BY state",
            (HELD, FAILED),
        )
    }
