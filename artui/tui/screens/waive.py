"""Letting a failed check pass and saying why, or no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.widgets import Input, OptionList

from artui.text import safe
from artui.tui import failing
from artui.tui.screens.form import FormScreen, Menu, MisfitError, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.readiness import Failure


class Waived(NamedTuple):
    """What is to become of a failed check.

    Attributes:
        failure: the check, as it fails.
        reason: why it may; None where its waiver is withdrawn.
    """

    failure: Failure
    reason: str | None


class WaiveScreen(FormScreen[Waived]):
    """The failed checks of one job or invoice: which of them to waive, and why."""

    AUTO_FOCUS = "#check"

    def __init__(self, number: str, failures: Sequence[Failure], today: int) -> None:
        """Nothing is waived yet.

        Args:
            number: the job or invoice, as people call it.
            failures: the checks that fail, those that are waived too.
            today: the home's day.
        """
        super().__init__(f"Waive a check of {number}", today)
        self._failures = {each.check.code: each for each in failing.by_weight(failures)}

    def rows(self) -> Iterator[Row]:
        """The check, and why."""
        choices = {code: safe(_choice(each)) for code, each in self._failures.items()}
        yield Row("Check", Menu(choices, id="check"))
        yield Row("Because", Input(id="reason", compact=True, placeholder="why it may fail"))

    def on_mount(self) -> None:
        """Say what mends the check that is chosen."""
        super().on_mount()
        self._follow()

    @on(OptionList.OptionHighlighted, "#check")
    def highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another check: what mends it, or who waived it."""
        event.stop()
        self._follow()

    def _follow(self) -> None:
        chosen = self._chosen
        self.row("reason").display = chosen.waiver is None
        self.say(f"{chosen.check.severity}, {failing.told(chosen)}")

    @property
    def _chosen(self) -> Failure:
        field = self.row("check").field
        assert isinstance(field, Menu)  # noqa: S101 - there is no other
        return self._failures[field.value]

    def answer(self) -> Waived:
        """A reason is needed to waive, none to withdraw."""
        chosen = self._chosen
        if chosen.waiver is not None:
            return Waived(chosen, None)
        reason = self.text("reason")
        if not reason:
            raise MisfitError("reason", "Say why it may fail, for whoever looks at it next.")
        return Waived(chosen, reason)


def _choice(failure: Failure) -> str:
    """What choosing it does."""
    if failure.waiver is not None:
        return f"withdraw: {failure.check.label}"
    return failure.check.label
