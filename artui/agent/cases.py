"""Taking over what people enter of disputes, so that every figure sees it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from artui.agent import log
from artui.agent.rest import pause
from artui.books.cases import take_over
from artui.books.force import in_force
from artui.store.connection import data_version, open_reader

if TYPE_CHECKING:
    import sqlite3

    from artui.home import Home


class Cases:
    """Follows the desk and takes its disputes over, as soon as somebody has written to it."""

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

    def follow(self) -> None:
        """Take over what was entered since; what fails by the disk or a lock is tried again."""
        if time.monotonic() < self._not_before:
            return
        try:
            self._follow()
        except Exception as problem:  # noqa: BLE001 - files that arrive go on meanwhile
            self._rest(problem)
        else:
            self._tries = 0

    def close(self) -> None:
        """Let go of the desk."""
        if self._reader is not None:
            self._reader.close()
        self._reader, self._seen = None, None

    def _follow(self) -> None:
        if self._reader is None:
            self._reader = open_reader(self._home.main, self._home.desk)
        _, desk = data_version(self._reader)
        force = in_force(self._connection) if desk != self._seen else None
        if force is None:
            return
        moved = take_over(self._connection, self._reader, force, self._home)
        self._seen = desk
        if moved:
            log.info("disputes_taken_over", customers=moved)

    def _rest(self, problem: Exception) -> None:
        """Try again later, ever later."""
        if self._connection.in_transaction:
            self._connection.rollback()
        self.close()
        self._tries += 1
        seconds = pause(self._tries)
        self._not_before = time.monotonic() + seconds
        log.warn("disputes_rest", reason=log.reason(problem), tries=self._tries, seconds=seconds)
