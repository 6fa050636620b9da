"""The clock: every few seconds it looks up which jobs have slots that are due, and runs them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import schedule

from artui.agent import log
from artui.store import records
from artui.store.connection import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.agent.jobs import Job
    from artui.home import Home

TICK_SECONDS = 5
_LONGEST_REST = 3600.0


class Clock:
    """Runs each job once for each of its slots, however often the agent or the clock is reset.

    What was done is in the database. `schedule` only ticks: it forgets across restarts, runs
    twice or not at all around clock changes, and lets one failing job starve the others.

    Attributes:
        failures: how many runs of a job have failed.
    """

    def __init__(self, connection: sqlite3.Connection, home: Home, jobs: Sequence[Job]) -> None:
        """Forget the claims of an agent that died; the caller holds the lock of the only agent."""
        self._connection = connection
        self._home = home
        self._jobs = jobs
        self._scheduler = schedule.Scheduler()
        self._resting: dict[tuple[str, str], tuple[int, float]] = {}
        self.failures = 0
        with transaction(connection):
            for job in jobs:
                records.release_slots(connection, job.name)

    def tick(self) -> None:
        """Run what is due, where the last look was a few seconds ago or the clock was set back."""
        idle = self._scheduler.idle_seconds
        if idle is None or idle > TICK_SECONDS:
            self._scheduler.clear()
            self._scheduler.every(TICK_SECONDS).seconds.do(self.run_due)
            self.run_due()
        self._scheduler.run_pending()

    def run_due(self) -> None:
        """Run every job for every slot that is due, oldest first; none can starve another."""
        for job in self._jobs:
            try:
                due = self._due(job)
            except Exception as problem:  # noqa: BLE001 - of one job; the others have their turn
                self._failed(job, "", problem)
                continue
            for slot in due:
                self._run(job, slot)

    def _due(self, job: Job) -> list[str]:
        slots = job.slots(self._home.today())
        done = records.slots_done(self._connection, job.name)
        now = time.monotonic()
        return [
            slot
            for slot in slots
            if slot not in done and self._resting.get((job.name, slot), (0, 0.0))[1] <= now
        ]

    def _run(self, job: Job, slot: str) -> None:
        begun = time.monotonic()
        try:
            if not self._claim(job, slot):
                return
            job.run(slot)
            self._end(job, slot, None)
        except Exception as problem:  # noqa: BLE001 - of one slot; it is told and due again
            self._failed(job, slot, problem)
        else:
            self._resting.pop((job.name, slot), None)
            seconds = round(time.monotonic() - begun, 3)
            log.info("job_done", job=job.name, slot=slot, seconds=seconds)

    def _claim(self, job: Job, slot: str) -> bool:
        with transaction(self._connection):
            if (job.name, slot) in self._resting:
                records.release_slots(self._connection, job.name)
            return records.claim_slot(self._connection, job.name, slot, self._home.now())

    def _end(self, job: Job, slot: str, error: str | None) -> None:
        with transaction(self._connection):
            records.end_slot(self._connection, job.name, slot, self._home.now(), error)

    def _failed(self, job: Job, slot: str, problem: Exception) -> None:
        """Let a slot be due again, ever later; its error stands in the record meanwhile."""
        if self._connection.in_transaction:
            self._connection.rollback()
        self.failures += 1
        tries = self._resting.get((job.name, slot), (0, 0.0))[0] + 1
        pause = min(_LONGEST_REST, TICK_SECONDS * 2.0**tries)
        self._resting[job.name, slot] = tries, time.monotonic() + pause
        why = log.reason(problem)
        log.warn("job_failed", job=job.name, slot=slot, reason=why, seconds=pause)
        try:
            self._end(job, slot, why)
        except Exception as further:  # noqa: BLE001 - unended, the slot is due again as well
            log.warn("job_unrecorded", job=job.name, slot=slot, reason=log.reason(further))
