"""The ages that policies ask about: between two of them it is the same how old an item is.

An item that stays between the same two ages counts for its account as before: the same sums are
past due, and the oldest days of the account lie on the same side of whatever is asked about them.
So only accounts of which an item crosses an age can have another tier or another standing.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING

from artui.domain.conditions import AllOf, AnyOf, Not, Test

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from artui.domain.conditions import Condition
    from artui.policy.credit import CreditPolicy
    from artui.policy.escalation import EscalationPolicy

#: Past due from the day after.
_PAST_DUE = 1


class Ages:
    """Days past due from which on something may be decided otherwise."""

    def __init__(self, days: Iterable[int]) -> None:
        self._days = sorted({*days})

    @classmethod
    def of_tiers(cls, *policies: EscalationPolicy) -> Ages:
        """The ages that tiers and what keeps accounts quiet look at."""
        tiers = [tier for policy in policies for tier in policy.tiers]
        rules = (rule for policy in policies for rule in policy.quiet.rules)
        asked = _asked((*(each.when for each in tiers), *(each.when for each in rules)))
        return cls((_PAST_DUE, *(tier.from_days for tier in tiers), *asked))

    @classmethod
    def of_credit(cls, *policies: CreditPolicy) -> Ages:
        """The ages that ceilings and holds look at."""
        ceilings = [each for policy in policies for each in policy.overdue_ceilings]
        asked = _asked(each for policy in policies for each in policy.conditions())
        return cls((_PAST_DUE, *(each.margin_days + 1 for each in ceilings), *asked))

    def part(self, age: int) -> int:
        """Between which two ages an age lies."""
        return bisect_right(self._days, age)


def _asked(conditions: Iterable[Condition | None]) -> Iterator[int]:
    """The ages at which conditions may begin or cease to hold."""
    for condition in conditions:
        match condition:
            case Test("oldest_overdue_days", _, value) if value is not None:
                for each in value if isinstance(value, tuple) else (value,):
                    day = Fraction(each)
                    yield from (math.floor(day), math.floor(day) + 1, math.ceil(day))
            case Not(part):
                yield from _asked((part,))
            case AllOf(parts) | AnyOf(parts):
                yield from _asked(parts)
