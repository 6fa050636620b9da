"""A screen about one list: header, places, title, filter, table, the line of truth, keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from artui.domain.days import iso
from artui.store.snapshot import Snapshot
from artui.text import safe
from artui.tui import proven
from artui.tui.actions import BY_ID, Place, bindings, symbol
from artui.tui.background import Background
from artui.tui.widgets.keyline import KeyLine
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult

    from artui.domain.check import Check
    from artui.store.listing import Listing
    from artui.tui.app import ArtuiApp
    from artui.tui.moment import Dates, Moment
    from artui.tui.why import Figures
    from artui.tui.work import Prepare

#: Lists up to this length are put in order again by themselves when the agent commits.
_REORDERED_ALONE = 20_000
#: What writes to the desk; none of it can be done while somebody looks back.
_WRITING = (
    *("reason", "review", "contact", "done", "promise", "hold", "accept", "refuse", "again"),
    *("withdraw", "dispute", "state", "change", "note", "agree", "waive", "undo"),
)


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
        self._of: Moment | None = None
        self._check: Check | None = None

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

    def looking_back(self) -> Prepare | None:
        """What prepares a reader for the day looked at, where the list shows what is kept of one.

        None where it shows what is of today, or is computed for any day.
        """
        return None

    def opened(self, key: object, row: dict[str, object]) -> None:
        """Open what the row under the cursor stands for."""

    def refreshed(self) -> None:
        """The data has changed: find out anew what stands around the table."""

    def filtered(self) -> None:
        """The filter has changed: find out anew what is said of the rows it leaves."""

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """What holds the list's figures against the entries alone; None where it has none.

        It is called in a thread.
        """
        return None

    def why(self) -> Figures | None:
        """The figure under the cursor, to be taken back to its rows; None where there is none."""
        return None

    def objection(self, action: str) -> str:
        """Why an action cannot be done here and now; empty where it can."""
        if action == "why" and self.why() is None:
            return "There is no figure here to be taken back to its rows."
        if action in _WRITING and self.artui.read_only:
            return f"{self.artui.read_only} Nothing can be entered or undone."
        if action in _WRITING and (moment := self.artui.moment).is_past:
            keys = self.artui.keys.keys["dates"]
            how = f"; press {symbol(keys[0])} to come back to today" if keys else ""
            return f"You look at {iso(moment.as_of)}{how}."
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
        self._of = self.artui.moment
        return Snapshot(self.listing(), partial(self.artui.work.connect, self.looking_back()))

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
        self.prove()

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
        moved = self._of not in (None, self.artui.moment)
        if listing != table.snapshot.listing or self._gained_desk or moved:
            table.open(self.snapshot(), keep=table.key, arrangement=table.arrangement)
        elif table.snapshot.count <= _REORDERED_ALONE:
            table.action_reorder()
        else:
            table.poll()
        self.refreshed()
        self.prove()

    @property
    def _gained_desk(self) -> bool:
        """Whether somebody was the first to enter anything since the list was read."""
        return not self._had_desk and self.artui.home.desk.exists()

    def on_screen_resume(self) -> None:
        """Somebody comes back to this screen: what happened meanwhile is shown."""
        self.look()

    def prove(self) -> None:
        """Hold the figures against the entries, in a thread; the line of truth says it then."""
        find, work, back = self.checking(), self.artui.work, self.looking_back()
        if find is None:
            return

        def hold() -> Check:
            with work.reader("check", back) as reader:
                return find(reader)

        self.background(hold, self._checked, self.wrong)

    def _checked(self, check: Check) -> None:
        self._check = check
        if self.table.snapshot.complete:
            self.counted(self.table.snapshot.count)

    def truth(self, sentence: str, *, ok: bool = True) -> None:
        """The line below the table; what is false comes first in it."""
        line, check = self.query_one("#truth", Static), self._check
        said = [sentence, *([proven.sentence(check)] if check else [])]
        false = check is not None and not check.holds
        stale = ["R puts new rows in order"] if self.table.stale else []
        line.update(Content(safe("   ".join([*(reversed(said) if false else said), *stale]))))
        line.set_class(false or not ok, "-false")

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

    def action_dates(self) -> None:
        """Ask which day to look at."""
        from artui.tui.screens.dates import DatesScreen  # noqa: PLC0415 - when it is asked for

        def look(dates: Dates | None) -> None:
            if dates is not None:
                self.artui.look_at(dates)

        self.app.push_screen(DatesScreen(self.artui.moment), look)

    def action_why(self) -> None:
        """Take the figure under the cursor back to its rows."""
        if self.allows("why") and (figures := self.why()) is not None:
            from artui.tui.screens.trace import TraceScreen  # noqa: PLC0415 - when it is asked for

            self.app.push_screen(TraceScreen(figures))

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
