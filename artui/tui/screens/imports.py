"""Imports: what came, what became of it, and what was rejected."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from artui.domain.check import COUNT, Check
from artui.store import checks, listings
from artui.text import safe
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from artui.store.listing import Listing

_FINDINGS = 5
_WARNINGS = 4


def _some(lines: list[str], at_most: int, more: str) -> Iterator[str]:
    """The first lines, and how many there are beyond them."""
    yield from lines[:at_most]
    if len(lines) > at_most:
        yield f"  and {len(lines) - at_most:,} more: {more}"


class ImportsScreen(ListedScreen):
    """Every file, newest first."""

    PLACE: ClassVar[str] = "imports"

    def listing(self) -> Listing:
        """The files."""
        return listings.imports()

    def checking(self) -> Callable[[sqlite3.Connection], Check]:
        """Every row of every file was loaded, was known, or was rejected."""

        def hold(reader: sqlite3.Connection) -> Check:
            read, told = checks.rows_read(reader)
            return Check("rows = loaded + unchanged + rejected", {COUNT: told}, {COUNT: read})

        return hold

    def title_line(self) -> Content:
        """How the deployment stands: agent, data, what waits, and what is wrong with policies."""
        lines = [" · ".join(self._standing())]
        check = self.artui.status.check
        if check is not None:
            lines += _some(
                [f"  {each}" for each in check.findings], _FINDINGS, "artui policy check"
            )
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
        """The agent's sign of life is said every second too."""
        super().look()
        if self.query("#title"):
            self.entitle()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """What was wrong with the file."""
        if isinstance(key, int):
            self.app.push_screen(RejectsScreen(key, row))


class RejectsScreen(ListedScreen):
    """The rejected rows of one file, and what was said of the whole of it."""

    def __init__(self, import_id: int, row: dict[str, object]) -> None:
        """Nothing is read before it is shown.

        Args:
            import_id: which import.
            row: its row in the list, to begin with.
        """
        super().__init__()
        self._import_id = import_id
        self._row: dict[str, Any] = {**row}

    def listing(self) -> Listing:
        """The rejected rows."""
        return listings.rejects(self._import_id)

    def refreshed(self) -> None:
        """Read what is recorded of the file, in a thread."""

        def read() -> dict[str, Any]:
            with self.artui.work.reader("import") as reader:
                return listings.imported(reader, self._import_id)

        self.background(read, self._told, self.wrong)

    def _told(self, row: dict[str, Any]) -> None:
        self._row = row
        self.entitle()

    def objection(self, action: str) -> str:
        """A rejected row is all there is."""
        if action == "open":
            return "A rejected row opens nothing further: its line stands in the file."
        return super().objection(action)

    def title_line(self) -> Content:
        """State, reason, warnings, where the file is, and how a held one is released."""
        file, state = safe(self._row.get("file")), safe(self._row.get("state"))
        lines = [f"  {each}" for each in self._said()]
        return Content.assemble((file, "bold"), f": {state}\n", safe_lines(lines))

    def _said(self) -> Iterator[str]:
        row = self._row
        if row.get("reason"):
            yield str(row["reason"])
        yield from _some(json.loads(row.get("warnings") or "[]"), _WARNINGS, "artui report imports")
        if row.get("accepted_by"):
            yield f"accepted by {row['accepted_by']}"
        if row.get("kept_as"):
            yield f"kept as {row['kept_as']}"
        if row.get("state") == "held" and row.get("kept_as"):
            home = self.artui.home.path
            order = ["artui", "ingest", "--home", str(home), "--accept-closures"]
            yield "A better file replaces it. To load it all the same:"
            yield "  " + shlex.join([*order, str(home / str(row["kept_as"]))])


def safe_lines(lines: list[str]) -> str:
    """Lines of which each is safe by itself."""
    return "\n".join(map(safe, lines))
