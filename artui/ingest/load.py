"""Loading one file: which parts it has, each loaded in one transaction, and what came of it all."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from artui.ingest import contents
from artui.ingest.apart.task import Limits
from artui.ingest.claim import work_folder
from artui.ingest.filename import name_date
from artui.ingest.loading import CountsDisagree, Loading
from artui.ingest.outcome import Fingerprint, Outcome, Wish, fingerprint
from artui.ingest.passage import Passage
from artui.ingest.progress import Meter, Progress
from artui.ingest.refusal import RefusedError
from artui.store import records, waiting
from artui.store.facts import stage
from artui.store.records import FAILED, REFUSED, UNCHANGED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from artui.books.force import InForce
    from artui.home import Home
    from artui.ingest.profile import Profile
    from artui.ingest.reading import Reading

__all__ = ["CountsDisagree", "Fingerprint", "Loader", "Outcome", "Wish", "fingerprint"]


class Loader:
    """Loads files into one home's database, one at a time."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        home: Home,
        force: InForce,
        profiles: Sequence[Profile],
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """Nothing is loaded yet.

        Args:
            connection: the main database, for writing.
            home: whose files.
            force: the policy in force.
            profiles: those a file may fit.
            progress: hears how far a file is, some times a second.
        """
        self._connection = connection
        self._home = home
        self._force = force
        self._profiles = profiles
        self._progress = progress

    def load(self, path: Path, wish: Wish | None = None) -> Outcome:
        """Load a file, each of its parts whole or not at all; every outcome is recorded.

        The caller holds the home's loading lock and moves the file afterwards.
        """
        begun, started_at = time.monotonic(), self._home.now()
        found = fingerprint(path)
        wish = self._dated(wish or Wish(), found)
        outcome = Outcome(wish.name or path.name, found.sha256)
        passage = Passage(self._home, self._force, found, started_at, begun, wish, outcome)
        passage.meter = Meter(outcome.file, self._progress)
        if self._refused(passage):
            return outcome
        known = records.loaded_parts(self._connection, found.sha256, name_date(outcome.file))
        if wish.again:
            known = records.Known({}, 0)
        if known.whole:
            self._repeat(passage, known.first)
            return outcome
        try:
            self._read(path, passage, known)
        except RefusedError as refused:
            outcome.state, outcome.reason = FAILED, str(refused).replace(str(path), outcome.file)
            passage.record(self._connection)
        finally:
            stage.drop(self._connection)
        return outcome

    def _dated(self, wish: Wish, found: Fingerprint) -> Wish:
        """What a person wants of a file that came before is wanted of the day it came."""
        if wish.arrived is not None or not (wish.again or wish.accept):
            return wish
        before = next(iter(waiting.arrivals(self._connection, found.sha256)), None)
        if before is None or not (wish.again or before.waits):
            return wish
        return replace(wish, arrived=before.arrived)

    def _refused(self, passage: Passage) -> bool:
        """Whether a person left these very bytes out, and nobody wants them after all."""
        wish, outcome = passage.wish, passage.outcome
        before = waiting.refused(self._connection, outcome.sha256)
        if before is None or wish.again or wish.accept is not None:
            return False
        outcome.state, outcome.reason = REFUSED, before.reason
        passage.record(self._connection)
        return True

    def _repeat(self, passage: Passage, known: records.Before) -> None:
        """These very bytes, or this part of them, were loaded before, for the same day."""
        outcome = passage.outcome
        outcome.state = UNCHANGED
        outcome.reason = f"already loaded as import {known.id} ({known.file})"
        outcome.kind, outcome.profile = known.kind, known.profile
        outcome.rows_read = outcome.rows_unchanged = known.rows
        passage.record(self._connection)

    def _read(self, path: Path, passage: Passage, known: records.Known) -> None:
        """Understand the whole file before the first of its rows is used, then load its parts."""
        passage.meter.look()
        with tempfile.TemporaryDirectory(dir=work_folder(self._home)) as scratch:
            found = contents.read(
                path,
                Path(scratch),
                profiles=self._profiles,
                defaults=self._home.settings,
                profile=passage.wish.profile,
                limits=Limits(**self._home.settings.workbooks),
            )
            if len(found.readings) == 1:
                passage.outcome.warnings = found.warnings
                passage.outcome.part = found.name(found.readings[0])
                self._load(found.readings[0], passage)
                return
            for reading in found.readings:
                self._load_part(found, reading, passage, known)
            passage.outcome.warnings += found.warnings

    def _load_part(
        self, found: contents.Contents, reading: Reading, whole: Passage, known: records.Known
    ) -> None:
        name = found.name(reading)
        part = whole.of_part(name, len(found.readings))
        try:
            if name in known.parts:
                self._repeat(part, known.parts[name])
            else:
                self._load(reading, part)
        finally:
            whole.outcome.add(part.outcome)

    def _load(self, reading: Reading, passage: Passage) -> None:
        Loading(self._connection, self._home, self._force, reading, passage).load()
