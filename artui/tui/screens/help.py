"""The help page: what the keys do where you are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from artui.text import fit
from artui.tui.actions import help_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from artui.tui.actions import Place

_KEYS_CELLS = 14
_WORDS = """\
Flags  D disputed part   U unapplied credits or cash
Work  D disputed part   P promise running   B promise broken   H hold   L over limit   U unapplied
Work  S a dispute's step is overdue
Readiness  B blocked by a failed check   W every such check waived   R ready
Credit  H on hold   L over a limit or the overdue ceiling   W near to one of them
Buckets + unapplied = outstanding is checked against the entries at every change.
An amount in another currency is never added; each has its own line.
Everything here is also on the command line: artui report --help"""


class HelpScreen(ModalScreen[None]):
    """Keys by place; any of ?, q and Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "leave", "leave"),
    ]

    def __init__(self, places: Collection[Place], keys: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._lines = help_lines(places, keys)

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="help"):
            yield Static(self._page(), markup=False)

    def _page(self) -> Content:
        parts: list[Content] = []
        heading = ""
        for place, keys, description in self._lines:
            if place != heading:
                parts.append(Content.assemble(("\n" if heading else "") + "", (place, "bold")))
                heading = place
            parts.append(Content(f"  {fit(keys, _KEYS_CELLS)} {description}"))
        parts.append(Content(f"\n{_WORDS}"))
        return Content("\n").join(parts)

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)
