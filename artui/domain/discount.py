"""Discounts for paying early: their last day, what is paid, and what leaving them costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal, NamedTuple

from artui.domain.money import to_minor

DiscountBasis = Literal["gross", "net"]

_DIGITS = 28
_HUNDRED = Decimal(100)
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Discount:
    """A reduction for paying early: a percentage or a fixed amount, never both.

    Attributes:
        days: paid on the invoice date plus so many days it is still allowed, a day later lost.
        percent: of the amount the term's discount basis names.
        amount: in units of the invoice's currency, tax included.
    """

    days: int
    percent: Decimal | None = None
    amount: Decimal | None = None

    def last_day(self, invoice_day: int) -> int:
        """The last day on which a payment may take the discount."""
        return invoice_day + self.days


class Early(NamedTuple):
    """What paying early comes to, in minor units with the sign of what is owed.

    Attributes:
        cash: what is paid.
        discount: what is not; with `cash` it makes the amount owed.
        net: the part of the discount that reduces the sale.
        tax: the part that reduces the tax.
    """

    cash: int
    discount: int
    net: int
    tax: int


def early(discount: Discount, basis: DiscountBasis, amount: int, tax: int, currency: str) -> Early:
    """What is paid where a discount is taken.

    By `gross` the percentage is of the amount with tax, and the discount reduces sale and tax in
    proportion; by `net` it is of the amount without tax, and the tax is paid in full. Where an
    invoice was billed with its tax already on the discounted sale, `net` is what was meant. A
    fixed amount never exceeds what is owed.

    Args:
        discount: the discount.
        basis: what it counts on.
        amount: what is owed, tax included, minor units.
        tax: how much of it is tax.
        currency: of both.
    """
    if amount < 0:
        return Early(*(-part for part in early(discount, basis, -amount, -tax, currency)))
    off = _off(discount, amount if basis == "gross" else amount - tax, amount, currency)
    part = _rounded(Decimal(off) * tax / amount) if basis == "gross" and amount else 0
    return Early(amount - off, off, off - part, part)


def _off(discount: Discount, base: int, owed: int, currency: str) -> int:
    if discount.amount is not None:
        return min(to_minor(discount.amount, currency), owed)
    return _rounded(base * (discount.percent or Decimal(0)) / _HUNDRED)


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def period_cost(percent: Decimal) -> Decimal:
    """What leaving a discount costs for the days it buys, in percent: d / (100 - d)."""
    return _HUNDRED * percent / (_HUNDRED - percent)


def yearly_cost(
    percent: Decimal, days: int, year: int = DAYS_A_YEAR, *, compounded: bool = False
) -> Decimal:
    """What leaving a discount costs as a yearly rate in percent.

    Simple: d / (100 - d) x year / days. Compounded: (1 + d / (100 - d)) ^ (year / days) - 1.

    Args:
        percent: the discount, below 100.
        days: how many days later the whole amount is due; at least 1.
        year: the days of a year, 360 or 365.
        compounded: whether the rate of each period earns itself.
    """
    periods = Decimal(year) / days
    if not compounded:
        return period_cost(percent) * periods
    with localcontext() as context:
        context.prec = _DIGITS
        return _HUNDRED * ((1 + period_cost(percent) / _HUNDRED) ** periods - 1)
