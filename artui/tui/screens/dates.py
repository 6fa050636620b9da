"""The dates of what the screens show: as of a day, as known on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Input

from artui.domain.days import iso
from artui.domain.typed import typed_past_day
from artui.tui.moment import Dates
from artui.tui.screens.form import FormScreen, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.tui.moment import Moment


class DatesScreen(FormScreen[Dates]):
    """One line for each of the two dates, which move every screen; both empty lead to today."""

    AUTO_FOCUS = "#as_of"
    DAYS: ClassVar[tuple[str, ...]] = ("as_of", "known_on")

    def __init__(self, moment: Moment) -> None:
        """Nothing is asked for yet.

        Args:
            moment: what the screens show now.
        """
        super().__init__("Look at another day", moment.today)
        self._moment = moment

    def rows(self) -> Iterator[Row]:
        """As of, and known on; what is looked at now stands in them."""
        moment = self._moment
        as_of = None if moment.as_of == moment.today else moment.as_of
        yield Row("As of", _field("as_of", as_of, "empty: today"))
        yield Row("Known on", _field("known_on", moment.known_on, "empty: all that is known"))

    def day(self, name: str) -> int | None:
        """The day typed in a field, not after today; None where nothing is.

        Raises:
            MisfitError: where it means no such day.
        """
        return self.typed_day(name, typed_past_day)

    def answer(self) -> Dates:
        """Both days; today itself is what is shown without any."""
        as_of, known_on = self.day("as_of"), self.day("known_on")
        return Dates(None if as_of == self._today else as_of, known_on)


def _field(name: str, day: int | None, empty: str) -> Input:
    """A field for a day of the past."""
    how = f"2026-09-30, -7, fri, eom; {empty}"
    return Input(iso(day) or "", id=name, compact=True, placeholder=how)
