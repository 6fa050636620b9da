"""One customer: what stands open, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.store import listings
from artui.store.aging import Scope
from artui.text import safe
from artui.tui.actions import Place, bindings
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    from artui.store.listing import Listing


class CustomerScreen(ReasonedScreen):
    """The open items of one customer."""

    PLACE: ClassVar[str] = "aging"
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice")
    BINDINGS = bindings("invoice")

    def __init__(self, customer_id: int, name: str) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._name_of = name

    def listing(self) -> Listing:
        """The customer's open items as of today."""
        return listings.items(Scope(self.artui.home.today(), customer_id=self._customer_id))

    def title_line(self) -> Content:
        """Whose items these are."""
        return Content.assemble((safe(self._name_of), "bold"))

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice."""
        del key
        document = row.get("document_id")
        if isinstance(document, int):
            self.app.push_screen(InvoiceScreen(document))
