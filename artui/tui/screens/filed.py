"""A screen about a file that came: what may be decided of it, and its profile in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from artui.store.desk.decisions import ACCEPT, AGAIN, REFUSE
from artui.tui.actions import Place, bindings
from artui.tui.screens.decided import AcceptScreen, RefuseScreen
from artui.tui.screens.edited import EditedScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

_DECIDING = ("accept", "refuse", "again")
_WAITING = ("held", "failed")
_SAID = {
    ACCEPT: "the agent loads it now",
    REFUSE: "it is left out",
    AGAIN: "the agent tries it again now",
}
_LATER = {
    ACCEPT: "it is loaded once an agent runs",
    REFUSE: "it is left out once an agent runs",
    AGAIN: "it is tried again once an agent runs",
}


class FiledScreen(EditedScreen):
    """A list of files, or one of them. Subclasses say which file is in view."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "import", "policy")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("import"), *bindings("policy")]

    @property
    def file(self) -> dict[str, Any]:
        """The import in view as the list of imports has it; empty where none is."""
        return self.table.row

    def what_closes(self) -> str:
        """What a held file in view would close, in a few words; empty where that is not known."""
        return ""

    def objection(self, action: str) -> str:
        """Only a file that waits is decided on, and only once."""
        said = super().objection(action)
        if said or action not in _DECIDING:
            return said
        return self._undecidable(action)

    def _undecidable(self, action: str) -> str:
        file = self.file
        if not file:
            return "There is no file under the cursor."
        state = str(file["outcome"])
        if file["pending"]:
            return "That was decided, and waits for the agent; u takes back what you decided."
        if action == "accept" and state not in ("held", "refused"):
            return f"The file is not held: it is {state.replace('_', ' ')}."
        if action == "refuse" and state not in _WAITING:
            return f"The file does not wait: it is {state.replace('_', ' ')}."
        if action == "again" and not file["kept_as"]:
            return "The file was not kept, so that it cannot be tried again."
        return ""

    def action_accept(self) -> None:
        """Ask whether a held file is to be loaded all the same."""
        if self.allows("accept"):
            screen = AcceptScreen(self.file["name"], self.what_closes(), self.artui.moment.today)
            self.app.push_screen(screen, self._answered(ACCEPT))

    def action_refuse(self) -> None:
        """Ask why a file is to be left out."""
        if self.allows("refuse"):
            screen = RefuseScreen(self.file["name"], self.artui.moment.today)
            self.app.push_screen(screen, self._answered(REFUSE))

    def action_again(self) -> None:
        """Have the file loaded anew from where it is kept."""
        if self.allows("again"):
            self._answered(AGAIN)("")

    def _answered(self, decision: str) -> Any:
        """What takes a form's answer: a note, or None where the form was left."""
        file, artui = self.file, self.artui

        def decide(note: str | None) -> None:
            if note is not None:
                said = (_SAID if artui.agent_runs else _LATER)[decision]
                artui.enter(
                    str(file["name"]),
                    said,
                    lambda: artui.work.decide(file["sha256"], file["name"], decision, note),
                )

        return decide

    # The profile in the editor.

    def place_in_view(self) -> str:
        """The file and line of the profile that read the file in view; empty where none did."""
        profile = self.file.get("profile")
        return f"exports/{profile}.yaml:1" if profile else ""

    def uneditable(self) -> str:
        """Why no profile can be edited; empty where one can."""
        if self.artui.read_only:
            return f"{self.artui.read_only} No profile can be edited."
        if not self.file:
            return "There is no file under the cursor."
        if not self.place_in_view():
            return "No profile read this file: profiles stand in policies/exports."
        return ""
