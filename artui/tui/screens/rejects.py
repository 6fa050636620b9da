"""One file that came: what is said of the whole of it, and its rejected rows as they came."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from artui.store import import_listing
from artui.text import cells, safe
from artui.tui.actions import Place, bindings
from artui.tui.screens.filed import FiledScreen
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from artui.store.listing import Listing

_WARNINGS = 4


class OneFileScreen(FiledScreen):
    """One import: what is recorded of it, above a list of what it is about."""

    def __init__(self, import_id: int, row: dict[str, object]) -> None:
        """Nothing is read before it is shown.

        Args:
            import_id: which import.
            row: its row in the list, to begin with.
        """
        super().__init__()
        self._import_id = import_id
        self._row: dict[str, Any] = {**row}

    @property
    def file(self) -> dict[str, Any]:
        """The import."""
        return self._row

    def refreshed(self) -> None:
        """Read what is recorded of the file, in a thread."""

        def read() -> dict[str, Any]:
            with self.artui.work.reader("import") as reader:
                return import_listing.imported(reader, self._import_id)

        self.background(read, self._told, self.wrong)

    def _told(self, row: dict[str, Any]) -> None:
        self._row = row
        self.entitle()

    def title_line(self) -> Content:
        """State, reason, warnings, and where the file is."""
        file, state = safe(self._row.get("file")), safe(self._row.get("state"))
        lines = [f"  {each}" for each in self.said()]
        return Content.assemble((file, "bold"), f": {state}\n", safe_lines(lines))

    def said(self) -> Iterator[str]:
        """What is recorded of the file, a sentence a line."""
        row = self._row
        if row.get("error"):
            yield f"What was decided could not be done: {row['error']}"
        if row.get("reason"):
            yield str(row["reason"])
        yield from some(json.loads(row.get("warnings") or "[]"), _WARNINGS, "artui report imports")
        if row.get("accepted_by"):
            yield f"accepted by {row['accepted_by']}"
        if row.get("kept_as"):
            yield f"kept as {row['kept_as']}"


class RejectsScreen(OneFileScreen):
    """The rejected rows of one file; the whole of the row under the cursor below them."""

    PLACES: ClassVar[tuple[Place, ...]] = (*FiledScreen.PLACES, "reject")
    BINDINGS: ClassVar[list[BindingType]] = [*FiledScreen.BINDINGS, *bindings("reject")]

    def listing(self) -> Listing:
        """The rejected rows."""
        return import_listing.rejects(self._import_id)

    def compose(self) -> ComposeResult:
        """The frame of every list, and the row under the cursor as it came."""
        yield from super().compose()
        yield Static("", id="raw", markup=False)

    def objection(self, action: str) -> str:
        """A rejected row is all there is."""
        if action == "open":
            return "A rejected row opens nothing further: its line stands in the file."
        if action == "copy" and not self._raw:
            return "There is no row here to be copied."
        return super().objection(action)

    @property
    def _raw(self) -> str:
        """The row under the cursor as it came; blank where there is none."""
        return str(self.table.row.get("raw") or "")

    @on(VirtualTable.RowHighlighted)
    def quote_row(self, event: VirtualTable.RowHighlighted) -> None:
        """Another row: show the whole of it."""
        event.stop()
        self._quote()

    def counted(self, count: int) -> None:
        """How many there are, and the first one whole."""
        super().counted(count)
        self._quote()

    def _quote(self) -> None:
        row, line = self.table.row, self.query_one("#raw", Static)
        line.display = bool(row)
        if not row:
            return
        cell = f"{row['column_name']} “{row['value']}” " if row["column_name"] else ""
        said = f"line {row['line']}: {cell}{row['reason']}"
        line.update(Content.assemble((safe(said), "bold"), "\n", cells(self._raw)))

    def action_copy(self) -> None:
        """Put the whole row on the clipboard of whoever sits at the terminal."""
        if self.allows("copy"):
            self.app.copy_to_clipboard(safe(self._raw))
            self.artui.tell(f"Line {self.table.row['line']} is copied.")


def some(lines: list[str], at_most: int, more: str) -> Iterator[str]:
    """The first lines, and how many there are beyond them."""
    yield from lines[:at_most]
    if len(lines) > at_most:
        yield f"  and {len(lines) - at_most:,} more: {more}"


def safe_lines(lines: list[str]) -> str:
    """Lines of which each is safe by itself."""
    return "\n".join(map(safe, lines))
