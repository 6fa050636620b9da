"""Disputes: what is contested, by whom, for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from artui.domain.aging import LAST_DAY
from artui.domain.check import Check
from artui.store import checks, listings
from artui.store.aging import Scope
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from artui.store.listing import Listing


class DisputesScreen(ReasonedScreen):
    """Every dispute, what is open first."""

    PLACE: ClassVar[str] = "disputes"
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice")
    BINDINGS = bindings("invoice")

    def listing(self) -> Listing:
        """The disputes as of the day, with the labels of their reasons."""
        force, moment = self.artui.force, self.artui.moment
        labels = force.policy.reasons.labels() if force else {}
        past = moment.scope() if moment.is_past else None
        return listings.disputes(moment.as_of, labels, past)

    def checking(self) -> Callable[[sqlite3.Connection], Check]:
        """The open ones, each at most what is open, against what the entries say is open."""
        listing, moment = self.listing(), self.artui.moment
        scope = moment.scope() if moment.is_past else Scope(LAST_DAY)

        def hold(reader: sqlite3.Connection) -> Check:
            found = checks.listed_disputes(reader, listing)
            owed = checks.disputed(reader, scope, moment.as_of)
            return Check("open ones = what the entries leave of them", found, owed)

        return hold

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The disputed invoice."""
        del key, row
        if self.document_id is not None:
            self.app.push_screen(InvoiceScreen(self.document_id))
