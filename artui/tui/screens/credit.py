"""Credit: who is on hold, over or near a limit, by which rule, and what would release them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.days import iso
from artui.store import listings, standings
from artui.tui import standing, sums, why
from artui.tui.actions import Place, bindings
from artui.tui.screens.customer import CustomerScreen
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType

    from artui.store.listing import Listing
    from artui.tui.standing import Facts, Proof
    from artui.tui.sums import Totals
    from artui.tui.why import Figures
    from artui.tui.work import Prepare


class CreditedScreen(ListedScreen):
    """A list whose rows, or which itself, is about a customer whose credit can be reviewed."""

    @property
    def customer_row(self) -> Mapping[str, object]:
        """The customer under the cursor: its number as `customer_id`, its `name`."""
        return self.table.row

    def objection(self, action: str) -> str:
        """A review needs a customer."""
        if action == "review" and not isinstance(self.customer_row.get("customer_id"), int):
            return "There is no customer under the cursor."
        return super().objection(action)

    def past_credit(self) -> Prepare | None:
        """What puts the standings of the day looked at before a reader; None for today's."""
        looked, work = self.artui.looked, self.artui.work
        return partial(work.hindsight.put_credit, looked=looked) if looked else None

    def action_review(self) -> None:
        """Note that the credit was reviewed."""
        row = self.customer_row
        customer = row.get("customer_id")
        if self.allows("review") and isinstance(customer, int):
            self.artui.review_credit(customer, str(row.get("name")))


class CreditScreen(CreditedScreen):
    """Every account with exposure or a limit, what wants to be looked at first."""

    PLACE: ClassVar[str] = "credit"
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "credit")
    BINDINGS: ClassVar[list[BindingType]] = bindings("credit")

    def __init__(self) -> None:
        super().__init__()
        self._proof: Proof | None = None

    def looking_back(self) -> Prepare | None:
        """The list is of standings that the agent keeps for today alone."""
        return self.past_credit()

    def listing(self) -> Listing:
        """The accounts as the agent last left them, or as they stood on the day looked at."""
        force = self.artui.force
        policy = force.policy.credit if force else None
        return standings.listing(
            drafts=bool(policy and policy.drafts),
            unbilled_jobs=bool(policy and policy.unbilled_jobs),
            open_orders=bool(policy and policy.open_orders),
            past=self.artui.moment.is_past,
        )

    def title_line(self) -> Content:
        """How many are over and on hold, and of which day this is."""
        if self._proof is None:
            return Content("summing up …")
        day, today = self._proof.day, self.artui.moment.as_of
        if day is None:
            return Content("Nothing is known of credit yet; the agent finds it out when it runs.")
        stale = (
            ""
            if day == today
            else f"   As of {iso(day)}: the agent brings it up to today when it runs."
        )
        return Content.assemble((self._proof.summary, "bold"), stale)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The account, with what is open on it."""
        customer = row.get("customer_id")
        if isinstance(key, int) and isinstance(customer, int):
            self.app.push_screen(CreditAccountScreen(key, customer, row))

    def why(self) -> Figures | None:
        """The exposure of the account under the cursor."""
        customer, currency = self.table.row.get("customer_id"), self.table.row.get("currency")
        if not isinstance(customer, int) or not isinstance(currency, str):
            return None
        return why.exposure(customer, currency)

    def refreshed(self) -> None:
        """Sum up all there is, and prove it, in a thread."""
        moment, work, back = self.artui.moment, self.artui.work, self.looking_back()

        def prove() -> Proof:
            with work.reader("credit", back) as reader:
                return standing.prove(reader, moment)

        self.background(prove, self._proved, self.wrong)
        self.filtered()

    def filtered(self) -> None:
        """Sum up what the filter leaves."""
        listing, words, work = self.listing(), self.words, self.artui.work
        back = self.looking_back()

        def add() -> Totals:
            with work.reader("exposures", back) as reader:
                return listings.summed(reader, listing, words)

        self.background(add, self._summed, self.wrong)

    def _proved(self, proof: Proof) -> None:
        self._proof = proof
        self.entitle()
        self.truth(proof.sentence, ok=proof.holds)

    def _summed(self, totals: Totals) -> None:
        """Limits stand by themselves: their sum says nothing."""
        name = "shown" if self.words else "all"
        for _, _, amounts in totals:
            amounts.pop("limit_amount", None)
        self.table.totals(list(sums.lines(name, totals)))

    def counted(self, count: int) -> None:
        """The sums say how many there are."""
        if self._proof is not None:
            self.truth(self._proof.sentence, ok=self._proof.holds)
        elif not count:
            super().counted(count)


class CreditAccountScreen(CreditedScreen, CustomerScreen):
    """One account: exposure in its parts, limit, hold, release, risk; and its open items."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice", "credit")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("invoice"), *bindings("credit")]

    def __init__(self, number: int, customer_id: int, row: Mapping[str, object]) -> None:
        """Nothing is read before it is shown.

        Args:
            number: the account's row.
            customer_id: the customer's.
            row: the account as the list has it, to begin with.
        """
        super().__init__(customer_id, row)
        self._number = number
        self._account: dict[str, object] = {**row, "customer_id": customer_id}
        self._facts: Facts | None = None

    @property
    def customer_row(self) -> Mapping[str, object]:
        """The account's customer, wherever the cursor is."""
        return self._account

    def title_line(self) -> Content:
        """How the account stands, as soon as it is read."""
        facts = self._facts
        return super().title_line() if facts is None else self.with_people(facts.lines())

    def refreshed(self) -> None:
        """Read the standing in a thread, and sum up the items."""
        moment, work, back = self.artui.moment, self.artui.work, self.past_credit()

        def read() -> Facts | None:
            with work.reader("standing", back) as reader:
                return standing.gather(reader, self._number, moment)

        self.background(read, self._told, self.wrong)
        super().refreshed()

    def _told(self, facts: Facts | None) -> None:
        self._facts = facts
        self.entitle()
