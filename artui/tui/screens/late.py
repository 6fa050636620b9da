"""The invoices late in a week, behind a row of its ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.check import Check
from artui.store import listings, weekly
from artui.text import safe
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.listed import ListedScreen
from artui.tui.screens.ranked import RankedScreen
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from artui.domain.reasons import Late
    from artui.store.listing import Listing
    from artui.tui.topten import TopTen


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
        super().__init__(week, found, found.wish)
        self._key = key
        named = ("label", "owner") if found.wish.by == "reason" else ("label",)
        self._label = " · ".join(str(row[name]) for name in named if row.get(name))

    def listing(self) -> Listing:
        """The invoices."""
        return weekly.late()

    def offered(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[object, ...]]]:
        """The late invoices of the row."""
        found = self._found
        return weekly.LATE, [] if found is None else list(_late(found, self._key))

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """The list against what the ranking says of the reason."""
        found, key, listing = self._found, self._key, self.listing()
        if found is None:
            return None
        columns, rows = self.offered()

        def hold(reader: sqlite3.Connection) -> Check:
            sums = listings.summed(weekly.offer(reader, columns, rows), listing, "")
            listed = {currency: amounts["amount"] for currency, _, amounts in sums}
            of = found.wish.by if found.wish.by == "reason" else "row"
            return Check(f"their sum = the {of}'s past due", listed, found.tally(key).amount)

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


def _late(found: TopTen, key: str) -> Iterator[tuple[object, ...]]:
    """The invoices behind a row, as `weekly.LATE` has them."""
    labels = {reason.code: reason.label for reason in found.shown.reasons.reasons}
    for each in found.invoices(key):
        yield (
            f"{each.document_id} {each.currency}",
            *(each.document_id, each.currency, each.amount, each.amount_days),
            each.because.replace("_", " "),
            *_causes(each, labels),
        )


def _causes(late: Late, labels: dict[str, str]) -> tuple[str, ...]:
    """Its reason, the others its evidence meets, and where it came from."""
    also = ", ".join(labels.get(code, code) for code in late.contributing)
    reason = labels.get(late.reason or "", late.reason or "")
    return (reason, also, late.origin.dispatcher or "", late.origin.template or "")
