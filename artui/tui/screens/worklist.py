"""Work: the day's accounts in their order, why each stands there, and one of them with its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from artui.domain.check import Check
from artui.domain.days import iso
from artui.person import person
from artui.store import checks, listings, worklist
from artui.store.aging import Scope
from artui.text import safe
from artui.tui import account as accounts
from artui.tui import sums, why
from artui.tui.actions import Place, bindings, symbol
from artui.tui.screens.accounted import AccountedScreen
from artui.tui.screens.customer import CustomerScreen
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from artui.store.listing import Listing
    from artui.store.worklist import Counts
    from artui.tui.account import Account, Facts
    from artui.tui.sums import Totals
    from artui.tui.why import Figures
    from artui.tui.work import Prepare


class WorkScreen(AccountedScreen):
    """The worklist: mine where I am a collector, else everybody's."""

    PLACE: ClassVar[str] = "work"
    PLACES: ClassVar[tuple[Place, ...]] = (
        "everywhere",
        "list",
        "table",
        "owed",
        "account",
        "worklist",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("owed"),
        *bindings("account"),
        *bindings("worklist"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._mine = True
        self._counts: Counts | None = None
        self._asking = False

    @property
    def collector(self) -> str | None:
        """The collector I am, as the settings say; None where they do not."""
        return self.artui.home.settings.collectors.get(person())

    def looking_back(self) -> Prepare | None:
        """The list is of tiers that the agent keeps for today alone."""
        return self.past_work()

    def listing(self) -> Listing:
        """The accounts as the agent's last run left them, with what people entered since."""
        mine = self.collector if self._mine else None
        return self.worked(mine, first=self.collector)

    def compose(self) -> ComposeResult:
        """The frame of every list, and a line for why the account stands where it does."""
        yield from super().compose()
        yield Static("", id="why", markup=False)

    def title_line(self) -> Content:
        """How much there is to do, whose, and of which day this is."""
        if self._counts is None:
            return Content("counting …")
        counts, today = self._counts, self.artui.moment.as_of
        if counts.decided_on is None and not self.artui.moment.is_past:
            return Content("Nothing is decided yet; the agent decides the tiers when it runs.")
        said = f"{counts.today:,} today · {counts.waiting:,} waiting · {counts.done:,} done"
        parts = [self._whose()]
        if self.artui.moment.is_past:
            parts.append("Tiers as the policy decides them for that day.")
        elif counts.decided_on != today:
            parts.append(f"Tiers of {iso(counts.decided_on)}: the agent decides anew when it runs.")
        return Content.assemble(
            (said, "bold"), "".join(f"   {safe(each)}" for each in parts if each)
        )

    def _whose(self) -> str:
        keys, collector = self.artui.keys.keys["mine"], self.collector
        if collector is None:
            return ""
        shown = f"accounts of {collector}" if self._mine else f"everybody's, {collector}'s first"
        other = "everybody's" if self._mine else "only mine"
        return f"{shown}   {symbol(keys[0])} shows {other}" if keys else shown

    def objection(self, action: str) -> str:
        """Nobody's accounts are mine before the settings say so."""
        if action == "mine" and self.collector is None:
            return f"artui.yaml does not say which collector {person()} is: collectors."
        return super().objection(action)

    def action_mine(self) -> None:
        """Mine, or everybody's."""
        if self.allows("mine"):
            self._mine = not self._mine
            self.follow()

    def why(self) -> Figures | None:
        """What may be claimed of the account under the cursor."""
        account = self.account
        return None if account is None else why.claimed(account.customer_id, account.currency)

    def went_on(self) -> None:
        """To the next account."""
        self.table.action_move(1)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The account, with its log and what is open."""
        del key
        account = self.account
        if account is not None:
            self.app.push_screen(AccountScreen(account, row))

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """What all positions say is past due against the entries of their day."""
        status, moment = self.artui.status, self.artui.moment
        if not moment.is_past and status.positions is None:
            return None
        kept_on = moment.as_of if moment.is_past or not status.positions else status.positions.day
        scope = Scope(kept_on, moment.known_on)

        def hold(reader: sqlite3.Connection) -> Check:
            found = checks.positions_past_due(reader)
            return Check(
                "all past due = that of the entries", found, checks.past_due(reader, scope)
            )

        return hold

    def refreshed(self) -> None:
        """Count anew, and sum up, in threads; and say anew why."""
        listing, work, back = self.listing(), self.artui.work, self.looking_back()

        def count() -> Counts:
            with work.reader("work", back) as reader:
                return worklist.counts(reader, listing)

        self.background(count, self._counted, self.wrong)
        self.filtered()
        self._ask()

    def filtered(self) -> None:
        """Sum up what the filter leaves."""
        listing, words, work = self.listing(), self.words, self.artui.work
        back = self.looking_back()

        def add() -> Totals:
            with work.reader("worked", back) as reader:
                return listings.summed(reader, listing, words)

        self.background(add, self._summed, self.wrong)

    def _counted(self, counts: Counts) -> None:
        self._counts = counts
        self.entitle()

    def _summed(self, totals: Totals) -> None:
        self.table.totals(list(sums.lines("shown" if self.words else "all", totals)))

    def counted(self, count: int) -> None:
        """How many accounts; and another may be under the cursor now."""
        super().counted(count)
        self._ask()

    # Why the account under the cursor stands where it does.

    @on(VirtualTable.RowHighlighted)
    def ask(self, event: VirtualTable.RowHighlighted) -> None:
        """Another account: say why it is there."""
        event.stop()
        self._ask()

    def _ask(self) -> None:
        """Find out why, one account at a time: who scrolls past twenty asks for the last."""
        account = self.account
        if self._asking:
            return
        if account is None:
            self._because("")
            return
        self._asking = True
        policy, moment, work = self.escalation, self.artui.moment, self.artui.work
        back = self.looking_back()

        def find() -> str:
            with work.reader(prepare=back) as reader:
                return accounts.reason(reader, policy, moment, account)

        def found(sentence: str) -> None:
            self._asking = False
            if self.account is None or self.account.id == account.id:
                self._because(sentence)
            else:
                self._ask()

        self.background(find, found, found)

    def _because(self, sentence: str) -> None:
        self.query_one("#why", Static).update(Content(safe(sentence)))


class AccountScreen(AccountedScreen, CustomerScreen):
    """One account: why it is where it is, holds, promises, contacts; and its open items."""

    PLACES: ClassVar[tuple[Place, ...]] = (
        "everywhere",
        "list",
        "table",
        "invoice",
        "owed",
        "account",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("invoice"),
        *bindings("owed"),
        *bindings("account"),
    ]
    TELLS_PROMISES = False

    def __init__(self, account: Account, row: Mapping[str, object]) -> None:
        """Nothing is read before it is shown.

        Args:
            account: which.
            row: the account as the list has it, to begin with.
        """
        super().__init__(account.customer_id, row)
        self._account = account
        self._row = row
        self._facts: Facts | None = None

    @property
    def account_row(self) -> Mapping[str, object]:
        """The account, wherever the cursor is."""
        return self._facts.row if self._facts else self._row

    def title_line(self) -> Content:
        """Everything known of the account, as soon as it is read."""
        facts = self._facts
        return super().title_line() if facts is None else self.with_people(facts.lines())

    def refreshed(self) -> None:
        """Read the account in a thread, and sum up the items."""
        policy, moment, work = self.escalation, self.artui.moment, self.artui.work
        listing, account, back = self.worked(), self._account, self.past_work()

        def read() -> Facts | None:
            with work.reader("account", back) as reader:
                return accounts.gather(reader, policy, moment, listing, account)

        self.background(read, self._told, self.wrong)
        super().refreshed()

    def _told(self, facts: Facts | None) -> None:
        if facts is not None:
            self._facts = facts
            self.entitle()
