"""The agent's loop: look for files, take them one by one, run what is due, rest."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from artui.agent import jobs, log
from artui.agent.cases import Cases
from artui.agent.clock import Clock
from artui.agent.decisions import Decisions
from artui.agent.intake import Intake
from artui.agent.loading import Loading
from artui.agent.policies import Policies
from artui.agent.pulse import Pulse
from artui.agent.watch import POLL_SECONDS, Watch
from artui.errors import BrokenEnvironment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from artui.agent.jobs import Job
    from artui.agent.wake import Wake
    from artui.home import Home
    from artui.ingest.arrival import Arrival

_LOOK_SECONDS = 1.0
_LEAST_SECONDS = 0.25
_PATIENCE_SECONDS = 300.0


class Agent:
    """What one process does for a home, until it is stopped."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        home: Home,
        wake: Wake,
        more_jobs: Sequence[Job] = (),
    ) -> None:
        """Nothing runs before `run`.

        Args:
            connection: the main database, for writing.
            home: whose agent.
            wake: what ends its rest.
            more_jobs: jobs to run beside the home's own.
        """
        self._connection = connection
        self._home = home
        self._wake = wake
        self._stopped_by: str | None = None
        self._policies = Policies(connection, home)
        self._pulse = Pulse(home)
        self._loading = Loading(
            connection, home, self._policies, self._is_stopping, self._pulse.progress
        )
        self._intake = Intake(connection, home, self._loading)
        self._decisions = Decisions(connection, home, self._policies, self._loading, self._tell)
        self._cases = Cases(connection, home)
        self._clock = Clock(connection, home, (*jobs.table(connection, home), *more_jobs))
        self._watch = Watch(home.folder("drop"), home.settings.watch, wake)
        self._looked_at = self._look_at = self._clock_at = 0.0

    def stop(self, why: str) -> None:
        """End after the file in hand; may be called from a signal handler."""
        self._stopped_by = why
        self._wake.set()

    def _is_stopping(self) -> bool:
        return self._stopped_by is not None

    def run(self, *, once: bool) -> int:
        """Work until stopped, or until everything that is there is done."""
        self._prepare(once=once)
        self._pulse.start(self._connection)
        log.info("started", once=once)
        try:
            self._policies.follow()
            if once:
                self._work_once()
            else:
                self._work()
        finally:
            self._decisions.close()
            self._cases.close()
            self._watch.stop()
            self._pulse.stop(self._connection)
            log.info("stopped", by=self._stopped_by or "being done")
        return 1 if once and self._has_findings() else 0

    def _prepare(self, *, once: bool) -> None:
        """Make the drop folder where it is the home's own; elsewhere it may be mounted later."""
        drop = self._home.folder("drop")
        try:
            if "drop" not in self._home.settings.paths:
                drop.mkdir(exist_ok=True)
        except OSError as problem:
            raise BrokenEnvironment(what=f"{drop} cannot be made: {problem.strerror}.") from problem
        if once and not drop.is_dir():
            raise BrokenEnvironment(what=f"The drop folder {drop} is not there.")

    def _has_findings(self) -> bool:
        return bool(
            self._loading.findings
            or self._intake.troubled
            or self._policies.errors
            or self._clock.failures
        )

    def _work_once(self) -> None:
        """Files that come while it works are left for the next time."""
        self._decisions.carry_out()
        ready = self._intake.look()
        there = self._intake.unfinished()
        while not self._is_stopping():
            self._take(arrival for arrival in ready if arrival.path in there)
            ready = self._intake.look()
            if not there & self._intake.unfinished():
                break
            self._rest(self._intake.next_look())
        self._cases.follow()
        if not self._is_stopping():
            self._clock.run_due()

    def _work(self) -> None:
        self._clock_at = time.monotonic()
        while not self._is_stopping():
            self._watch.tend()
            self._follow_policies()
            self._decisions.carry_out()
            self._cases.follow()
            if time.monotonic() >= self._look_at:
                self._look()
            self._run_jobs()
            self._tell()
            self._rest(self._look_at)

    def _look(self) -> None:
        self._take(self._intake.look())
        now = time.monotonic()
        self._looked_at = now
        every = float(self._home.settings.scan_seconds)
        if self._watch.way == "polling":
            every = min(every, POLL_SECONDS)
        known = self._intake.next_look()
        self._look_at = now + every if known is None else min(now + every, known)

    def _take(self, ready: Iterable[Arrival]) -> None:
        for arrival in ready:
            if self._is_stopping():
                return
            self._tell(arrival.path.name)
            self._intake.take(arrival)
            self._follow_policies()
        self._tell()

    def _follow_policies(self) -> None:
        try:
            self._policies.follow()
        except Exception as problem:  # noqa: BLE001 - the last good set stays, and it is tried again
            if self._connection.in_transaction:
                self._connection.rollback()
            log.warn("policies_unread", reason=log.reason(problem))

    def _run_jobs(self) -> None:
        """Run the jobs once no file waits: a week should not be frozen on half a delivery.

        A file that never settles delays them by a few minutes at most.
        """
        now = time.monotonic()
        if not self._intake.unfinished() or now >= self._clock_at + _PATIENCE_SECONDS:
            self._clock.tick()
            self._clock_at = time.monotonic()

    def _tell(self, working_on: str | None = None) -> None:
        self._pulse.tell(
            watching=self._watch.way, working_on=working_on, trouble=self._intake.trouble()
        )

    def _rest(self, until: float | None) -> None:
        """Rest until a time, for a second at most; something that happens brings the look on."""
        now = time.monotonic()
        if self._wake.wait(min(_LOOK_SECONDS, _LOOK_SECONDS if until is None else until - now)):
            self._look_at = min(self._look_at, self._looked_at + _LEAST_SECONDS)
