"""The bottom line: the keys that work here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.keys import key_to_character
from textual.widget import Widget

from artui.tui.actions import ACTIONS, symbol
from artui.tui.keymap import UNBOUND

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from textual.binding import ActiveBinding
    from textual.screen import Screen

_BETWEEN = "   "


class KeyLine(Widget):
    """One line of keys and labels, drawn from the screen's bindings; what is disabled is dim."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key", "keyline--disabled"}
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        padding: 0 2;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        & > .keyline--key { color: $footer-key-foreground; text-style: bold; }
        & > .keyline--disabled { text-style: dim; }
    }
    """

    def __init__(self, objection: Callable[[str], str] | None = None) -> None:
        """Nothing is drawn yet.

        Args:
            objection: says of an action why it cannot be done now; nothing where it can.
        """
        super().__init__()
        self._objection = objection
        self._refused: set[str] = set()

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._updated)

    def _updated(self, screen: Screen[object]) -> None:
        del screen
        self.refresh()

    def follow(self) -> None:
        """Draw the line anew where other actions can be done than before."""
        refused = {
            action.id for action in ACTIONS if self._objection and self._objection(action.id)
        }
        if refused != self._refused:
            self._refused = refused
            self.refresh()

    def render(self) -> Content:
        """The line: the first key of each action that is to be shown, in the table's order."""
        styles = {
            True: self.get_visual_style("keyline--key", partial=True),
            False: self.get_visual_style("keyline--disabled", partial=True),
        }
        parts = [
            Content.assemble((symbol(key), styles[enabled]), f" {label}")
            for key, label, enabled in shown(self.screen.active_bindings, self._refused)
        ]
        return Content(_BETWEEN).join(parts)


def shown(
    active: Mapping[str, ActiveBinding], refused: Collection[str] = ()
) -> list[tuple[str, str, bool]]:
    """Key, label and whether it can be done, for every action to be shown that has a key.

    Args:
        active: the bindings of the screen by key.
        refused: ids of actions that cannot be done now, though their keys say why.
    """
    found: dict[str, tuple[str, str, bool]] = {}
    for key, (_, binding, enabled, _) in active.items():
        if binding.show and binding.id and key != UNBOUND:
            can = enabled and binding.id not in refused
            found.setdefault(binding.id, (_written(key), binding.description, can))
    return [found[action.id] for action in ACTIONS if action.id in found]


def _written(key: str) -> str:
    """A key as keymaps write it: `?`, where Textual says question_mark."""
    character = key_to_character(key) or ""
    return character if character.isprintable() and character.strip() else key
