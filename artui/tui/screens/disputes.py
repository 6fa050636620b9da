"""Disputes: what is contested, by whom, for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from artui.store import listings
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    from artui.store.listing import Listing


class DisputesScreen(ReasonedScreen):
    """Every dispute, what is open first."""

    PLACE: ClassVar[str] = "disputes"
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice")
    BINDINGS = bindings("invoice")

    def listing(self) -> Listing:
        """The disputes as of today, with the labels of their reasons."""
        force = self.artui.status.force
        labels = force.policy.reasons.labels() if force else {}
        return listings.disputes(self.artui.home.today(), labels)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The disputed invoice."""
        del key, row
        if self.document_id is not None:
            self.app.push_screen(InvoiceScreen(self.document_id))
