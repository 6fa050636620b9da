"""What the screens ask of the databases, outside the thread that draws."""

from __future__ import annotations

import datetime as dt
import getpass
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.books.force import in_force
from artui.domain import money
from artui.store import aging, desk, invoice, listings, positions, records
from artui.store.aging import Question, Scope
from artui.store.connection import data_version, open_desk, open_reader

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from artui.books.force import InForce
    from artui.home import Home
    from artui.store.desk import JournalRow
    from artui.store.listing import Listing
    from artui.store.records import CheckRow, Heartbeat

_STALE_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Status:
    """What the header says of the home: policy, agent, data."""

    force: InForce | None
    check: CheckRow | None
    heartbeat: Heartbeat | None
    positions_day: int | None
    positions_policy: int | None
    data_as_of: Mapping[str, int]
    held: int
    failed: int

    def agent(self, now: dt.datetime) -> str:
        """The agent in a few words."""
        if self.heartbeat is None:
            return "no agent"
        age = int((now - dt.datetime.fromisoformat(self.heartbeat.beat_at)).total_seconds())
        if age > _STALE_SECONDS:
            return f"AGENT SILENT for {age} s"
        if self.heartbeat.trouble:
            return f"agent: {self.heartbeat.trouble}"
        if self.heartbeat.working_on:
            return f"agent loads {self.heartbeat.working_on}"
        return f"agent ok {max(0, age)} s"

    def policy(self) -> str:
        """The policy in force, and whether the folder is broken."""
        revision = self.force.revision if self.force else "none"
        broken = self.check.errors if self.check else 0
        return f"policy {revision}" + (f" · {broken} POLICY ERRORS" if broken else "")


class Desk:
    """The databases as the screens use them."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._watch: sqlite3.Connection | None = None

    def connect(self) -> sqlite3.Connection:
        """A reader of its own, for a snapshot."""
        return open_reader(self.home.main, self.home.desk)

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """A reader for one piece of work in a thread."""
        connection = self.connect()
        try:
            yield connection
        finally:
            connection.close()

    @property
    def _watching(self) -> sqlite3.Connection:
        if self._watch is None:
            self._watch = self.connect()
        return self._watch

    def version(self) -> tuple[int, int]:
        """Changes with every commit of the agent or of the desk (microseconds)."""
        return data_version(self._watching)

    def status(self) -> Status:
        """The header's facts: a few rows by primary key (below a millisecond)."""
        reader = self._watching
        standing = positions.standing(reader)
        waiting = records.waiting(reader)
        return Status(
            in_force(reader),
            records.last_check(reader),
            records.heartbeat(reader),
            standing.day if standing else None,
            standing.policy_id if standing else None,
            records.data_as_of(reader),
            waiting.get(records.HELD, 0),
            waiting.get(records.FAILED, 0),
        )

    def close(self) -> None:
        """Give the watching connection back."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def choose_reason(self, document_id: int, reason: str | None) -> desk.InvoiceIdentity:
        """Choose a reason for an invoice, in this user's name; the invoice."""
        with self.reader() as reader:
            identity = invoice.identity(reader, document_id)
        connection = open_desk(self.home.desk)
        try:
            desk.choose_reason(connection, identity, reason, getpass.getuser(), self.home.now())
        finally:
            connection.close()
        return identity

    def undo(self) -> JournalRow:
        """Undo this user's last write.

        Raises:
            NothingToUndo: where there is none.
            UndoOvertaken: where somebody changed the same thing since.
        """
        connection = open_desk(self.home.desk)
        try:
            return desk.undo(connection, getpass.getuser(), self.home.now())
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Sums:
    """What stands under a list: per currency a line for the rows shown, and the proof."""

    shown: list[tuple[str, int, dict[str, int]]]
    every: list[tuple[str, int, dict[str, int]]]
    truth: str
    ok: bool


def sums(work: Desk, listing: Listing, words: str, today: int) -> Sums:
    """The sums under aging, and the line that proves them from the entries alone."""
    with work.reader() as reader:
        reader.execute("BEGIN")
        every = listings.summed(reader, listing, "")
        shown = listings.summed(reader, listing, words) if words else every
        outstanding = aging.outstanding(reader, Scope(today))
        reader.execute("COMMIT")
    parts, ok = [], True
    totals = {currency: amounts for currency, _, amounts in every}
    for currency in sorted({*totals, *outstanding}):
        amounts = totals.get(currency, {})
        buckets = sum(v for k, v in amounts.items() if k.startswith("b"))
        unapplied = amounts.get("unapplied", 0)
        owed = outstanding.get(currency, 0)
        ok = ok and buckets + unapplied == owed
        parts.append(f"{currency} {_proof(buckets + unapplied, owed, currency)}")
    return Sums(shown, every, f"buckets + unapplied = outstanding   {'   '.join(parts)}", ok)


def _proof(found: int, owed: int, currency: str) -> str:
    """What buckets and unapplied come to, held against what the entries alone say."""
    if found == owed:
        return f"{money.grouped(owed, currency)} ✓"
    return (
        f"{money.grouped(found, currency)} ≠ {money.grouped(owed, currency)}"
        " ✗ THE FIGURES DO NOT ADD UP"
    )


def aging_listing(status: Status, today: int) -> Listing | None:
    """Aging out of the kept positions, or computed where those are of another day or policy."""
    if status.force is None:
        return None
    question = Question(Scope(today), status.force.policy.aging)
    kept = status.positions_day == today and status.positions_policy == status.force.id
    return listings.aging(question, positions=kept)
