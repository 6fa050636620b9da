"""A list whose rows, or which itself, is a job or an invoice that is checked: waiving a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.tui import why
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.books.readiness import Failure
    from artui.tui.failing import Checked
    from artui.tui.screens.waive import Waived
    from artui.tui.why import Figures


class CheckedScreen(ReasonedScreen):
    """Subclasses say what is checked, and which checks it fails."""

    @property
    def checked(self) -> Checked | None:
        """The job or invoice in view; None where there is none, or it is still being read."""
        raise NotImplementedError

    @property
    def failures(self) -> Sequence[Failure]:
        """The checks it fails, those that are waived too."""
        raise NotImplementedError

    def why(self) -> Figures | None:
        """What is open of the invoice under the cursor; without one what is left of the job."""
        checked = self.checked
        if self.document_id is None and checked is not None and checked.kind == "job":
            return why.job(checked.id)
        return super().why()

    def objection(self, action: str) -> str:
        """A waiver needs a check that fails."""
        if action == "waive":
            if self.checked is None:
                return "There is no job or invoice here whose checks are known."
            if not self.failures:
                return f"{self.checked.number} fails no check, so there is none to waive."
        return super().objection(action)

    def action_waive(self) -> None:
        """Ask which failed check is to be waived, and why; or which waiver is to be withdrawn."""
        checked, failures = self.checked, self.failures
        if not self.allows("waive") or checked is None:
            return

        from artui.tui.screens.waive import WaiveScreen  # noqa: PLC0415 - when it is asked for

        def enter(waived: Waived | None) -> None:
            if waived is not None:
                self._enter(checked, waived)

        self.app.push_screen(WaiveScreen(checked.number, failures, self.artui.moment.today), enter)

    def _enter(self, checked: Checked, waived: Waived) -> None:
        ((check, waiver), reason), work = waived, self.artui.work
        if waiver is not None:
            said = f"{check.label} is not waived any more"
            self.artui.enter(checked.number, said, lambda: work.withdraw_waiver(waiver.id))
        elif reason is not None:
            said = f"{check.label} waived, {reason}"
            self.artui.enter(checked.number, said, lambda: work.waive(checked, check.code, reason))
