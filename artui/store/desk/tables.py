"""Entries that are rows of a desk table, found by a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.desk import journal
from artui.store.desk.identity import Entry, MarkIdentity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Numbered:
    """Entries of a table whose rows have a number, `id`; a number is never given twice."""

    table: str

    def subject(self, parts: Sequence[Any]) -> Entry:
        """The entry of the parts that the journal keeps."""
        return Entry(*parts)

    def state(self, connection: sqlite3.Connection, subject: Entry) -> Any:
        """The row by name, None where there is none."""
        return _one(connection, self.table, {"id": subject.id})

    def put(
        self,
        connection: sqlite3.Connection,
        subject: Entry,
        state: Any,
        who: str,  # noqa: ARG002 - the row names who entered it, not who put it back
        at: str,  # noqa: ARG002 - as above
    ) -> None:
        """Let the row stand as it was, or not at all."""
        connection.execute(f"DELETE FROM {self.table} WHERE id = ?", (subject.id,))
        if state is not None:
            insert(connection, self.table, state)

    def add(
        self,
        connection: sqlite3.Connection,
        action: str,
        values: Mapping[str, Any],
        who: str,
        at: str,
    ) -> int:
        """Add a row and journal it; its number. Must run inside the write transaction."""
        number = insert(connection, self.table, {**values, "who": who, "at": at})
        subject = Entry(values["company"], values["customer"], values.get("currency"), number)
        state = self.state(connection, subject)
        journal.keep(connection, at, who, action, subject, None, state, None)
        return number

    def change(
        self,
        connection: sqlite3.Connection,
        action: str,
        number: int,
        values: Mapping[str, Any],
        who: str,
        at: str,
    ) -> bool:
        """Change a row and journal it; False where there is none of that number.

        Must run inside the write transaction.
        """
        before = _one(connection, self.table, {"id": number})
        if before is None:
            return False
        subject = Entry(before["company"], before["customer"], before.get("currency"), number)
        journal.write(connection, action, self, subject, {**before, **values}, who, at)
        return True


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks on tiers: rows found by account, tier and day."""

    table: str = "task_done"

    def subject(self, parts: Sequence[Any]) -> MarkIdentity:
        """The mark of the parts that the journal keeps."""
        return MarkIdentity(*parts)

    def state(self, connection: sqlite3.Connection, subject: MarkIdentity) -> Any:
        """The row by name, None where there is none."""
        return _one(connection, self.table, subject._asdict())

    def put(
        self,
        connection: sqlite3.Connection,
        subject: MarkIdentity,
        state: Any,
        who: str,  # noqa: ARG002 - the row names who entered it, not who put it back
        at: str,  # noqa: ARG002 - as above
    ) -> None:
        """Let the row stand as it was, or not at all."""
        keys = subject._asdict()
        wanted = " AND ".join(f"{name} = :{name}" for name in keys)
        connection.execute(f"DELETE FROM {self.table} WHERE {wanted}", keys)
        if state is not None:
            insert(connection, self.table, state)


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> int:
    """Add a row by its columns' names; its number."""
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    cursor = connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
    return cursor.lastrowid or 0


def _one(
    connection: sqlite3.Connection, table: str, keys: Mapping[str, Any]
) -> dict[str, Any] | None:
    wanted = " AND ".join(f"{name} = :{name}" for name in keys)
    rows = named.rows(connection.execute(f"SELECT * FROM {table} WHERE {wanted}", keys))
    return rows[0] if rows else None
