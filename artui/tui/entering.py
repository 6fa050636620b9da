"""What people enter: written to the desk in threads, said at the edge of the screen, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from artui.text import safe
from artui.tui.background import Background
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from artui.home import Home
    from artui.store.desk import JournalRow
    from artui.tui.screens.choice import Chosen
    from artui.tui.status import Status
    from artui.tui.work import Desk


class Entering(Background, App[int]):
    """An app whose user writes to the desk of a home."""

    home: Home
    work: Desk
    status: Status

    def look(self) -> None:
        """Let the screens follow what was written."""
        raise NotImplementedError

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Say something at the edge of the screen; what comes from data is made safe."""
        self.notify(safe(sentence), severity="error" if wrong else "information", markup=False)

    def tell_wrong(self, sentence: str) -> None:
        """Say that something went wrong."""
        self.tell(sentence, wrong=True)

    def enter(
        self,
        about: str,
        said: str,
        write: Callable[[], object],
        then: Callable[[], None] | None = None,
    ) -> None:
        """Write to the desk in a thread, and say how it went, wherever one is by then.

        Args:
            about: whom or what it is about.
            said: what was entered, in a few words.
            write: writes it, in a thread.
            then: done when it is written; the screens follow by themselves.
        """

        def saved(_: object) -> None:
            self.tell(f"{about}: {said}. u takes it back.")
            self.look()
            if then is not None:
                then()

        def failed(sentence: str) -> None:
            self.tell(f"{about}: not saved. {sentence}", wrong=True)

        self.background(write, saved, failed)

    def choose_reason(self, document: int, number: str, chosen: Chosen) -> None:
        """Write a choice to the desk in a thread, and say how it went, wherever one is by then."""
        said = chosen.label if chosen.code else "no choice of yours"
        self.enter(number, said, lambda: self.work.choose_reason(document, chosen.code))

    def enter_dispute(self, about: str, said: str, write: Callable[[], object]) -> None:
        """Write to the desk about a dispute; see `enter`. All figures follow it, agent or not."""
        self.enter(about, said, write, self._take_over)

    def take_up(self) -> None:
        """Take over what was entered of disputes and left, as by a machine that went down."""

        def found(left: bool) -> None:  # noqa: FBT001 - the thread's answer
            if left:
                self._take_over()

        self.background(self.work.cases_left, found, lambda _: None)

    def _take_over(self) -> None:
        """Take disputes over from the desk where no agent is there to do it."""

        def take() -> bool:
            from artui.books.cases import follow  # noqa: PLC0415 - only where something is entered

            return follow(self.home)

        self.background(take, lambda _: self.look(), self.tell_wrong)

    def review_credit(self, customer: int, name: str) -> None:
        """Note on the desk that a customer's credit was reviewed today, and say how it went."""
        self.enter(name, "credit reviewed today", lambda: self.work.review_credit(customer))

    def action_undo(self) -> None:
        """Take back this user's last entry."""
        if not isinstance(self.screen, ListedScreen) or self.screen.allows("undo"):
            self.background(self.work.undo, self._undone, self.tell_wrong)

    def _undone(self, undone: JournalRow) -> None:
        force = self.status.force
        labels = {each.code: each.label for each in force.policy.reasons.reasons} if force else {}
        from artui.store.desk import disputes, retold  # noqa: PLC0415 - only where one is undone

        said = retold(undone)
        if not said:
            before = labels.get(undone.before or "", undone.before)
            said = f"{before} again" if before else "your choice is taken back"
        self.tell(f"{undone.subject}: {said}.")
        self.look()
        if undone.action in (disputes.OPEN_DISPUTE, disputes.CHANGE_DISPUTE):
            self._take_over()
