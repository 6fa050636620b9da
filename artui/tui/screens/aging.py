"""Aging: customers by bucket, with the line that proves the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.days import iso
from artui.store import listings
from artui.store.listing import Listing
from artui.tui import sums
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from artui.tui.sums import Proof, Totals

_NOTHING = Listing((), "SELECT 1 AS key WHERE 0", "key", noun="policy in force yet")


class AgingScreen(ListedScreen):
    """The home's customers."""

    PLACE: ClassVar[str] = "aging"

    def __init__(self) -> None:
        super().__init__()
        self._unproved = True
        self._proof: Proof | None = None
        self._shown: Totals = []

    def listing(self) -> Listing:
        """Out of the kept positions, or computed where those are of another day."""
        return sums.aging_listing(self.artui.status, self.artui.home.today()) or _NOTHING

    def title_line(self) -> Content:
        """Where positions are of another day, the figures are computed, and this says so."""
        status, today = self.artui.status, self.artui.home.today()
        if status.positions is None or status.are_positions_of(today):
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

    def refreshed(self) -> None:
        """Sum up all there is, and prove it, once the rows are there: they come first."""
        self._unproved = True
        if self.table.snapshot.complete:
            self._prove()

    def _prove(self) -> None:
        listing, today, work = self.listing(), self.artui.home.today(), self.artui.work
        self._unproved = False

        def prove() -> Proof:
            with work.reader("proof") as reader:
                return sums.prove(reader, listing, today)

        if listing.currency:
            self.background(prove, self._proved, self.wrong)
            self.filtered()

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
        self.table.totals([*shown, *sums.lines("all", proof.totals)])
        self.truth(proof.sentence, ok=proof.holds)

    def counted(self, count: int) -> None:
        """The totals say how many there are; without any rows, this is all there is to say."""
        if not self.table.snapshot.listing.currency:
            super().counted(count)
        elif self._unproved:
            self._prove()
