"""What an invoice bills, line by line, against what it bills as a whole. Amounts are exact."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, NamedTuple

from artui.domain import money

if TYPE_CHECKING:
    from collections.abc import Iterable


#: Digits enough for any product of a quantity and a price, and for any sum of them.
_EXACT = 60


class Line(NamedTuple):
    """A line of an invoice; what its export does not say is None.

    Attributes:
        quantity: how many.
        unit_price: for one, in the invoice's currency.
        amount: for all of them.
    """

    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None

    def billed(self, currency: str) -> Decimal | None:
        """Its amount, else quantity x price, half up to the currency's decimals."""
        if self.amount is not None:
            return self.amount
        if self.quantity is None or self.unit_price is None:
            return None
        with localcontext(prec=_EXACT):
            minor = money.to_minor(self.quantity * self.unit_price, currency)
            return money.to_decimal(minor, currency)


class Summed(NamedTuple):
    """The lines of an invoice together.

    Attributes:
        lines: what they bill; None where one of them does not say.
        tax: the invoice's tax; None where no export says.
        billed: what the invoice bills, tax included.
    """

    lines: Decimal | None
    tax: Decimal | None
    billed: Decimal

    @property
    def with_tax(self) -> bool:
        """Whether the lines come to what is billed only together with the tax."""
        if self.lines is None or not self.tax or self.lines == self.billed:
            return False
        return self.lines + self.tax == self.billed

    @property
    def holds(self) -> bool:
        """Whether the lines, with or without the tax, come to what is billed."""
        return self.lines == self.billed or self.with_tax

    @property
    def apart(self) -> Decimal | None:
        """By how much they miss it, billed less lines and tax; None where a line is silent."""
        if self.lines is None:
            return None
        if self.holds:
            return Decimal(0)
        return self.billed - self.lines - (self.tax or 0)


def summed(lines: Iterable[Line], tax: int | None, billed: int, currency: str) -> Summed:
    """The lines against the whole; tax and billed are minor units of the currency."""
    amounts = [line.billed(currency) for line in lines]
    known = [amount for amount in amounts if amount is not None]
    with localcontext(prec=_EXACT):
        together = sum(known, Decimal(0))
    return Summed(
        together if len(known) == len(amounts) else None,
        None if tax is None else money.to_decimal(tax, currency),
        money.to_decimal(billed, currency),
    )
