"""A list of accounts past due, or one of them: what people enter about an account."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from artui.domain.escalation import still_running_from
from artui.domain.typed import named_day
from artui.policy.escalation import EscalationPolicy
from artui.store import worklist
from artui.tui.account import Account, standing
from artui.tui.screens.hold import HoldScreen, ReleaseScreen
from artui.tui.screens.promising import PromisingScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.store.listing import Listing
    from artui.tui.screens.hold import Held
    from artui.tui.work import Prepare

_OF_ACCOUNT = ("contact", "done", "promise", "hold")


class AccountedScreen(PromisingScreen):
    """A list whose rows, or which itself, is about an account past due."""

    @property
    def account_row(self) -> Mapping[str, object]:
        """The account's row of the worklist; the one under the cursor."""
        return self.table.row

    @property
    def account(self) -> Account | None:
        """The account; None where there is none."""
        return Account.of(self.account_row)

    @property
    def debtor(self) -> Account | None:
        """The account itself, which promises."""
        return self.account

    @property
    def escalation(self) -> EscalationPolicy:
        """The tiers in force; none at all where no policy is."""
        force = self.artui.force
        return force.policy.escalation if force else EscalationPolicy()

    def worked(self, collector: str | None = None, first: str | None = None) -> Listing:
        """The worklist as of today, or of the day looked at."""
        today = self.artui.moment.as_of
        running_from = still_running_from(today, self.escalation.quiet.grace_days)
        return worklist.listing(today, running_from, collector, first=first)

    def past_work(self) -> Prepare | None:
        """What puts the tiers of the day looked at before a reader; None for the last run's."""
        looked, work = self.artui.looked, self.artui.work
        return partial(work.hindsight.put_work, looked=looked) if looked else None

    def objection(self, action: str) -> str:
        """Entries need an account, and a mark needs a step that is due."""
        if action in _OF_ACCOUNT:
            account = self.account
            if account is None:
                return "There is no account under the cursor."
            if action == "done" and not account.can_be_done:
                return _undoable(account)
        return super().objection(action)

    # What keys do.

    def action_contact(self) -> None:
        """Log a contact."""
        self.log_contact("contact", self.account)

    def action_done(self) -> None:
        """Mark the step as done; the cursor goes on, the marked one to the end of the list."""
        account, work = self.account, self.artui.work
        if not self.allows("done") or account is None:
            return
        said = f"{account.step} done, tier {account.tier} until the next run"
        self.artui.enter(account.name, said, lambda: work.mark_done(account))
        self.went_on()

    def went_on(self) -> None:
        """The account in view is dealt with."""

    def action_hold(self) -> None:
        """Hold the account, or say what holds it and offer to release it."""
        account = self.account
        if not self.allows("hold") or account is None:
            return
        if account.held:
            self._release(account)
            return

        def hold(held: Held | None) -> None:
            if held is not None:
                work, until = self.artui.work, named_day(held.until)
                said = f"on hold until {until}, {held.reason}"
                self.artui.enter(account.name, said, lambda: work.hold(account, *held))

        self.app.push_screen(HoldScreen(account, self.artui.home.today()), hold)

    def _release(self, account: Account) -> None:
        work = self.artui.work

        def release(wanted: bool | None) -> None:  # noqa: FBT001 - what Textual calls back with
            if wanted:
                said = "not on hold any more"
                self.artui.enter(account.name, said, lambda: work.release(account))

        form = ReleaseScreen(account, self.artui.home.today())
        self.app.push_screen(form, release)
        self.background(lambda: "\n".join(map(standing, work.holds(account))), form.say, self.wrong)


def _undoable(account: Account) -> str:
    """Why a step cannot be marked as done."""
    if not account.tier:
        return "No step is due here, so there is none to mark as done."
    if account.done:
        return "It is marked done already; the agent's next run takes it over."
    return f"{account.step} was carried out; the next step is not due yet."
