"""Promises to pay: how much, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.connection import transaction
from artui.store.desk.contacts import document_columns
from artui.store.desk.tables import Numbered

if TYPE_CHECKING:
    import sqlite3

    from artui.store.desk.identity import AccountIdentity, InvoiceIdentity

PROMISE, WITHDRAW_PROMISE = "promise", "withdraw_promise"
PROMISES = Numbered("promise")


def promise(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    amount: int,
    promised_on: int,
    due_on: int,
    who: str,
    at: str,
    document: InvoiceIdentity | None = None,
) -> int:
    """Note a customer's promise; its number.

    Args:
        connection: the desk, for writing.
        account: with its currency.
        amount: minor units.
        promised_on: the home's day.
        due_on: the day it is to be paid by.
        who: who notes it.
        at: the clock's time.
        document: the invoice it is about, None for the account's oldest items.
    """
    values = {
        **account._asdict(),
        **document_columns(document),
        "amount": amount,
        "promised_on": promised_on,
        "due_on": due_on,
    }
    with transaction(connection):
        return PROMISES.add(connection, PROMISE, values, who, at)


def withdraw_promise(
    connection: sqlite3.Connection, number: int, withdrawn_on: int, who: str, at: str
) -> bool:
    """Withdraw a promise from a day on; False where there is none of that number."""
    with transaction(connection):
        ended = {"withdrawn_on": withdrawn_on}
        return PROMISES.change(connection, WITHDRAW_PROMISE, number, ended, who, at)


def promises(connection: sqlite3.Connection, account: AccountIdentity) -> list[dict[str, Any]]:
    """The promises of an account, latest due first, through a reader; withdrawn ones too."""
    return named.rows(
        connection.execute(
            "SELECT * FROM desk.promise WHERE company = :company AND customer = :customer"
            " AND (:currency IS NULL OR currency = :currency) ORDER BY due_on DESC, id DESC",
            account._asdict(),
        )
    )
