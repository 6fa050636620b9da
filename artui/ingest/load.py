"""Loading one file: read, stage, compare, guard, and apply in one transaction."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.books import derive
from artui.books.force import bring_up
from artui.errors import ArtuiError
from artui.ingest import guard, staging
from artui.ingest.filename import name_date
from artui.ingest.reading import read
from artui.ingest.refusal import RefusedError
from artui.ingest.table import Reject
from artui.store import records
from artui.store.connection import transaction
from artui.store.facts import listing, stage, touched
from artui.store.facts.kinds import FACTS
from artui.store.records import FAILED, HELD, LOADED, SUPERSEDED, UNCHANGED, WITH_REJECTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from artui.books.force import InForce
    from artui.home import Home
    from artui.ingest.profile import Profile
    from artui.ingest.reading import Reading
    from artui.ingest.staging import Dated

_BLOCK = 1 << 20


class CountsDisagree(ArtuiError):  # noqa: N818 - named for what was found
    """Of {read} rows {loaded} loaded, {unchanged} stayed and {rejected} were rejected: some are lost."""

    hint = "Nothing was applied; please report this."


class _DryRun(Exception):  # noqa: N818 - no error, a way out of the transaction
    """Everything was tried, and is taken back."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be loaded.

    Attributes:
        profile: the only profile it may fit.
        accept: the name of the person who accepts what the guards object to; None for nobody.
        dry_run: say what would happen, and change nothing.
        name: what the file is called, where that is not the path's own name.
    """

    profile: str | None = None
    accept: str | None = None
    dry_run: bool = False
    name: str | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a file: its record, and what a person should know.

    Attributes:
        file: its name.
        state: loaded, loaded_with_rejects, unchanged, superseded, held or failed.
        reason: why it was held or failed, or which import already had it.
        rejects: rows that were not loaded.
    """

    file: str
    sha256: str
    state: str = FAILED
    reason: str | None = None
    kind: str | None = None
    profile: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_unchanged: int = 0
    rejects: list[Reject] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    dated: Dated | None = None
    columns: tuple[str, ...] = ()
    import_id: int | None = None

    @property
    def rows_rejected(self) -> int:
        """How many rows were rejected."""
        return len(self.rejects)

    @property
    def findings(self) -> bool:
        """Whether anybody should look at it."""
        return self.state in (WITH_REJECTS, HELD, FAILED)


class Fingerprint(NamedTuple):
    """A file's content: sha256 in hex, and size in bytes."""

    sha256: str
    size: int


def fingerprint(path: Path) -> Fingerprint:
    """Hash a file without holding it in memory.

    Raises:
        OSError: where it cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Fingerprint(digest.hexdigest(), size)


class Loader:
    """Loads files into one home's database, one at a time."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        home: Home,
        force: InForce,
        profiles: Sequence[Profile],
    ) -> None:
        self._connection = connection
        self._home = home
        self._force = force
        self._profiles = profiles

    def load(self, path: Path, wish: Wish | None = None) -> Outcome:
        """Load a file whole, or not at all; every outcome is recorded.

        The caller holds the home's loading lock and moves the file afterwards.
        """
        wish = wish or Wish()
        begun, started_at = time.monotonic(), self._home.now()
        found = fingerprint(path)
        outcome = Outcome(wish.name or path.name, found.sha256)
        passage = _Passage(self._home, self._force, found, started_at, begun, wish, outcome)
        try:
            if not self._known(passage):
                self._read(path, passage)
        except RefusedError as refused:
            outcome.state, outcome.reason = FAILED, str(refused).replace(str(path), outcome.file)
            passage.record(self._connection)
        except _DryRun:
            pass
        finally:
            stage.drop(self._connection)
        return outcome

    def _known(self, passage: _Passage) -> bool:
        """Whether these very bytes were loaded before, for the same day; then nothing changes."""
        named = name_date(passage.outcome.file)
        known = records.loaded_as(self._connection, passage.found.sha256, named)
        if known is None:
            return False
        outcome = passage.outcome
        outcome.state = UNCHANGED
        outcome.reason = f"already loaded as import {known.id} ({known.file})"
        outcome.kind, outcome.profile = known.kind, known.profile
        outcome.rows_read = outcome.rows_unchanged = known.rows
        passage.record(self._connection)
        return True

    def _read(self, path: Path, passage: _Passage) -> None:
        outcome, today = passage.outcome, self._home.today()
        reading = read(
            path,
            profiles=self._profiles,
            defaults=self._home.settings,
            profile=passage.wish.profile,
        )
        outcome.kind, outcome.profile = reading.kind.name, reading.profile
        with _outside(self._connection):
            outcome.rejects = staging.fill(self._connection, reading)
            outcome.rows_read = reading.counts.rows
            outcome.warnings, outcome.columns = reading.warnings, reading.columns
            outcome.dated = staging.dated(reading, name_date(outcome.file), today)
            day = self._compare(reading, outcome)
        objections = self._objections(reading, outcome, day)
        if objections and passage.wish.accept is None:
            outcome.state, outcome.reason = HELD, "; ".join(objections)
            outcome.rejects = []
            passage.record(self._connection)
            return
        if objections:
            passage.accepted = "; ".join(objections)
        self._apply(reading, passage, day)

    def _compare(self, reading: Reading, outcome: Outcome) -> int | None:
        """Mark the staged rows; the day to apply them on, None where each has its own."""
        dated = outcome.dated
        assert dated is not None  # noqa: S101 - set just before
        kind = reading.kind
        day: int | None = dated.day
        if kind.snapshot:
            day = dated.day if dated.complete else None
            if day is None:
                stage.date_rows(self._connection, dated.day)
        doubtful = FACTS[kind.name].find(self._connection, day) or []
        outcome.rejects += [
            Reject(doubt.line, doubt.column, doubt.value, f"could mean {doubt.names}", "")
            for doubt in doubtful
        ]
        return day

    def _objections(self, reading: Reading, outcome: Outcome, day: int | None) -> list[str]:
        """Why a complete snapshot should wait for a person's yes."""
        if reading.kind.snapshot is None or (day is None and outcome.rows_read):
            return []
        found = []
        if outcome.rows_read == 0:
            found.append("the snapshot is empty, which would say that everyone paid")
        if not reading.has_final_newline:
            found.append("the last line does not end, so the file may be cut off")
        if day is not None:
            losses = listing.losses(self._connection, day)
            lost = listing.lost_collectors(self._connection)
            found += guard.objections(losses, lost, self._home.settings.guards, day)
        return found

    def _apply(self, reading: Reading, passage: _Passage, day: int | None) -> None:
        """One file, one transaction: facts, rejects, derived figures and the record of it all."""
        connection, outcome = self._connection, passage.outcome
        dated = outcome.dated
        assert dated is not None  # noqa: S101 - set when the file was staged
        today = self._home.today()
        overtaken = self._overtaken(reading, dated)
        touched.clear(connection)
        with transaction(connection):
            import_id = passage.begin(connection)
            FACTS[reading.kind.name].apply(connection, import_id, day, today)
            stage.known_to(connection, dated.day)
            moved = derive.touched(connection, self._force.policy.terms, today)
            bring_up(connection, self._force, today, moved)
            self._count(outcome, reading)
            changed = outcome.rows_loaded > 0 or bool(moved)
            outcome.state = _state(outcome, overtaken=overtaken, changed=changed)
            passage.end(connection, import_id)
            if passage.wish.dry_run:
                raise _DryRun

    def _overtaken(self, reading: Reading, dated: Dated) -> bool:
        newest = records.newest_snapshot(self._connection) if dated.complete else None
        return bool(reading.kind.snapshot) and newest is not None and dated.day < newest

    def _count(self, outcome: Outcome, reading: Reading) -> None:
        """Rows in = loaded + unchanged + rejected, or nothing is applied."""
        outcome.rows_loaded = stage.count(self._connection, "new")
        outcome.rows_unchanged = (
            stage.count(self._connection, "unchanged") + reading.counts.duplicates
        )
        accounted = outcome.rows_loaded + outcome.rows_unchanged + outcome.rows_rejected
        if accounted != outcome.rows_read:
            raise CountsDisagree(
                read=outcome.rows_read,
                loaded=outcome.rows_loaded,
                unchanged=outcome.rows_unchanged,
                rejected=outcome.rows_rejected,
            )


