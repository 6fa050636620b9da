"""Whom edited credit rules can concern, as far as the customers' own fields tell.

Where two policies have the rest in common, a customer for whom none of the rules holds that only
one of them has is decided alike by both. Of figures nothing is supposed here: a test of one may
hold, so rather too many customers are named than too few.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from artui.domain.conditions import AllOf, AnyOf, Not, Test
from artui.policy.credit import CreditPolicy
from artui.store import holds
from artui.store.aging import Scope
from artui.store.meeting import FIELDS, meeting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.domain.conditions import Condition
    from artui.policy.precedence import Rule

    R = TypeVar("R", bound=Rule)

#: The rules that give limits, ceilings and holds.
_DECIDING = ("limits", "insured", "overdue_ceilings", "holds")


def touched(
    reader: sqlite3.Connection, before: CreditPolicy, after: CreditPolicy, today: int
) -> set[int] | None:
    """The customers whose limit, ceiling or hold may be another; None for any of them.

    Args:
        reader: the main database.
        before: the one policy.
        after: the other.
        today: the day holds run on.
    """
    if _without_rules(before) != _without_rules(after):
        return None
    conditions: list[Condition] = []
    for name in _DECIDING:
        changed = _changed(getattr(before, name), getattr(after, name))
        if changed is None:
            return None
        for rule in changed:
            where = None if rule.when is None else about_customers(rule.when)
            if where is None:
                return None
            conditions.append(where)
    found = meeting(reader, AnyOf(tuple(conditions))) if conditions else set()
    if before.holds != after.holds:
        found |= {customer for customer, _ in holds.running(reader, Scope(today))}
    return found


def _without_rules(policy: CreditPolicy) -> CreditPolicy:
    """What decides for everybody; reviews and what is watched are nothing a plan tells of."""
    return replace(
        policy,
        limits=(),
        insured=(),
        overdue_ceilings=(),
        holds=(),
        reviews=(),
        watch_utilisation=CreditPolicy().watch_utilisation,
    )


def _changed(before: Sequence[R], after: Sequence[R]) -> list[R] | None:
    """The rules that only one of two lists has; None where the others stand in another order."""
    old, new = {*before}, {*after}
    if [each for each in before if each in new] != [each for each in after if each in old]:
        return None
    return [*(each for each in before if each not in new), *(e for e in after if e not in old)]


def about_customers(condition: Condition, *, negated: bool = False) -> Condition | None:
    """A condition on the customer alone that holds wherever this one may; None for everywhere."""
    match condition:
        case Not(part):
            return about_customers(part, negated=not negated)
        case Test(field):
            if field not in FIELDS:
                return None
            return Not(condition) if negated else condition
        case AllOf(parts) | AnyOf(parts):
            found = [about_customers(part, negated=negated) for part in parts]
            told = tuple(each for each in found if each is not None)
            if isinstance(condition, AllOf) is negated:
                return AnyOf(told) if len(told) == len(found) else None
            return AllOf(told) if told else None
