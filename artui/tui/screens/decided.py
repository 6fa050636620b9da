"""Deciding on a file: loading a held one all the same, or leaving one out and saying why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from artui.tui.screens.form import FormScreen, MisfitError, Row

if TYPE_CHECKING:
    from collections.abc import Iterator


class AcceptScreen(FormScreen[str]):
    """A yes to a held file, recorded with the name of whoever says it; the answer is a note."""

    AUTO_FOCUS = "#note"

    def __init__(self, file: str, closes: str, today: int) -> None:
        """Nothing is decided yet.

        Args:
            file: its name.
            closes: what it would close, in a few words; empty where that is not known.
            today: the home's day.
        """
        super().__init__(f"Load {file} all the same" + (f": {closes}" if closes else ""), today)

    def rows(self) -> Iterator[Row]:
        """A note, for whoever asks later."""
        yield Row(
            "Note", Input(id="note", compact=True, placeholder="why it is right; may be left")
        )

    def answer(self) -> str:
        """The note."""
        return self.text("note")


class RefuseScreen(FormScreen[str]):
    """A no to a file, recorded with the name of whoever says it; the answer is why."""

    AUTO_FOCUS = "#because"

    def __init__(self, file: str, today: int) -> None:
        super().__init__(f"Leave {file} out", today)

    def rows(self) -> Iterator[Row]:
        """Why."""
        yield Row("Because", Input(id="because", compact=True))

    def answer(self) -> str:
        """The reason, which is needed."""
        reason = self.text("because")
        if not reason:
            raise MisfitError("because", "Say why, for whoever looks at it next.")
        return reason
