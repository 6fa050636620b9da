"""A snapshot: the order of a listing's rows, kept still, so that any row is one lookup away."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from artui.errors import ArtuiError
from artui.store.listing import Arrangement
from artui.store.ordering import HEAD, OrderedRows, Ordering, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artui.store.listing import Listing

#: SQLite asks whether to go on once in this many of its instructions (about a millisecond).
_PATIENCE = 20_000
_NOTHING = Ordering(count=0, complete=False)


class ListingUnreadable(ArtuiError):  # noqa: N818 - named for what is wrong
    """The list cannot be read: {reason}."""

    hint = "If it stays so, ask whoever keeps the home to look at the agent and the disk."
    exit_code = 3


class _Superseded(Exception):  # noqa: N818 - a signal, not an error
    """Another build was asked for, or the snapshot was closed."""


class Snapshot:
    """The rows of one listing in one order, over a connection of its own.

    A build may run in any thread; everything else returns at once and is meant for the thread of
    the screen. Between calls no read transaction is held, so that a writer can always checkpoint.
    """

    def __init__(self, listing: Listing, connect: Callable[[], sqlite3.Connection]) -> None:
        """Nothing is opened before the first build.

        Args:
            listing: what to show.
            connect: opens a connection in autocommit mode that any thread may use and that can
                hold TEMP tables; read-only is enough.
        """
        self.listing = listing
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._rows: OrderedRows | None = None
        self._lock = threading.Lock()
        self._ticket = 0
        self._building: int | None = None
        self._closed = False
        self._shown = _NOTHING
        self._versions: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many rows the order shown has."""
        return self._shown.count

    @property
    def complete(self) -> bool:
        """Whether the order shown has all rows, not only the first."""
        return self._shown.complete

    def build(
        self, arrangement: Arrangement | None = None, *, keep: object = None, fresh: bool = False
    ) -> Iterator[Ordering]:
        """Order the rows: yields the top of the list, then all of it.

        Calling it ends an earlier build that still runs; the work is done by whoever iterates, in
        whatever thread. A build that was ended yields nothing more. Where everything fits into
        the first rows there is one ordering only.

        Args:
            arrangement: order and filter.
            keep: the key of a row whose position is wanted with the orderings.
            fresh: whether a frozen listing's rows are computed anew.

        Raises:
            ListingUnreadable: while iterating, where the database cannot be read.
        """
        self._ticket += 1
        return self._passes(self._ticket, arrangement or Arrangement(), keep, fresh=fresh)

    def show(self, ordering: Ordering) -> bool:
        """Let `count`, `page` and `position` speak of a built order; False where it is outdated."""
        if ordering.ticket != self._ticket:
            return False
        self._shown = ordering
        return True

    def page(self, index: int) -> Page | None:
        """The rows `index * PAGE` and following; None while a build keeps the connection busy.

        A row's values stand in the order of `listing.fields`. A row that has gone since the order
        was made has its key and nothing else.

        Raises:
            ListingUnreadable: where the database cannot be read.
        """
        shown = self._shown
        if (page := shown.cached(index)) is not None:
            return page
        if not shown.table or not self._lock.acquire(blocking=False):
            return None
        try:
            with _readable():
                return shown.keep(index, self._opened().read(shown, index))
        finally:
            self._lock.release()

    def position(self, key: object) -> int | None:
        """Where the row of that key lies in the order shown; None where it is not in it.

        Reads the order through (5 ms for 200,000 rows); waits for a build that is running.
        """
        shown = self._shown
        if not shown.table:
            return None
        with self._lock, _readable():
            return self._opened().find(shown, key)

    def changed(self) -> bool:
        """Whether another connection has committed since the last call or the first build.

        Values of a live listing are then read anew; the order stays as it is.
        """
        if self._rows is None or not self._lock.acquire(blocking=False):
            return False
        try:
            with _readable():
                versions = self._rows.versions()
        finally:
            self._lock.release()
        same, self._versions = versions == self._versions, versions
        if not same and self._shown.table and not self.listing.frozen:
            self._shown.pages.clear()
        return not same

    def interrupt(self) -> None:
        """End a running build."""
        self._ticket += 1

    def close(self) -> None:
        """End a running build and give the connection back; builds asked for later do nothing."""
        self.interrupt()
        with self._lock:
            self._closed = True
            self._shown, self._rows = _NOTHING, None
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _passes(
        self, ticket: int, arrangement: Arrangement, keep: object, *, fresh: bool
    ) -> Iterator[Ordering]:
        try:
            with self._turn(ticket) as rows:
                rows.drop(self._shown)
                rows.refresh(fresh=fresh)
                ordering = rows.head(arrangement, keep)
            ordering.ticket = ticket
            if ordering.count == HEAD:
                yield ordering
            with self._turn(ticket) as rows:
                ordering = rows.whole(arrangement, keep)
            ordering.ticket = ticket
            yield ordering
        except _Superseded:
            return

    @contextmanager
    def _turn(self, ticket: int) -> Iterator[OrderedRows]:
        """The connection, for one pass of a build that is still wanted."""
        with self._lock, _readable():
            if self._closed or ticket != self._ticket:
                raise _Superseded
            self._building = ticket
            try:
                yield self._opened()
            finally:
                self._building = None

    def _opened(self) -> OrderedRows:
        if self._rows is None:
            if self._closed:
                raise _Superseded
            self._connection = self._connect()
            self._connection.set_progress_handler(self._outdated, _PATIENCE)
            self._rows = OrderedRows(self.listing, self._connection)
            self._versions = self._rows.versions()
        return self._rows

    def _outdated(self) -> bool:
        return self._building is not None and self._building != self._ticket


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as problem:
        if "interrupted" in str(problem):
            raise _Superseded from None
        raise ListingUnreadable(reason=problem) from problem
    except sqlite3.Error as problem:
        raise ListingUnreadable(reason=problem) from problem
