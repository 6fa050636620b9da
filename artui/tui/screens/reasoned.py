"""A list of invoices, on each of which a person may choose the late reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.tui import why
from artui.tui.screens.choice import ChoiceScreen
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from artui.tui.screens.choice import Chosen
    from artui.tui.why import Figures


class ReasonedScreen(ListedScreen):
    """A list whose rows carry a document."""

    @property
    def document_id(self) -> int | None:
        """The document under the cursor."""
        found = self.table.row.get("document_id")
        return found if isinstance(found, int) else None

    @property
    def document_number(self) -> str:
        """What people call it."""
        row = self.table.row
        return str(row.get("invoice") or row.get("number") or "the invoice")

    @property
    def chosen(self) -> str | None:
        """The reason somebody chose for it, as far as this screen knows."""
        return None

    def why(self) -> Figures | None:
        """What is open of the document under the cursor."""
        return None if self.document_id is None else why.invoice(self.document_id)

    def objection(self, action: str) -> str:
        """A reason needs an invoice and a catalogue."""
        if action == "reason" and self.document_id is None:
            return "There is no invoice under the cursor."
        return super().objection(action)

    def action_reason(self) -> None:
        """Choose why the invoice under the cursor is late."""
        if not self.allows("reason"):
            return
        document, force = self.document_id, self.artui.status.force
        reasons = force.policy.reasons.reasons if force else ()
        if document is None or not reasons:
            self.artui.tell("The policy in force has no reasons to choose from.", wrong=True)
            return
        number = self.document_number

        def choose(chosen: Chosen | None) -> None:
            if chosen is not None:
                self.artui.choose_reason(document, number, chosen)

        self.app.push_screen(ChoiceScreen(number, reasons, self.chosen), choose)
