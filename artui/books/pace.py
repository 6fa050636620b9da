"""How soon a dispute is answered and settled, against what disputes.yaml asks for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from artui.domain.calendar import Calendar
    from artui.policy.disputes import Target
    from artui.policy.policy import Policy

OK = "ok"
RESPONSE_LATE, STEP_OVERDUE, CYCLE_LATE = "response late", "step overdue", "cycle late"


class Run(NamedTuple):
    """A dispute as it runs, in days; None where the day it was opened is only supposed.

    Attributes:
        opened_on: the day it was opened.
        reacted_on: the first day of our own doing about it.
        ended_on: the day it was over by the day looked at.
        next_on: the day of the next step.
        reason: the code of its reason.
        owner: who sees to it.
    """

    opened_on: int | None
    reacted_on: int | None
    ended_on: int | None
    next_on: int | None
    reason: str | None
    owner: str | None


class Pace(NamedTuple):
    """How a dispute stands against its targets, in the policy's days.

    Attributes:
        response_days: from opening to the first reaction; None where there was none yet.
        cycle_days: from opening to its end, or to the day looked at.
        overdue: whether its next step should have been taken.
        target: what the policy asks for.
        standing: ok, or what is wrong.
    """

    response_days: int | None
    cycle_days: int | None
    overdue: bool
    target: Target
    standing: tuple[str, ...]


class Pacing:
    """Measures disputes by one policy."""

    def __init__(self, policy: Policy) -> None:
        """Nothing is measured yet."""
        self._policy = policy.disputes
        self._calendar = policy.calendar.for_record({})

    def days(self, first: int, last: int) -> int:
        """The policy's days after `first` up to and with `last`."""
        if self._policy.days == "calendar":
            return max(0, last - first)
        return _open_days(self._calendar, first, last)

    def pace(self, run: Run, as_of: int) -> Pace:
        """How a dispute stands on a day; what ends it is a reaction too."""
        target = self._policy.target(run.reason, run.owner)
        ended = run.ended_on if run.ended_on is not None and run.ended_on <= as_of else None
        overdue = ended is None and run.next_on is not None and run.next_on < as_of
        if run.opened_on is None:
            return Pace(None, None, overdue, target, (STEP_OVERDUE,) if overdue else (OK,))
        days = [day for day in (run.reacted_on, ended) if day is not None and day <= as_of]
        response = self.days(run.opened_on, min(days)) if days else None
        cycle = self.days(run.opened_on, as_of if ended is None else ended)
        waited = cycle if response is None else response
        late = (
            (RESPONSE_LATE, _exceeds(waited, target.response_days)),
            (STEP_OVERDUE, overdue),
            (CYCLE_LATE, _exceeds(cycle, target.cycle_days)),
        )
        standing = tuple(word for word, holds in late if holds) or (OK,)
        return Pace(response, cycle, overdue, target, standing)


def _exceeds(days: int, most: int | None) -> bool:
    return most is not None and days > most


@lru_cache(maxsize=4096)
def _open_days(calendar: Calendar, first: int, last: int) -> int:
    return sum(calendar.is_open(day) for day in range(first + 1, last + 1))
