"""A dispute as a case: how it stands, and everything that happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.store import case_listing, weekly
from artui.store.snapshot import Snapshot
from artui.tui import case_facts
from artui.tui.actions import Place, bindings
from artui.tui.screens.cased import CasedScreen
from artui.tui.screens.invoice import InvoiceScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

    from artui.store.listing import Listing
    from artui.tui.case_facts import Facts
    from artui.tui.cases import Case


class CaseScreen(CasedScreen):
    """One dispute; Enter opens its invoice."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice", "dispute")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("invoice"), *bindings("dispute")]

    def __init__(self, document_id: int, key: str) -> None:
        """Nothing is read before it is shown.

        Args:
            document_id: the invoice.
            key: the dispute's key in lists.
        """
        super().__init__()
        self._document_id = document_id
        self._key = key
        self._facts: Facts | None = None
        self._gone = False

    @property
    def case(self) -> Case | None:
        """The dispute, wherever the cursor is."""
        return self._facts.case if self._facts else None

    @property
    def document_id(self) -> int | None:
        """The invoice, wherever the cursor is."""
        return self._document_id

    @property
    def document_number(self) -> str:
        """What people call the invoice."""
        return self._facts.case.invoice if self._facts else "the invoice"

    @property
    def customer_in_view(self) -> int | None:
        """Whose it is."""
        return self._facts.case.customer_id if self._facts else None

    def listing(self) -> Listing:
        """What happened."""
        return case_listing.history()

    def snapshot(self) -> Snapshot:
        """What happened; a list that says that it is loading until that is read."""
        rows = self._facts.happened if self._facts else ()
        connect = self.artui.work.connect
        snapshot = Snapshot(
            self.listing(), lambda: weekly.offer(connect(), case_listing.HISTORY, rows)
        )
        if self._facts is None:
            snapshot.close()
        return snapshot

    def title_line(self) -> Content:
        """How it stands, as soon as it is read."""
        if self._gone:
            return Content("This dispute is not there any more; it was taken back.")
        return self._facts.lines() if self._facts else Content("reading …")

    def refreshed(self) -> None:
        """Read it in a thread."""
        artui, document, key = self.artui, self._document_id, self._key
        force, moment, work = artui.force, artui.moment, artui.work

        def read() -> Facts | None:
            with work.reader("case") as reader:
                return case_facts.gather(reader, moment, force, document, key)

        self.background(read, self._told, self.wrong)

    def _told(self, facts: Facts | None) -> None:
        self._facts, self._gone = facts, facts is None
        self.entitle()
        table = self.table
        table.open(self.snapshot(), keep=table.key, arrangement=table.arrangement)

    def follow(self) -> None:
        """The data changed: read anew; until then what is there stays."""
        self.refreshed()

    def entered(self, case: Case, number: int) -> None:
        """It is a case of the desk by now: follow it under its number there."""
        del case
        self._key = case_listing.key_of(number)

    def objection(self, action: str) -> str:
        """Nothing can be entered about what is gone, or not read yet."""
        if action == "open":
            return ""
        return super().objection(action)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """Its invoice."""
        del key, row
        self.app.push_screen(InvoiceScreen(self._document_id))

    def counted(self, count: int) -> None:
        """How much happened."""
        noun = "entry" if count == 1 else "entries"
        self.truth(f"{count:,} {noun}, the latest first   ↵ opens the invoice")
