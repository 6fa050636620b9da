"""The desk's journal: who did what to which subject, what stood there before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from artui.errors import ArtuiError
from artui.store.connection import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from artui.store.desk.identity import Subject


class NothingToUndo(ArtuiError):  # noqa: N818 - a state, not a failure
    """{who} has nothing to undo."""


class UndoOvertaken(ArtuiError):  # noqa: N818 - a state, not a failure
    """{subject} has been changed since, so that undoing would lose the newer choice."""


class JournalRow(NamedTuple):
    """One write: who did what to which subject, what stood there before and after.

    `before` and `after` are plain data, None where nothing stood there.
    """

    id: int
    at: str
    who: str
    action: str
    subject: Subject
    before: Any
    after: Any


class Kind(Protocol):
    """How entries of one kind are found and put back."""

    def subject(self, parts: Sequence[Any]) -> Subject:
        """The subject of the parts that a journal keeps."""

    def state(self, connection: sqlite3.Connection, subject: Any) -> Any:
        """What stands there, as plain data; None for nothing."""

    def put(
        self, connection: sqlite3.Connection, subject: Any, state: Any, who: str, at: str
    ) -> None:
        """Let a state stand there."""


def write(
    connection: sqlite3.Connection,
    action: str,
    kind: Kind,
    subject: Subject,
    state: Any,
    who: str,
    at: str,
) -> int:
    """Let a state stand where another stood, and keep both; the journal's number.

    Must run inside the write transaction.
    """
    before = kind.state(connection, subject)
    kind.put(connection, subject, state, who, at)
    return keep(connection, at, who, action, subject, before, state, None)


def keep(
    connection: sqlite3.Connection,
    at: str,
    who: str,
    action: str,
    subject: Subject,
    before: Any,
    after: Any,
    undoes: int | None,
) -> int:
    """Add a line to the journal; its number."""
    cursor = connection.execute(
        "INSERT INTO journal (at, who, action, subject, before, after, undoes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (at, who, action, *map(json.dumps, (subject, before, after)), undoes),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT gives one
    return cursor.lastrowid


def take_back(
    connection: sqlite3.Connection,
    kinds: Mapping[str, Kind],
    who: str,
    at: str,
    stands: Callable[[Subject], bool] = lambda _: False,
) -> JournalRow:
    """Undo this person's last write that still stands; what was undone.

    Args:
        connection: the desk, for writing.
        kinds: how entries are put back, by action.
        who: whose write.
        at: the clock's time.
        stands: whether a subject has had its effect and cannot be taken back. That is kept as an
            undoing that changes nothing, so that the next one goes on to what came before.

    Raises:
        NothingToUndo: where there is none.
        UndoOvertaken: where somebody has changed the subject since.
    """
    with transaction(connection):
        last = _last(connection, kinds, who)
        if last is None:
            raise NothingToUndo(who=who)
        kind = kinds[last.action]
        if stands(last.subject):
            last = last._replace(before=last.after)
        if kind.state(connection, last.subject) != last.after:
            raise UndoOvertaken(subject=last.subject)
        kind.put(connection, last.subject, last.before, who, at)
        keep(connection, at, who, last.action, last.subject, last.after, last.before, last.id)
        return last


def _last(connection: sqlite3.Connection, kinds: Mapping[str, Kind], who: str) -> JournalRow | None:
    row = connection.execute(
        "SELECT j.id, j.at, j.who, j.action, j.subject, j.before, j.after FROM journal AS j"
        " WHERE j.who = ? AND j.undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM journal AS u WHERE u.undoes = j.id)"
        " ORDER BY j.id DESC LIMIT 1",
        (who,),
    ).fetchone()
    return None if row is None else _row(row, kinds[row[3]].subject)


def _row(row: tuple[Any, ...], subject_of: Callable[[Sequence[Any]], Subject]) -> JournalRow:
    number, at, who, action, *rest = row
    subject, before, after = map(json.loads, rest)
    return JournalRow(number, at, who, action, subject_of(subject), before, after)
