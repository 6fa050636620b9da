"""Reasons: the weekly top ten, and the invoices behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.books import weeks
from artui.books.trace.reason import Asked
from artui.domain.check import Check
from artui.domain.days import last_complete_week, week_bounds, week_of
from artui.store import listings, weekly
from artui.store.snapshot import Snapshot
from artui.text import safe
from artui.tui import why
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.listed import ListedScreen
from artui.tui.screens.reasoned import ReasonedScreen
from artui.tui.topten import OTHERS, UNEXPLAINED, TopTen, top_ten

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType

    from artui.store.listing import Listing
    from artui.tui.why import Figures


class RankedScreen(ListedScreen):
    """A list out of a ranked week, which is computed in a thread before the list can open."""

    def __init__(self, week: str | None = None, found: TopTen | None = None) -> None:
        super().__init__()
        self._week = week
        self._found = found

    @property
    def week(self) -> str:
        """The week in view; the last complete one at first."""
        return self._week or last_complete_week(self.artui.moment.as_of)

    def offered(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[object, ...]]]:
        """Columns and rows of the list, as `weekly.offer` takes them."""
        raise NotImplementedError

    def snapshot(self) -> Snapshot:
        """The list; one that says that it is loading until the week has been ranked."""
        columns, rows = self.offered()
        connect = self.artui.work.connect
        snapshot = Snapshot(self.listing(), lambda: weekly.offer(connect(), columns, rows))
        if self._found is None:
            snapshot.close()
        return snapshot

    def refreshed(self) -> None:
        """Rank the week, unless that is done."""
        if self._found is None:
            self._rank()

    def _rank(self) -> None:
        self._check = None
        force, week, moment = self.artui.force, self.week, self.artui.moment
        base = self.artui.home.settings.base_currency

        def rank() -> TopTen | None:
            with self.artui.work.reader("week") as reader:
                return top_ten(reader, force, week, moment, base) if force else None

        self.background(rank, self._ranked, self.wrong)

    def _ranked(self, found: TopTen | None) -> None:
        if found is None:
            self.wrong("There is no policy in force, so nothing is ranked.")
            return
        self._found = found
        self.entitle()
        self.table.open(self.snapshot(), keep=self.table.key, arrangement=self.table.arrangement)
        self.prove()

    def follow(self) -> None:
        """The data changed: rank anew."""
        self._rank()

    def counted(self, count: int) -> None:
        """The ranking stands: say by what."""
        del count
        if self._found is not None:
            self.truth(self._found.truth)


class ReasonsScreen(RankedScreen):
    """One week ranked; [ and ] go through the weeks."""

    PLACE: ClassVar[str] = "reasons"
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "week")
    BINDINGS: ClassVar[list[BindingType]] = bindings("week")

    def listing(self) -> Listing:
        """The ranking."""
        return weekly.ranked(self._found.amounts if self._found else ())

    def offered(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[object, ...]]]:
        """The ranked reasons."""
        found = self._found
        return weekly.ranked_columns(found.amounts if found else ()), found.rows if found else ()

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """The ranking against the entries, or against its frozen record."""
        found, week, moment = self._found, self.week, self.artui.moment
        if found is None:
            return None

        def hold(reader: sqlite3.Connection) -> Check:
            return weeks.check(
                reader, found.ranking, found.shown, week, moment.as_of, moment.known_on
            )

        return hold

    def title_line(self) -> Content:
        """Which week, how many were late, how many of those are explained."""
        if self._found is None:
            return Content.assemble((f"Week {self.week}", "bold"), " is being ranked …")
        return self._found.title

    def why(self) -> Figures | None:
        """The reason under the cursor."""
        key, found = self.table.key, self._found
        if found is None or not isinstance(key, str):
            return None
        tally, label = found.tally(key), str(self.table.row["label"])
        code = None if key in (OTHERS, UNEXPLAINED) else key
        late = found.invoices(key)
        return why.reason(Asked(self.week, code, label, late, tally.amount, tally.amount_days))

    def objection(self, action: str) -> str:
        """Weeks to come have not begun."""
        if action == "week_after" and self._beside(1) > self.artui.moment.as_of:
            return "The week after this one has not begun."
        return super().objection(action)

    def _beside(self, step: int) -> int:
        """The Monday so many weeks away."""
        monday, _ = week_bounds(self.week)
        return monday + 7 * step

    def action_week(self, step: int) -> None:
        """Go to another week, never beyond this one."""
        if step > 0 and not self.allows("week_after"):
            return
        self._week, self._found = week_of(self._beside(step)), None
        self.entitle()
        self.refreshed()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The reason's invoices."""
        if self._found is not None:
            self.app.push_screen(LateScreen(self.week, self._found, str(key), row))


class LateScreen(RankedScreen, ReasonedScreen):
    """The invoices late for one reason in one week."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice")
    BINDINGS = bindings("invoice")

    def __init__(self, week: str, found: TopTen, key: str, row: dict[str, object]) -> None:
        """Nothing is read before it is shown.

        Args:
            week: an ISO week.
            found: the week as it was ranked.
            key: the row of the ranking whose invoices are wanted.
            row: that row, for the title.
        """
        super().__init__(week, found)
        self._key = key
        self._label = " · ".join(str(row[name]) for name in ("label", "owner") if row.get(name))

    def listing(self) -> Listing:
        """The invoices."""
        return weekly.late()

    def offered(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[object, ...]]]:
        """The late invoices of the reason."""
        late = self._found.invoices(self._key) if self._found else ()
        rows = [
            (
                f"{each.document_id} {each.currency}",
                *(each.document_id, each.currency, each.amount, each.amount_days, each.because),
            )
            for each in late
        ]
        return weekly.LATE, rows

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """The list against what the ranking says of the reason."""
        found, key, listing = self._found, self._key, self.listing()
        if found is None:
            return None
        columns, rows = self.offered()

        def hold(reader: sqlite3.Connection) -> Check:
            sums = listings.summed(weekly.offer(reader, columns, rows), listing, "")
            listed = {currency: amounts["amount"] for currency, _, amounts in sums}
            return Check("their sum = the reason's past due", listed, found.tally(key).amount)

        return hold

    def title_line(self) -> Content:
        """The week and the reason."""
        return Content.assemble((safe(self._label), "bold"), f"   late in week {self.week}")

    def counted(self, count: int) -> None:
        """How many invoices."""
        ListedScreen.counted(self, count)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice."""
        del key, row
        if self.document_id is not None:
            self.app.push_screen(InvoiceScreen(self.document_id))
