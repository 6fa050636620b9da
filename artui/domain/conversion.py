"""Amounts of several currencies in one, at one stated rate each."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from artui.domain import money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Conversion:
    """How amounts are stated in one currency.

    Attributes:
        base: the currency they are stated in.
        rates: units of it for one unit of each other currency; its own is 1 and needs no rate.
    """

    base: str
    rates: Mapping[str, Decimal] = field(default_factory=dict)

    def missing(self, currencies: Iterable[str]) -> tuple[str, ...]:
        """The currencies without a rate, by name."""
        return tuple(sorted({*currencies} - {self.base, *self.rates}))

    def exact(self, amounts: Mapping[str, int]) -> Fraction:
        """What minor units by currency come to in minor units of the base, not rounded.

        Raises:
            KeyError: where a currency has no rate.
        """
        return sum(
            (amount * self._factor(currency) for currency, amount in amounts.items()), Fraction(0)
        )

    def rounded(self, amounts: Mapping[str, int]) -> int:
        """The same in whole minor units: added up exactly, then rounded half up, once.

        Raises:
            KeyError: where a currency has no rate.
        """
        exact = self.exact(amounts)
        whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
        return whole if exact >= 0 else -whole

    def in_proportion(self, currencies: Iterable[str]) -> dict[str, int]:
        """Whole numbers that are to each other as minor units of some currencies are.

        Amounts times these compare as `exact` would have them, in whole numbers.

        Raises:
            KeyError: where a currency has no rate.
        """
        factors = {currency: self._factor(currency) for currency in currencies}
        common = math.lcm(*(factor.denominator for factor in factors.values()))
        return {currency: int(factor * common) for currency, factor in factors.items()}

    def _factor(self, currency: str) -> Fraction:
        """Minor units of the base for one minor unit of a currency."""
        if currency == self.base:
            return Fraction(1)
        decimals = money.exponent(self.base) - money.exponent(currency)
        return Fraction(self.rates[currency]) * Fraction(10) ** decimals
