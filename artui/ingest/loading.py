"""Loading one part of a file: stage, compare, guard, and apply in one transaction."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from artui.books import derive, standings
from artui.books.force import bring_up
from artui.errors import ArtuiError
from artui.ingest import guard, staging
from artui.ingest.filename import name_date
from artui.ingest.reading import NO_TOTAL
from artui.ingest.table import Reject
from artui.store import records
from artui.store.connection import transaction
from artui.store.facts import listing, repeated, stage, touched
from artui.store.facts.kinds import FACTS
from artui.store.records import HELD, LOADED, SUPERSEDED, UNCHANGED, WITH_REJECTS

if TYPE_CHECKING:
    import sqlite3

    from artui.books.force import InForce
    from artui.home import Home
    from artui.ingest.outcome import Outcome
    from artui.ingest.passage import Passage
    from artui.ingest.reading import Reading


class CountsDisagree(ArtuiError):  # noqa: N818 - named for what was found
    """Rows are lost: {read} read, {loaded} loaded, {unchanged} unchanged, {rejected} rejected."""

    hint = "Nothing was applied; please report this."


class _DryRun(Exception):  # noqa: N818 - no error, a way out of the transaction
    """Everything was tried, and is taken back."""


class Loading:
    """A part of a file on its way into a home's database."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        home: Home,
        force: InForce,
        reading: Reading,
        passage: Passage,
    ) -> None:
        self._connection = connection
        self._home = home
        self._force = force
        self._reading = reading
        self._passage = passage
        self._outcome = passage.outcome

    def load(self) -> None:
        """Load the part whole, or not at all; what came of it is recorded."""
        day = self._stage()
        objections = self._objections(day)
        if objections and self._passage.wish.accept is None:
            self._outcome.state, self._outcome.reason = HELD, "; ".join(objections)
            self._outcome.rejects = []
            self._passage.record(self._connection)
            return
        if objections:
            self._passage.accepted = "; ".join(objections)
        with suppress(_DryRun):
            self._apply(day)

    def _stage(self) -> int | None:
        """Stage the rows and compare them with what is known; the day to apply them on."""
        outcome, reading, came = self._outcome, self._reading, self._passage.wish.arrived
        today = self._home.today() if came is None else came
        outcome.kind, outcome.profile = reading.kind.name, reading.profile
        with _outside(self._connection):
            try:
                day = self._staged(today, sift=True)
            except repeated.Unsure:
                day = self._staged(today, sift=False)
        outcome.rows_read = reading.counts.rows
        outcome.classes = {what: n for what, n in reading.counts.classes.items() if n}
        outcome.warnings = (*reading.warnings, *outcome.warnings)
        outcome.columns = reading.columns
        return day

    def _staged(self, today: int, *, sift: bool) -> int | None:
        """Stage and compare; `sift` spares what the snapshot before said letter by letter."""
        outcome, meter = self._outcome, self._passage.meter
        meter.begin(self._reading)
        outcome.rejects = staging.fill(self._connection, self._reading, meter.read, sift=sift)
        meter.compare()
        outcome.dated = staging.dated(self._reading, name_date(outcome.file), today)
        return self._compare()

    def _compare(self) -> int | None:
        """Mark the staged rows; the day to apply them on, None where each has its own."""
        outcome, dated = self._outcome, self._outcome.dated
        assert dated is not None  # noqa: S101 - set just before
        kind = self._reading.kind
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

    def _objections(self, day: int | None) -> list[str]:
        """Why a complete snapshot should wait for a person's yes."""
        reading, rows = self._reading, self._outcome.rows_read
        nothing_but_cut = not reading.has_final_newline and not reading.snapshots
        if reading.kind.snapshot is None or (day is None and rows and not nothing_but_cut):
            return []
        found = []
        if rows == 0:
            found.append("the snapshot is empty, which would say that everyone paid")
        if not reading.has_final_newline:
            found.append("the last line does not end, so the file may be cut off")
        if reading.lacks_total:
            found.append(NO_TOTAL)
        if day is not None:
            losses = listing.losses(self._connection, day)
            lost = listing.lost_collectors(self._connection)
            found += guard.objections(losses, lost, self._home.settings.guards, day)
        return found

    def _apply(self, day: int | None) -> None:
        """One part, one transaction: facts, rejects, derived figures and the record of it all."""
        connection, passage, outcome = self._connection, self._passage, self._outcome
        dated = outcome.dated
        assert dated is not None  # noqa: S101 - set when the file was staged
        today = self._home.today()
        overtaken = self._overtaken()
        touched.clear(connection)
        passage.meter.apply()
        with transaction(connection):
            import_id = passage.begin(connection)
            FACTS[self._reading.kind.name].apply(connection, import_id, day, today)
            stage.known_to(connection, dated.day, today)
            moved = derive.touched(connection, self._force, today)
            bring_up(connection, self._force, today, moved)
            standings.refresh(connection, self._force, self._home)
            self._count()
            changed = outcome.rows_loaded > 0 or bool(moved)
            outcome.state = _state(outcome, overtaken=overtaken, changed=changed)
            passage.end(connection, import_id)
            if passage.wish.dry_run:
                raise _DryRun

    def _overtaken(self) -> bool:
        dated = self._outcome.dated
        assert dated is not None  # noqa: S101 - set when the part was staged
        newest = records.newest_snapshot(self._connection) if dated.complete else None
        return bool(self._reading.kind.snapshot) and newest is not None and dated.day < newest

    def _count(self) -> None:
        """Rows in = loaded + unchanged + rejected, or nothing is applied."""
        outcome = self._outcome
        outcome.rows_loaded = stage.count(self._connection, "new")
        counts = self._reading.counts
        known = stage.count(self._connection, "unchanged")
        outcome.rows_unchanged = known + counts.duplicates + counts.repeated
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
