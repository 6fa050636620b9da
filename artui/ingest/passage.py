"""One file's way through, as it is recorded."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.store import records
from artui.store.connection import transaction
from artui.store.records import SUPERSEDED

if TYPE_CHECKING:
    import sqlite3

    from artui.books.force import InForce
    from artui.home import Home
    from artui.ingest.outcome import Fingerprint, Outcome, Wish


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
        today = self.home.today()
        if held is not None:
            reason = f"accepted as import {import_id}"
            records.set_state(connection, held, SUPERSEDED, reason, today)
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
