"""The heartbeat: a thread of its own, so that a long load does not look like a dead agent."""

from __future__ import annotations

import os
import platform
import threading
import time
from typing import TYPE_CHECKING

from artui.agent import log
from artui.store import records
from artui.store.connection import open_main, transaction
from artui.store.records import Heartbeat
from artui.text import safe

if TYPE_CHECKING:
    import sqlite3

    from artui.home import Home
    from artui.ingest.progress import Progress

EVERY_SECONDS = 5.0
_LEAST_SECONDS = 0.2
_PROGRESS_SECONDS = 1.0


class Pulse:
    """Beats every few seconds and soon after something was told."""

    def __init__(self, home: Home) -> None:
        now = home.now()
        self._home = home
        self._state = Heartbeat(os.getpid(), platform.node(), now, now, "starting", None, None)
        self._phase, self._told_at = "", 0.0
        self._news = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self, connection: sqlite3.Connection) -> None:
        """Beat once through `connection`, then on through a connection of its own."""
        with transaction(connection):
            records.beat(connection, self._state)
        self._thread.start()

    def tell(self, *, watching: str, working_on: str | None, trouble: str | None) -> None:
        """Say how arrivals are noticed, which file is in hand, and what goes wrong."""
        on = None if working_on is None else safe(working_on)
        told = self._state._replace(
            watching=watching,
            working_on=on,
            progress=self._state.progress if on == self._state.working_on else None,
            trouble=None if trouble is None else safe(trouble),
        )
        if told != self._state:
            self._state = told
            self._news.set()

    def progress(self, progress: Progress) -> None:
        """Say how far the file in hand is: about once a second, and whenever it enters a phase."""
        now, phase = time.monotonic(), progress.phase
        if phase == self._phase and now < self._told_at + _PROGRESS_SECONDS:
            return
        self._phase, self._told_at = phase, now
        self._state = self._state._replace(progress=safe(progress))
        self._news.set()

    def stop(self, connection: sqlite3.Connection) -> None:
        """Stop in good order: the sign of life goes."""
        self._over.set()
        self._news.set()
        self._thread.join()
        try:
            with transaction(connection):
                records.stop_beating(connection)
        except Exception as problem:  # noqa: BLE001 - the lock tells as well that nobody is there
            log.warn("heartbeat_stays", reason=log.reason(problem))

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while not self._over.is_set():
            self._news.wait(EVERY_SECONDS)
            self._news.clear()
            if self._over.wait(_LEAST_SECONDS):
                break
            try:
                connection = connection or open_main(self._home.main)
                self._beat(connection)
            except Exception as problem:  # noqa: BLE001 - whatever it is, the next beat may do
                log.warn("heartbeat_missed", reason=log.reason(problem))
                _close(connection)
                connection = None
        _close(connection)

    def _beat(self, connection: sqlite3.Connection) -> None:
        with transaction(connection):
            records.beat(connection, self._state._replace(beat_at=self._home.now()))


def _close(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        connection.close()
