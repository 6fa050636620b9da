"""Payment terms: when an invoice is due, whole or in instalments.

Every reckoning is contractual: steps lead from the invoice date to a due day, and a calendar moves
that day only at the end (`moved`), so that a holiday never shifts the instalments after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.days import to_day
from artui.domain.money import to_decimal, to_minor
from artui.domain.steps import (
    AddMonths,
    Step,
    path,
    start_on,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from artui.domain.calendar import Rule
    from artui.domain.discount import Discount, DiscountBasis

#: A payment plan has no more parts than this; the last takes what is left.
MOST_PARTS = 120


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of an invoice and when it is due.

    Attributes:
        steps: from the invoice date to the due date, in order.
        percent: the share of the whole amount.
        amount: a fixed amount in units of the invoice's currency.
        rest: what the parts before leave. Exactly one of these three is given.
        from_previous: whether the steps begin at the due date of the part before.
        round_to: what the share is rounded to, in units of the currency; None for its minor unit.
        discounts: for paying this part early, soonest first.
    """

    steps: tuple[Step, ...] = ()
    percent: Decimal | None = None
    amount: Decimal | None = None
    rest: bool = False
    from_previous: bool = False
    round_to: Decimal | None = None
    discounts: tuple[Discount, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Equal parts at equal distances, the first on the term's due date.

    Attributes:
        months: from one part to the next.
        amount: of each part in units of the invoice's currency, the last takes what is left.
        parts: how many equal ones; either this or `amount` is given.
    """

    months: int
    amount: Decimal | None = None
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One payment term.

    Attributes:
        steps: from the invoice date to the due date, in order; none means due at once.
        instalments: the parts, where it is not due in one.
        discounts: for paying the whole early, soonest first.
        discount_basis: gross counts the percentage on the amount with tax, net without.
        label: what people call it, empty where its code says enough.
        business_days: how its due dates move off closed days, None where the calendar says.
        plan: equal parts from the due date on.
    """

    steps: tuple[Step, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    discounts: tuple[Discount, ...] = ()
    discount_basis: DiscountBasis = "gross"
    label: str = ""
    business_days: Rule | None = None
    plan: Plan | None = None

    @property
    def splits(self) -> bool:
        """Whether an invoice of it falls into parts."""
        return bool(self.instalments or self.plan)

    @property
    def lines(self) -> tuple[Instalment, ...]:
        """Its instalments, one that is all where it has none; a plan's depend on the amount."""
        return self.instalments or (Instalment(self.steps, rest=True, discounts=self.discounts),)


class Share(NamedTuple):
    """An instalment, its label, and what of an amount is due with it, in minor units."""

    label: str
    instalment: Instalment
    amount: int


class Leg(NamedTuple):
    """The way to one due date: the day it begins on, and the day reached after each step."""

    start: int
    days: tuple[int, ...]

    @property
    def end(self) -> int:
        """The contractual due day."""
        return self.days[-1] if self.days else self.start


class Part(NamedTuple):
    """What is due on one day.

    Attributes:
        label: "1", "2", ... by the instalment's place in its term, "" where a term has none.
        contractual_on: the day the steps reach.
        due_on: the day it ages on, where a calendar moved it.
        amount: minor units with the sign of the whole.
    """

    label: str
    contractual_on: int
    due_on: int
    amount: int


def _unmoved(day: int) -> int:
    return day


def schedule(
    term: Term,
    invoice_day: int,
    amount: int,
    currency: str,
    moved: Callable[[int], int] = _unmoved,
) -> tuple[Part, ...]:
    """What of an invoice is due when.

    The parts add up to `amount` and have its sign; what an instalment would take beyond the amount
    it does not, and a part of nothing is left out. Nothing owed is one part on the invoice date.

    Args:
        term: the payment term.
        invoice_day: the invoice date as a day number.
        amount: minor units; a credit note's negative amount falls into the same parts.
        currency: whose minor units, and which fixed amounts and roundings are in.
        moved: the day on which what is contractually due on a day ages.
    """
    if not amount:
        return (Part("", invoice_day, invoice_day, 0),)
    parts = shares(term, amount, currency)
    return dated(parts, ends(invoice_day, [share.instalment for share in parts]), moved)


def dated(
    parts: Iterable[Share], days: Iterable[int], moved: Callable[[int], int] = _unmoved
) -> tuple[Part, ...]:
    """Shares with the contractual days they are due on; one of nothing is left out."""
    return tuple(
        Part(share.label, day, moved(day), share.amount)
        for share, day in zip(parts, days, strict=True)
        if share.amount
    )


def ends(invoice_day: int, instalments: Sequence[Instalment]) -> tuple[int, ...]:
    """The contractual due day of each instalment."""
    return tuple(leg.end for leg in legs(invoice_day, instalments))


def legs(invoice_day: int, instalments: Sequence[Instalment]) -> tuple[Leg, ...]:
    """The way to each instalment's due date.

    One that counts from the part before goes on from the day meant there: the last of February
    stays a month's end.
    """
    first = previous = start_on(invoice_day)
    found = []
    for each in instalments:
        points = path(previous if each.from_previous else first, each.steps)
        days = tuple(to_day(point.date) for point in points)
        found.append(Leg(days[0], days[1:]))
        previous = points[-1]
    return tuple(found)


def shares(term: Term, amount: int, currency: str) -> tuple[Share, ...]:
    """Every instalment's part of an amount in minor units, rounded half up, the last the rest."""
    if amount < 0:
        return tuple(each._replace(amount=-each.amount) for each in shares(term, -amount, currency))
    lines = instalments(term, amount, currency)
    return tuple(_shared(lines, amount, currency, numbered=term.splits))


def _shared(
    lines: Sequence[Instalment], amount: int, currency: str, *, numbered: bool
) -> Iterator[Share]:
    left = amount
    for number, line in enumerate(lines, 1):
        wanted = left if number == len(lines) else _wanted(line, amount, left, currency)
        taken = min(wanted, left)
        left -= taken
        yield Share(str(number) if numbered else "", line, taken)


def _wanted(line: Instalment, amount: int, left: int, currency: str) -> int:
    if line.amount is not None:
        return _rounded(Decimal(to_minor(line.amount, currency)), line.round_to, currency)
    if line.percent is not None:
        return _rounded(amount * line.percent / 100, line.round_to, currency)
    return left


def _rounded(minor: Decimal, round_to: Decimal | None, currency: str) -> int:
    """Minor units rounded half up to a multiple of `round_to`, or of the minor unit."""
    unit = max(1, to_minor(round_to, currency)) if round_to else 1
    return int((minor / unit).quantize(Decimal(1), ROUND_HALF_UP)) * unit


def instalments(term: Term, amount: int, currency: str) -> tuple[Instalment, ...]:
    """What a term divides an amount above 0 into, one rest where it does not divide it."""
    if term.plan is None:
        return term.lines
    plan = term.plan
    count = plan.parts or min(MOST_PARTS, -(-amount // _size(plan, currency)))
    each = _size(plan, currency) if plan.parts is None else (2 * amount + count) // (2 * count)
    share = to_decimal(each, currency)
    later = ((AddMonths(plan.months * number),) if number else () for number in range(count))
    return tuple(Instalment((*term.steps, *step), amount=share) for step in later)


def _size(plan: Plan, currency: str) -> int:
    return max(1, to_minor(plan.amount or Decimal(0), currency))
