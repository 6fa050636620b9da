"""A list whose rows, or which itself, is about a document that can be disputed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.disputes import OPEN
from artui.domain.typed import named_day
from artui.tui import cases, casework
from artui.tui.screens.dispute import DisputeScreen, TakeUp
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from artui.store.desk.disputes import Case
    from artui.tui.cases import Disputable


class DisputingScreen(ListedScreen):
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

    def objection(self, action: str) -> str:
        """A dispute needs an invoice, of which something is open, and a catalogue of reasons."""
        if action == "dispute":
            if self.document_id is None:
                return "There is no invoice under the cursor."
            owed = self.table.row.get("open_amount")
            if isinstance(owed, int) and owed <= 0:
                return "Nothing is owed here, so there is nothing to dispute."
        return super().objection(action)

    def action_dispute(self) -> None:
        """Dispute the document under the cursor, or take up the dispute there is."""
        artui, document, number = self.artui, self.document_id, self.document_number
        if not self.allows("dispute") or document is None:
            return
        force, moment = artui.force, artui.moment
        if force is None or not force.policy.reasons.reasons:
            artui.tell("The policy in force has no reasons to choose from.", wrong=True)
            return
        form = DisputeScreen(number, force.policy, moment.today)

        def read() -> Disputable | None:
            with artui.work.reader() as reader:
                return cases.disputable(reader, moment, force, document)

        def opened(answer: Case | TakeUp | None) -> None:
            if isinstance(answer, TakeUp):
                self._take_up(document, answer.key)
            elif answer is not None:
                self._dispute(document, number, answer, form.currency)

        self.app.push_screen(form, opened)
        self.background(read, form.tell, self.wrong)

    def _take_up(self, document: int, key: str) -> None:
        """Go to a dispute that stands."""
        from artui.tui.screens.case import CaseScreen  # noqa: PLC0415 - it is a list of this kind

        self.app.push_screen(CaseScreen(document, key))

    def _dispute(self, document: int, number: str, case: Case, currency: str) -> None:
        artui = self.artui
        part = (
            "all of it" if case.amount is None else f"{money.grouped(case.amount, currency)} of it"
        )
        step = "" if case.next_on is None else f", next step {named_day(case.next_on)}"
        said = f"{part} disputed, {cases.label(OPEN)}{step}"
        write = partial(casework.open_dispute, artui.work, document, case, currency)
        artui.enter_dispute(number, said, write)
