"""What people decide of files: that a held one is loaded or left out, that one is tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.connection import transaction
from artui.store.desk import journal
from artui.store.desk.identity import FileIdentity
from artui.store.desk.tables import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

DECIDE = "decide_import"
ACCEPT, REFUSE, AGAIN = "accept", "refuse", "again"
DECISIONS = (ACCEPT, REFUSE, AGAIN)


class Decisions:
    """Decisions by number, for the journal; a number is never given twice."""

    def subject(self, parts: Sequence[Any]) -> FileIdentity:
        """The decision of the parts that the journal keeps."""
        return FileIdentity(*parts)

    def state(self, connection: sqlite3.Connection, subject: FileIdentity) -> Any:
        """The row by name, None where there is none."""
        cursor = connection.execute("SELECT * FROM import_decision WHERE id = ?", (subject.id,))
        rows = named.rows(cursor)
        return rows[0] if rows else None

    def put(
        self,
        connection: sqlite3.Connection,
        subject: FileIdentity,
        state: Any,
        who: str,  # noqa: ARG002 - the row names who decided, not who put it back
        at: str,  # noqa: ARG002 - as above
    ) -> None:
        """Let the row stand as it was, or not at all."""
        connection.execute("DELETE FROM import_decision WHERE id = ?", (subject.id,))
        if state is not None:
            insert(connection, "import_decision", state)


FILES = Decisions()


def decide(
    connection: sqlite3.Connection,
    sha256: str,
    file: str,
    decision: str,
    who: str,
    at: str,
    note: str = "",
) -> int:
    """Decide what is to become of a file; the agent carries it out. The decision's number.

    Args:
        connection: the desk, for writing.
        sha256: of the file's bytes, as its import records them.
        file: its name.
        decision: accept (load it although the guards object), refuse (leave it out for good) or
            again (load it anew, with the profiles of today).
        who: who decides.
        at: the clock's time.
        note: why.
    """
    assert decision in DECISIONS  # noqa: S101 - a word of the caller's, not of a person's
    values = {"sha256": sha256, "file": file, "decision": decision, "note": note}
    with transaction(connection):
        number = insert(connection, "import_decision", {**values, "who": who, "at": at})
        subject = FileIdentity(sha256, file, number)
        state = FILES.state(connection, subject)
        journal.keep(connection, at, who, DECIDE, subject, None, state, None)
    return number
