"""An invoice in a foreign currency as its own books have it: in the base currency.

Its base amount is reckoned once, at the invoice's rate, and kept. What is applied to it takes the
same rate with it, so that what is open in base is the open amount at the invoice's rate and
nothing else; what the cash brought more or less than that is an exchange difference: a gain or a
loss, never a debt, and it is not aged.

Amounts are minor units; rates are base units for one unit of the invoice's currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from artui.domain import money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Foreign:
    """An invoice in a foreign currency.

    Attributes:
        amount: billed, in its own minor units, positive where owed.
        currency: its own.
        rate: at which its base amount was reckoned.
        base: the base currency.
    """

    amount: int
    currency: str
    rate: Decimal
    base: str

    @property
    def base_amount(self) -> int:
        """What it was billed for in the base currency."""
        return in_base(self.amount, self.currency, self.rate, self.base)


class Part(NamedTuple):
    """What reduces the invoice.

    Attributes:
        amount: in the invoice's minor units; negative takes back.
        received: what of it came in base minor units; None where nothing did, as of a discount or
            a write-off, which have no exchange difference.
    """

    amount: int
    received: int | None = None


class Settled(NamedTuple):
    """An invoice after its parts.

    Attributes:
        open: in its own minor units.
        open_base: in base minor units, at the invoice's rate.
        reduced_base: what each part took of the base amount, in their order.
        difference: received beyond what those parts took: positive a gain, negative a loss.
    """

    open: int
    open_base: int
    reduced_base: tuple[int, ...]
    difference: int


def in_base(amount: int, currency: str, rate: Decimal, base: str) -> int:
    """Minor units of a currency in minor units of the base currency, rounded half up."""
    return money.to_minor(money.to_decimal(amount, currency) * rate, base)


def settled(invoice: Foreign, parts: Iterable[Part]) -> Settled:
    """What is left of an invoice, and what the rates made of its payments.

    The base amount is divided by what is still open after each part, so that an invoice paid to
    the end leaves nothing in base, however often it was rounded on the way.
    """
    left, taken, difference = invoice.amount, [], 0
    open_base = invoice.base_amount
    for part in parts:
        left -= part.amount
        rest = in_base(left, invoice.currency, invoice.rate, invoice.base)
        taken.append(open_base - rest)
        open_base = rest
        difference += 0 if part.received is None else part.received - taken[-1]
    return Settled(left, open_base, tuple(taken), difference)
