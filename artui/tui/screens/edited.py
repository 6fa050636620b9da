"""A list whose rows may stand on a line of the policy, which an editor opens."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from artui.errors import ArtuiError
from artui.tui import editor, governing
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from artui.tui.governing import Verdict


class EditedScreen(ListedScreen):
    """A list whose rows have a `place`: the file and line of the policy that says so, or none."""

    def place_in_view(self) -> str:
        """The file and line under the cursor, from the policies folder; empty for none."""
        return str(self.table.row["place"] or "")

    def uneditable(self) -> str:
        """Why the line under the cursor cannot be edited; empty where it can."""
        if self.artui.read_only:
            return f"{self.artui.read_only} No policy can be edited."
        if not self.table.row:
            return "There is no line of the policy under the cursor."
        if not self.place_in_view():
            return "No file says this: it is built in, or comes from the customer's export."
        return ""

    def objection(self, action: str) -> str:
        """An editor needs a file, and somebody who may write."""
        if action == "edit" and (why := self.uneditable()):
            return why
        return super().objection(action)

    def action_edit(self) -> None:
        """Give the terminal to the editor; then check the folder, and say what that found."""
        if not self.allows("edit"):
            return
        name, _, line = self.place_in_view().rpartition(":")
        path = self.artui.home.folder("policies") / name
        if not path.is_file():
            self.artui.tell(f"{name} is not in the policies folder any more.", wrong=True)
            return
        try:
            order = editor.command(path, int(line), os.environ)
            if said := editor.run(self.artui, order, path.parent):
                self.artui.tell(said, wrong=True)
        except ArtuiError as error:
            self.artui.tell(str(error), wrong=True)
            return
        self._check_folder()

    def _check_folder(self) -> None:
        artui = self.artui

        def judge() -> Verdict:
            with artui.work.reader() as reader:
                return governing.judge(reader, artui.home, artui.status, agent=artui.agent_runs)

        artui.background(judge, self.judged, lambda said: artui.tell(said, wrong=True))

    def judged(self, verdict: Verdict) -> None:
        """Say what the check came to, wherever somebody is by now."""
        self.artui.tell(verdict.sentence, wrong=not verdict.ok)
