"""Taking over what people enter of disputes, so that every figure sees it."""

from __future__ import annotations

from artui.agent import log
from artui.agent.following import Following
from artui.books.cases import take_over
from artui.books.force import in_force


class Cases(Following):
    """Takes the desk's disputes over, as soon as somebody has written to it."""

    RESTS = "disputes_rest"

    def follow(self) -> None:
        """Take over what was entered since; what fails by the disk or a lock is tried again."""
        if self._is_resting():
            return
        try:
            self._follow()
        except Exception as problem:  # noqa: BLE001 - files that arrive go on meanwhile
            self._rest(problem)
        else:
            self._went_well()

    def _follow(self) -> None:
        reader, desk = self._news()
        force = None if desk is None else in_force(self._connection)
        if force is None:
            return
        moved = take_over(self._connection, reader, force, self._home)
        self._seen = desk
        if moved:
            log.info("disputes_taken_over", customers=moved)
