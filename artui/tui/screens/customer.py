"""One customer: whom to talk to, and what stands open, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.check import Check
from artui.domain.contacts import directory
from artui.store import aging, listings, people
from artui.text import safe
from artui.tui import cases, sums
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.promising import PromisingScreen
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from textual.binding import BindingType

    from artui.store.listing import Listing
    from artui.tui.account import Account
    from artui.tui.sums import Totals

_SAID = ("number", "company", "segment", "collector")
_PEOPLE = 3
_PROMISES = 4


class CustomerScreen(PromisingScreen, ReasonedScreen):
    """The open items of one customer, of every currency."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice", "owed")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("invoice"), *bindings("owed")]
    #: Whether the title tells of promises.
    TELLS_PROMISES: ClassVar[bool] = True

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
        self._promises: list[str] = []
        self._disputed = ""

    @property
    def customer_in_view(self) -> int | None:
        """The customer, wherever the cursor is."""
        return self._customer_id

    @property
    def debtor(self) -> Account | None:
        """The customer's account in the currency under the cursor."""
        currency = self.table.row.get("currency")
        if not isinstance(currency, str):
            return None
        from artui.tui.account import Account  # noqa: PLC0415 - for who enters something alone

        return Account.owing(self._customer_id, self._customer, currency, 0)

    def listing(self) -> Listing:
        """The customer's open items as of today, or of the day looked at."""
        return listings.items(self.artui.moment.scope(self._customer_id))

    def title_line(self) -> Content:
        """Whose items these are, and whom to talk to."""
        head = Content.assemble(
            (safe(self._customer), "bold"), f"   {safe(' · '.join(self._said))}"
        )
        lines = (Content(f"  Promise   {safe(line)}") for line in self._promises)
        return self.with_people(Content("\n").join([head, *lines]))

    def with_people(self, title: Content) -> Content:
        """What is said of the customer, and below it its disputes and whom to talk to."""
        disputed = [f"Disputes  {self._disputed}"] if self._disputed else []
        lines = (Content(f"  {safe(line)}") for line in (*disputed, *self._people))
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
        """Sum up the items, and read what stands above them, in threads."""
        self.filtered()
        self._find_disputes()
        self._find_promises()

    def _find_disputes(self) -> None:
        """Read how many disputes the customer has, in a thread."""
        moment, force, work = self.artui.moment, self.artui.force, self.artui.work

        def find() -> str:
            with work.reader("disputed") as reader:
                return cases.of_customer(reader, moment, force, self._customer_id)

        self.background(find, self._dispute_found, self.wrong)

    def _dispute_found(self, told: str) -> None:
        if told != self._disputed:
            self._disputed = told
            self.entitle()

    def checking(self) -> Callable[[sqlite3.Connection], Check]:
        """All items against the customer's entries."""
        listing, scope = self.listing(), self.artui.moment.scope(self._customer_id)

        def hold(reader: sqlite3.Connection) -> Check:
            sums = listings.summed(reader, listing, "")
            found = {currency: amounts["open_amount"] for currency, _, amounts in sums}
            return Check("their sum = outstanding", found, aging.outstanding(reader, scope))

        return hold

    def _find_promises(self) -> None:
        """Read what the customer promised and what became of it, in a thread."""
        force, scope = self.artui.force, self.artui.moment.scope(self._customer_id)
        work = self.artui.work
        if force is None or not self.TELLS_PROMISES:
            return
        quiet = force.policy.escalation.quiet

        def find() -> list[str]:
            from artui.tui.promising import promised  # noqa: PLC0415 - no list needs it to open

            with work.reader("promised") as reader:
                return promised(reader, scope, quiet).lines(_PROMISES)

        self.background(find, self._promises_found, self.wrong)

    def _promises_found(self, told: list[str]) -> None:
        if told != self._promises:
            self._promises = told
            self.entitle()

    def filtered(self) -> None:
        """Sum up the items the filter leaves, and read whom to talk to, in a thread."""
        listing, words, work = self.listing(), self.words, self.artui.work
        scope = self.artui.moment.scope(self._customer_id)

        def add() -> tuple[Totals, list[str]]:
            with work.reader("items") as reader:
                own = people.own(reader, self._customer_id)
                found = directory(own, people.of_customer(reader, scope), _PEOPLE)
                return listings.summed(reader, listing, words), list(found)

        self.background(add, self._summed, self.wrong)

    def _summed(self, found: tuple[Totals, list[str]]) -> None:
        totals, told = found
        if told != self._people:
            self._people = told
            self.entitle()
        name = "shown" if self.words else "all"
        self.table.totals(list(sums.lines(name, totals, column="number")))
