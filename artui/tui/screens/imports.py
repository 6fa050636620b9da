"""Imports: what came, what became of it, and what is being loaded now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.check import COUNT, Check
from artui.store import checks, import_listing
from artui.tui.screens.filed import FiledScreen
from artui.tui.screens.held import HeldScreen
from artui.tui.screens.rejects import RejectsScreen, safe_lines, some

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from artui.store.listing import Listing

_FINDINGS = 5


class ImportsScreen(FiledScreen):
    """Every file, newest first."""

    PLACE: ClassVar[str] = "imports"

    def listing(self) -> Listing:
        """The files."""
        return import_listing.imports()

    def checking(self) -> Callable[[sqlite3.Connection], Check]:
        """Every row of every file was loaded, was known, or was rejected."""

        def hold(reader: sqlite3.Connection) -> Check:
            read, told = checks.rows_read(reader)
            return Check("rows = loaded + unchanged + rejected", {COUNT: told}, {COUNT: read})

        return hold

    def title_line(self) -> Content:
        """How the deployment stands: agent, data, what waits, and what is wrong with policies."""
        lines = [" · ".join(self._standing())]
        if loading := self.artui.status.loading():
            lines.append(loading)
        check = self.artui.status.check
        if check is not None:
            lines += some([f"  {each}" for each in check.findings], _FINDINGS, "artui policy check")
        return Content(safe_lines(lines))

    def _standing(self) -> Iterator[str]:
        status, beat = self.artui.status, self.artui.status.heartbeat
        where = f" on {beat.host}, pid {beat.pid}, watching by {beat.watching}" if beat else ""
        yield status.agent(dt.datetime.now(self.artui.home.settings.zone)) + where
        yield f"data as of {status.data()}"
        yield status.policies()
        if waits := status.waits():
            yield waits

    def look(self) -> None:
        """The agent's sign of life, and how far its file is, are said every second too."""
        super().look()
        if self.query("#title"):
            self.entitle()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """What a held file would close; of any other what was wrong with it."""
        if isinstance(key, int):
            held = row["closes"] or row["outcome"] == "held"
            self.app.push_screen((HeldScreen if held else RejectsScreen)(key, row))
