"""The palette: every action of the table, found by its words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Provider

from artui.tui.actions import ACTIONS, PLACES, Action, symbol
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from textual.command import Hits

    from artui.tui.app import ArtuiApp

_OFFERED = [action for action in ACTIONS if action.id != "palette"]


class ActionProvider(Provider):
    """The actions, each run where its place is."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action in _OFFERED:
            run = partial(self._run, action)
            yield DiscoveryHit(action.description, run, help=self._help(action))

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for action in _OFFERED:
            text = f"{action.description} ({action.label})"
            if (score := matcher.match(text)) > 0:
                run = partial(self._run, action)
                yield Hit(score, matcher.highlight(text), run, help=self._help(action))

    @property
    def _artui(self) -> ArtuiApp:
        app: ArtuiApp = self.app  # type: ignore[assignment] # there is no other app
        return app

    def _help(self, action: Action) -> str:
        """Its keys, as the user has them, and where it works."""
        keys = " ".join(map(symbol, self._artui.keys.keys[action.id])) or "no key"
        return f"{keys} · {PLACES[action.where].lower()}"

    async def _run(self, action: Action) -> None:
        """Run an action as its key would, or say why that cannot be done here."""
        screen = self.screen
        if action.where == "everywhere":
            await self.app.run_action(action.method)
        elif not isinstance(screen, ListedScreen) or action.where not in screen.PLACES:
            where = PLACES[action.where].lower()
            self._artui.tell(f"Not here: “{action.description}” works {where}.", wrong=True)
        else:
            target = screen.table if action.where == "table" else screen
            await self.app.run_action(action.method, default_namespace=target)
