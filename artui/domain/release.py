"""What would have to happen for a condition to hold, or to hold no more: pay so much, or wait.

Figures are minor units of one currency. Paid oldest first, the largest of several payments that
are all needed satisfies every one of them.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, NamedTuple

from artui.domain import money
from artui.domain.conditions import AllOf, AnyOf, Condition, Not, Test, holds, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DAYS = "oldest_overdue_days"
_PAST_DUE = ("past_due_amount", "amount")
#: The operators that ask for less, and those whose opposite does: with or without the bound.
_AT_MOST: dict[tuple[str, bool], bool] = {
    ("le", True): True,
    ("lt", True): False,
    ("gt", False): True,
    ("ge", False): False,
}


class Step(NamedTuple):
    """Something to be done.

    Attributes:
        text: what.
        amount: what is to be paid, where paying does it; else None.
    """

    text: str
    amount: int | None = None


class Figures(NamedTuple):
    """An account as its conditions see it.

    Attributes:
        record: what conditions ask about.
        currency: of the amounts.
        exposure: all parts together.
        limit: None for none.
        past_due: all that is past due.
        older: by a number of days, what is past due for more than that.
    """

    record: Mapping[str, object]
    currency: str
    exposure: int
    limit: int | None
    past_due: int
    older: Mapping[int, int]

    @property
    def overrun(self) -> int:
        """What lies above the limit."""
        return 0 if self.limit is None else max(0, self.exposure - self.limit)

    def named(self, minor: int) -> str:
        """An amount for people."""
        return f"{money.grouped(minor, self.currency)} {self.currency}"


def days_asked(condition: Condition | None) -> Iterator[int]:
    """The ages in days beyond which a condition wants nothing to be past due."""
    match condition:
        case Test(field, operator, value) if field == _DAYS and isinstance(value, int):
            if operator in ("gt", "le"):
                yield value
            elif operator in ("ge", "lt"):
                yield value - 1
        case Not():
            yield from days_asked(condition.part)
        case AllOf() | AnyOf():
            for part in condition.parts:
                yield from days_asked(part)


def within_limit(at: Figures) -> Step | None:
    """What brings exposure to the limit; None where it is within it."""
    if not at.overrun:
        return None
    text = f"pay {at.named(at.overrun)} (or a limit of {at.named(at.exposure)})"
    return Step(text, at.overrun)


def within_ceiling(at: Figures, over: int, margin_days: int) -> Step | None:
    """What brings the overdue part to its ceiling, given what lies above it."""
    if not over:
        return None
    return Step(f"pay {at.named(over)} of {_older_than(margin_days)}", over)


def step(condition: Condition, at: Figures, *, wanted: bool) -> Step | None:
    """What makes a condition hold, or hold no more; None where it already is as wanted."""
    if holds(condition, at.record) == wanted:
        return None
    match condition:
        case Not():
            return step(condition.part, at, wanted=not wanted)
        case Test():
            return _pay(condition, at, wanted=wanted) or Step(
                f"until {words(condition, negated=not wanted)}"
            )
        case AllOf() | AnyOf():
            found = [step(part, at, wanted=wanted) for part in condition.parts]
            steps = [each for each in found if each is not None]
            every = isinstance(condition, AllOf) is wanted
            return together(steps, at) if every else _one_of(steps)


def together(steps: Iterable[Step], at: Figures) -> Step | None:
    """Steps that are all needed; None of no steps. Several payments are the largest of them."""
    each = list(dict.fromkeys(steps))
    if len(each) <= 1:
        return each[0] if each else None
    payments = [one for one in each if one.amount is not None]
    said = [one.text for one in each if one.amount is None]
    if not payments:
        return Step(" and ".join(said))
    most = max(one.amount or 0 for one in payments)
    oldest_first = f"pay {at.named(most)}, oldest items first"
    text = payments[0].text if len(payments) == 1 else oldest_first
    return Step(" and ".join([text, *said]), None if said else most)


def _one_of(steps: Iterable[Step]) -> Step:
    """Steps of which any one does: the least payment, else all of them."""
    each = list(dict.fromkeys(steps))
    payments = [one for one in each if one.amount is not None]
    if payments:
        return min(payments, key=lambda one: one.amount or 0)
    return Step(", or ".join(one.text for one in each))


def _pay(test: Test, at: Figures, *, wanted: bool) -> Step | None:
    """The payment that brings a figure under its bound; None where no payment does."""
    including = _AT_MOST.get((test.operator, wanted))
    if including is None or not isinstance(test.value, Decimal | int):
        return None
    if test.field == _DAYS:
        days = int(test.value) if including else int(test.value) - 1
        left = at.older.get(days, 0) if days >= 0 else 0
        return Step(f"pay {at.named(left)} of {_older_than(days)}", left) if left > 0 else None
    return _pay_down(test.field, Decimal(test.value), at, including=including)


def _pay_down(field: str, bound: Decimal, at: Figures, *, including: bool) -> Step | None:
    scale = Decimal(1).scaleb(money.exponent(at.currency))
    if field == "overrun" and bound == 0 and including:
        return within_limit(at)
    if field == "utilisation" and at.limit:
        least = at.exposure - _most(bound * at.limit, including=including)
    elif field == "exposure":
        least = at.exposure - _most(bound * scale, including=including)
    elif field == "overrun":
        least = at.overrun - _most(bound * scale, including=including)
    elif field in _PAST_DUE:
        least = at.past_due - _most(bound * scale, including=including)
    else:
        return None
    owed = {"past_due_amount": at.past_due, "amount": at.past_due}.get(field, at.exposure)
    if not 0 < least <= owed:
        return None
    of = " of what is past due" if field in _PAST_DUE else ""
    return Step(f"pay {at.named(least)}{of}", least)


def _most(bound: Decimal, *, including: bool) -> int:
    """The most minor units that are within a bound, or below it."""
    whole = int(bound.to_integral_value(ROUND_FLOOR))
    return whole if including or whole != bound else whole - 1


def _older_than(days: int) -> str:
    return f"items more than {days} days past due" if days else "what is past due"
