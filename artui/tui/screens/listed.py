"""A screen about one list: header, places, title, filter, table, the line of truth, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from artui.store.snapshot import Snapshot
from artui.text import safe
from artui.tui.actions import BY_ID, Place, bindings, symbol
from artui.tui.background import Background
from artui.tui.widgets.keyline import KeyLine
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from artui.store.listing import Listing
    from artui.tui.app import ArtuiApp

#: Lists up to this length are put in order again by themselves when the agent commits.
_REORDERED_ALONE = 20_000
_WRITING = ("reason", "review", "contact", "done", "promise", "hold", "undo")


class ListedScreen(Background, Screen[None]):
    """One list and what stands around it. Subclasses say which listing, and what Enter opens.

    Attributes:
        PLACE: the place of the row of places this screen is; empty for what is opened from one.
        PLACES: what its actions are about.
    """

    PLACE: ClassVar[str] = ""
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table")
    BINDINGS = bindings("list")
    AUTO_FOCUS = "VirtualTable"
    #: In a terminal of few lines the table comes first; see the style sheet.
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (9, "-low"), (18, "-high")]  # noqa: RUF012 - Textual's own way

    def __init__(self) -> None:
        super().__init__()
        self._seen: tuple[object, ...] = ()
        self._had_desk = False

    @property
    def artui(self) -> ArtuiApp:
        """The app, as what it is."""
        app: ArtuiApp = self.app  # type: ignore[assignment] # there is no other app
        return app

    # What subclasses say.

    @property
    def customer_in_view(self) -> int | None:
        """The row's number of the customer this is about, or that is under the cursor."""
        found = self.table.row.get("customer_id")
        return found if isinstance(found, int) else None

    def listing(self) -> Listing:
        """The list to show."""
        raise NotImplementedError

    def title_line(self) -> Content:
        """What the list is of, above it; blank for nothing."""
        return Content("")

    def opened(self, key: object, row: dict[str, object]) -> None:
        """Open what the row under the cursor stands for."""

    def refreshed(self) -> None:
        """The data has changed: find out anew what stands around the table."""

    def filtered(self) -> None:
        """The filter has changed: find out anew what is said of the rows it leaves."""

    def objection(self, action: str) -> str:
        """Why an action cannot be done here and now; empty where it can."""
        if action in _WRITING and self.artui.read_only:
            return f"{self.artui.read_only} Nothing can be entered or undone."
        return ""

    # The frame.

    def compose(self) -> ComposeResult:
        """Header, places, title, filter, table, truth, keys."""
        yield Static(self.artui.header(), id="header", markup=False)
        yield Static(self._places(), id="places", markup=False)
        yield Static(self.title_line(), id="title", markup=False)
        yield Input(placeholder="words that must all occur", id="filter", compact=True)
        yield VirtualTable(self.snapshot())
        yield Static("", id="truth", markup=False)
        yield KeyLine(self.objection)

    def snapshot(self) -> Snapshot:
        """A new snapshot of the list."""
        self._had_desk = self.artui.home.desk.exists()
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
        self._seen = self.artui.seen
        self.query_one("#filter").display = False
        self.entitle()
        self.refreshed()

    def entitle(self) -> None:
        """Say above the list what it is of."""
        title = self.title_line()
        line = self.query_one("#title", Static)
        line.update(title)
        line.display = bool(title.plain)

    def look(self) -> None:
        """Bring the header up to date, and the list where the data changed since it was read."""
        if not self.query("#truth"):
            return
        self.query_one("#header", Static).update(self.artui.header())
        self.query_one("#places", Static).update(self._places())
        if self._seen != self.artui.seen:
            self._seen = self.artui.seen
            self.follow()

    def follow(self) -> None:
        """The data changed: short lists are put in order anew, long ones only follow in place."""
        table, listing = self.table, self.listing()
        self.entitle()
        if listing != table.snapshot.listing or self._gained_desk:
            table.open(self.snapshot(), keep=table.key, arrangement=table.arrangement)
        elif table.snapshot.count <= _REORDERED_ALONE:
            table.action_reorder()
        else:
            table.poll()
        self.refreshed()

    @property
    def _gained_desk(self) -> bool:
        """Whether somebody was the first to enter anything since the list was read."""
        return not self._had_desk and self.artui.home.desk.exists()

    def on_screen_resume(self) -> None:
        """Somebody comes back to this screen: what happened meanwhile is shown."""
        self.look()

    def truth(self, sentence: str, *, ok: bool = True) -> None:
        """The line below the table."""
        line = self.query_one("#truth", Static)
        stale = "   R puts new rows in order" if self.table.stale else ""
        line.update(Content(safe(sentence + stale)))
        line.set_class(not ok, "-false")

    def wrong(self, sentence: str) -> None:
        """Say in the line of truth that something could not be found out."""
        self.truth(sentence, ok=False)

    def _places(self) -> Content:
        waits = self.artui.status.waits()
        parts = [*self._tabs(), *([Content.assemble((waits, "bold"))] if waits else [])]
        return Content("   ").join(parts)

    def _tabs(self) -> Iterator[Content]:
        for place in self.artui.places:
            keys = self.artui.keys.keys[place]
            key = f"{symbol(keys[0])} " if keys else ""
            style = "bold underline" if place == self.artui.place else ""
            yield Content.assemble((f"{key}{BY_ID[place].label}", style))

    # What keys do.

    def allows(self, action: str) -> bool:
        """Whether an action can be done here and now; where it cannot, this says why."""
        if objection := self.objection(action):
            self.artui.tell(objection, wrong=True)
        return not objection

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the filter a slash is a slash, and a letter a letter."""
        del parameters
        first = action in BY_ID and BY_ID[action].at_once
        return not (first and isinstance(self.focused, Input))

    def action_filter(self) -> None:
        """Show the filter and write in it."""
        line = self.query_one("#filter", Input)
        line.display = True
        self.set_focus(line)  # at once: the next key may have come with this one

    @on(Input.Changed, "#filter")
    def filter_changed(self, event: Input.Changed) -> None:
        """The list follows what is typed."""
        event.stop()
        self.table.filter(event.value)
        self.filtered()

    @on(Input.Submitted, "#filter")
    def filter_submitted(self, event: Input.Submitted) -> None:
        """Back to the table; the filter stays in force."""
        event.stop()
        self.query_one("#filter").display = bool(event.value)
        self.set_focus(self.table)

    def clear_filter(self) -> bool:
        """Take the filter away; false where there was none."""
        line = self.query_one("#filter", Input)
        if not line.display:
            return False
        line.value = ""
        line.display = False
        self.set_focus(self.table)
        return True

    @on(VirtualTable.RowChosen)
    def row_chosen(self, event: VirtualTable.RowChosen) -> None:
        """Enter; pressed twice at once it opens one screen."""
        event.stop()
        if self.is_current and self.allows("open"):
            self.opened(event.key, event.table.row)

    @on(VirtualTable.RowHighlighted)
    def row_highlighted(self, event: VirtualTable.RowHighlighted) -> None:
        """What can be done may be another thing on another row."""
        event.stop()
        self.query_one(KeyLine).follow()

    @on(VirtualTable.Arranged)
    def arranged(self, event: VirtualTable.Arranged) -> None:
        """The list is in order: say how many rows there are."""
        event.stop()
        if event.complete:
            self.counted(event.count)
            self.query_one(KeyLine).follow()

    @on(VirtualTable.Failed)
    def failed(self, event: VirtualTable.Failed) -> None:
        """The list could not be read anew; what is in view stays in view."""
        event.stop()
        self.wrong(str(event.error))

    def counted(self, count: int) -> None:
        """How many rows the list has under its filter."""
        noun = self.table.snapshot.listing.noun
        noun = noun.removesuffix("s") if count == 1 else noun
        self.truth(f"{count:,} {noun}" + (f" with “{self.words}”" if self.words else ""))
