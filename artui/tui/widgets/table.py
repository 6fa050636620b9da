"""A table of any length: only the lines in view are read and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from artui.errors import ArtuiError
from artui.store.listing import Arrangement, Sort
from artui.text import safe
from artui.tui.actions import bindings
from artui.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.store.listing import Listing
    from artui.store.ordering import Ordering
    from artui.store.snapshot import Snapshot

_GREATEST_FIRST = frozenset(("money", "int", "ratio"))


@dataclass
class TableMessage(Message):
    """Something a table says."""

    table: VirtualTable

    @property
    def control(self) -> VirtualTable:
        """The table, so that `@on` can be given a selector."""
        return self.table


class VirtualTable(Grid, inherit_bindings=False):
    """The rows of a snapshot, ordered and filtered as the user asks.

    The table owns its snapshot: it builds it when mounted and closes it when removed. Orders are
    built in a thread; the thread of the screen never reads more than a page of rows. The cursor
    stays on its row's key when the order changes.

    Attributes:
        arrangement: the order and filter that are wanted.
        stale: whether the data changed since the rows were put in order (see `poll`).
    """

    BINDINGS = bindings("table")

    @dataclass
    class RowHighlighted(TableMessage):
        """The cursor came to the row with this key."""

        key: object

    @dataclass
    class RowChosen(TableMessage):
        """The row with this key is to be opened."""

        key: object

    @dataclass
    class Arranged(TableMessage):
        """The rows are in order: the first of them, or all."""

        count: int
        complete: bool

    @dataclass
    class Failed(TableMessage):
        """The rows could not be read; the table says so itself."""

        error: ArtuiError

    @dataclass
    class _Built(Message):
        snapshot: Snapshot
        ordering: Ordering

    @dataclass
    class _Broken(Message):
        snapshot: Snapshot
        error: ArtuiError

    def __init__(self, snapshot: Snapshot, *, id: str | None = None) -> None:  # noqa: A002 - the name every widget uses
        super().__init__(snapshot, id=id)
        self.arrangement = Arrangement(snapshot.listing.default_order)
        self.stale = False
        self._wanted: object = None
        self._asked: object = None
        self._wants_end = False
        self._arrived = False
        self._told: object = None

    # What a screen asks of the table.

    def open(
        self,
        snapshot: Snapshot,
        *,
        keep: object = None,
        arrangement: Arrangement | None = None,
    ) -> None:
        """Show another snapshot, without totals, from its top or the row with the key `keep`.

        Args:
            snapshot: what to show.
            keep: the key of the row the cursor is to be on.
            arrangement: order and filter; the listing's own order where there is none, and
                where it speaks of columns the listing has not.
        """
        self._snapshot.close()
        self._take(snapshot)
        self._cursor, self._told, self.stale = 0, None, False
        self._order, self._totals = (), []
        self._relayout()
        self._arrange(_fitting(snapshot.listing, arrangement or Arrangement()), keep=keep)

    def filter(self, words: str) -> None:
        """Show only rows in which every word occurs; all rows where there is none."""
        self._arrange(Arrangement(self.arrangement.order, words), keep=self.key)

    def sort(self, *order: Sort) -> None:
        """Put the rows in an order."""
        self._arrange(Arrangement(order, self.arrangement.words), keep=self.key)

    def poll(self) -> bool:
        """Look whether the data changed; values on the screen follow, the order is then `stale`."""
        try:
            changed = self._snapshot.changed()
        except ArtuiError as error:
            self._fail(error)
            return False
        if changed:
            self.stale = True
            self._measured.clear()
            self._redraw()
        return changed

    # What keys do.

    def action_open(self) -> None:
        """Say that the row under the cursor is to be opened."""
        if (key := self.key) is not None:
            self.post_message(self.RowChosen(self, key))

    def action_reorder(self) -> None:
        """Read the rows anew and put them in order."""
        self.reorder(self.key)

    def reorder(self, keep: object) -> None:
        """Read the rows anew and put them in order, the cursor on the row with the key `keep`."""
        self._arrange(self.arrangement, keep=keep, fresh=True)

    def action_sort_next(self) -> None:
        """Sort by the next column."""
        self._sort_beside(1)

    def action_sort_previous(self) -> None:
        """Sort by the previous column."""
        self._sort_beside(-1)

    def action_sort_reverse(self) -> None:
        """Turn the order round."""
        if self.arrangement.order:
            first, *others = self.arrangement.order
            self.sort(Sort(first.column, not first.descending), *others)

    def _sort_beside(self, step: int) -> None:
        columns = [column for column in self._snapshot.listing.columns if column.sortable]
        keys = [column.key for column in columns]
        sorted_by = self.arrangement.order[0].column if self.arrangement.order else ""
        at = keys.index(sorted_by) + step if sorted_by in keys else min(step, 0)
        if columns:
            column = columns[at % len(columns)]
            self.sort(Sort(column.key, column.kind in _GREATEST_FIRST))

    # Building.

    def on_mount(self) -> None:
        """Begin to read."""
        self._arrange(self.arrangement)

    def on_unmount(self) -> None:
        """Give the connection back; a running build ends, so that quitting does not wait for it."""
        self._snapshot.close()

    def _arrange(
        self, arrangement: Arrangement, *, keep: object = None, fresh: bool = False
    ) -> None:
        self.arrangement = arrangement
        self._wanted = self._asked = keep
        self._wants_end = self._arrived = False
        if not self.is_attached:
            return
        orderings = self._snapshot.build(arrangement, keep=keep, fresh=fresh)
        work = partial(self._build, self._snapshot, orderings)
        self.run_worker(work, group="build", thread=True, exit_on_error=False)

    def _build(self, snapshot: Snapshot, orderings: Iterator[Ordering]) -> None:
        try:
            for ordering in orderings:
                self.post_message(self._Built(snapshot, ordering))
        except ArtuiError as error:
            self.post_message(self._Broken(snapshot, error))

    def on_virtual_table__broken(self, message: _Broken) -> None:
        """Say what went wrong, unless something else is shown by now."""
        message.stop()
        if message.snapshot is self._snapshot:
            self._fail(message.error)

    def on_virtual_table__built(self, message: _Built) -> None:
        """Show what has been put in order."""
        message.stop()
        ordering = message.ordering
        if message.snapshot is not self._snapshot or not self._snapshot.show(ordering):
            return
        self._arrived = True
        self.stale = self.stale and not ordering.complete
        self._note = self._nothing()
        self._order = self.arrangement.order
        self._measured.clear()
        for index in (0, 1):
            self._columns.widen(self._snapshot.page(index) or (), texts=True)
        self._settle(ordering)
        self.post_message(self.Arranged(self, ordering.count, ordering.complete))

    def _settle(self, ordering: Ordering) -> None:
        """Find the cursor's row again; where it is not (or not yet) there, take the top one."""
        line = self._cursor - self.scroll_offset.y
        position = self._position(ordering)
        self._cursor = max(0, min(position or 0, ordering.count - 1))
        self._relayout()
        self.scroll_to(y=self._cursor - line, animate=False)
        self._show_cursor()
        if ordering.complete or position is not None:
            self._tell()

    def _position(self, ordering: Ordering) -> int | None:
        if self._wants_end:
            return ordering.count - 1
        if self._wanted is None:
            return self._cursor
        if self._wanted is self._asked:
            return ordering.position
        return self._snapshot.position(self._wanted)

    def _moved(self) -> None:
        """The user's last move counts, in the order that was on the screen when it was made."""
        self._wanted = None if self._arrived else self.key
        self._wants_end = False
        self._tell()

    def action_bottom(self) -> None:
        """Move the cursor to the last row, of all rows when they are known."""
        super().action_bottom()
        self._wants_end = not (self._arrived and self._snapshot.complete)

    def _tell(self) -> None:
        if (key := self.key) is not None and key != self._told:
            self._told = key
            self.post_message(self.RowHighlighted(self, key))

    def _nothing(self) -> str:
        noun, words = self._snapshot.listing.noun, self.arrangement.words
        return f"nothing here: no {noun}" + (f" with “{safe(words)}”" if words else "")

    def _fail(self, error: ArtuiError) -> None:
        super()._fail(error)
        self.post_message(self.Failed(self, error))


def _fitting(listing: Listing, arrangement: Arrangement) -> Arrangement:
    """An arrangement as a listing can have it."""
    known = tuple(level for level in arrangement.order if level.column in listing.fields)
    return Arrangement(known or listing.default_order, arrangement.words)
