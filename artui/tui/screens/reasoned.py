"""A list of invoices, on each of which a person may choose the late reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from artui.errors import ArtuiError
from artui.tui.screens.choice import ChoiceScreen
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from artui.tui.screens.choice import Chosen


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

    def action_reason(self) -> None:
        """Choose why the invoice under the cursor is late."""
        document, force = self.document_id, self.artui.status.force
        if document is None or force is None:
            return
        if self.artui.read_only:
            self.artui.tell("Opened read-only: no reason can be chosen.", wrong=True)
            return

        number = self.document_number

        def choose(chosen: Chosen | None) -> None:
            if chosen is not None:
                write = partial(self._choose, document, number, chosen)
                self.run_worker(write, thread=True, exit_on_error=False)

        self.app.push_screen(ChoiceScreen(force.policy.reasons.reasons), choose)

    def _choose(self, document: int, number: str, chosen: Chosen) -> None:
        """In a thread: write to the desk, then say so."""
        tell = self.artui.tell
        try:
            self.artui.work.choose_reason(document, chosen.code)
        except ArtuiError as error:
            self.app.call_from_thread(tell, f"Not saved: {error}", wrong=True)
            return
        said = chosen.label if chosen.code else "no choice of yours"
        self.app.call_from_thread(tell, f"{number}: {said}. u takes it back.")
        self.app.call_from_thread(self.look, changed=True)
