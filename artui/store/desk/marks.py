"""The marks people put on the step of an account that they have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.connection import transaction
from artui.store.desk import journal
from artui.store.desk.identity import AccountIdentity, MarkIdentity
from artui.store.desk.tables import Marks

if TYPE_CHECKING:
    import sqlite3

MARK_DONE = "mark_done"
MARKS = Marks()


def mark_done(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    tier: int,
    done_on: int,
    who: str,
    at: str,
    note: str = "",
) -> MarkIdentity:
    """Mark the step of an account as done on a day; the agent's next run takes it over.

    Args:
        connection: the desk, for writing.
        account: with its currency.
        tier: the tier whose step was done.
        done_on: the home's day.
        who: who did it.
        at: the clock's time.
        note: whatever is worth keeping.
    """
    assert account.currency is not None  # noqa: S101 - a tier is of one currency
    mark = MarkIdentity(account.company, account.customer, account.currency, tier, done_on)
    state = {**mark._asdict(), "who": who, "at": at, "note": note}
    with transaction(connection):
        journal.write(connection, MARK_DONE, MARKS, mark, state, who, at)
    return mark
