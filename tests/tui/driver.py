"""The app under a pilot, driven by the names of its actions and seen as text."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from artui.tui.actions import BY_ID
from artui.tui.app import ArtuiApp
from tests.tui.terminal import frame

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from artui.home import Home
    from artui.tui.screens.listed import ListedScreen

SIZE = (150, 24)


class Driver:
    """Presses keys as the user's keymap has them, each time until everything has settled."""

    def __init__(self, app: ArtuiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait until no thread works and no message waits."""
        while True:
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            if all(worker.is_finished for worker in self.app.workers):
                return

    async def do(self, *actions: str) -> str:
        """Press the keys of actions, one after the other; the frame."""
        for action in actions:
            key = self.app.keys.keys[action][0]
            assert action in BY_ID
            await self.press(key)
        return self.frame

    async def press(self, *keys: str) -> str:
        """Press keys by their names; the frame."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()
        return self.frame

    async def look(self) -> str:
        """What the timer does once a second; the frame."""
        self.app.look()
        await self.settle()
        return self.frame

    @property
    def frame(self) -> str:
        """What is on the screen."""
        return frame(self.app)

    @property
    def lines(self) -> list[str]:
        """The lines of it."""
        return self.frame.splitlines()

    @property
    def screen(self) -> ListedScreen:
        """The screen, where it is a list."""
        screen: ListedScreen = self.app.screen  # type: ignore[assignment] # or the test is wrong
        return screen

    @property
    def names(self) -> list[str]:
        """The first columns' words of the rows in view, the cursor's mark aside."""
        table = self.screen.table
        top = table.region.y + 1
        rows = self.lines[top : top + table.snapshot.count]
        return [line[2:].split("  ")[0] for line in rows]

    @property
    def told(self) -> list[str]:
        """What was said at the edge of the screen."""
        return [str(note.message) for note in self.app._notifications]  # noqa: SLF001 - no public way


@asynccontextmanager
async def driving(
    home: Home, *, size: tuple[int, int] = SIZE, read_only: bool = False
) -> AsyncIterator[Driver]:
    """The app of a home, open on its first screen."""
    app = ArtuiApp(home, read_only=read_only)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver
