"""Expected cash: what is likely to come in week by week, and the items behind each week."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.content import Content

from artui.domain import money
from artui.domain.days import iso
from artui.store import outlooks, weekly
from artui.store.snapshot import Snapshot
from artui.text import safe
from artui.tui import outlook
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.listed import ListedScreen
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.books.force import InForce
    from artui.store.aging import Scope
    from artui.store.listing import Listing

Found = TypeVar("Found")


class ComputedScreen(ListedScreen, Generic[Found]):
    """A list that is computed in a thread before it can open, and anew when the data changes."""

    COLUMNS: ClassVar[Sequence[tuple[str, str]]] = ()
    #: What there is none of where no policy is in force.
    MISSING: ClassVar[str] = "nothing is expected"

    def __init__(self) -> None:
        super().__init__()
        self._found: Found | None = None

    def compute(self, reader: sqlite3.Connection, force: InForce, scope: Scope) -> Found:
        """Find the rows out, in a thread."""
        raise NotImplementedError

    def offered(self, found: Found) -> Sequence[Sequence[object]]:
        """The rows, as `weekly.offer` takes them."""
        raise NotImplementedError

    def snapshot(self) -> Snapshot:
        """The list; one that says that it is loading until the rows are there."""
        rows = () if self._found is None else self.offered(self._found)
        connect = self.artui.work.connect
        snapshot = Snapshot(self.listing(), lambda: weekly.offer(connect(), self.COLUMNS, rows))
        if self._found is None:
            snapshot.close()
        return snapshot

    def refreshed(self) -> None:
        """Compute the rows in a thread."""
        force, scope, work = self.artui.force, self.artui.moment.scope(), self.artui.work
        if force is None:
            self.wrong(f"There is no policy in force, so {self.MISSING}.")
            return

        def compute() -> Found:
            with work.reader("forecast") as reader:
                return self.compute(reader, force, scope)

        self.background(compute, self._computed, self.wrong)

    def _computed(self, found: Found) -> None:
        self._found = found
        self.entitle()
        self.table.open(self.snapshot(), keep=self.table.key, arrangement=self.table.arrangement)

    def follow(self) -> None:
        """The data changed: compute anew; until then what is there stays."""
        self.refreshed()


class ForecastScreen(ComputedScreen[outlook.Weeks]):
    """The weeks to come, by currency."""

    PLACE: ClassVar[str] = "forecast"
    COLUMNS = outlooks.WEEKS

    def listing(self) -> Listing:
        """The weeks."""
        return outlooks.weeks()

    def compute(self, reader: sqlite3.Connection, force: InForce, scope: Scope) -> outlook.Weeks:
        """What is expected."""
        return outlook.weeks(reader, force, scope)

    def offered(self, found: outlook.Weeks) -> Sequence[Sequence[object]]:
        """The weeks and what lies beyond."""
        return found.rows

    def title_line(self) -> Content:
        """What this is, and what the bars mean."""
        if self._found is None:
            return Content.assemble(("Expected cash", "bold"), " is being computed …")
        return Content.assemble(
            ("Expected cash", "bold"),
            " of what is open, from how each customer has paid   ",
            ("█ low ▓ expected ░ high, 8 weeks of 10 between", "dim"),
        )

    def counted(self, count: int) -> None:
        """The sums, and the line that proves them."""
        del count
        if self._found is not None:
            self.table.totals(list(self._found.totals()))
            self.truth(self._found.truth, ok=self._found.holds)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The items behind the week."""
        place, _, currency = str(key).partition(" ")
        expected = row.get("expected")
        if isinstance(expected, int):
            week = outlook.Chosen(currency, int(place), expected)
            self.app.push_screen(ExpectedScreen(week, row))


class ExpectedScreen(ComputedScreen[outlook.Items], ReasonedScreen):
    """The items behind a week, or beyond all weeks."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice")
    BINDINGS = bindings("invoice")
    COLUMNS = outlooks.ITEMS

    def __init__(self, week: outlook.Chosen, row: dict[str, object]) -> None:
        """Nothing is read before it is shown.

        Args:
            week: whose items.
            row: the week as the list has it, for the title.
        """
        super().__init__()
        self._week = week
        self._row = row

    def listing(self) -> Listing:
        """The items."""
        return outlooks.items()

    def compute(self, reader: sqlite3.Connection, force: InForce, scope: Scope) -> outlook.Items:
        """What is expected of each item."""
        return outlook.items(reader, force, scope, self._week)

    def offered(self, found: outlook.Items) -> Sequence[Sequence[object]]:
        """The items of which most is expected, and all others in one row."""
        return found.rows

    def title_line(self) -> Content:
        """The week, and what is expected."""
        week, currency = self._week, self._week.currency
        days = (self._row.get(name) for name in ("first_on", "last_on"))
        named = [iso(day) or "" for day in days if isinstance(day, int)]
        between = " to ".join(named) if len(named) > 1 else f"from {''.join(named)} on"
        state = "   being computed …" if self._found is None else ""
        return Content.assemble(
            (safe(f"{self._row.get('week')}   {between}"), "bold"),
            safe(f"   {money.grouped(week.expected, currency)} {currency} expected{state}"),
        )

    def counted(self, count: int) -> None:
        """How many items there are, and what they come to."""
        del count
        if self._found is not None:
            came = sum(row[5] for row in self._found.rows if isinstance(row[5], int))
            amount = money.grouped(came, self._week.currency)
            holds = came == self._week.expected
            self.truth(
                f"{self._found.number:,} items, together {amount} {self._week.currency}"
                f" {'✓' if holds else '✗ not what the week says'}",
                ok=holds,
            )

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice."""
        del key
        document = row.get("document_id")
        if isinstance(document, int):
            self.app.push_screen(InvoiceScreen(document))
