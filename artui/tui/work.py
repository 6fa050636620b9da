"""What the screens ask of the databases: status, readers for threads, and writes to the desk."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from artui.errors import ArtuiError
from artui.person import person
from artui.store import connection as databases
from artui.store.readers import Readers, has_desk, open_both, readable
from artui.tui.hindsight import Hindsight
from artui.tui.status import Status

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from artui.home import Home
    from artui.store.desk import AccountIdentity, InvoiceIdentity, JournalRow
    from artui.tui.account import Account
    from artui.tui.failing import Checked
    from artui.tui.screens.contact import Talk

    Prepare = Callable[[sqlite3.Connection], None]


class Desk:
    """The databases of one home as the screens use them.

    Attributes:
        known_on: the day as of whose knowledge customers and disputes are read; None for now.
        hindsight: what the agent keeps for today, of another day.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self._readers = Readers(self.connect)
        self.known_on: int | None = None
        self.hindsight = Hindsight(home)
        self._watch: sqlite3.Connection | None = None
        self._watches_desk = False

    def connect(self, prepare: Prepare | None = None) -> sqlite3.Connection:
        """A reader of its own, for a snapshot; raises as `open_both`.

        Args:
            prepare: puts before the reader what the agent keeps for today alone, of another day.
        """
        connection, known_on = self.connect_now(), self.known_on
        if known_on is not None:
            from artui.store.past import look_back  # noqa: PLC0415 - only for who looks back

            with readable():
                look_back(connection, known_on)
        if prepare is not None:
            with readable():
                prepare(connection)
        return connection

    def connect_now(self) -> sqlite3.Connection:
        """A reader of what is known now, whatever day is looked at; raises as `open_both`."""
        return open_both(self.home.main, self.home.desk)

    @contextmanager
    def reader(
        self, group: str = "", prepare: Prepare | None = None
    ) -> Iterator[sqlite3.Connection]:
        """A reader for a piece of work in a thread; see `Readers.lent`, and `connect`."""
        with self._readers.lent(group) as reader:
            if prepare is not None:
                prepare(reader)
            yield reader

    @contextmanager
    def reader_now(self) -> Iterator[sqlite3.Connection]:
        """A reader of what is known now, whatever day is looked at, for a thread."""
        connection = self.connect_now()
        try:
            with readable():
                yield connection
        finally:
            connection.close()

    def is_newer(self) -> bool:
        """Whether a newer artui wrote the database, so that this one only reads it."""
        with self._watching() as watch:
            return databases.schema_version(watch) > databases.main_version()

    def version(self) -> tuple[int, int]:
        """Changes with every commit of the agent or of the desk (microseconds)."""
        with self._watching() as watch:
            return databases.data_version(watch)

    def status(self, known: Status | None = None) -> Status:
        """How the home stands now."""
        with self._watching() as watch:
            return Status.read(watch, known)

    @contextmanager
    def _watching(self) -> Iterator[sqlite3.Connection]:
        """The connection that watches: a new one once there is a desk, or after a failure.

        Raises:
            Unreadable: where the database cannot be read.
        """
        if not self._watches_desk and self.home.desk.exists():
            self._forget()
        if self._watch is None:
            self._watch = self.connect_now()
            self._watches_desk = has_desk(self._watch)
        try:
            with readable():
                yield self._watch
        except ArtuiError:
            self._forget()
            raise

    def _forget(self) -> None:
        """Give the watching connection back."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def close(self) -> None:
        """End what still runs in threads, and what watches."""
        self._readers.close()
        self._forget()

    def cases_left(self) -> bool:
        """Whether anything entered of disputes has not been taken over."""
        from artui.store import desk_cases  # noqa: PLC0415 - not before the first frame

        with self.reader() as reader:
            return desk_cases.differ(reader)

    def choose_reason(self, document_id: int, reason: str | None) -> InvoiceIdentity:
        """Choose a reason for an invoice, in this user's name; the invoice.

        Waits for other people's writes to the desk, never for the agent's.
        """
        from artui.store import desk, invoice  # noqa: PLC0415 - only where something is entered

        with self.reader() as reader:
            identity = invoice.identity(reader, document_id)
        connection = databases.open_desk(self.home.desk)
        try:
            desk.choose_reason(connection, identity, reason, person(), self.home.entered_at())
        finally:
            connection.close()
        return identity

    def review_credit(self, customer_id: int) -> None:
        """Note that a customer's credit was reviewed today, in this user's name."""
        from artui.store import desk, standings  # noqa: PLC0415 - only where something is entered

        with self.reader() as reader:
            account = standings.identity(reader, customer_id)
        connection = databases.open_desk(self.home.desk)
        try:
            today, now = self.home.today(), self.home.entered_at()
            desk.review_credit(connection, account, today, person(), now)
        finally:
            connection.close()

    def log_talk(self, account: Account, talk: Talk) -> None:
        """Log a contact, the promise that was made, and the step that is done thereby."""
        from artui.store import desk, invoice  # noqa: PLC0415 - as above

        document = None
        if account.document_id is not None:
            with self.reader() as reader:
                document = invoice.identity(reader, account.document_id)
        with self._entering(account) as (connection, identity, today, now):
            contact = talk.contact._replace(document=document)
            desk.log_contact(connection, identity, contact, person(), now)
            by = (person(), now, document)
            if len(talk.promised) > 1:
                desk.promise_plan(connection, identity, talk.promised, today, *by)
            for amount, due_on in talk.promised if len(talk.promised) == 1 else ():
                desk.promise(connection, identity, amount, today, due_on, *by)
            if talk.done:
                desk.mark_done(connection, identity, account.tier, today, person(), now)

    def mark_done(self, account: Account) -> None:
        """Mark the step of an account as done today."""
        from artui.store import desk  # noqa: PLC0415 - as above

        with self._entering(account) as (connection, identity, today, now):
            desk.mark_done(connection, identity, account.tier, today, person(), now)

    def hold(self, account: Account, reason: str, until: int) -> None:
        """Hold an account from today up to a day."""
        from artui.store import desk  # noqa: PLC0415 - as above

        with self._entering(account) as (connection, identity, today, now):
            desk.hold(connection, identity, reason, today, until, person(), now)

    def holds(self, account: Account) -> list[dict[str, Any]]:
        """What holds an account as a whole today, oldest first."""
        from artui.store import standings  # noqa: PLC0415 - as above
        from artui.store.desk import holds  # noqa: PLC0415 - as above

        with self.reader() as reader:
            identity = standings.identity(reader, account.customer_id)
            of = identity._replace(currency=account.currency)
            found = holds.holds(reader, of, self.home.today())
        return [each for each in found if each["document"] is None]

    def release(self, account: Account) -> None:
        """End every hold on an account as a whole."""
        from artui.store import desk  # noqa: PLC0415 - as above

        standing = self.holds(account)
        with self._entering(account) as (connection, _, today, now):
            for each in standing:
                desk.release_hold(connection, each["id"], today, person(), now)

    @contextmanager
    def _entering(
        self, account: Account
    ) -> Iterator[tuple[sqlite3.Connection, AccountIdentity, int, str]]:
        """The desk for writing, the account as it knows it, the home's day and the clock's time."""
        from artui.store import standings  # noqa: PLC0415 - as above

        with self.reader() as reader:
            identity = standings.identity(reader, account.customer_id)
        connection = databases.open_desk(self.home.desk)
        try:
            yield (
                connection,
                identity._replace(currency=account.currency),
                self.home.today(),
                self.home.entered_at(),
            )
        finally:
            connection.close()

    def waive(self, checked: Checked, check: str, reason: str) -> None:
        """Let a failed check of a job or an invoice pass, in this user's name."""
        from artui.store import desk, invoice, job  # noqa: PLC0415 - as above

        document = key = None
        with self.reader() as reader:
            if checked.kind == "job":
                account, key = job.identity(reader, checked.id)
            else:
                account, document = invoice.account(reader, checked.id)
        connection = databases.open_desk(self.home.desk)
        try:
            desk.waive(
                *(connection, account, check, reason, self.home.today()),
                *(person(), self.home.entered_at()),
                document=document,
                job=key,
            )
        finally:
            connection.close()

    def withdraw_waiver(self, number: int) -> None:
        """Let a waiver hold no more from today on."""
        from artui.store import desk  # noqa: PLC0415 - as above

        connection = databases.open_desk(self.home.desk)
        try:
            desk.withdraw_waiver(
                *(connection, number, self.home.today(), person(), self.home.entered_at())
            )
        finally:
            connection.close()

    def decide(self, sha256: str, file: str, decision: str, note: str) -> None:
        """Decide what is to become of a file, in this user's name; see `desk.decide`."""
        from artui.store import desk  # noqa: PLC0415 - as above

        connection = databases.open_desk(self.home.desk)
        try:
            desk.decide(connection, sha256, file, decision, person(), self.home.now(), note)
        finally:
            connection.close()

    def undo(self) -> JournalRow:
        """Undo this user's last write.

        Raises:
            NothingToUndo: where there is none.
            UndoOvertaken: where somebody changed the same thing since.
        """
        from artui.store import decisions, desk  # noqa: PLC0415 - as above

        with self.reader_now() as reader:
            done = decisions.taken(reader)
        connection = databases.open_desk(self.home.desk)
        try:
            return desk.undo(connection, person(), self.home.entered_at(), done)
        finally:
            connection.close()
