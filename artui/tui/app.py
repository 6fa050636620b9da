"""The terminal UI: wiring only. Places, header, signals and the one timer that looks for changes."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App
from textual.content import Content

from artui.errors import ArtuiError, unexpected
from artui.text import safe
from artui.tui.actions import bindings
from artui.tui.commands import ActionProvider
from artui.tui.keymap import keymap
from artui.tui.screens.aging import AgingScreen
from artui.tui.screens.disputes import DisputesScreen
from artui.tui.screens.help import HelpScreen
from artui.tui.screens.imports import ImportsScreen
from artui.tui.screens.listed import ListedScreen
from artui.tui.screens.reasons import ReasonsScreen
from artui.tui.themes import THEMES, chosen
from artui.tui.work import Desk

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from textual.screen import Screen

    from artui.home import Home
    from artui.tui.work import Status

_LOOK_SECONDS = 1.0
_SIGNAL_EXIT = 128
PLACES: dict[str, type[ListedScreen]] = {
    "aging": AgingScreen,
    "disputes": DisputesScreen,
    "reasons": ReasonsScreen,
    "imports": ImportsScreen,
}


class ArtuiApp(App[int]):
    """The terminal UI of one home."""

    CSS_PATH = "artui.tcss"
    TITLE = "artui"
    BINDINGS = bindings("everywhere")
    COMMANDS: ClassVar[set[type[ActionProvider]]] = {ActionProvider}  # type: ignore[assignment] # a narrower set than Textual's
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, home: Home, *, read_only: bool = False) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=no_color)
        self.home = home
        self.read_only = read_only
        self.work = Desk(home)
        self.status: Status = self.work.status()
        self.keys = keymap(home.settings.keys, where=str(home.path / "artui.yaml"))
        self._seen = self.work.version()
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = chosen(home.settings.theme, no_color=no_color).name

    def on_mount(self) -> None:
        """Open on Aging, and watch for changes and signals."""
        self.set_keymap(self.keys.for_app())
        self._catch_signals()
        self.push_screen(AgingScreen())
        self.set_interval(_LOOK_SECONDS, self._look)
        for finding in self.keys.findings:
            self.tell(str(finding), wrong=True)

    def on_unmount(self) -> None:
        """Let go of the database."""
        self.work.close()

    def _catch_signals(self) -> None:
        """A dropped line or a kill leaves the terminal as it was found."""
        loop: asyncio.AbstractEventLoop | None = getattr(self, "_loop", None)
        if loop is None:
            import asyncio  # noqa: PLC0415 - already imported by Textual

            loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            leave: Callable[[], None] = self._leaving(number)
            loop.add_signal_handler(number, leave)

    def _fatal_error(self) -> None:
        """A bug: one line without anybody's data, where Textual would print every local value."""
        if os.environ.get("ARTUI_DEBUG") or self._exception is None:
            super()._fatal_error()
            return
        self.panic(Text(f"artui: {safe(unexpected(self._exception))}"))

    def _leaving(self, number: signal.Signals) -> Callable[[], None]:
        return lambda: self.exit(return_code=_SIGNAL_EXIT + number)

    def _look(self) -> None:
        """Once a second: has anybody committed? Then headers, figures and lists follow."""
        try:
            version = self.work.version()
            changed = version != self._seen
            self._seen = version
            self.status = self.work.status()
        except ArtuiError as error:
            self.tell(str(error), wrong=True)
            return
        for screen in self.screen_stack:
            if isinstance(screen, ListedScreen):
                screen.look(changed=changed and screen is self.screen)

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Say something at the edge of the screen; what comes from data is made safe."""
        self.notify(safe(sentence), severity="error" if wrong else "information", markup=False)

    async def action_go(self, place: str) -> None:
        """Go to a place: one list, nothing above it but what is opened from there."""
        while len(self.screen_stack) > 2:  # noqa: PLR2004 - Textual's own first screen, and a place
            await self.pop_screen()
        await self.switch_screen(PLACES[place]())

    async def action_back(self) -> None:
        """Leave what is open; at the top nothing happens."""
        screen = self.screen
        if isinstance(screen, ListedScreen) and screen.clear_filter():
            return
        if len(self.screen_stack) > 2:  # noqa: PLR2004 - as above
            await self.pop_screen()

    def action_undo(self) -> None:
        """Take back this user's last entry."""
        if self.read_only:
            self.tell("Opened read-only: nothing can be entered or undone.", wrong=True)
            return
        self.run_worker(self._undo, thread=True, exit_on_error=False)

    def _undo(self) -> None:
        try:
            undone = self.work.undo()
        except ArtuiError as error:
            self.call_from_thread(self.tell, str(error), wrong=True)
            return
        was = undone.before or "no choice"
        self.call_from_thread(self.tell, f"{undone.subject}: reason is {was} again.")
        self.call_from_thread(self._look)

    def action_help(self) -> None:
        """Show what the keys do here."""
        self.push_screen(HelpScreen(self.places, self.keys.keys))

    @property
    def places(self) -> tuple[str, ...]:
        """What the actions of the screen in view are about."""
        screen = self.screen
        return screen.PLACES if isinstance(screen, ListedScreen) else ("everywhere",)

    def header(self, screen: Screen[object]) -> Content:
        """The line at the top: whose data, as of when, under which policy, by which agent."""
        del screen
        import datetime as dt  # noqa: PLC0415 - the standard library's, loaded long ago

        now = dt.datetime.now(self.home.settings.zone)
        day = self.home.today()
        status = self.status
        parts = [
            f"as of {_iso(day)}",
            status.policy(),
            status.agent(now),
        ]
        if self.read_only:
            parts.append("READ-ONLY")
        name = safe(self.home.settings.company_name)
        return Content.assemble(("artui", "bold"), f"  {name}   ", safe(" · ".join(parts)))


def _iso(day: int) -> str:
    from artui.domain.days import iso  # noqa: PLC0415 - loaded by the store

    return iso(day) or ""
