"""Values of KPIs as machines and people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from artui.domain import money
from artui.report import amounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.figure import Unit

_PLACES = {"days": 1, "hours": 1, "times": 2}
#: What units are called beside values that people read.
UNITS: Mapping[Unit, str] = {
    "days": "days",
    "share": "%",
    "times": "times",
    "hours": "hours",
    "count": "",
    "money": "",
}
_EXACT_PLACES = 4


def exact(text: str) -> Fraction:
    """A fraction as the record of months has it."""
    return Fraction(text)


def rounded(value: Fraction, places: int) -> Decimal:
    """A decimal number, rounded half up (away from zero)."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


class Said(NamedTuple):
    """How figures of one unit and currency are written; None stays None."""

    unit: Unit
    currency: str

    def value(self, value: Fraction | None) -> str | None:
        """A value for machines: amounts with the currency's decimals, others to four places."""
        if value is None:
            return None
        return self._amount(value) if self.unit == "money" else _plain(value)

    def part(self, value: Fraction | None) -> str | None:
        """A numerator or denominator for machines: an amount where there is a currency."""
        if value is None:
            return None
        return self._amount(value) if self.currency else _plain(value)

    def _amount(self, value: Fraction) -> str:
        return money.plain(int(rounded(value, 0)), self.currency)


def _plain(value: Fraction) -> str:
    number = rounded(value, _EXACT_PLACES)
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{int(number)}"


def shown(text: str | None, unit: Unit) -> str | None:
    """A machine's value for people: per cent and days to a tenth, amounts grouped."""
    if text is None:
        return None
    if unit == "share":
        return f"{rounded(Fraction(text) * 100, 1):f}"
    if unit in _PLACES:
        return f"{rounded(Fraction(text), _PLACES[unit]):f}"
    return amounts.grouped(text)
