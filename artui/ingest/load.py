"""Loading one file: read, stage, compare, guard, and apply in one transaction."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from artui.books import derive, standings
from artui.books.force import bring_up
from artui.errors import ArtuiError
from artui.ingest import guard, staging
from artui.ingest.filename import name_date
from artui.ingest.outcome import Fingerprint, Outcome, Wish, fingerprint
from artui.ingest.passage import Passage
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

__all__ = ["CountsDisagree", "Fingerprint", "Loader", "Outcome", "Wish", "fingerprint"]


class CountsDisagree(ArtuiError):  # noqa: N818 - named for what was found
    """Rows are lost: {read} read, {loaded} loaded, {unchanged} unchanged, {rejected} rejected."""

    hint = "Nothing was applied; please report this."


class _DryRun(Exception):  # noqa: N818 - no error, a way out of the transaction
    """Everything was tried, and is taken back."""


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
        passage = Passage(self._home, self._force, found, started_at, begun, wish, outcome)
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

    def _known(self, passage: Passage) -> bool:
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

    def _read(self, path: Path, passage: Passage) -> None:
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

    def _apply(self, reading: Reading, passage: Passage, day: int | None) -> None:
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
            stage.known_to(connection, dated.day, today)
            moved = derive.touched(connection, self._force, today)
            bring_up(connection, self._force, today, moved)
            standings.refresh(connection, self._force, self._home)
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
