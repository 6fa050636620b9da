"""A list of invoices, on each of which a person may choose the late reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.tui import why
from artui.tui.screens.choice import ChoiceScreen
from artui.tui.screens.disputing import DisputingScreen

if TYPE_CHECKING:
    from artui.tui.screens.choice import Chosen
    from artui.tui.why import Figures


class ReasonedScreen(DisputingScreen):
    """A list whose rows carry a document."""

    @property
    def chosen(self) -> str | None:
        """The reason somebody chose for it, as far as this screen knows."""
        return None

    @property
    def names_no_job(self) -> bool:
        """Whether this screen knows that the invoice bills no job."""
        return self.table.row.get("job_id") == ""

    def why(self) -> Figures | None:
        """What is open of the document under the cursor."""
        return None if self.document_id is None else why.invoice(self.document_id)

    def objection(self, action: str) -> str:
        """A reason needs an invoice and a catalogue."""
        if action in ("reason", "job") and self.document_id is None:
            return "There is no invoice under the cursor."
        if action == "job" and self.names_no_job:
            return "The invoice names no job."
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

    def action_job(self) -> None:
        """Open the job that the invoice bills."""
        document, artui = self.document_id, self.artui
        if not self.allows("job") or document is None:
            return

        def find() -> int | None:
            from artui.store import job  # noqa: PLC0415 - for who asks about one alone

            with artui.work.reader() as reader:
                return job.billed_by(reader, document)

        def go(found: int | None) -> None:
            if found is None:
                artui.tell("No export tells of the job that this invoice bills.", wrong=True)
            elif self.is_current:
                from artui.tui.screens.job import JobScreen  # noqa: PLC0415 - it opens invoices

                artui.push_screen(JobScreen(found))

        self.background(find, go, self.wrong)
