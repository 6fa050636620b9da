"""Promises to pay, and whether they were kept.

What comes in goes to promises first due first (FIFO): a promise takes what is dated after the day
it was made and no later than the day it was due plus the grace, until it has what was promised.
What is paid on one invoice goes to promises about that invoice before those about the whole
account; cash that is not applied goes to any. Several promises may be one plan: each part is judged
by itself, and the plan by its parts. Amounts are minor units of one currency; days count from
1970-01-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.domain.escalation import after_business_days

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

State = Literal["open", "kept", "partly_kept", "broken", "withdrawn"]
#: The states of a promise whose time is over and that was not kept, or not in full.
UNKEPT: frozenset[State] = frozenset({"partly_kept", "broken"})

_PERCENT = 100
_WORST_FIRST: tuple[State, ...] = ("broken", "open", "withdrawn", "partly_kept")


@dataclass(frozen=True, slots=True)
class Rules:
    """When a promise counts as kept.

    Attributes:
        grace_days: Mondays to Fridays after the promised day in which money still counts.
        kept_percent: the share of the promised amount that is enough.
    """

    grace_days: int = 3
    kept_percent: Decimal = Decimal(99)


class Promise(NamedTuple):
    """What a customer promised.

    Attributes:
        id: its number.
        amount: what was promised, positive.
        promised_on: the day it was made.
        due_on: the day it was made for.
        withdrawn_on: the day it was withdrawn; None where it stands.
        document: the invoice it is about; None for the whole account.
        plan: the number of the plan it is part of; None of one that stands by itself.
    """

    id: int
    amount: int
    promised_on: int
    due_on: int
    withdrawn_on: int | None = None
    document: int | None = None
    plan: int | None = None


class Payment(NamedTuple):
    """What came in.

    Attributes:
        on: the day it is dated.
        amount: what is left of it after reversals; what is not positive counts for nothing.
        document: the invoice it was applied to; None where it is not applied.
    """

    on: int
    amount: int
    document: int | None = None


class Judged(NamedTuple):
    """A promise and what became of it.

    Attributes:
        promise: as it was made.
        state: open while money may still come in time and too little has; broken where none came,
            partly_kept where too little did; withdrawn where that was before its time was over.
        received: what came in time, at most what was promised.
        until: the last day on which money counts.
        came_on: the day the last of what counts came in; None where nothing did.
    """

    promise: Promise
    state: State
    received: int
    until: int
    came_on: int | None = None

    @property
    def days_late(self) -> int | None:
        """Days from the promised day to the last of what came, 0 where that was early."""
        return None if self.came_on is None else max(0, self.came_on - self.promise.due_on)


def judge(
    promised: Sequence[Promise], payments: Iterable[Payment], today: int, rules: Rules
) -> list[Judged]:
    """What became of the promises of one account, in the order they were given.

    Args:
        promised: of one customer in one currency; those made after `today` are left out.
        payments: of the same account, in any order; those after `today` are left out.
        today: the day asked about.
        rules: when a promise counts as kept.
    """
    made = [each for each in promised if each.promised_on <= today]
    until = {each.id: after_business_days(each.due_on, rules.grace_days) for each in made}
    received = _received(made, until, (paid for paid in payments if paid.on <= today))
    return [
        Judged(each, _state(each, amount, until[each.id], today, rules), amount, until[each.id], on)
        for each in made
        for amount, on in [received[each.id]]
    ]


def plan_state(parts: Collection[State]) -> State:
    """What became of a plan, by its parts.

    One broken part breaks it. Else it is open while a part of it is, withdrawn where its later
    parts were, partly kept where one was; kept where every part was.

    Args:
        parts: the state of each; one at least.
    """
    for state in _WORST_FIRST:
        if state in parts:
            return state
    return "kept"


def less_taken_back(moves: Iterable[Payment]) -> list[Payment]:
    """What is left of payments in order of day, where less than nothing takes back the latest.

    What is paid on one invoice is taken back from what was paid on it.
    """
    left: list[Payment] = []
    for move in sorted(moves, key=lambda move: move.on):
        back = max(0, -move.amount)
        for place in range(len(left) - 1, -1, -1):
            if back and left[place].document == move.document:
                part = min(back, left[place].amount)
                left[place] = left[place]._replace(amount=left[place].amount - part)
                back -= part
        if move.amount > 0:
            left.append(move)
    return [each for each in left if each.amount]


def _received(
    promised: Sequence[Promise], until: dict[int, int], payments: Iterable[Payment]
) -> dict[int, tuple[int, int | None]]:
    """By promise, what came in time, and the day of the last of it."""
    received: dict[int, tuple[int, int | None]] = {each.id: (0, None) for each in promised}
    waiting = sorted(promised, key=lambda each: (each.due_on, each.promised_on, each.id))
    for paid in sorted(payments, key=_dated):
        left = paid.amount
        for each in _asking(waiting, paid):
            if left <= 0:
                break
            had = received[each.id][0]
            part = min(left, each.amount - had)
            if part > 0 and each.promised_on < paid.on <= _last(each, until[each.id]):
                received[each.id] = (had + part, paid.on)
                left -= part
    return received


def _dated(paid: Payment) -> tuple[int, bool]:
    """What orders payments: of one day, cash that is not applied goes last."""
    return paid.on, paid.document is None


def _asking(waiting: Sequence[Promise], paid: Payment) -> Iterable[Promise]:
    """The promises a payment may go to, in turn."""
    if paid.document is None:
        return waiting
    own = [each for each in waiting if each.document == paid.document]
    return own + [each for each in waiting if each.document is None]


def _last(promise: Promise, until: int) -> int:
    return until if promise.withdrawn_on is None else min(until, promise.withdrawn_on)


def _state(promise: Promise, received: int, until: int, today: int, rules: Rules) -> State:
    enough = promise.amount * Fraction(rules.kept_percent) / _PERCENT
    if received >= enough:
        return "kept"
    if promise.withdrawn_on is not None and promise.withdrawn_on <= min(until, today):
        return "withdrawn"
    if today <= until:
        return "open"
    return "partly_kept" if received else "broken"
