"""Disputes: what is contested, by whom, for how long, and what is to be done about it next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.content import Content

from artui.domain.aging import LAST_DAY
from artui.domain.check import Check
from artui.store import case_listing, checks, listings
from artui.store.aging import Scope
from artui.store.case_listing import BY, WHICH, Group
from artui.text import safe
from artui.tui import cases, sums
from artui.tui.actions import Place, bindings, symbol
from artui.tui.screens.case import CaseScreen
from artui.tui.screens.cased import CasedScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from textual.binding import BindingType

    from artui.store.case_listing import Asked, By, Which
    from artui.store.listing import Listing
    from artui.tui.cases import Case
    from artui.tui.sums import Totals

Value = TypeVar("Value", bound=str)
_WHICH = {"open": "Open disputes", "closed": "Closed disputes", "all": "All disputes"}


class CasesScreen(CasedScreen):
    """Disputes: the open ones at first, one by one or in groups."""

    PLACES: ClassVar[tuple[Place, ...]] = (
        *("everywhere", "list", "table", "invoice", "dispute", "disputes", "grouped"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("invoice"),
        *bindings("dispute"),
        *bindings("disputes"),
        *bindings("grouped"),
    ]

    def __init__(self, which: Which = "open", group: Group | None = None) -> None:
        """Nothing is read before it is shown.

        Args:
            which: open disputes, closed ones, or all.
            group: only those of a group.
        """
        super().__init__()
        self._which: Which = which
        self._group = group
        self._by: By = ""
        self._entered: dict[object, str] = {}

    @property
    def asked(self) -> Asked:
        """The disputes in view, with the labels of their reasons."""
        asked = cases.asked(self.artui.moment, self.artui.force)
        return asked._replace(which=self._which, group=self._group)

    def listing(self) -> Listing:
        """The disputes as of the day, or their groups."""
        if self._by:
            return case_listing.grouped(self.asked, self._by)
        return case_listing.disputes(self.asked)

    def title_line(self) -> Content:
        """Which disputes these are, and how to see others."""
        keys = self.artui.keys.keys
        group = self._group
        behind = f" of {group.label}, {group.currency}" if group else ""
        by = f" by {self._by}" if self._by else ""
        ways = (("standing", f"shows {_next(WHICH, self._which)}"), ("group", self._ways()))
        said = (f"{symbol(keys[name][0])} {way}" for name, way in ways if keys[name])
        title = f"{_WHICH[self._which]}{safe(behind)}{by}"
        return Content.assemble((title, "bold"), f"   {'   '.join(said)}")

    def _ways(self) -> str:
        following = _next(self._groupings, self._by)
        return f"groups by {following}" if following else "shows each"

    @property
    def _groupings(self) -> tuple[By, ...]:
        """What these can be grouped by: not by what they are a group of."""
        own = self._group.by if self._group else None
        return tuple(each for each in BY if each != own)

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """The open ones, each at most what is open, against what the entries say is open."""
        if self._group is not None:
            return None
        listing = case_listing.disputes(self.asked._replace(which="all"))
        moment = self.artui.moment
        scope = moment.scope() if moment.is_past else Scope(LAST_DAY)

        def hold(reader: sqlite3.Connection) -> Check:
            found = checks.listed_disputes(reader, listing)
            owed = checks.disputed(reader, scope, moment.as_of)
            return Check("open ones = what the entries leave of them", found, owed)

        return hold

    def entered(self, case: Case, number: int) -> None:
        """The cursor stays on what is a case of the desk by now."""
        self._entered[case.key] = case_listing.key_of(number)

    def follow(self) -> None:
        """The data changed; a dispute that was taken up has another key."""
        kept = self._entered.get(self.table.key)
        super().follow()
        if kept is not None:
            self.table.reorder(kept)

    def refreshed(self) -> None:
        """Sum up, in a thread."""
        self.filtered()

    def filtered(self) -> None:
        """Sum up what the filter leaves."""
        listing, words, work = self.listing(), self.words, self.artui.work

        def add() -> tuple[Listing, Totals]:
            with work.reader("disputes") as reader:
                return listing, listings.summed(reader, listing, words)

        self.background(add, self._summed, self.wrong)

    def _summed(self, found: tuple[Listing, Totals]) -> None:
        listing, totals = found
        if listing.columns == self.table.snapshot.listing.columns:
            column = listing.columns[0 if self._by else 1].key
            name = "shown" if self.words else "all"
            self.table.totals(list(sums.lines(name, totals, column=column)))

    # What keys do.

    def action_standing(self) -> None:
        """Open ones, closed ones, all."""
        self._which = _next(WHICH, self._which)
        self._anew()

    def action_group(self) -> None:
        """Each by itself; by customer, reason, owner or age."""
        self._by = _next(self._groupings, self._by)
        self._anew()

    def _anew(self) -> None:
        """Another list is wanted, from its top."""
        self.entitle()
        self.table.open(self.snapshot())
        self.refreshed()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The dispute; of a group, the disputes behind it."""
        if self._by:
            group = Group(self._by, row["of_group"], str(row["currency"]), str(row["label"]))
            self.app.push_screen(CasesScreen(self._which, group))
        elif self.document_id is not None:
            self.app.push_screen(CaseScreen(self.document_id, str(key)))


class DisputesScreen(CasesScreen):
    """The place of all disputes."""

    PLACE: ClassVar[str] = "disputes"


def _next(values: tuple[Value, ...], value: Value) -> Value:
    """The value after one, round the end."""
    return values[(values.index(value) + 1) % len(values)]
