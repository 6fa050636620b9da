"""A list of disputes, or one of them: what people enter about a dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.typed import named_day
from artui.store.desk.disputes import ALL
from artui.tui import cases, casework
from artui.tui.cases import Case
from artui.tui.screens.reasoned import ReasonedScreen
from artui.tui.screens.settling import AgreeScreen, ChangeScreen, NoteScreen, StateScreen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from artui.policy.reasons import Reason
    from artui.tui.screens.settling import Work

_OF_CASE = ("state", "change", "note", "agree")


class CasedScreen(ReasonedScreen):
    """A list whose rows, or which itself, is about a dispute."""

    @property
    def case(self) -> Case | None:
        """The dispute; the one under the cursor."""
        return Case.of(self.table.row)

    @property
    def catalogue(self) -> tuple[Reason, ...]:
        """The reasons there are."""
        force = self.artui.force
        return force.policy.reasons.reasons if force else ()

    def objection(self, action: str) -> str:
        """Entries need a dispute; only where two sides differ can one be taken."""
        if action in _OF_CASE:
            case = self.case
            if case is None:
                return "There is no dispute under the cursor."
            if action == "agree" and not case.conflict:
                return "The export says nothing that differs from the desk."
        return super().objection(action)

    # What keys do.

    def action_state(self) -> None:
        """Say how it stands now."""
        case = self.case
        if not self.allows("state") or case is None:
            return
        form = StateScreen(case, self.artui.home.today())
        self.app.push_screen(form, lambda work: self._enter(case, work))
        work = self.artui.work
        self.background(lambda: casework.credits_for(work, case), form.offer, self.wrong)

    def action_change(self) -> None:
        """Change its owner, next step, amount or reason."""
        case = self.case
        if self.allows("change") and case is not None:
            form = ChangeScreen(case, self.catalogue, self.artui.home.today())
            self.app.push_screen(form, lambda work: self._enter(case, work))

    def action_note(self) -> None:
        """Add a note."""
        case = self.case
        if self.allows("note") and case is not None:
            form = NoteScreen(case, self.artui.home.today())
            self.app.push_screen(form, lambda work: self._enter(case, work))

    def action_agree(self) -> None:
        """Take what the export says where it differs."""
        case, artui = self.case, self.artui
        if not self.allows("agree") or case is None:
            return
        about = f"Dispute of {case.invoice}"

        def agree(wanted: bool | None) -> None:  # noqa: FBT001 - what Textual calls back with
            if wanted:
                said = "as the export says"
                artui.enter_dispute(about, said, lambda: casework.agree(artui.work, case))

        self.app.push_screen(AgreeScreen(case, artui.home.today()), agree)

    def _enter(self, case: Case, work: Work | None) -> None:
        """Write what a form came to."""
        if work is not None:
            artui = self.artui
            said = ", ".join(_said(work.values, case, self.catalogue)) or "noted"
            about = f"Dispute of {case.invoice}"

            def write() -> None:
                self.entered(case, casework.enter(artui.work, case, work))

            artui.enter_dispute(about, said, write)

    def entered(self, case: Case, number: int) -> None:
        """A dispute stands on the desk under this number by now; called in a thread."""


def _said(values: Mapping[str, Any], case: Case, catalogue: tuple[Reason, ...]) -> Iterator[str]:
    """What was entered, in a few words."""
    labels = {reason.code: reason.label for reason in catalogue}
    if "state" in values:
        yield cases.label(values["state"])
    if "owner" in values:
        yield f"owner {values['owner'] or 'nobody'}"
    if "next_on" in values:
        day = values["next_on"]
        yield "no next step" if day is None else f"next step {named_day(day)}"
    if "amount" in values:
        amount = values["amount"]
        yield "all of it" if amount == ALL else f"{money.grouped(amount, case.currency)} disputed"
    if "reason" in values:
        yield labels.get(values["reason"], str(values["reason"])).lower()
