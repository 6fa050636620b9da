"""What people enter, for tests: the desk of a home, opened for each entry and closed again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.books import cases, escalation
from artui.domain.days import iso, parse_day
from artui.store import desk
from artui.store.connection import open_desk, open_reader
from artui.store.desk import AccountIdentity, Contact

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.store.desk import InvoiceIdentity
    from tests.homes import Books

AT = "2026-11-20T10:00:00+00:00"


C1 = AccountIdentity("1000", "c1", "USD")


@dataclass
class Person:
    """Somebody who enters things about one account of a home, on the home's day."""

    books: Books
    account: AccountIdentity = C1
    who: str = "ann"

    @contextmanager
    def desk(self) -> Iterator[sqlite3.Connection]:
        """The desk, for writing."""
        connection = open_desk(self.books.home.desk)
        try:
            yield connection
        finally:
            connection.close()

    @property
    def today(self) -> int:
        """The home's day."""
        return self.books.home.today()

    def contact(self, next_on: str | None = None, outcome: str = "callback") -> int:
        """Log a call."""
        day = None if next_on is None else parse_day(next_on)
        with self.desk() as connection:
            contact = Contact(self.today, "phone", "out", outcome, day)
            return desk.log_contact(connection, self.account, contact, self.who, AT)

    def done(self, tier: int, at: str = AT) -> None:
        """Mark a step as done."""
        with self.desk() as connection:
            desk.mark_done(connection, self.account, tier, self.today, self.who, at)

    def hold(
        self,
        reason: str = "ours",
        until: str | None = None,
        document: InvoiceIdentity | None = None,
    ) -> int:
        """Hold the account, or an invoice."""
        day = None if until is None else parse_day(until)
        with self.desk() as connection:
            return desk.hold(
                connection, self.account, reason, self.today, day, self.who, AT, document
            )

    def release(self, number: int) -> None:
        """End a hold."""
        with self.desk() as connection:
            assert desk.release_hold(connection, number, self.today, self.who, AT)

    def promise(self, amount: int, due: str, document: InvoiceIdentity | None = None) -> int:
        """Note a promise."""
        with self.desk() as connection:
            return desk.promise(
                connection,
                self.account,
                amount,
                self.today,
                parse_day(due),
                self.who,
                AT,
                document,
            )

    def plan(self, *parts: tuple[int, str], document: InvoiceIdentity | None = None) -> int:
        """Note a promise in parts: of each the amount, and the day it is due."""
        days = [(amount, parse_day(due)) for amount, due in parts]
        with self.desk() as connection:
            return desk.promise_plan(
                connection, self.account, days, self.today, self.who, AT, document
            )

    def withdraw(self, number: int) -> None:
        """Withdraw a promise."""
        with self.desk() as connection:
            assert desk.withdraw_promise(connection, number, self.today, self.who, AT)

    def reviewed(self) -> int:
        """Note that the customer's credit was reviewed."""
        with self.desk() as connection:
            return desk.review_credit(connection, self.account, self.today, self.who, AT)

    def dispute(
        self,
        document: InvoiceIdentity,
        amount: int | None = None,
        reason: str | None = "tax",
        opened: str | None = None,
        **more: Any,
    ) -> int:
        """Open a dispute, or take one up; days of `more` as ISO text."""
        day = self.today if opened is None else parse_day(opened)
        next_on = more.pop("next_on", None)
        step = None if next_on is None else parse_day(next_on)
        case = desk.Case(reason, amount, more.pop("owner", None), step, **more)
        with self.desk() as connection:
            return desk.open_dispute(
                connection, self.account, document, case, day, self.who, self.at
            )

    def change(self, number: int, **values: Any) -> None:
        """Change a dispute; days as ISO text."""
        days = ("next_on", "closed_on")
        said = {
            name: parse_day(value) if name in days and value is not None else value
            for name, value in values.items()
        }
        with self.desk() as connection:
            assert desk.change_dispute(connection, number, said, self.who, self.at)

    def note(self, number: int, text: str = "rang them") -> int:
        """Note something on a dispute."""
        with self.desk() as connection:
            return desk.note_dispute(connection, number, text, self.today, self.who, self.at)

    @property
    def at(self) -> str:
        """The clock's time on the home's day."""
        return f"{iso(self.today)}T10:00:00+00:00"

    def undo(self) -> Any:
        """Take back the last entry."""
        with self.desk() as connection:
            return desk.undo(connection, self.who, AT)


def take_over(books: Books) -> int:
    """Take over what was entered of disputes, as the agent does."""
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return cases.take_over(books.connection, reader, books.force, books.home)
    finally:
        reader.close()


def run(books: Books, day: str | None = None) -> int:
    """Let the daily run of escalation happen, on another day if told."""
    if day is not None:
        books.turn(day)
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return escalation.run(books.connection, reader, books.force, books.home.today(), AT)
    finally:
        reader.close()
