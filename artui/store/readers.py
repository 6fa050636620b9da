"""Readers for work in threads, all of which can be ended at once."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from artui.errors import ArtuiError
from artui.store.connection import open_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


#: SQLite asks whether to go on once in this many of its instructions (about a millisecond).
_PATIENCE = 20_000


class Unreadable(ArtuiError):  # noqa: N818 - named for what is wrong
    """The database cannot be read: {reason}."""

    hint = "If it stays so, ask whoever keeps the home to look at the agent and the disk."
    exit_code = 3


class Ended(ArtuiError):  # noqa: N818 - a state, not a failure
    """Nobody wants the answer any more."""


@contextmanager
def readable() -> Iterator[None]:
    """What SQLite says is said as an error of artui.

    Raises:
        Unreadable: where the database cannot be read.
    """
    try:
        yield
    except sqlite3.Error as problem:
        raise Unreadable(reason=problem) from problem


def open_both(main: Path, desk: Path) -> sqlite3.Connection:
    """The main database with the desk attached, once there is one and it has its tables.

    Whoever enters something first makes the file, and then the tables in it.

    Raises:
        NoDatabase: where there is no main database.
        BrokenEnvironment: where it cannot be opened.
        Unreadable: where it cannot be read.
    """
    with readable():
        return open_reader(main, desk)


def has_desk(connection: sqlite3.Connection) -> bool:
    """Whether a reader has a desk attached that people write to."""
    with readable():
        (made,) = connection.execute("PRAGMA desk.user_version").fetchone()
    return bool(made)


class Readers:
    """Connections lent to threads, one for each piece of work."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Nothing is opened before it is asked for.

        Args:
            connect: opens a connection that any thread may use.
        """
        self._connect = connect
        self._lock = threading.Lock()
        self._lent: dict[sqlite3.Connection, str] = {}
        self._closed = False

    @contextmanager
    def lent(self, group: str = "") -> Iterator[sqlite3.Connection]:
        """A connection; work that still runs under the same name is ended.

        Raises:
            Ended: where the same was asked for anew meanwhile, or everything was closed.
            Unreadable: where the database cannot be read.
        """
        connection = self._lend(group)
        try:
            yield connection
        except sqlite3.Error as problem:
            if connection not in self._lent:
                raise Ended from None
            raise Unreadable(reason=problem) from problem
        finally:
            with self._lock:
                self._lent.pop(connection, None)
            connection.close()

    def close(self) -> None:
        """End everything that runs; nothing is lent from now on."""
        with self._lock:
            self._closed = True
            self._end(list(self._lent))

    def _lend(self, group: str) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise Ended
            self._end([each for each, name in self._lent.items() if group and name == group])
            connection = self._connect()
            connection.set_progress_handler(lambda: connection not in self._lent, _PATIENCE)
            self._lent[connection] = group
            return connection

    def _end(self, connections: list[sqlite3.Connection]) -> None:
        for connection in connections:
            del self._lent[connection]
