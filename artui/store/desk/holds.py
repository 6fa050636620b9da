"""Holds: an account or an invoice that is not to be chased for a while, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.connection import transaction
from artui.store.desk.contacts import document_columns
from artui.store.desk.tables import Numbered

if TYPE_CHECKING:
    import sqlite3

    from artui.store.desk.identity import AccountIdentity, InvoiceIdentity

HOLD, RELEASE_HOLD = "hold", "release_hold"
HOLDS = Numbered("hold")


def hold(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    reason: str,
    held_on: int,
    until: int | None,
    who: str,
    at: str,
    document: InvoiceIdentity | None = None,
) -> int:
    """Hold an account, or one invoice of it; the hold's number.

    Args:
        connection: the desk, for writing.
        account: in one currency or in all.
        reason: why, as the worklist shows it.
        held_on: the home's day.
        until: the last day it holds, None until it is released.
        who: who holds it.
        at: the clock's time.
        document: the invoice, None for the whole account.
    """
    values = {
        **account._asdict(),
        **document_columns(document),
        "reason": reason,
        "held_on": held_on,
        "until": until,
    }
    with transaction(connection):
        return HOLDS.add(connection, HOLD, values, who, at)


def release_hold(
    connection: sqlite3.Connection, number: int, released_on: int, who: str, at: str
) -> bool:
    """End a hold: from that day on it does not hold any more; False where there is none."""
    with transaction(connection):
        ended = {"released_on": released_on}
        return HOLDS.change(connection, RELEASE_HOLD, number, ended, who, at)


def holds(
    connection: sqlite3.Connection, account: AccountIdentity, as_of: int
) -> list[dict[str, Any]]:
    """What holds an account or an invoice of it on a day, through a reader; oldest first."""
    return named.rows(
        connection.execute(
            "SELECT * FROM desk.hold WHERE company = :company AND customer = :customer"
            " AND (currency IS NULL OR :currency IS NULL OR currency = :currency)"
            " AND held_on <= :as_of AND (until IS NULL OR until >= :as_of)"
            " AND (released_on IS NULL OR released_on > :as_of) ORDER BY id",
            {**account._asdict(), "as_of": as_of},
        )
    )
