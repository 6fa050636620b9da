"""Disputes as cases: opened by a person, or what a person did to one that exports tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain.days import parse_day
from artui.domain.disputes import OPEN, OVER, STATES
from artui.store import named
from artui.store.connection import transaction
from artui.store.desk.contacts import document_columns
from artui.store.desk.journal import UndoOvertaken
from artui.store.desk.tables import Numbered

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from artui.store.desk.identity import AccountIdentity, Entry, InvoiceIdentity

__all__ = [
    "ALL",
    "CASES",
    "CHANGED",
    "CHANGE_DISPUTE",
    "NOTES",
    "NOTE_DISPUTE",
    "OPEN_DISPUTE",
    "STATES",
    "Case",
    "change_dispute",
    "disputes",
    "note_dispute",
    "notes",
    "open_dispute",
]

OPEN_DISPUTE, CHANGE_DISPUTE, NOTE_DISPUTE = "open_dispute", "change_dispute", "note_dispute"
#: An amount that says all of what is open, whatever an export says.
ALL = -1
#: What can be changed of a case.
CHANGED = frozenset("state reason amount owner next_on closed_on outcome credit exported".split())
_ENDED = ("closed_on", "outcome", "credit")


class Cases(Numbered):
    """Cases by number; one that others have noted something on is not taken back whole."""

    def put(
        self, connection: sqlite3.Connection, subject: Entry, state: Any, who: str, at: str
    ) -> None:
        """Let the case stand as it was, or not at all.

        Raises:
            UndoOvertaken: where notes on it would be lost.
        """
        ask = "SELECT 1 FROM dispute_note WHERE dispute = ?"
        if state is None and connection.execute(ask, (subject.id,)).fetchone():
            raise UndoOvertaken(subject=subject)
        super().put(connection, subject, state, who, at)


CASES, NOTES = Cases("dispute"), Numbered("dispute_note")


class Case(NamedTuple):
    """A case as a person opens it, or takes it up.

    Attributes:
        reason: a code of the catalogue; None leaves what the export says.
        amount: minor units that are disputed; None means all that is open, of a case that exports
            tell of what they say (ALL says all there too).
        owner: who sees to it.
        next_on: the day of the next step.
        item: the label of the instalment, None for the whole invoice.
        exported: the canonical id of the exported case it takes up, None for one of its own.
        note: what is kept as its first note.
    """

    reason: str | None
    amount: int | None
    owner: str | None
    next_on: int | None
    item: str | None = None
    exported: str | None = None
    note: str = ""


def open_dispute(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    document: InvoiceIdentity,
    case: Case,
    opened_on: int,
    who: str,
    at: str,
) -> int:
    """Open a dispute about an invoice, or take an exported one up; its number.

    One that is taken up keeps the state and the day the export gives it, until they are changed;
    where somebody has taken it up already, it is that case which is changed.

    Args:
        connection: the desk, for writing.
        account: the invoice's, with its currency.
        document: the invoice.
        case: what is disputed.
        opened_on: the day the customer disputed it.
        who: who opens it.
        at: the clock's time.
    """
    values = {
        **account._asdict(),
        **document_columns(document),
        **{name: value for name, value in case._asdict().items() if name != "note"},
        "state": None if case.exported else OPEN,
        "opened_on": None if case.exported else opened_on,
    }
    with transaction(connection):
        number = _taken_up(connection, values)
        if number is None:
            number = CASES.add(connection, OPEN_DISPUTE, values, who, at)
        else:
            said = {name: values[name] for name in _SAID if values[name] is not None}
            CASES.change(connection, CHANGE_DISPUTE, number, said, who, at)
        if case.note:
            about = {**account._asdict(), "dispute": number}
            _note(connection, about, case.note, opened_on, who, at)
    return number


#: What is said of a case that was taken up already.
_SAID = ("reason", "amount", "owner", "next_on")


def _taken_up(connection: sqlite3.Connection, values: Mapping[str, Any]) -> int | None:
    """The case that has taken the same exported dispute up before."""
    row = connection.execute(
        "SELECT id FROM dispute WHERE company = :company AND class = :class"
        " AND fiscal_year = :fiscal_year AND document = :document AND exported = :exported",
        values,
    ).fetchone()
    return None if row is None else int(row[0])


def change_dispute(
    connection: sqlite3.Connection, number: int, values: Mapping[str, Any], who: str, at: str
) -> bool:
    """Change a case; False where there is none of that number.

    A state that is over is closed on the clock's day unless `closed_on` says another; one that is
    not over has no such day, no outcome and no credit any more.

    Args:
        connection: the desk, for writing.
        number: the case's.
        values: any of CHANGED: state (of STATES), reason, amount, owner, next_on, closed_on,
            outcome, credit (the canonical id of the credit note that settles it), exported (the
            canonical id of the exported case it is about).
        who: who changes it.
        at: the clock's time.
    """
    assert set(values) <= CHANGED  # noqa: S101 - the caller's words, not a person's
    with transaction(connection):
        return CASES.change(connection, CHANGE_DISPUTE, number, _completed(values, at), who, at)


def _completed(values: Mapping[str, Any], at: str) -> dict[str, Any]:
    """The changes, with what follows from another state."""
    state = values.get("state")
    if state is None:
        return dict(values)
    assert state in STATES  # noqa: S101 - as above
    if state not in OVER:
        return {**values, **dict.fromkeys(_ENDED)}
    return {"closed_on": parse_day(at[:10]), **values}


def note_dispute(
    connection: sqlite3.Connection, number: int, note: str, noted_on: int, who: str, at: str
) -> int:
    """Note something on a case; the note's number, 0 where there is no such case.

    Args:
        connection: the desk, for writing.
        number: the case's.
        note: what there is to say.
        noted_on: the home's day.
        who: who notes it.
        at: the clock's time.
    """
    with transaction(connection):
        row = connection.execute(
            "SELECT company, customer, currency FROM dispute WHERE id = ?", (number,)
        ).fetchone()
        if row is None:
            return 0
        names = ("company", "customer", "currency")
        account = dict(zip(names, row, strict=True))
        return _note(connection, {**account, "dispute": number}, note, noted_on, who, at)


def _note(
    connection: sqlite3.Connection,
    values: Mapping[str, Any],
    note: str,
    noted_on: int,
    who: str,
    at: str,
) -> int:
    noted = {**values, "noted_on": noted_on, "note": note}
    return NOTES.add(connection, NOTE_DISPUTE, noted, who, at)


def disputes(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    document: InvoiceIdentity | None = None,
) -> list[dict[str, Any]]:
    """The cases of an account or of an invoice of it, newest first, through a reader."""
    about = document_columns(document)
    return named.rows(
        connection.execute(
            "SELECT * FROM desk.dispute WHERE company = :company AND customer = :customer"
            " AND (:currency IS NULL OR currency = :currency) AND (:document IS NULL OR"
            " (class, fiscal_year, document) = (:class, :fiscal_year, :document))"
            " ORDER BY id DESC",
            {**account._asdict(), **about},
        )
    )


def notes(connection: sqlite3.Connection, number: int) -> list[dict[str, Any]]:
    """The notes on a case, oldest first, through a reader."""
    return named.rows(
        connection.execute(
            "SELECT * FROM desk.dispute_note WHERE dispute = ? ORDER BY noted_on, id", (number,)
        )
    )
