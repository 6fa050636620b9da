"""Discounts that customers took: in time, or after the last day and so unearned.

A discount is taken where an adjustment says so, or where an invoice was paid short by exactly what
its terms allow. What was paid by the last day earns it, in full where it is all but the discount,
in proportion where it is less. Amounts are minor units of one currency, positive throughout; days
count from 1970-01-01.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.domain.discount import early

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artui.domain.discount import Discount, DiscountBasis

#: taken: earned; unearned: some of it, or all, is still owed; missed: paid in full without it.
State = Literal["taken", "unearned", "missed"]
Means = Literal["cash", "discount", "credit", "loss"]

#: What rounding may take off or leave, in minor units.
TOLERANCE = 1


class Owed(NamedTuple):
    """What was billed, and the terms it was billed on.

    Attributes:
        amount: with tax.
        tax: how much of it is tax.
        currency: of both.
        billed_on: the day the discounts' days count from.
        discounts: for paying early, soonest first.
        basis: what their percentages count on.
    """

    amount: int
    tax: int
    currency: str
    billed_on: int
    discounts: Sequence[Discount]
    basis: DiscountBasis


class Move(NamedTuple):
    """What reduced it on a day; negative takes back.

    `means` is cash, a discount, a credit (which makes less of what a discount counts on), or a
    loss: a write-off or rounding, by which it was closed otherwise.
    """

    on: int
    means: Means
    amount: int


class Offer(NamedTuple):
    """A discount on what was owed in the end.

    Attributes:
        last_day: the last day on which it may be taken.
        percent: of what it is; None of a fixed amount.
        amount: what it takes off.
    """

    last_day: int
    percent: Decimal | None
    amount: int


class Taken(NamedTuple):
    """What became of an invoice's discount.

    Attributes:
        state: taken, unearned or missed.
        offer: the discount concerned: of several, that whose amount was taken; None where the
            terms give none.
        paid_on: the day on which the rest was paid, else the last on which any was.
        allowed: what was earned by then.
        taken: what was not paid.
        unearned: what was taken beyond what was earned.
        days_after: by how many days too late; 0 in time.
    """

    state: State
    offer: Offer | None
    paid_on: int
    allowed: int
    taken: int
    unearned: int
    days_after: int


def judge(owed: Owed, moves: Iterable[Move]) -> Taken | None:
    """What became of an invoice's discount; None where none was taken and it is not paid so far.

    Args:
        owed: what was billed.
        moves: what reduced it, in any order.
    """
    in_order = sorted(moves, key=attrgetter("on"))
    base = owed.amount - _sum(in_order, "credit")
    taken = _taken(owed, base, in_order) if base > 0 else None
    if taken is None:
        return None
    paid_on = _paid_on(in_order, base - taken)
    offers = [_offer(discount, owed, base) for discount in owed.discounts]
    if not taken:
        best = _open_on(offers, paid_on)
        return best and Taken("missed", best, paid_on, 0, 0, 0, 0)
    allowed = max(
        (min(taken, _earned(offer, base, taken, in_order)) for offer in offers), default=0
    )
    offer = min(offers, key=lambda each: abs(each.amount - taken), default=None)
    unearned = taken - allowed
    if unearned <= TOLERANCE:
        return Taken("taken", offer, paid_on, allowed, taken, 0, 0)
    days = max(0, paid_on - offer.last_day) if offer else 0
    return Taken("unearned", offer, paid_on, allowed, taken, unearned, days)


def _taken(owed: Owed, base: int, moves: Sequence[Move]) -> int | None:
    """What was taken off: as told, or as a short payment shows; 0 where all was paid."""
    told, paid = _sum(moves, "discount"), _sum(moves, "cash")
    if told > 0:
        return told
    short = base - paid
    if paid <= 0 or _sum(moves, "loss"):
        return None
    if short <= 0:
        return 0
    amounts = [_offer(discount, owed, base).amount for discount in owed.discounts]
    return short if any(abs(short - amount) <= TOLERANCE for amount in amounts) else None


def _sum(moves: Iterable[Move], means: Means) -> int:
    return sum(move.amount for move in moves if move.means == means)


def _offer(discount: Discount, owed: Owed, base: int) -> Offer:
    """What a discount comes to on what credits left of an invoice, with its share of the tax."""
    tax = _rounded(Decimal(owed.tax) * base / owed.amount) if owed.amount else 0
    off = early(discount, owed.basis, base, tax, owed.currency).discount
    return Offer(discount.last_day(owed.billed_on), discount.percent, off)


def _earned(offer: Offer, base: int, taken: int, moves: Sequence[Move]) -> int:
    """What of an offer the cash of its time has earned, rounded half up.

    Cash pays for itself and for its share of the discount taken, so that who takes too much in
    time owes the difference; or for what it would have been enough for, so that who pays the rest
    without a discount later keeps that of the first part.
    """
    cash = [move for move in moves if move.means == "cash"]
    paid = max(0, sum(move.amount for move in cash if move.on <= offer.last_day))
    whole, rest = _sum(cash, "cash"), base - offer.amount
    if paid + TOLERANCE >= rest:
        return offer.amount
    shares = [Decimal(paid) / rest]
    if whole > 0:
        shares.append(Decimal(paid) * (whole + taken) / (Decimal(whole) * base))
    return _rounded(offer.amount * min(Decimal(1), max(shares)))


def _paid_on(moves: Sequence[Move], rest: int) -> int:
    """The day on which cash came to `rest` for good; else the last that brought any."""
    paid, reached, last = 0, None, moves[-1].on
    for day, of_day in groupby(moves, key=attrgetter("on")):
        came = _sum(of_day, "cash")
        paid += came
        last = day if came > 0 else last
        if paid < rest - TOLERANCE:
            reached = None
        elif reached is None:
            reached = day
    return last if reached is None else reached


def _open_on(offers: Sequence[Offer], day: int) -> Offer | None:
    """The best discount that could be taken on a day; the last where none could any more."""
    still = [offer for offer in offers if offer.last_day >= day]
    return max(still, key=attrgetter("amount")) if still else (offers[-1] if offers else None)


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
