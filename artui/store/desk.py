"""The desk: what people enter. Every write is journalled with its inverse, for audit and undo."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain.days import iso
from artui.errors import ArtuiError
from artui.store.connection import transaction

if TYPE_CHECKING:
    import sqlite3

CHOOSE_REASON = "choose_reason"


class NothingToUndo(ArtuiError):  # noqa: N818 - a state, not a failure
    """{who} has nothing to undo."""


class UndoOvertaken(ArtuiError):  # noqa: N818 - a state, not a failure
    """{subject} has been changed since, so that undoing would lose the newer choice."""


class InvoiceIdentity(NamedTuple):
    """A document as the desk knows it: by its own identity, which outlives any import."""

    company: str
    document_class: str
    fiscal_year: str
    key: str

    def __str__(self) -> str:
        """As the journal shows it."""
        return "/".join(part for part in self if part)


class JournalRow(NamedTuple):
    """One write: who did what to which subject, what stood there before and after."""

    id: int
    at: str
    who: str
    action: str
    subject: InvoiceIdentity
    before: str | None
    after: str | None


def reason_of(connection: sqlite3.Connection, invoice: InvoiceIdentity) -> str | None:
    """The reason a person chose for an invoice."""
    row = connection.execute(
        "SELECT reason FROM reason_choice WHERE company = ? AND class = ? AND fiscal_year = ?"
        " AND document = ?",
        invoice,
    ).fetchone()
    return None if row is None else str(row[0])


def choose_reason(
    connection: sqlite3.Connection,
    invoice: InvoiceIdentity,
    reason: str | None,
    who: str,
    at: str,
) -> int:
    """Choose an invoice's late reason, or take the choice back (None); the journal's number."""
    with transaction(connection):
        before = reason_of(connection, invoice)
        _set_reason(connection, invoice, reason, who, at)
        return _journal(connection, at, who, invoice, before, reason, None)


def undo(connection: sqlite3.Connection, who: str, at: str) -> JournalRow:
    """Undo this person's last write that still stands; what was undone.

    Raises:
        NothingToUndo: where there is none.
        UndoOvertaken: where somebody has changed the subject since.
    """
    with transaction(connection):
        last = _last(connection, who)
        if last is None:
            raise NothingToUndo(who=who)
        if reason_of(connection, last.subject) != last.after:
            raise UndoOvertaken(subject=last.subject)
        _set_reason(connection, last.subject, last.before, who, at)
        _journal(connection, at, who, last.subject, last.after, last.before, last.id)
        return last


def _set_reason(
    connection: sqlite3.Connection,
    invoice: InvoiceIdentity,
    reason: str | None,
    who: str,
    at: str,
) -> None:
    if reason is None:
        connection.execute(
            "DELETE FROM reason_choice WHERE company = ? AND class = ? AND fiscal_year = ?"
            " AND document = ?",
            invoice,
        )
        return
    connection.execute(
        "INSERT OR REPLACE INTO reason_choice VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*invoice, reason, who, at),
    )


def _journal(
    connection: sqlite3.Connection,
    at: str,
    who: str,
    invoice: InvoiceIdentity,
    before: str | None,
    after: str | None,
    undoes: int | None,
) -> int:
    cursor = connection.execute(
        "INSERT INTO journal (at, who, action, subject, before, after, undoes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            at,
            who,
            CHOOSE_REASON,
            json.dumps(invoice),
            json.dumps(before),
            json.dumps(after),
            undoes,
        ),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT gives one
    return cursor.lastrowid


def _last(connection: sqlite3.Connection, who: str) -> JournalRow | None:
    row = connection.execute(
        "SELECT j.id, j.at, j.who, j.action, j.subject, j.before, j.after FROM journal AS j"
        " WHERE j.who = ? AND j.undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM journal AS u WHERE u.undoes = j.id)"
        " ORDER BY j.id DESC LIMIT 1",
        (who,),
    ).fetchone()
    return None if row is None else _row(row)


def _row(row: tuple[Any, ...]) -> JournalRow:
    number, at, who, action, subject, before, after = row
    return JournalRow(
        number,
        at,
        who,
        action,
        InvoiceIdentity(*json.loads(subject)),
        json.loads(before),
        json.loads(after),
    )


def choices(
    connection: sqlite3.Connection, known_on: int | None = None
) -> dict[InvoiceIdentity, str]:
    """Every reason people chose, through a reader that has the desk attached.

    With `known_on`, only those that stood at the end of that day, by the journal.
    """
    if known_on is not None:
        return _choices_then(connection, str(iso(known_on)))
    return {
        InvoiceIdentity(company, document_class, fiscal_year, key): str(reason)
        for company, document_class, fiscal_year, key, reason in connection.execute(
            "SELECT company, class, fiscal_year, document, reason FROM desk.reason_choice"
        )
    }


def _choices_then(connection: sqlite3.Connection, day: str) -> dict[InvoiceIdentity, str]:
    """The choices after the last write of each subject up to the end of an ISO day."""
    then: dict[InvoiceIdentity, str | None] = {}
    for subject, after in connection.execute(
        "SELECT subject, after FROM desk.journal WHERE action = ? AND substr(at, 1, 10) <= ?"
        " ORDER BY id",
        (CHOOSE_REASON, day),
    ):
        then[InvoiceIdentity(*json.loads(subject))] = json.loads(after)
    return {invoice: reason for invoice, reason in then.items() if reason is not None}
