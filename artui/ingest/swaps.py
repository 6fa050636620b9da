"""Dates whose day and month a spreadsheet has swapped, told by those it left as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.ingest import dates, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from artui.ingest.witness import Witness


class Swaps:
    """Whether a spreadsheet has read some dates of a column with day and month swapped.

    Opened under another country's settings, `02/01/2026` becomes a typed date with its day and
    month swapped, and `13/01/2026` stays text. Then no typed date has a day beyond 12, and every
    written one has.
    """

    def __init__(self) -> None:
        self.typed: Witness | None = None
        self.written: Witness | None = None
        self.sound = False

    def weigh(self, text: str, witness: Callable[[], Witness]) -> None:
        """Take one date into account."""
        form = None if self.sound else dates.form(text)
        if form is None:
            return
        self.sound = not form.may_be_swapped
        if form.typed:
            self.typed = self.typed or witness()
        else:
            self.written = self.written or witness()

    def check(self, header: str) -> None:
        """Make sure that it has not.

        Raises:
            SwappedDatesError: all it would leave is there.
        """
        if self.sound or self.typed is None or self.written is None:
            return
        raise refusal.SwappedDatesError(
            where=str(self.written.line),
            column=refusal.quoted(header),
            typed=refusal.quoted(self.typed.value),
            written=refusal.quoted(self.written.value),
        )
