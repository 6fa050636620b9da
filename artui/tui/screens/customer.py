"""One customer: whom to talk to, and what stands open, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.check import Check
from artui.domain.contacts import directory
from artui.store import aging, listings, people
from artui.text import safe
from artui.tui import sums
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from artui.store.listing import Listing
    from artui.tui.sums import Totals

_SAID = ("number", "company", "segment", "collector")
_PEOPLE = 3


class CustomerScreen(ReasonedScreen):
    """The open items of one customer, of every currency."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice")
    BINDINGS = bindings("invoice")

    def __init__(self, customer_id: int, row: Mapping[str, object]) -> None:
        """Nothing is read before it is shown.

        Args:
            customer_id: whose items.
            row: the customer's row of aging, for the title.
        """
        super().__init__()
        self._customer_id = customer_id
        self._customer = str(row.get("name"))
        self._said = [str(row[key]) for key in _SAID if row.get(key)]
        self._people: list[str] = []

    @property
    def customer_in_view(self) -> int | None:
        """The customer, wherever the cursor is."""
        return self._customer_id

    def listing(self) -> Listing:
        """The customer's open items as of today, or of the day looked at."""
        return listings.items(self.artui.moment.scope(self._customer_id))

    def title_line(self) -> Content:
        """Whose items these are, and whom to talk to."""
        return self.with_people(
            Content.assemble((safe(self._customer), "bold"), f"   {safe(' · '.join(self._said))}")
        )

    def with_people(self, title: Content) -> Content:
        """What is said of the customer, and below it whom to talk to."""
        lines = (Content(f"  {safe(line)}") for line in self._people)
        return Content("\n").join([title, *lines])

    def objection(self, action: str) -> str:
        """Credits and cash are never late."""
        owed = self.table.row.get("open_amount")
        if action == "reason" and isinstance(owed, int) and owed < 0:
            return "Credits and cash are never late, so there is no reason to choose."
        return super().objection(action)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice."""
        del key
        document = row.get("document_id")
        if isinstance(document, int):
            self.app.push_screen(InvoiceScreen(document))

    def refreshed(self) -> None:
        """Sum up the items and read whom to talk to, in a thread."""
        listing, words, work = self.listing(), self.words, self.artui.work
        scope = self.artui.moment.scope(self._customer_id)

        def add() -> tuple[Totals, list[str]]:
            with work.reader("items") as reader:
                own = people.own(reader, self._customer_id)
                found = directory(own, people.of_customer(reader, scope), _PEOPLE)
                return listings.summed(reader, listing, words), list(found)

        self.background(add, self._summed, self.wrong)

    def checking(self) -> Callable[[sqlite3.Connection], Check]:
        """All items against the customer's entries."""
        listing, scope = self.listing(), self.artui.moment.scope(self._customer_id)

        def hold(reader: sqlite3.Connection) -> Check:
            sums = listings.summed(reader, listing, "")
            found = {currency: amounts["open_amount"] for currency, _, amounts in sums}
            return Check("their sum = outstanding", found, aging.outstanding(reader, scope))

        return hold

    def filtered(self) -> None:
        """Sum up the items the filter leaves."""
        self.refreshed()

    def _summed(self, found: tuple[Totals, list[str]]) -> None:
        totals, told = found
        if told != self._people:
            self._people = told
            self.entitle()
        name = "shown" if self.words else "all"
        self.table.totals(list(sums.lines(name, totals, column="number")))
