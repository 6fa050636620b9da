"""What people entered that bears on credit: promises to pay, and credit reviews."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from artui.store import schema

if TYPE_CHECKING:
    from pathlib import Path

_BUSY_SECONDS = 15.0


class Promise(NamedTuple):
    """A promise to pay: of a customer by keys, for one document or, with None, for any.

    Attributes:
        id: its number.
        company: the company's key.
        customer: the customer's key.
        currency: of the amount.
        document_class: of the document; None with it.
        fiscal_year: of the document; None with it.
        document: the document's key; None for whatever the customer owes.
        amount: in minor units.
        promised_on: the day it was made.
        due_on: the day it was made for.
        withdrawn_on: the day it was withdrawn; None where it stands.
        plan: the number of the plan it is part of; None of one that stands by itself.
        who: who noted it.
    """

    id: int
    company: str
    customer: str
    currency: str
    document_class: str | None
    fiscal_year: str | None
    document: str | None
    amount: int
    promised_on: int
    due_on: int
    withdrawn_on: int | None
    plan: int | None
    who: str


class Review(NamedTuple):
    """A credit review: of a customer by keys, on a day."""

    company: str
    customer: str
    reviewed_on: int


_PROMISE = ", ".join(name.replace("document_class", "class") for name in Promise._fields)


class Entered(NamedTuple):
    """What people entered."""

    promises: tuple[Promise, ...] = ()
    reviews: tuple[Review, ...] = ()


def read(connection: sqlite3.Connection, database: str = "desk") -> Entered:
    """What stands on the desk.

    Args:
        connection: a reader with the desk attached, or the desk's own.
        database: as what the desk is attached.
    """
    return Entered(
        tuple(
            Promise(*row)
            for row in connection.execute(f"SELECT {_PROMISE} FROM {database}.promise ORDER BY id")
        ),
        tuple(
            Review(*row)
            for row in connection.execute(
                f"SELECT {', '.join(Review._fields)} FROM {database}.credit_review ORDER BY id"
            )
        ),
    )


def at(path: Path) -> Entered:
    """What stands in a desk's file; nothing where there is none, or none of this version."""
    if not path.exists():
        return Entered()
    file = f"file:{quote(str(path))}?mode=ro"
    connection = sqlite3.connect(file, uri=True, timeout=_BUSY_SECONDS)
    try:
        (made,) = connection.execute("PRAGMA user_version").fetchone()
        return read(connection, "main") if made >= len(schema.DESK) else Entered()
    finally:
        connection.close()
