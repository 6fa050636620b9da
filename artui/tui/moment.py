"""The moment the screens show: as of a day, as known on a day; today unless somebody looks back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from artui.domain.days import iso
from artui.store.aging import Scope


class Dates(NamedTuple):
    """The days asked for; None for today, and for all that is known."""

    as_of: int | None
    known_on: int | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What day the figures are of, and what was known.

    Attributes:
        as_of: what took effect on or before this day counts.
        known_on: only what was recorded by then; None for all that is known.
        today: the home's day.
    """

    as_of: int
    known_on: int | None
    today: int

    @property
    def is_past(self) -> bool:
        """Whether it is anything but today as known now."""
        return self.known_on is not None or self.as_of != self.today

    @property
    def seen(self) -> int:
        """The last day whose entries on the desk are seen."""
        return self.as_of if self.known_on is None else min(self.as_of, self.known_on)

    @property
    def label(self) -> str:
        """The moment in words."""
        known = "" if self.known_on is None else f" · known on {iso(self.known_on)}"
        return f"as of {iso(self.as_of)}{known}"

    def scope(self, customer_id: int | None = None) -> Scope:
        """The scope of all items at the moment, or of one customer's."""
        return Scope(self.as_of, self.known_on, customer_id=customer_id)
