"""The contact log: what was said with whom, and when to come back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.store import named
from artui.store.connection import transaction
from artui.store.desk.tables import Numbered

if TYPE_CHECKING:
    import sqlite3

    from artui.store.desk.identity import AccountIdentity, InvoiceIdentity

LOG_CONTACT = "log_contact"
CONTACTS = Numbered("contact")


class Contact(NamedTuple):
    """A contact with a customer.

    Attributes:
        contact_on: the home's day.
        channel: a key of `artui.domain.contacts.CHANNELS`.
        direction: out for ours, in for theirs.
        outcome: a key of `artui.domain.contacts.OUTCOMES`.
        next_on: the day to come back to it, None for none.
        subject: what it was about, in a few words.
        note: whatever else is worth keeping.
        document: the invoice it was about, None for the account.
    """

    contact_on: int
    channel: str
    direction: str
    outcome: str
    next_on: int | None = None
    subject: str = ""
    note: str = ""
    document: InvoiceIdentity | None = None


def log_contact(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    contact: Contact,
    who: str,
    at: str,
) -> int:
    """Log a contact; its number."""
    values = {**account._asdict(), **contact._asdict(), **document_columns(contact.document)}
    with transaction(connection):
        return CONTACTS.add(connection, LOG_CONTACT, values, who, at)


def document_columns(document: InvoiceIdentity | None) -> dict[str, str | None]:
    """The columns that name an invoice, or none."""
    if document is None:
        return {"class": None, "fiscal_year": None, "document": None}
    return {
        "class": document.document_class,
        "fiscal_year": document.fiscal_year,
        "document": document.key,
    }


def contacts(connection: sqlite3.Connection, account: AccountIdentity) -> list[dict[str, Any]]:
    """The contacts of an account, newest first, through a reader; those of no currency too."""
    return named.rows(
        connection.execute(
            "SELECT * FROM desk.contact WHERE company = :company AND customer = :customer"
            " AND (currency IS NULL OR :currency IS NULL OR currency = :currency)"
            " ORDER BY contact_on DESC, id DESC",
            account._asdict(),
        )
    )
