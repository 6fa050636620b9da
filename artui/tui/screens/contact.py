"""Logging a contact: what came of it, when to come back to it, and what was promised."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.widgets import Input, OptionList

from artui.domain import money
from artui.domain.contacts import CHANNELS, DIRECTIONS, DISPUTE, OUTCOMES, PROMISE
from artui.domain.plans import Terms, lines, lists_amounts, typed_plan
from artui.domain.typed import MistypedError
from artui.store.desk import Contact
from artui.tui.screens.form import PATIENCE, FormScreen, Menu, MisfitError, Row
from artui.tui.widgets.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.domain.plans import Instalment
    from artui.tui.account import Account

_OF_PROMISE = ("amount", "due_on")
_PLAN = "+7, fri, 3 x monthly from 2026-12-01, or 500 by +7, rest by +30"


class Talk(NamedTuple):
    """A contact and what follows from it.

    Attributes:
        contact: for the log.
        promised: in how many parts, how much and by when; empty where nothing is promised.
        done: whether the step of the account is done thereby.
    """

    contact: Contact
    promised: tuple[Instalment, ...]
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
        about = f" about {account.invoice}" if account.invoice else ""
        super().__init__(f"Contact with {account.name}{about}", today)
        self._account = account
        self._outcome = outcome
        self._open: int | None = None
        self._is_read = asyncio.Event()
        self._is_up = False
        self._agreed: tuple[str, str] | None = None

    def rows(self) -> Iterator[Row]:
        """Outcome and what it asks for, next day, note, step; how and by whom stand above."""
        account = self._account
        yield Row("How", Pick(CHANNELS, at="phone", id="channel"))
        yield Row("Who", Pick(DIRECTIONS, at="out", id="direction"))
        yield Row("Outcome", Menu(OUTCOMES, at=self._outcome or "no_answer", id="outcome"))
        owed = money.plain(account.owed, account.currency) if account.owed > 0 else ""
        yield Row(f"Pays {account.currency}", Input(owed, id="amount", compact=True))
        yield Row("Pays by", Input(id="due_on", compact=True, placeholder=_PLAN))
        yield Row("Next on", Input(id="next_on", compact=True, placeholder="nothing, +7 or fri"))
        yield Row("Note", Input(id="note", compact=True))
        if account.can_be_done:
            done = {"no": "not done yet", "yes": f"done: {account.step}"}
            yield Row("Step", Pick(done, id="done"))

    def on_mount(self) -> None:
        """Only what the outcome asks for is in view."""
        super().on_mount()
        self._follow(self._outcome)
        self._is_up = True
        self._propose()
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

    # What is promised.

    def told_open(self, amount: int | None) -> None:
        """Take up what stands open of what this is about; None where it cannot be found out."""
        self._open = amount
        self._is_read.set()
        if self._is_up:
            self._propose()

    def _propose(self) -> None:
        """Say what is open where an amount is asked for, and what is typed comes to."""
        if self._open:
            said = f"nothing: the {money.grouped(self._open, self._account.currency)} that is open"
            self.query_one("#amount", Input).placeholder = said
        if self.typed:
            self.say(self.preview())

    async def action_save(self) -> None:
        """Wait for what is open, so that a promise of more than that is warned of."""
        await self._caught_up()
        if self._of("outcome") == PROMISE:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_read.wait(), PATIENCE)
        await super().action_save()

    def preview(self) -> str:
        """The parts of a plan and what they come to; nothing of a promise of one day."""
        if self._of("outcome") != PROMISE or not self.text("due_on"):
            return ""
        try:
            parts = typed_plan(self.text("due_on"), self._terms())
        except (MistypedError, MisfitError):
            return ""
        return "\n".join(lines(parts, self._terms())) if len(parts) > 1 else ""

    def _terms(self) -> Terms:
        """What a plan is typed in view of; raises where what is in the amount is none."""
        currency, text = self._account.currency, self.text("amount")
        total = self.amount("amount", currency) if text else self._open or None
        # What stood in the field is a proposal that a list of parts need not come to.
        stated = bool(text) and "amount" in self.typed
        return Terms(currency, self._today, total, self._open, stated=stated)

    def answer(self) -> Talk:
        """The contact; without a day to come back on, a promise is come back to when it is due."""
        outcome, note = self._of("outcome"), self.text("note")
        promised = self._promised() if outcome == PROMISE else ()
        next_on = self.day("next_on")
        if outcome == DISPUTE and not note:
            raise MisfitError("note", "Write in the note what they dispute.")
        if next_on is None and promised:
            next_on = promised[0].due_on
        how = (self._today, self._of("channel"), self._of("direction"))
        contact = Contact(*how, outcome, next_on, note=note)
        return Talk(contact, promised, self._account.can_be_done and self._of("done") == "yes")

    def _promised(self) -> tuple[Instalment, ...]:
        if not self.text("due_on"):
            raise MisfitError("due_on", "Write the day it is promised for.")
        if not self.text("amount") and not lists_amounts(self.text("due_on")) and not self._open:
            self.amount("amount", self._account.currency)
        try:
            parts = typed_plan(self.text("due_on"), self._terms())
        except MistypedError as problem:
            raise MisfitError("due_on", str(problem)) from None
        self._warn(sum(part.amount for part in parts))
        return parts

    def _warn(self, amount: int) -> None:
        """Object once to a promise of more than is open; saved again as it stands, it is meant."""
        typed = (self.text("amount"), self.text("due_on"))
        if self._open is None or amount <= self._open or self._agreed == typed:
            return
        self._agreed = typed
        code = self._account.currency
        come, most = (money.grouped(each, code) for each in (amount, self._open))
        raise MisfitError(
            "amount", f"{come} is more than the {most} open; ^s notes it all the same."
        )
