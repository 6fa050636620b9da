"""The rates at which amounts of several currencies are stated in the home's base currency."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.domain.conversion import Conversion
from artui.domain.days import iso
from artui.store import rates as store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from artui.store.rates import Rate


@dataclass(frozen=True, slots=True)
class Rates:
    """One rate a currency, each of a stated day.

    Attributes:
        base: the home's base currency.
        stated: by currency, base units for one unit, and the day the rate is of.
    """

    base: str
    stated: Mapping[str, Rate] = field(default_factory=dict)

    @property
    def conversion(self) -> Conversion:
        """What converts at these rates."""
        return Conversion(self.base, {code: each.rate for code, each in self.stated.items()})

    def said(self, currencies: Iterable[str]) -> list[dict[str, str | None]]:
        """The rates of some currencies as JSON has them; those without a rate are left out."""
        return [
            {
                "currency": code,
                "rate": f"{self.stated[code].rate:f}",
                "date": iso(self.stated[code].day),
            }
            for code in sorted(currencies)
            if code in self.stated
        ]


def latest(reader: sqlite3.Connection, base: str, as_of: int, known_on: int | None = None) -> Rates:
    """Of each currency the latest rate on or before a day.

    Args:
        reader: the main database.
        base: the home's base currency.
        as_of: the day.
        known_on: only rates recorded by then; None: all that are known.
    """
    return Rates(base, store.latest(reader, as_of, known_on))
