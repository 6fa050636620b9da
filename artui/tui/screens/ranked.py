"""A list out of a ranked week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books import ranked
from artui.books.ranked import Wish
from artui.domain.days import last_complete_week
from artui.store import weekly
from artui.store.snapshot import Snapshot
from artui.tui.screens.listed import ListedScreen
from artui.tui.topten import TopTen, top_ten

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.books.ranked import View


class RankedScreen(ListedScreen):
    """A list out of a ranked week, which is computed in a thread before the list can open."""

    def __init__(
        self, week: str | None = None, found: TopTen | None = None, wish: Wish | None = None
    ) -> None:
        super().__init__()
        self._week = week
        self._found = found
        self._wish = wish or Wish()

    @property
    def week(self) -> str:
        """The week in view; the last complete one at first."""
        return self._week or last_complete_week(self.artui.moment.as_of)

    def offered(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[object, ...]]]:
        """Columns and rows of the list, as `weekly.offer` takes them."""
        raise NotImplementedError

    def snapshot(self) -> Snapshot:
        """The list; one that says that it is loading until the week has been ranked."""
        columns, rows = self.offered()
        connect = self.artui.work.connect
        snapshot = Snapshot(self.listing(), lambda: weekly.offer(connect(), columns, rows))
        if self._found is None:
            snapshot.close()
        return snapshot

    def refreshed(self) -> None:
        """Rank the week, unless that is done."""
        if self._found is None:
            self._rank()

    def view(self, reader: sqlite3.Connection) -> View | None:
        """How far a reader looks; None where no policy is in force."""
        artui, moment = self.artui, self.artui.moment
        base = artui.home.settings.base_currency
        if artui.force is None:
            return None
        return ranked.View(reader, artui.force, base, moment.as_of, moment.known_on)

    def _rank(self) -> None:
        self._check = None
        week, wish = self.week, self._wish

        def rank() -> TopTen | None:
            with self.artui.work.reader("week") as reader:
                view = self.view(reader)
                return None if view is None else top_ten(view, week, wish)

        self.background(rank, self._ranked, self.wrong)

    def _ranked(self, found: TopTen | None) -> None:
        """The week has been ranked; another may be wanted by now."""
        if found is None:
            self.wrong("There is no policy in force, so nothing is ranked.")
        elif (found.week.week, found.wish) == (self.week, self._wish):
            self._found = found
            self.show()

    def show(self) -> None:
        """Put what was ranked into the table."""
        self.entitle()
        self.table.open(self.snapshot(), keep=self.table.key, arrangement=self.table.arrangement)
        self.prove()

    def follow(self) -> None:
        """The data changed: rank anew."""
        self._rank()

    def counted(self, count: int) -> None:
        """The ranking stands: say by what."""
        del count
        if self._found is not None:
            self.truth(self._found.truth)
