"""The terminal UI, wiring only: places, header, signals, the timer that looks for changes."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import os
import signal
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.content import Content

from artui.domain.days import iso
from artui.errors import ArtuiError, unexpected
from artui.text import fit, safe
from artui.tui.actions import bindings
from artui.tui.commands import ActionProvider
from artui.tui.entering import Entering
from artui.tui.hindsight import Looked
from artui.tui.keymap import keymap
from artui.tui.line import Line
from artui.tui.moment import Dates, Moment
from artui.tui.screens.aging import AgingScreen
from artui.tui.screens.listed import ListedScreen
from artui.tui.themes import THEMES, chosen
from artui.tui.work import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from artui.books.force import InForce
    from artui.home import Home
    from artui.policy.aging import AgingPolicy
    from artui.tui.actions import Place
    from artui.tui.status import Status

_LOOK_SECONDS = 1.0
_SIGNAL_EXIT = 128
_NAME_CELLS = 32
#: How the header says that it is not today that is shown.
_PAST = "bold reverse $warning"
#: Where the screen of each place but Aging lives; read when somebody first goes there.
_SCREENS = {
    "work": ("artui.tui.screens.worklist", "WorkScreen"),
    "disputes": ("artui.tui.screens.disputes", "DisputesScreen"),
    "reasons": ("artui.tui.screens.reasons", "ReasonsScreen"),
    "readiness": ("artui.tui.screens.readiness", "ReadinessScreen"),
    "credit": ("artui.tui.screens.credit", "CreditScreen"),
    "kpis": ("artui.tui.screens.kpis", "KpisScreen"),
    "imports": ("artui.tui.screens.imports", "ImportsScreen"),
    "forecast": ("artui.tui.screens.forecast", "ForecastScreen"),
}


class ArtuiApp(Entering):
    """The terminal UI of one home.

    Attributes:
        home: whose.
        read_only: why nothing can be written; empty where it can.
        status: how the home stood when it was last looked at.
        keys: what each action's keys are.
    """

    CSS_PATH = "artui.tcss"
    TITLE = "artui"
    BINDINGS = bindings("everywhere")
    COMMANDS: ClassVar[set[type[ActionProvider]]] = {ActionProvider}  # type: ignore[assignment] # a narrower set than Textual's
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, home: Home, *, read_only: bool = False) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))
        super().__init__(driver_class=Line, ansi_color=no_color)
        self.home = home
        self.work = Desk(home)
        self.read_only = self._why_read_only(asked=read_only)
        self.keys = keymap(home.settings.keys, where=str(home.path / "artui.yaml"))
        self._version = self.work.version()
        self._trouble = ""
        self._dates = Dates(None, None)
        self._force_then: InForce | None = None
        self.status: Status = self.work.status()
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = chosen(home.settings.theme, no_color=no_color).name

    def _why_read_only(self, *, asked: bool) -> str:
        if self.work.is_newer():
            return "A newer artui wrote this database, which this one only reads."
        return "Opened read-only." if asked else ""

    # From beginning to end.

    def get_default_screen(self) -> Screen[Any]:
        """It opens on Aging."""
        return AgingScreen()

    def on_load(self) -> None:
        """A dropped line or a kill leaves the terminal as it was found, whenever it comes."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, None, _SIGNAL_EXIT + number)

    def on_mount(self) -> None:
        """Watch for changes, and say what is wrong with the user's keys."""
        self.set_keymap(self.keys.for_app())
        self.set_interval(_LOOK_SECONDS, self.look)
        for finding in self.keys.findings:
            self.tell(str(finding), wrong=True)
        if self.work.is_newer():
            self.tell(f"{self.read_only} Install the newer version.", wrong=True)
        if not self.read_only:
            self.take_up()

    def on_unmount(self) -> None:
        """Let go of the database; what still reads in a thread ends."""
        self.work.close()

    def _handle_exception(self, error: Exception) -> None:
        """What goes wrong in screens that come up while the program ends is no news to anybody."""
        if not self._exit:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """A bug: one line without anybody's data, where Textual would print every local value.

        Textual has no public way to say how a bug is shown.
        """
        if os.environ.get("ARTUI_DEBUG") or self._exception is None:
            super()._fatal_error()
            return
        self.panic(Text(f"artui: {safe(unexpected(self._exception))}"))

    # What the screens ask.

    @property
    def seen(self) -> tuple[object, ...]:
        """Differs when a list may have to show something else: other data, or another day."""
        return (*self.status.mark, self.moment)

    @property
    def moment(self) -> Moment:
        """What day the screens show, and what was known."""
        today, (as_of, known_on) = self.home.today(), self._dates
        return Moment(today if as_of is None else as_of, known_on, today)

    @property
    def force(self) -> InForce | None:
        """The policy the screens are under: the one in force, or the one that was."""
        return self._force_then or self.status.force

    @property
    def looked(self) -> Looked | None:
        """What is looked at where that is the past; None today, or without any policy."""
        moment, force = self.moment, self.force
        return Looked(moment, force, self.status.mark) if moment.is_past and force else None

    @property
    def aging(self) -> AgingPolicy | None:
        """How the policy ages; None where there is none that can be read."""
        then = self._force_then
        return then.policy.aging if then else self.status.aging

    @property
    def places(self) -> tuple[str, ...]:
        """The places there are."""
        return (AgingScreen.PLACE, *_SCREENS)

    @property
    def place(self) -> str:
        """Which of them somebody is in, however deep."""
        found = [s.PLACE for s in self.screen_stack if isinstance(s, ListedScreen) and s.PLACE]
        return found[-1] if found else ""

    @property
    def agent_runs(self) -> bool:
        """Whether an agent has given a sign of life lately."""
        return self.status.agent_runs(dt.datetime.now(self.home.settings.zone))

    def header(self) -> Content:
        """The line at the top: whose data, as of when, under which policy, by which agent."""
        now = dt.datetime.now(self.home.settings.zone)
        held = "" if self.home.fixed_today is None else " (held on that day)"
        before = self._force_then
        parts = [
            *(["READ-ONLY"] if self.read_only else []),
            *([] if self.moment.is_past else [f"as of {iso(self.home.today())}{held or ' today'}"]),
            f"policy {before.revision} of that day" if before else self.status.policies(),
            self.status.agent(now),
        ]
        name = fit(safe(self.home.settings.company_name), _NAME_CELLS).rstrip()
        said = safe(" · ".join(parts))
        if not self.moment.is_past:
            return Content.assemble(("artui", "bold"), f"  {name}   ", said)
        then = (f" {self.moment.label} ", _PAST)
        return Content.assemble(("artui", "bold"), f"  {name}   ", then, f"  {said}")

    def look(self) -> None:
        """Once a second: has anybody committed? Then header, figures and lists follow."""
        if isinstance(self._driver, Line) and self._driver.dropped:
            self.exit(None, _SIGNAL_EXIT + signal.SIGHUP)
        try:
            version = self.work.version()
            if version != self._version:
                self._version = version
                self.status = self.work.status(self.status)
        except ArtuiError as error:
            if str(error) != self._trouble:
                self._trouble = str(error)
                self.tell(self._trouble, wrong=True)
            return
        self._trouble = ""
        if isinstance(self.screen, ListedScreen):
            self.screen.look()

    # Looking back.

    def look_at(self, dates: Dates) -> None:
        """Show another day, or what was known on one; the policy of that day is read first."""
        home, now, work = self.home, self.status.force, self.work

        def find() -> InForce | None:
            if dates.known_on is None or now is None:
                return None
            from artui.books.past import force_then  # noqa: PLC0415 - only for who looks back

            with work.reader() as reader:
                found = force_then(reader, home, now, dates.known_on)
            return None if found is now else found

        def go(then: InForce | None) -> None:
            self._dates, self._force_then = dates, then
            work.known_on = dates.known_on
            self.look()

        self.background(find, go, self.tell_wrong)

    # Ways to go.

    async def action_go(self, place: str) -> None:
        """Go to a place. Aging stays below all others, so that it is found as it was left."""
        if place != self.place:
            await self._leave(lambda: len(self.screen_stack) > 1)
            if place in _SCREENS:
                module, name = _SCREENS[place]
                await self.push_screen(getattr(importlib.import_module(module), name)())
        else:
            await self._leave(lambda: not self._is_place())

    async def action_back(self) -> None:
        """Leave what is open; in a place itself come back to today."""
        screen = self.screen
        if isinstance(screen, ListedScreen) and screen.clear_filter():
            return
        if not self._is_place():
            await self.pop_screen()
        elif self.moment.is_past:
            self.look_at(Dates(None, None))

    def _is_place(self) -> bool:
        return isinstance(self.screen, ListedScreen) and bool(self.screen.PLACE)

    async def _leave(self, goes_on: Callable[[], bool]) -> None:
        while goes_on():
            await self.pop_screen()

    def action_policy(self) -> None:
        """Show the policy of the customer in view; where none is, the whole of it."""
        from artui.tui.screens.policy import PolicyScreen  # noqa: PLC0415 - when it is asked for

        screen = self.screen
        if isinstance(screen, ListedScreen) and screen.allows("policy"):
            self.push_screen(PolicyScreen(screen.customer_in_view))

    def action_promises(self) -> None:
        """Show the promises of the customer that is opened; where none is, everybody's."""
        from artui.tui.screens.promises import PromisesScreen  # noqa: PLC0415 - as above

        screen = self.screen
        if isinstance(screen, ListedScreen) and screen.allows("promises"):
            one = None if screen.PLACE else screen.customer_in_view
            self.push_screen(PromisesScreen(one))

    def action_help(self) -> None:
        """Show what the keys do here."""
        from artui.tui.screens.help import HelpScreen  # noqa: PLC0415 - only when it is asked for

        screen = self.screen
        here: tuple[Place, ...] = ("everywhere",)
        self.push_screen(
            HelpScreen(screen.PLACES if isinstance(screen, ListedScreen) else here, self.keys.keys)
        )
