"""Why a figure is what it is: its formula, the rows behind it, and the line each came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from artui.report.sources import quote
from artui.store import weekly
from artui.store.snapshot import Snapshot
from artui.store.trace import listing
from artui.text import cells, safe
from artui.tui import why
from artui.tui.actions import Place, bindings
from artui.tui.screens.edited import EditedScreen
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from artui.report.sources import Quoted
    from artui.store.listing import Listing
    from artui.tui.why import Figure, Figures, Told

_Line = tuple[int, int | None]


class TraceScreen(EditedScreen):
    """One figure taken back to its rows; { and } go to the figures beside it."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "figure", "policy")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("figure"), *bindings("policy")]

    def __init__(self, figures: Figures) -> None:
        """Nothing is read before it is shown."""
        super().__init__()
        self._figures = figures.each
        self._at = figures.at
        self._told: Told | None = None
        self._texts: dict[_Line, Quoted] = {}
        self._reading: _Line | None = None

    @property
    def figure(self) -> Figure:
        """The figure in view."""
        return self._figures[self._at]

    def listing(self) -> Listing:
        """The rows behind it."""
        return listing.listing()

    def snapshot(self) -> Snapshot:
        """The rows; a list that says that it is loading until they were found."""
        rows, connect = self._told.rows if self._told else (), self.artui.work.connect
        snapshot = Snapshot(self.listing(), lambda: weekly.offer(connect(), listing.OFFERED, rows))
        if self._told is None:
            snapshot.close()
        return snapshot

    def compose(self) -> ComposeResult:
        """The frame of every list, and the line of the file as it came."""
        yield from super().compose()
        yield Static("", id="source", markup=False)

    def title_line(self) -> Content:
        """What it is of, and the formula with its numbers."""
        if self._told is None:
            return Content.assemble((safe(self.figure.label), "bold"), " is taken back …")
        trace = self._told.trace
        head, *others = trace.formula or ("",)
        lines = [
            Content.assemble("why ", (safe(head), "bold")),
            Content(safe(f"  {trace.title}")),
            *(Content(safe(f"  {line}")) for line in others),
        ]
        return Content("\n").join(lines)

    # Finding the rows.

    def refreshed(self) -> None:
        """Take the figure back, in a thread."""
        artui, figure = self.artui, self.figure
        force, moment = artui.force, artui.moment

        def take() -> tuple[Figure, Told | None]:
            if force is None:
                return figure, None
            with artui.work.reader("trace") as reader:
                return figure, why.tell(why.looking(reader, force, artui.home, moment), figure)

        self.background(take, self._taken, self.wrong)

    def _taken(self, found: tuple[Figure, Told | None]) -> None:
        figure, told = found
        if figure is not self.figure:
            return
        if told is None:
            self.wrong("There is no policy in force, so nothing can be taken back.")
            return
        same, self._told = told == self._told, told
        self.entitle()
        if same:
            self.counted(self.table.snapshot.count)
            return
        self.table.open(self.snapshot(), keep=self.table.key, arrangement=self.table.arrangement)

    def follow(self) -> None:
        """The data changed: take it back anew."""
        self.refreshed()

    def counted(self, count: int) -> None:
        """What proves the figure; where nothing does, how many rows there are."""
        if self._told is not None and self._told.trace.checks:
            self.truth(self._told.truth, ok=self._told.trace.ok)
        else:
            super().counted(count)
        self._quote()

    # The line under the cursor.

    @on(VirtualTable.RowHighlighted)
    def quote_row(self, event: VirtualTable.RowHighlighted) -> None:
        """Another row: show the line it came from."""
        event.stop()
        self._quote()

    @property
    def _line(self) -> _Line | None:
        """Import and line of the row under the cursor; None where no file says it."""
        found, line = self.table.row.get("import_id"), self.table.row.get("line")
        return (found, line if isinstance(line, int) else None) if isinstance(found, int) else None

    def _quote(self) -> None:
        """Show the line's text, read in a thread: who scrolls past twenty asks for the last."""
        line = self._line
        loaded = self._told.loaded.get(line[0]) if self._told and line else None
        if line is None or loaded is None:
            self._show("")
            return
        if line in self._texts:
            self._show(_said(loaded.file, line, self._texts[line]))
            return
        if self._reading is not None:
            return
        self._reading, home = line, self.artui.home
        self._show(f"{loaded.file}:{line[1] or ''} is being read …")

        def read() -> tuple[_Line, Quoted]:
            return line, quote(home, loaded, line[1])

        self.background(read, self._read, self._unread)

    def _read(self, found: tuple[_Line, Quoted]) -> None:
        line, quoted = found
        self._texts[line], self._reading = quoted, None
        self._quote()

    def _unread(self, sentence: str) -> None:
        self._reading = None
        self._show(sentence)

    def _show(self, sentence: str) -> None:
        """The whole of what the row says, which its columns may cut, and the line of the file."""
        row = self.table.row
        said = " · ".join(str(row[key]) for key in ("detail", "place") if row.get(key))
        lines = [Content(cells(line)) for line in (said, sentence) if line]
        self.query_one("#source", Static).update(Content("\n").join(lines))

    # What keys do.

    def objection(self, action: str) -> str:
        """Only some rows lead further, and some figures have none beside them."""
        if action == "open" and not isinstance(self.table.row.get("leads_id"), int):
            return "This row leads no further: its file and line are what there is."
        if action in ("figure_before", "figure_after") and len(self._figures) == 1:
            return "There is no other figure beside this one."
        return super().objection(action)

    def action_figure(self, step: int) -> None:
        """Go to the figure beside this one, from the last on to the first."""
        if self.allows("figure_after" if step > 0 else "figure_before"):
            self._at = (self._at + step) % len(self._figures)
            self._told = None
            self.entitle()
            self.table.open(self.snapshot())
            self.refreshed()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice or customer a row leads to, taken back likewise."""
        del key
        found = row.get("leads_id")
        if isinstance(found, int):
            further = why.customer if row.get("leads_kind") == "customer" else why.invoice
            self.app.push_screen(TraceScreen(further(found)))


def _said(file: str, line: _Line, quoted: Quoted) -> str:
    place = file if line[1] is None else f"{file}:{line[1]}"
    return f"{place}   {quoted.text}" if quoted.text is not None else f"{place}   ({quoted.note})"
