"""A list about what somebody owes: what was promised of it can be entered there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.contacts import OUTCOMES, PROMISE
from artui.domain.typed import named_day
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from artui.tui.account import Account
    from artui.tui.screens.contact import Talk


class PromisingScreen(ListedScreen):
    """A list whose rows, or which itself, is about what a customer owes."""

    @property
    def debtor(self) -> Account | None:
        """The account that may promise, or one invoice of it; None where nothing is owed."""
        return None

    def objection(self, action: str) -> str:
        """A promise needs somebody who owes."""
        if action == "promise" and self.debtor is None:
            return "Nothing is owed here that anybody could promise to pay."
        return super().objection(action)

    def action_promise(self) -> None:
        """Log a contact in which a promise was made."""
        self.log_contact("promise", self.debtor, PROMISE)

    def log_contact(self, action: str, account: Account | None, outcome: str = "") -> None:
        """Ask for a contact and what follows from it, and write it.

        Args:
            action: the action asked for.
            account: with whom.
            outcome: what came of it, where that is known already.
        """
        if not self.allows(action) or account is None:
            return
        from artui.tui import promising  # noqa: PLC0415 - only where something is entered
        from artui.tui.screens.contact import ContactScreen  # noqa: PLC0415 - as above

        artui, work = self.artui, self.artui.work

        def log(talk: Talk | None) -> None:
            if talk is not None:
                about = f"{account.invoice}, {account.name}" if account.invoice else account.name
                artui.enter(about, _said(account, talk), lambda: work.log_talk(account, talk))

        form = ContactScreen(account, artui.home.today(), outcome)
        self.app.push_screen(form, log)
        self.background(
            lambda: promising.open_of(work, account), form.told_open, lambda _: form.told_open(None)
        )


def _said(account: Account, talk: Talk) -> str:
    """What was entered, in a few words."""
    parts = [OUTCOMES[talk.contact.outcome].lower()]
    if talk.promised:
        parts[0] += f" {_promised(account, talk)}"
    elif talk.contact.next_on is not None:
        parts.append(f"next on {named_day(talk.contact.next_on)}")
    if talk.done:
        parts.append(f"{account.step} done")
    return f"contact logged, {', '.join(parts)}"


def _promised(account: Account, talk: Talk) -> str:
    whole = money.grouped(sum(part.amount for part in talk.promised), account.currency)
    first, *more = talk.promised
    if not more:
        return f"{whole} by {named_day(first.due_on)}"
    return (
        f"{whole} in {len(talk.promised)} parts, from {named_day(first.due_on)}"
        f" to {named_day(more[-1].due_on)}"
    )
