"""Reasons: the weekly top ten, and the invoices behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.days import last_complete_week, week_bounds, week_of
from artui.store import listings
from artui.store.snapshot import Snapshot
from artui.text import safe
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.listed import ListedScreen
from artui.tui.screens.reasoned import ReasonedScreen
from artui.tui.topten import TopTen, top_ten

if TYPE_CHECKING:
    import sqlite3

    from textual.binding import BindingType

    from artui.domain.reasons import Late
    from artui.store.listing import Listing


class ReasonsScreen(ListedScreen):
    """One week ranked; [ and ] go through the weeks."""

    PLACE: ClassVar[str] = "reasons"
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "week")
    BINDINGS: ClassVar[list[BindingType]] = bindings("week")

    def __init__(self, week: str | None = None) -> None:
        super().__init__()
        self._week = week
        self._found: TopTen | None = None

    @property
    def week(self) -> str:
        """The week in view; the last complete one at first."""
        return self._week or last_complete_week(self.artui.home.today())

    def listing(self) -> Listing:
        """The ranking."""
        return listings.ranked()

    def snapshot(self) -> Snapshot:
        """The ranking, computed where the snapshot is built: in its thread."""
        return Snapshot(self.listing(), self._connect)

    def _connect(self) -> sqlite3.Connection:
        connection = self.artui.work.connect()
        force = self.artui.status.force
        if force is None:
            return listings.offer(connection, listings.RANKED, [])
        self._found = top_ten(connection, force, self.week, self.artui.home.today())
        return listings.offer(connection, listings.RANKED, self._found.rows)

    def title_line(self) -> Content:
        """Which week, how many were late, how many of those are explained."""
        found = self._found
        return Content(f"Week {self.week}") if found is None else found.title

    def follow(self) -> None:
        """The data changed: rank anew."""
        self.table.open(self.snapshot(), keep=self.table.key)

    def counted(self, count: int) -> None:
        """The ranking stands: say of what."""
        del count
        self.query_one("#title").update(self.title_line())  # type: ignore[attr-defined] # a Static
        self.truth(self._found.truth if self._found else "")

    def action_week(self, step: int) -> None:
        """Go to another week, never beyond this one."""
        monday, _ = week_bounds(self.week)
        wanted = monday + 7 * step
        if wanted <= self.artui.home.today():
            self._week = week_of(wanted)
            self.table.open(self.snapshot())

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The reason's invoices."""
        if self._found is not None:
            late = self._found.invoices(str(key))
            title = f"{self.week}   {safe(row.get('label'))}"
            self.app.push_screen(LateScreen(late, title))


class LateScreen(ReasonedScreen):
    """The invoices late for one reason in one week."""

    PLACE: ClassVar[str] = "reasons"
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice")
    BINDINGS = bindings("invoice")

    def __init__(self, late: list[Late], title: str) -> None:
        super().__init__()
        self._late = late
        self._title = title

    def listing(self) -> Listing:
        """The invoices."""
        return listings.late()

    def snapshot(self) -> Snapshot:
        """The invoices, put where the listing can read them."""
        rows = [
            (n, one.document_id, one.currency, one.amount, one.amount_days, one.because)
            for n, one in enumerate(self._late)
        ]
        work = self.artui.work
        return Snapshot(self.listing(), lambda: listings.offer(work.connect(), listings.LATE, rows))

    def title_line(self) -> Content:
        """The week and the reason."""
        return Content.assemble((self._title, "bold"))

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice."""
        del key, row
        if self.document_id is not None:
            self.app.push_screen(InvoiceScreen(self.document_id))
