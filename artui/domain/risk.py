"""Risk seen in how an account pays: days late weighted by amount, their trend, broken promises.

Days late count early payments as 0 and are weighted by the amount paid: sum(amount x days late) /
sum(amount).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from artui.domain.steps import AddMonths, due_on

_TENTH = Decimal("0.1")
_RECENT_SHARE = 4


class Paid(NamedTuple):
    """What an account paid in a span: the amount, and the sum of amount x days late."""

    amount: int = 0
    amount_days: int = 0

    @property
    def days_late(self) -> Decimal | None:
        """Weighted days late, half up to a tenth; None where nothing was paid."""
        if self.amount <= 0:
            return None
        return (Decimal(self.amount_days) / self.amount).quantize(_TENTH, ROUND_HALF_UP)


class Behaviour(NamedTuple):
    """How an account has paid.

    Attributes:
        weighted_days_late: over the whole span; None where nothing was paid.
        trend_days: the recent quarter of the span less the time before; positive is worse. None
            where one of the two has no payments.
        broken_promises: how many promises of the span were not kept, in full or in part.
    """

    weighted_days_late: Decimal | None = None
    trend_days: Decimal | None = None
    broken_promises: int = 0

    def record(self) -> dict[str, object]:
        """The fields that conditions ask about."""
        return self._asdict()


class Span(NamedTuple):
    """The days payments are looked at: after `before`, the recent ones after `recent_before`."""

    before: int
    recent_before: int
    last: int


def span(last: int, months: int) -> Span:
    """The months up to and including a day; the last quarter of them is recent."""
    recent = max(1, months // _RECENT_SHARE)
    return Span(_months_before(last, months), _months_before(last, recent), last)


def _months_before(day: int, months: int) -> int:
    return due_on(day, (AddMonths(-months),))


def behaviour(earlier: Paid, recent: Paid, broken_promises: int) -> Behaviour:
    """How an account paid, out of what it paid before and recently."""
    whole = Paid(earlier.amount + recent.amount, earlier.amount_days + recent.amount_days)
    before, lately = earlier.days_late, recent.days_late
    trend = None if before is None or lately is None else lately - before
    return Behaviour(whole.days_late, trend, broken_promises)


def sentence(risk_class: str | None, found: Behaviour) -> str:
    """In one line: `B: 12 days late on average (weighted), 4 days worse than before, ...`."""
    parts = [*_lateness(found)]
    if found.broken_promises:
        noun = "promise" if found.broken_promises == 1 else "promises"
        parts.append(f"{found.broken_promises} {noun} broken")
    said = ", ".join(parts)
    return f"{risk_class}: {said}" if risk_class else said


def _lateness(found: Behaviour) -> tuple[str, ...]:
    late, trend = found.weighted_days_late, found.trend_days
    if late is None:
        return ("no payments to judge by",)
    head = f"{_days(late)} late on average (weighted)" if late else "never late"
    if trend is None:
        return (head,)
    if trend == 0:
        return head, "as before"
    return head, f"{_days(abs(trend))} {'worse' if trend > 0 else 'better'} than before"


def _days(number: Decimal) -> str:
    text = f"{number.normalize():f}"
    return f"{text} day" if text == "1" else f"{text} days"
