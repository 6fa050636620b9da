"""Aging: customers by bucket, with the line that proves the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain import money
from artui.domain.days import iso
from artui.store.listing import Listing
from artui.tui.screens.customer import CustomerScreen
from artui.tui.screens.listed import ListedScreen
from artui.tui.work import Sums, aging_listing, sums

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTHING = Listing((), "SELECT 1 AS key WHERE 0", "key", noun="policy in force yet")


class AgingScreen(ListedScreen):
    """The home's customers."""

    PLACE: ClassVar[str] = "aging"

    def listing(self) -> Listing:
        """Out of the kept positions, or computed where those are of another day."""
        today = self.artui.home.today()
        return aging_listing(self.artui.status, today) or _NOTHING

    def title_line(self) -> Content:
        """Where positions are of another day, the figures are computed, and this says so."""
        status, today = self.artui.status, self.artui.home.today()
        if status.positions_day in (None, today):
            return Content("")
        return Content(
            f"Positions are of {iso(status.positions_day)}, so these figures are computed"
            " for today; the agent brings them up when it runs."
        )

    def follow(self) -> None:
        """Where positions have come up to the day, the list changes over to them."""
        if self.listing().frozen != self.table.snapshot.listing.frozen:
            self.table.open(self.snapshot(), keep=None)
            self.query_one("#title").display = bool(self.title_line().plain)
        super().follow()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The customer's items."""
        del key
        customer = row.get("customer_id")
        if isinstance(customer, int):
            self.app.push_screen(CustomerScreen(customer, str(row.get("name"))))

    def refreshed(self) -> None:
        """Sum up what is shown and what there is, in a thread."""
        listing, words = self.table.snapshot.listing, self.words
        if not listing.currency:
            return
        today = self.artui.home.today()
        self.run_worker(
            lambda: self._sum_up(sums(self.artui.work, listing, words, today)),
            group="sums",
            exclusive=True,
            thread=True,
            exit_on_error=False,
        )

    def _sum_up(self, found: Sums) -> None:
        self.app.call_from_thread(self._show, found)

    def _show(self, found: Sums) -> None:
        if not self.is_attached:
            return
        self.table.totals(list(_lines(found, filtered=bool(self.words))))
        stale = "   R puts new rows in order" if self.table.stale else ""
        self.truth(found.truth + stale, ok=found.ok)

    def counted(self, count: int) -> None:
        """The totals say how many there are."""


def _lines(found: Sums, *, filtered: bool) -> Iterator[dict[str, str]]:
    """Total lines by column; currencies are never added."""
    for name, totals in (("shown", found.shown if filtered else []), ("all", found.every)):
        for currency, count, amounts in totals:
            shown = {key: money.grouped(value, currency) for key, value in amounts.items()}
            yield {"name": f"{name} {count:,}", "currency": currency, **shown}
