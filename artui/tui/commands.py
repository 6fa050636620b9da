"""The palette: every action of the table, found by its words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Provider

from artui.tui.actions import ACTIONS, Action

if TYPE_CHECKING:
    from textual.command import Hits

_HIDDEN = {"palette"}


class ActionProvider(Provider):
    """The actions, each run where its place is."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action in self._offered():
            yield DiscoveryHit(
                action.description, partial(self._run, action), help=self._keys(action)
            )

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for action in self._offered():
            text = f"{action.description} ({action.label})"
            if (score := matcher.match(text)) > 0:
                yield Hit(
                    score,
                    matcher.highlight(text),
                    partial(self._run, action),
                    help=self._keys(action),
                )

    def _offered(self) -> list[Action]:
        return [action for action in ACTIONS if action.id not in _HIDDEN]

    def _keys(self, action: Action) -> str:
        return " ".join(action.keys)

    async def _run(self, action: Action) -> None:
        """Run an action as its key would, on whatever in the screen offers it."""
        target = self.focused if action.where == "table" and self.focused else self.screen
        if action.where == "everywhere":
            await self.app.run_action(action.method)
        else:
            await self.app.run_action(action.method, default_namespace=target)
