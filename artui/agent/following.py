"""Following the desk: what people enter is taken up soon, and what fails is tried again later."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from artui.agent import log
from artui.agent.rest import pause
from artui.store.connection import data_version, open_reader

if TYPE_CHECKING:
    import sqlite3

    from artui.home import Home


class Following:
    """Reads the desk where somebody has written to it, and rests ever longer after a failure."""

    #: The event that says it rests.
    RESTS: str

    def __init__(self, connection: sqlite3.Connection, home: Home) -> None:
        """Nothing is read yet.

        Args:
            connection: the main database, for writing.
            home: whose desk.
        """
        self._connection = connection
        self._home = home
        self._reader: sqlite3.Connection | None = None
        self._seen: int | None = None
        self._tries = 0
        self._not_before = 0.0

    def close(self) -> None:
        """Let go of the desk."""
        if self._reader is not None:
            self._reader.close()
        self._reader, self._seen = None, None

    def _is_resting(self) -> bool:
        return time.monotonic() < self._not_before

    def _news(self) -> tuple[sqlite3.Connection, int | None]:
        """A reader with the desk, and its state where that is not the one seen last, else None."""
        if self._reader is None:
            self._reader = open_reader(self._home.main, self._home.desk)
        _, desk = data_version(self._reader)
        return self._reader, None if desk == self._seen else desk

    def _went_well(self) -> None:
        self._tries = 0

    def _rest(self, problem: Exception) -> None:
        """Try again later, ever later: what failed may be the disk, a lock or a permission."""
        if self._connection.in_transaction:
            self._connection.rollback()
        self.close()
        self._tries += 1
        seconds = pause(self._tries)
        self._not_before = time.monotonic() + seconds
        log.warn(self.RESTS, reason=log.reason(problem), tries=self._tries, seconds=seconds)
