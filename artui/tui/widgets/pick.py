"""One of a few choices on one line, gone through with the arrows or by first letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from artui.tui.widgets.columns import EARLIER, LATER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events


_STEPS = {"left": -1, "right": 1, "space": 1}


class Pick(Widget, can_focus=True):
    """A choice; the value is the key of what is shown."""

    ALLOW_SELECT = False

    @dataclass
    class Changed(Message):
        """Something else is chosen."""

        pick: Pick

        @property
        def control(self) -> Pick:
            """The choice, so that `@on` can be given a selector."""
            return self.pick

    def __init__(self, choices: Mapping[str, str], *, at: str = "", id: str | None = None) -> None:  # noqa: A002 - the name every widget uses
        """Begin at a choice, else at the first.

        Args:
            choices: what people read, by value.
            at: the value to begin at.
            id: the widget's name.
        """
        super().__init__(id=id)
        self._choices = choices
        self._values = list(choices)
        self._at = self._values.index(at) if at in choices else 0

    def offer(self, choices: Mapping[str, str]) -> None:
        """Offer other choices; what is chosen stays so where it is among them."""
        chosen = self.value
        self._choices, self._values = choices, list(choices)
        self._at = self._values.index(chosen) if chosen in choices else 0
        self.refresh()

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._values[self._at]

    def render(self) -> Content:
        """The choice between arrows."""
        return Content(f"{EARLIER} {self._choices[self.value]}{LATER}")

    def on_key(self, event: events.Key) -> None:
        """An arrow or space goes on, a letter to the next choice that begins with it.

        Here and now, where a binding would wait until later keys have been given out.
        """
        at = self._at + _STEPS[event.key] if event.key in _STEPS else self._named(event.character)
        if at is not None:
            event.stop()
            self._at = at % len(self._values)
            self.refresh()
            self.post_message(self.Changed(self))

    def _named(self, letter: str | None) -> int | None:
        """The next choice that begins with a letter."""
        if not letter or not letter.isalpha():
            return None
        later = [*range(self._at + 1, len(self._values)), *range(self._at)]
        names = [self._choices[value].lower() for value in self._values]
        return next((n for n in later if names[n].startswith(letter.lower())), None)
