"""Logging a contact: what came of it, when to come back to it, and what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.widgets import Input, OptionList

from artui.domain import money
from artui.domain.contacts import CHANNELS, DIRECTIONS, OUTCOMES
from artui.store.desk import Contact
from artui.tui.screens.form import FormScreen, Menu, MisfitError, Row
from artui.tui.widgets.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.tui.account import Account

PROMISE, DISPUTE = "promise", "dispute"
_OF_PROMISE = ("amount", "due_on")


class Talk(NamedTuple):
    """A contact and what follows from it.

    Attributes:
        contact: for the log.
        promised: minor units and the day they are to be paid by; None where nothing is promised.
        done: whether the step of the account is done thereby.
    """

    contact: Contact
    promised: tuple[int, int] | None
    done: bool


class ContactScreen(FormScreen[Talk]):
    """A contact with one account."""

    DAYS: ClassVar[tuple[str, ...]] = ("due_on", "next_on")

    def __init__(self, account: Account, today: int, outcome: str = "") -> None:
        """Nothing is logged yet.

        Args:
            account: with whom.
            today: the home's day.
            outcome: what came of it, where that is known already.
        """
        super().__init__(f"Contact with {account.name}", today)
        self._account = account
        self._outcome = outcome

    def rows(self) -> Iterator[Row]:
        """Outcome and what it asks for, next day, note, step; how and by whom stand above."""
        account = self._account
        yield Row("How", Pick(CHANNELS, at="phone", id="channel"))
        yield Row("Who", Pick(DIRECTIONS, at="out", id="direction"))
        yield Row("Outcome", Menu(OUTCOMES, at=self._outcome or "no_answer", id="outcome"))
        owed = money.plain(account.owed, account.currency) if account.owed > 0 else ""
        yield Row(f"Pays {account.currency}", Input(owed, id="amount", compact=True))
        yield Row("Pays by", Input(id="due_on", compact=True, placeholder="2026-11-28, +7 or fri"))
        yield Row("Next on", Input(id="next_on", compact=True, placeholder="nothing, +7 or fri"))
        yield Row("Note", Input(id="note", compact=True))
        if account.can_be_done:
            done = {"no": "not done yet", "yes": f"done: {account.step}"}
            yield Row("Step", Pick(done, id="done"))

    def on_mount(self) -> None:
        """Only what the outcome asks for is in view."""
        super().on_mount()
        self._follow(self._outcome)
        self.set_focus(self.row("amount" if self._outcome == PROMISE else "outcome").field)

    @on(OptionList.OptionHighlighted, "#outcome")
    def highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """A promise asks for an amount and a day."""
        event.stop()
        self._follow(self._of("outcome"))

    def _follow(self, outcome: str) -> None:
        for name in _OF_PROMISE:
            self.row(name).display = outcome == PROMISE

    def _of(self, name: str) -> str:
        """What is chosen in a field."""
        field = self.row(name).field
        assert isinstance(field, Menu | Pick)  # noqa: S101 - the others are typed in
        return field.value

    def answer(self) -> Talk:
        """The contact; without a day to come back on, a promise is come back to when it is due."""
        outcome, note = self._of("outcome"), self.text("note")
        promised = self._promised() if outcome == PROMISE else None
        next_on = self.day("next_on")
        if outcome == DISPUTE and not note:
            raise MisfitError("note", "Write in the note what they dispute.")
        if next_on is None and promised is not None:
            next_on = promised[1]
        how = (self._today, self._of("channel"), self._of("direction"))
        contact = Contact(*how, outcome, next_on, note=note)
        return Talk(contact, promised, self._account.can_be_done and self._of("done") == "yes")

    def _promised(self) -> tuple[int, int]:
        amount, due_on = self.amount("amount", self._account.currency), self.day("due_on")
        if due_on is None:
            raise MisfitError("due_on", "Write the day it is promised for.")
        return amount, due_on
