"""A screen about one list: header, places, filter, table, the line of truth, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from artui.store.snapshot import Snapshot
from artui.tui.actions import Place, bindings
from artui.tui.widgets.keyline import KeyLine
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from artui.store.listing import Listing
    from artui.tui.app import ArtuiApp

#: Lists up to this length are put in order again by themselves when the agent commits.
_REORDERED_ALONE = 20_000
_PLACE_NAMES = (("2", "aging", "Aging"), ("4", "disputes", "Disputes"))
_MORE_PLACES = (("5", "reasons", "Reasons"), ("9", "imports", "Imports"))


class ListedScreen(Screen[None]):
    """One list and what stands around it. Subclasses say which listing, and what Enter opens.

    Attributes:
        PLACE: the place of the row of places this screen belongs to.
        PLACES: what its actions are about.
    """

    PLACE: ClassVar[str] = ""
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table")
    BINDINGS = bindings("list")
    AUTO_FOCUS = "VirtualTable"

    @property
    def artui(self) -> ArtuiApp:
        """The app, as what it is."""
        app: ArtuiApp = self.app  # type: ignore[assignment] # there is no other app
        return app

    # What subclasses say.

    def listing(self) -> Listing:
        """The list to show."""
        raise NotImplementedError

    def title_line(self) -> Content:
        """What the list is of, above it; blank for nothing."""
        return Content("")

    def opened(self, key: object, row: dict[str, object]) -> None:
        """Open what the row under the cursor stands for."""

    def refreshed(self) -> None:
        """The data has changed, or the filter: find out anew what stands around the table."""

    # The frame.

    def compose(self) -> ComposeResult:
        """Header, places, title, filter, table, truth, keys."""
        yield Static(self.artui.header(self), id="header", markup=False)
        yield Static(self._places(), id="places", markup=False)
        yield Static(self.title_line(), id="title", markup=False)
        yield Input(placeholder="words that must all occur", id="filter", compact=True)
        yield VirtualTable(self.snapshot())
        yield Static("", id="truth", markup=False)
        yield KeyLine()

    def snapshot(self) -> Snapshot:
        """A new snapshot of the list."""
        return Snapshot(self.listing(), self.artui.work.connect)

    @property
    def table(self) -> VirtualTable:
        """The table."""
        return self.query_one(VirtualTable)

    @property
    def words(self) -> str:
        """The filter's words."""
        return self.query_one("#filter", Input).value

    def on_mount(self) -> None:
        """The filter is out of sight until it is wanted."""
        self.query_one("#filter").display = False
        self.query_one("#title").display = bool(self.title_line().plain)
        self.refreshed()

    def look(self, *, changed: bool) -> None:
        """Once a second: bring the header up to date, and the list where the data changed."""
        if not self.is_attached or not self.query("#header"):
            return
        self.query_one("#header", Static).update(self.artui.header(self))
        if changed:
            self.follow()

    def follow(self) -> None:
        """The data changed: short lists are put in order anew, long ones only follow in place."""
        self.table.poll()
        if self.table.snapshot.count <= _REORDERED_ALONE:
            self.table.action_reorder()
        self.refreshed()

    def on_screen_resume(self) -> None:
        """Somebody comes back to this screen: what happened meanwhile is shown."""
        if self.query(VirtualTable) and self.table.is_attached:
            self.look(changed=True)

    def truth(self, sentence: str, *, ok: bool = True) -> None:
        """The line below the table."""
        line = self.query_one("#truth", Static)
        line.update(Content(sentence))
        line.set_class(not ok, "-false")

    def _places(self) -> Content:
        parts = []
        for key, place, label in (*_PLACE_NAMES, *_MORE_PLACES):
            style = "bold underline" if place == self.PLACE else ""
            parts.append(Content.assemble((f"{key} {label}", style)))
        waiting = self.artui.status.held
        held = Content(f"   {waiting} held") if waiting else Content("")
        return Content.assemble(Content("   ").join(parts), held)

    # Filter.

    def action_filter(self) -> None:
        """Show the filter and write in it."""
        line = self.query_one("#filter", Input)
        line.display = True
        line.focus()

    @on(Input.Changed, "#filter")
    def filter_changed(self, event: Input.Changed) -> None:
        """The list follows what is typed."""
        event.stop()
        self.table.filter(event.value)
        self.refreshed()

    @on(Input.Submitted, "#filter")
    def filter_submitted(self, event: Input.Submitted) -> None:
        """Back to the table; the filter stays in force."""
        event.stop()
        self.query_one("#filter").display = bool(event.value)
        self.table.focus()

    def clear_filter(self) -> bool:
        """Take the filter away; false where there was none."""
        line = self.query_one("#filter", Input)
        if not line.display:
            return False
        line.value = ""
        line.display = False
        self.table.focus()
        return True

    @on(VirtualTable.RowChosen)
    def row_chosen(self, event: VirtualTable.RowChosen) -> None:
        """Enter."""
        event.stop()
        self.opened(event.key, event.table.row)

    @on(VirtualTable.Arranged)
    def arranged(self, event: VirtualTable.Arranged) -> None:
        """The list is in order: say how many rows there are."""
        event.stop()
        if event.complete:
            self.counted(event.count)

    def counted(self, count: int) -> None:
        """How many rows the list has under its filter."""
        noun = self.table.snapshot.listing.noun
        self.truth(f"{count:,} {noun}" + (f" with “{self.words}”" if self.words else ""))
