"""Imports: what came, what became of it, and what was rejected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.days import iso
from artui.store import listings
from artui.text import safe
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from artui.store.listing import Listing


class ImportsScreen(ListedScreen):
    """Every file, newest first."""

    PLACE: ClassVar[str] = "imports"

    def listing(self) -> Listing:
        """The files."""
        return listings.imports()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """What was wrong with the file."""
        if isinstance(key, int):
            self.app.push_screen(RejectsScreen(key, row))

    def counted(self, count: int) -> None:
        """How the deployment stands: files, what waits, how fresh the data is."""
        status = self.artui.status
        data = ", ".join(f"{code} {iso(day)}" for code, day in status.data_as_of.items())
        waits = f" · {status.held} held, {status.failed} failed" if status.held else ""
        found = f"{count:,} files{waits} · data as of {data or 'nothing yet'}"
        problems = self.artui.status.check.findings if self.artui.status.check else ()
        if problems:
            found += f" · {problems[0]}"
        self.truth(safe(found), ok=not problems)

    def refreshed(self) -> None:
        """Say it anew."""
        self.counted(self.table.snapshot.count)


class RejectsScreen(ListedScreen):
    """The rejected rows of one file, and what was said of the whole of it."""

    PLACE: ClassVar[str] = "imports"

    def __init__(self, import_id: int, row: dict[str, object]) -> None:
        super().__init__()
        self._import_id = import_id
        self._row = row

    def listing(self) -> Listing:
        """The rejected rows."""
        return listings.rejects(self._import_id)

    def title_line(self) -> Content:
        """State, reason, warnings, and how a held file is released."""
        row = self._row
        state = str(row.get("state"))
        lines = [f"{row.get('file')}: {state.replace('_', ' ')}"]
        lines += [str(text) for text in (row.get("reason"),) if text]
        lines += json.loads(str(row.get("warnings") or "[]"))
        if row.get("kept_as"):
            lines.append(f"kept as {row.get('kept_as')}")
        if state == "held":
            lines.append(f"To load it all the same: artui ingest {row.get('kept_as')}"
                         " --accept-closures")  # fmt: skip
        return Content("\n").join(Content(safe(line)) for line in lines)
