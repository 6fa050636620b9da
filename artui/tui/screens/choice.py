"""Choosing a late reason out of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from artui.text import fit, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from artui.policy.reasons import Reason

_LABEL_CELLS = 44


class Chosen(NamedTuple):
    """A reason, or None to take the own choice back."""

    code: str | None
    label: str


class ChoiceScreen(ModalScreen[Chosen | None]):
    """The catalogue; Enter chooses, Escape leaves everything as it is.

    Attributes:
        choices: what can be chosen, in order.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave"),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
    ]

    def __init__(self, number: str, reasons: Sequence[Reason], chosen: str | None) -> None:
        """Nothing is chosen yet.

        Args:
            number: the invoice, as people call it.
            reasons: the catalogue.
            chosen: the reason somebody chose for it before.
        """
        super().__init__()
        self._number = number
        self.choices = [
            *(Chosen(reason.code, reason.label) for reason in reasons),
            Chosen(None, "take my choice back"),
        ]
        self._owners = [*(reason.owner for reason in reasons), ""]
        codes = [choice.code for choice in self.choices]
        self._at = codes.index(chosen) if chosen in codes[:-1] else 0

    def compose(self) -> ComposeResult:
        """A title and the reasons with their owners."""
        with Vertical(id="choice"):
            yield Static(
                Content.assemble(
                    "Why is ", (safe(self._number), "bold"), " late?   ↵ choose   esc leave"
                ),
                markup=False,
            )
            yield OptionList(*map(Option, self._prompts()), markup=False)

    def on_mount(self) -> None:
        """Begin at the reason it has."""
        self.query_one(OptionList).highlighted = self._at

    @property
    def highlighted(self) -> int:
        """Which choice the cursor is on."""
        return self.query_one(OptionList).highlighted or 0

    def _prompts(self) -> list[Content]:
        return [
            Content(f"{fit(safe(choice.label), _LABEL_CELLS)}  {safe(owner)}")
            for choice, owner in zip(self.choices, self._owners, strict=True)
        ]

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def action_down(self) -> None:
        """One down."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """One up."""
        self.query_one(OptionList).action_cursor_up()

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        event.stop()
        self.dismiss(self.choices[event.option_index])
