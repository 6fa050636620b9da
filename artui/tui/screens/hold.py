"""Holds: leaving an account alone for a while and saying why, and ending that."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.widgets import Input

from artui.tui.screens.form import FormScreen, MisfitError, Row
from artui.tui.widgets.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.tui.account import Account


class Held(NamedTuple):
    """A hold: why, and the last day it holds."""

    reason: str
    until: int


class HoldScreen(FormScreen[Held]):
    """A hold on one account; it has a reason and an end."""

    AUTO_FOCUS = "#reason"
    DAYS: ClassVar[tuple[str, ...]] = ("until",)

    def __init__(self, account: Account, today: int) -> None:
        super().__init__(f"Hold {account.name}", today)

    def rows(self) -> Iterator[Row]:
        """Reason and last day."""
        yield Row("Because", Input(id="reason", compact=True))
        yield Row("Until", Input(id="until", compact=True, placeholder="2026-11-28, +14 or fri"))

    def answer(self) -> Held:
        """Both are needed."""
        reason = self.text("reason")
        if not reason:
            raise MisfitError("reason", "Say why, for whoever looks at it next.")
        until = self.day("until")
        if until is None:
            raise MisfitError("until", "Write the last day it is to hold.")
        return Held(reason, until)


class ReleaseScreen(FormScreen[bool]):
    """What to do with the holds that stand; whoever opens it says of what they are."""

    def __init__(self, account: Account, today: int) -> None:
        super().__init__(f"{account.name} is on hold", today)

    def rows(self) -> Iterator[Row]:
        """One choice."""
        yield Row("Hold", Pick({"keep": "keep it", "release": "release it"}, id="hold"))

    def answer(self) -> bool:
        """Whether to release it."""
        field = self.row("hold").field
        assert isinstance(field, Pick)  # noqa: S101 - there is no other
        return field.value == "release"