def _state(outcome: Outcome, *, overtaken: bool, changed: bool) -> str:
    """The state of a file that was applied; one whose rows all stay may still close items."""
    if outcome.rejects:
        return WITH_REJECTS
    if overtaken:
        return SUPERSEDED
    return LOADED if changed or not outcome.rows_read else UNCHANGED


class _outside:  # noqa: N801 - reads as a word in a with statement
    """Work on the stage without holding the database's write lock, yet not row by row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN DEFERRED")

    def __exit__(self, kind: object, *_: object) -> None:
        self._connection.execute("ROLLBACK" if kind else "COMMIT")


@dataclass(slots=True)
class _Passage:
    """One file's way through: what its record will say."""

    home: Home
    force: InForce
    found: Fingerprint
    started_at: str
    begun: float
    wish: Wish
    outcome: Outcome
    accepted: str | None = None

    def row(self) -> records.ImportRow:
        """The record as it stands."""
        outcome, dated = self.outcome, self.outcome.dated
        return records.ImportRow(
            self.found.sha256,
            outcome.file,
            self.found.size,
            outcome.profile,
            outcome.kind,
            outcome.state,
            outcome.reason or (f"accepted although {self.accepted}" if self.accepted else None),
            dated.day if dated else None,
            dated.by if dated else None,
            int(dated.complete) if dated else 0,
            json.dumps(outcome.columns),
            self.home.today(),
            self.started_at,
            round(time.monotonic() - self.begun, 3),
            outcome.rows_read,
            outcome.rows_loaded,
            outcome.rows_unchanged,
            outcome.rows_rejected,
            json.dumps(outcome.warnings),
            None,
            self.wish.accept if self.accepted else None,
            self.force.id,
        )

    def begin(self, connection: sqlite3.Connection) -> int:
        """Record the import so that facts can point at it."""
        return records.add_import(connection, self.row())

    def end(self, connection: sqlite3.Connection, import_id: int) -> None:
        """Complete the record, within the same transaction."""
        self.outcome.import_id = import_id
        records.end_import(connection, import_id, self.row())
        records.add_rejects(connection, import_id, self.outcome.rejects)
        dated = self.outcome.dated
        held = records.held_as(connection, self.found.sha256)
        if held is not None:
            records.set_state(connection, held, SUPERSEDED, f"accepted as import {import_id}")
        if dated and dated.complete and self.outcome.kind:
            records.overtaken(connection, self.outcome.kind, dated.day)

    def record(self, connection: sqlite3.Connection) -> None:
        """Record a file that changed nothing."""
        if self.wish.dry_run:
            return
        with transaction(connection):
            import_id = self.begin(connection)
            self.outcome.import_id = import_id
            records.add_rejects(connection, import_id, self.outcome.rejects)
