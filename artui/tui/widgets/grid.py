"""The lines of a table: header, rows in view, totals; and the cursor that moves over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from artui.errors import ArtuiError
from artui.store.ordering import PAGE
from artui.text import safe
from artui.tui.widgets.columns import CURSOR, NO_CURSOR, Columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events

    from artui.store.listing import Sort
    from artui.store.ordering import Row
    from artui.store.snapshot import Snapshot

_HEADER = 1
_STRIPS = 512
LOADING = "loading …"


class Grid(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws the rows a snapshot shows. What they are and in which order is its subclass's."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--row",
        "table--cursor",
        "table--marked",
        "table--note",
        "table--total",
    }
    DEFAULT_CSS = """
    Grid {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        color: $foreground;
        background: $background;
        & > .table--header { text-style: bold; }
        & > .table--note { text-style: italic; }
        & > .table--marked { color: $warning; }
        & > .table--total { text-style: bold; }
        & > .table--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    def __init__(self, snapshot: Snapshot, *, id: str | None = None) -> None:  # noqa: A002 - the name every widget uses
        super().__init__(id=id)
        self._strips: LRUCache[tuple[int, bool], Strip] = LRUCache(_STRIPS)
        self._totals: list[Mapping[str, str]] = []
        self._order: tuple[Sort, ...] = ()
        self._cursor = 0
        self._take(snapshot)

    def _take(self, snapshot: Snapshot) -> None:
        """Begin with another snapshot."""
        self._snapshot = snapshot
        self._columns = Columns(snapshot.listing)
        self._note = LOADING
        self._measured: set[int] = set()

    @property
    def snapshot(self) -> Snapshot:
        """What the table shows."""
        return self._snapshot

    @property
    def cursor(self) -> int:
        """The row the cursor is on, counted from 0."""
        return self._cursor

    @property
    def key(self) -> object:
        """The key of the row under the cursor; None where there is none, or none yet."""
        return self.row.get(self._snapshot.listing.key)

    @property
    def row(self) -> dict[str, object]:
        """The values under the cursor by name, hidden ones too; empty where there is no row."""
        row = self._row(self._cursor)
        return {} if row is None else dict(zip(self._snapshot.listing.fields, row, strict=True))

    def totals(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Show lines of finished texts, by column key, under the rows."""
        self._totals = list(lines)
        self._relayout()

    # Reading.

    def _row(self, index: int) -> Row | None:
        number, offset = divmod(index, PAGE)
        try:
            page = self._snapshot.page(number)
        except ArtuiError as error:
            self._fail(error)
            return None
        if page is None or offset >= len(page):
            return None
        if number not in self._measured:
            self._measured.add(number)
            if self._columns.widen(page):
                self.call_later(self._relayout)
        return page[offset]

    def _fail(self, error: ArtuiError) -> None:
        """Say in the table's place that it cannot be read."""
        self._note = safe(error)
        self._redraw()

    # Drawing.

    def render_line(self, y: int) -> Strip:
        """One line: header, row, note or total."""
        if y < _HEADER:
            return self._strip(self._columns.header(self._order), "table--header")
        if self._totals and (below := y - self._total_line) >= -1:
            text = self._columns.total(self._totals[below]) if below >= 0 else ""
            return self._strip(text, "table--total")
        index = self.scroll_offset.y + y - _HEADER
        if index < self._snapshot.count:
            return self._row_strip(index)
        return self._strip(NO_CURSOR + self._note if index == 0 else "", "table--note")

    @property
    def _total_line(self) -> int:
        return max(_HEADER + 2, self.size.height - len(self._totals))

    def _row_strip(self, index: int) -> Strip:
        under_cursor = index == self._cursor
        if (strip := self._strips.get((index, under_cursor))) is not None:
            return strip
        row = self._row(index)
        if row is None:
            return self._strip(f"{NO_CURSOR}…", "table--row")
        text = (CURSOR if under_cursor else NO_CURSOR) + self._columns.line(row)
        strip = self._strip(text, "table--cursor" if under_cursor else self._component(row))
        self._strips[index, under_cursor] = strip
        return strip

    def _component(self, row: Row) -> str:
        """How a row is drawn that the cursor is not on."""
        listing = self._snapshot.listing
        marked = listing.marked and row[listing.fields.index(listing.marked)]
        return "table--marked" if marked else "table--row"

    def _strip(self, text: str, component: str) -> Strip:
        style = self.get_component_rich_style(component)
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _relayout(self) -> None:
        """Give columns and scrollbar the sizes that content and terminal ask for."""
        self._columns.widen_for_labels(self._order, self._totals)
        self._columns.place(self.size.width - self.scrollbars_space[0])
        below = len(self._totals) + 1 if self._totals else 0
        self.virtual_size = Size(self.size.width, self._snapshot.count + _HEADER + below)
        self._redraw()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the columns for the new width and keep the cursor in view."""
        del event
        self._relayout()
        self._show_cursor()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        super().notify_style_update()
        self._strips.clear()

    # Moving.

    @property
    def _lines(self) -> int:
        """How many rows are in view."""
        below = len(self._totals) + 1 if self._totals else 0
        return max(1, self.size.height - _HEADER - below)

    def _move_to(self, index: int, *, scroll: int = 0) -> None:
        """Put the cursor on a row and scroll by `scroll` rows, further where it must be."""
        index = max(0, min(index, self._snapshot.count - 1))
        before, self._cursor = self._cursor, index
        top = self.scroll_offset.y
        if scroll:
            self.scroll_to(y=top + scroll, animate=False)
        self._show_cursor()
        if self.scroll_offset.y == top and before != index:
            self._refresh_rows(before, index)
        self._moved()

    def _refresh_rows(self, *rows: int) -> None:
        top, width = self.scroll_offset.y, self.size.width
        self.refresh(*(Region(0, row - top + _HEADER, width, 1) for row in rows))

    def _show_cursor(self) -> None:
        top = self.scroll_offset.y
        nearest = min(max(top, self._cursor - self._lines + 1), self._cursor)
        if nearest != top:
            self.scroll_to(y=nearest, animate=False)

    def _moved(self) -> None:
        """Called when the cursor was moved by the user."""

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._move_to(self._cursor + by)

    def action_leaf(self, pages: float) -> None:
        """Move cursor and view by a part of a page."""
        by = round(self._lines * pages)
        self._move_to(self._cursor + by, scroll=by)

    def action_top(self) -> None:
        """Move the cursor to the first row."""
        self._move_to(0)

    def action_bottom(self) -> None:
        """Move the cursor to the last row."""
        self._move_to(self._snapshot.count - 1)

    def action_sideways(self, by: int) -> None:
        """Scroll by columns."""
        if self._columns.scroll(by):
            self._redraw()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points."""
        index = self.scroll_offset.y + event.y - _HEADER
        if event.y >= _HEADER and index < self._snapshot.count:
            self._move_to(index)
