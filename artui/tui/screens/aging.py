"""Aging: customers by bucket, with the line that proves the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.days import iso
from artui.store import listings
from artui.store.aging import Question, Scope
from artui.store.listing import Listing
from artui.tui import sums
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from artui.tui.sums import Proof, Totals
    from artui.tui.why import Figures

_NOTHING = Listing((), "SELECT 1 AS key WHERE 0", "key", noun="policy in force yet")


class AgingScreen(ListedScreen):
    """The home's customers."""

    PLACE: ClassVar[str] = "aging"

    def __init__(self) -> None:
        super().__init__()
        self._unproved = True
        self._proof: Proof | None = None
        self._shown: Totals = []
        self._today: Totals = []

    def listing(self) -> Listing:
        """Out of the kept positions, or computed where those are of another day."""
        status, moment = self.artui.status, self.artui.moment
        if not moment.is_past:
            return sums.aging_listing(status, moment.today) or _NOTHING
        policy = self.artui.aging
        if policy is None:
            return _NOTHING
        kept = status.are_positions_of(moment.today) and policy == status.aging
        return sums.past_listing(policy, moment, positions=kept)

    def title_line(self) -> Content:
        """Where positions are of another day, the figures are computed, and this says so."""
        status, today = self.artui.status, self.artui.home.today()
        if self.artui.moment.is_past or status.positions is None:
            return Content("")
        if status.are_positions_of(today):
            return Content("")
        return Content(
            f"Positions are of {iso(status.positions.day)}, so these figures are computed"
            " for today; the agent brings them up when it runs."
        )

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The customer's items."""
        del key
        from artui.tui.screens.customer import CustomerScreen  # noqa: PLC0415 - when it is opened

        customer = row.get("customer_id")
        if isinstance(customer, int):
            self.app.push_screen(CustomerScreen(customer, row))

    def why(self) -> Figures | None:
        """The row's figure in the column it is sorted by, those of the others beside it."""
        from artui.tui import why  # noqa: PLC0415 - this screen is the first: only where asked

        row, columns = self.table.row, self.table.snapshot.listing.columns
        customer, currency = row.get("customer_id"), row.get("currency")
        if not isinstance(customer, int) or not isinstance(currency, str):
            return None
        order = self.table.arrangement.order
        shown = [(c.key, c.label) for c in columns if why.is_column(c.key)]
        asked = order[0].column if order else ""
        return why.columns(customer, currency, [*shown, ("disputed", "Disputed")], asked)

    def refreshed(self) -> None:
        """Sum up all there is, and prove it, once the rows are there: they come first."""
        self._unproved = True
        if self.table.snapshot.complete:
            self._prove()

    def _prove(self) -> None:
        listing, moment, work = self.listing(), self.artui.moment, self.artui.work
        self._unproved = False

        def prove() -> Proof:
            with work.reader("proof") as reader:
                return sums.prove(reader, listing, moment.scope())

        if listing.currency:
            self.background(prove, self._proved, self.wrong)
            self.filtered()
            self._compare()

    def _compare(self) -> None:
        """Sum up today beside the past, by the same buckets."""
        moment, policy, work = self.artui.moment, self.artui.aging, self.artui.work
        self._today = []
        if not moment.is_past or policy is None:
            return
        now = listings.aging(Question(Scope(moment.today), policy), positions=False)

        def add() -> Totals:
            with work.reader_now() as reader:
                return listings.summed(reader, now, "")

        self.background(add, self._compared, self.wrong)

    def _compared(self, totals: Totals) -> None:
        self._today = totals
        self._show()

    def filtered(self) -> None:
        """Sum up what the filter leaves."""
        listing, words, work = self.table.snapshot.listing, self.words, self.artui.work

        def add() -> Totals:
            with work.reader("sums") as reader:
                return listings.summed(reader, listing, words)

        if words and listing.currency:
            self.background(add, self._summed, self.wrong)
        else:
            self._summed([])

    def _proved(self, proof: Proof) -> None:
        self._proof = proof
        self._show()

    def _summed(self, totals: Totals) -> None:
        self._shown = totals
        self._show()

    def _show(self) -> None:
        proof = self._proof
        if proof is None:
            return
        shown = sums.lines("shown", self._shown) if self.words else ()
        today = sums.lines("today", self._today)
        beside = sums.difference(proof.totals, self._today) if self._today else ()
        self.table.totals([*shown, *sums.lines("all", proof.totals), *today, *beside])
        self.truth(proof.sentence, ok=proof.holds)

    def counted(self, count: int) -> None:
        """The totals say how many there are; without any rows, this is all there is to say."""
        if not self.table.snapshot.listing.currency:
            super().counted(count)
        elif self._unproved:
            self._prove()
