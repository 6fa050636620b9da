"""One file's way through, as it is recorded."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from artui.ingest.outcome import Outcome
from artui.ingest.progress import Meter
from artui.ingest.staging import BY_ARRIVAL
from artui.store import closings, records, waiting
from artui.store.connection import transaction
from artui.store.records import HELD

if TYPE_CHECKING:
    import sqlite3

    from artui.books.force import InForce
    from artui.home import Home
    from artui.ingest.outcome import Fingerprint, Wish


@dataclass(slots=True)
class Passage:
    """One file's way through: what its record will say."""

    home: Home
    force: InForce
    found: Fingerprint
    started_at: str
    begun: float
    wish: Wish
    outcome: Outcome
    accepted: str | None = None
    parts: int = 1
    meter: Meter = field(default_factory=Meter)

    def of_part(self, name: str, parts: int) -> Passage:
        """The way of one part of the file, of which there are so many."""
        outcome = Outcome(self.outcome.file, self.outcome.sha256, part=name)
        return replace(self, outcome=outcome, parts=parts, begun=time.monotonic())

    def row(self) -> records.ImportRow:
        """The record as it stands."""
        outcome, dated = self.outcome, self.outcome.dated
        day, by = self._spoken_for()
        return records.ImportRow(
            self.found.sha256,
            outcome.file,
            self.found.size,
            outcome.profile,
            outcome.kind,
            outcome.state,
            outcome.reason or (f"accepted although {self.accepted}" if self.accepted else None),
            day,
            by,
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
            outcome.part,
            self.parts,
            json.dumps(outcome.classes),
        )

    def _spoken_for(self) -> tuple[int | None, str | None]:
        """The day the file speaks for and what told it; of a failed one tried again its arrival."""
        if self.outcome.dated is not None:
            return self.outcome.dated.day, self.outcome.dated.by
        arrived = self.wish.arrived
        return arrived, None if arrived is None else BY_ARRIVAL

    def begin(self, connection: sqlite3.Connection) -> int:
        """Record the import so that facts can point at it."""
        return records.add_import(connection, self.row())

    def end(self, connection: sqlite3.Connection, import_id: int) -> None:
        """Complete the record, within the same transaction."""
        self.outcome.import_id = import_id
        records.end_import(connection, import_id, self.row())
        records.add_rejects(connection, import_id, self.outcome.rejects)
        dated = self.outcome.dated
        today = self.home.today()
        waiting.settle(connection, import_id, today)
        if self.wish.again:
            waiting.reloaded(connection, self.found.sha256, import_id)
        if dated and dated.complete and self.outcome.kind:
            records.overtaken(connection, self.outcome.kind, dated.day, today)

    def record(self, connection: sqlite3.Connection) -> None:
        """Record a file that changed nothing."""
        if self.wish.dry_run:
            return
        with transaction(connection):
            import_id = self.begin(connection)
            self.outcome.import_id = import_id
            records.add_rejects(connection, import_id, self.outcome.rejects)
            waiting.settle(connection, import_id, self.home.today())
            if self.outcome.state == HELD and self.outcome.dated and self.outcome.dated.complete:
                closings.record(connection, import_id)
