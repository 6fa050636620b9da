"""The late reasons people choose for invoices."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from artui.domain.days import iso
from artui.store.connection import transaction
from artui.store.desk import journal
from artui.store.desk.identity import InvoiceIdentity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

CHOOSE_REASON = "choose_reason"


class Reasons:
    """Reasons by invoice, for the journal; a state is the reason's code."""

    def subject(self, parts: Sequence[Any]) -> InvoiceIdentity:
        """The invoice of the parts that the journal keeps."""
        return InvoiceIdentity(*parts)

    def state(self, connection: sqlite3.Connection, subject: InvoiceIdentity) -> str | None:
        """The reason that stands."""
        return reason_of(connection, subject)

    def put(
        self,
        connection: sqlite3.Connection,
        subject: InvoiceIdentity,
        state: Any,
        who: str,
        at: str,
    ) -> None:
        """Let a reason stand, or none."""
        if state is None:
            connection.execute(
                "DELETE FROM reason_choice WHERE company = ? AND class = ? AND fiscal_year = ?"
                " AND document = ?",
                subject,
            )
            return
        connection.execute(
            "INSERT OR REPLACE INTO reason_choice VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*subject, state, who, at),
        )


REASONS = Reasons()


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
        return journal.write(connection, CHOOSE_REASON, REASONS, invoice, reason, who, at)


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
