"""Promises to pay: how much, and by when; several that are one plan are written as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.connection import transaction
from artui.store.desk import journal
from artui.store.desk.contacts import document_columns
from artui.store.desk.identity import Entry
from artui.store.desk.tables import Numbered, insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.store.desk.identity import AccountIdentity, InvoiceIdentity

PROMISE, WITHDRAW_PROMISE = "promise", "withdraw_promise"
PROMISE_PLAN, WITHDRAW_PLAN = "promise_plan", "withdraw_plan"
PROMISES = Numbered("promise")


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of promises: all rows of a plan are one entry, found by the number of its first."""

    table: str = "promise"

    def subject(self, parts: Sequence[Any]) -> Entry:
        """The plan of the parts that the journal keeps."""
        return Entry(*parts)

    def state(self, connection: sqlite3.Connection, subject: Entry) -> Any:
        """The rows by name, in the order they were entered; None where there are none."""
        rows = connection.execute(
            f"SELECT * FROM {self.table} WHERE plan = ? ORDER BY id", (subject.id,)
        )
        return named.rows(rows) or None

    def put(
        self,
        connection: sqlite3.Connection,
        subject: Entry,
        state: Any,
        who: str,  # noqa: ARG002 - the rows name who entered them, not who put them back
        at: str,  # noqa: ARG002 - as above
    ) -> None:
        """Let the rows stand as they were, or not at all."""
        connection.execute(f"DELETE FROM {self.table} WHERE plan = ?", (subject.id,))
        for row in state or ():
            insert(connection, self.table, row)


PLANS = Plans()


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
    values = _columns(account, document, (amount, due_on), promised_on)
    with transaction(connection):
        return PROMISES.add(connection, PROMISE, values, who, at)


def promise_plan(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    parts: Sequence[tuple[int, int]],
    promised_on: int,
    who: str,
    at: str,
    document: InvoiceIdentity | None = None,
) -> int:
    """Note a customer's promise to pay in parts; the number of its first, which is the plan's.

    Args:
        connection: the desk, for writing.
        account: with its currency.
        parts: of each the amount in minor units and the day it is to be paid by; one at least.
        promised_on: the home's day.
        who: who notes it.
        at: the clock's time.
        document: the invoice it is about, None for the account's oldest items.
    """
    first = 0
    with transaction(connection):
        for part in sorted(parts, key=lambda each: each[1]):
            values = _columns(account, document, part, promised_on)
            row = {**values, "plan": first or None, "who": who, "at": at}
            number = insert(connection, PLANS.table, row)
            first = first or number
        connection.execute(f"UPDATE {PLANS.table} SET plan = id WHERE id = ?", (first,))
        plan = _plan(account, first)
        state = PLANS.state(connection, plan)
        journal.keep(connection, at, who, PROMISE_PLAN, plan, None, state, None)
    return first


def _plan(account: AccountIdentity, number: int) -> Entry:
    return Entry(account.company, account.customer, account.currency, number)


def _columns(
    account: AccountIdentity,
    document: InvoiceIdentity | None,
    part: tuple[int, int],
    promised_on: int,
) -> dict[str, Any]:
    amount, due_on = part
    return {
        **account._asdict(),
        **document_columns(document),
        "amount": amount,
        "promised_on": promised_on,
        "due_on": due_on,
    }


def withdraw_promise(
    connection: sqlite3.Connection, number: int, withdrawn_on: int, who: str, at: str
) -> bool:
    """Withdraw a promise from a day on; False where there is none of that number.

    One that is part of a plan goes with the whole of it. What was due before stays judged.
    """
    with transaction(connection):
        ended = {"withdrawn_on": withdrawn_on}
        row = connection.execute(
            "SELECT company, customer, currency, plan FROM promise WHERE id = ?", (number,)
        ).fetchone()
        if row is None or row[3] is None:
            return PROMISES.change(connection, WITHDRAW_PROMISE, number, ended, who, at)
        plan = Entry(*row)
        rows = PLANS.state(connection, plan)
        state = [each if each["withdrawn_on"] is not None else {**each, **ended} for each in rows]
        journal.write(connection, WITHDRAW_PLAN, PLANS, plan, state, who, at)
        return True
