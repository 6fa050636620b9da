"""Tiers raised and lowered, if edited policies were in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.plan.effects import Effect, following, ruled
from artui.books.tiers import asked, decisions
from artui.store import reaching

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from artui.books.tiers import Decision
    from artui.policy.escalation import Tier
    from artui.policy.policy import Policy
    from artui.store.aging import Scope
    from artui.store.reaching import Reached

#: By customer's row number and currency.
Decisions = dict[tuple[int, str], "Decision"]


def relevant(before: Policy, after: Policy) -> bool:
    """Whether tiers can differ for other reasons than due dates."""
    return before.escalation != after.escalation


def alike(*policies: Policy, today: int) -> bool:
    """Whether policies look at the same figures of accounts, whatever follows from them."""
    return len({asked(each.escalation, today) for each in policies}) == 1


def reached(reader: sqlite3.Connection, scope: Scope, *policies: Policy) -> list[set[Reached]]:
    """The tiers of accounts under policies, in short: who is not in all has another.

    Several policies are asked together only where they are `alike`.
    """
    escalations = [each.escalation for each in policies]
    how = asked(escalations[0], scope.as_of)
    return reaching.reached(reader, scope, how, *escalations)


def decided(reader: sqlite3.Connection, policy: Policy, scope: Scope) -> Decisions:
    """The tiers of accounts under a policy."""
    found = decisions(reader, policy.escalation, scope)
    return {(each.id, each.currency): each for each in found}


def compare(
    before: Mapping[tuple[int, str], Decision],
    after: Decisions,
    policy: Policy,
    moves: Mapping[tuple[int, str], str],
) -> Iterator[Effect]:
    """What changes from one to the other, account by account.

    Args:
        before: under the one policy.
        after: under the other.
        policy: the other.
        moves: by account, what moves its due dates.
    """
    for key in sorted({*before, *after}):
        was, will = before.get(key), after.get(key)
        old, new = _step(was), _step(will)
        if old != new:
            direction = "raised" if new > old else "lowered"
            change = f"{_named(was)} → {_named(will)}"
            sides = [each for each in (was, will) if each]
            items, amount = (max(e.items for e in sides), max(e.amount for e in sides))
            rule = following(_rule(was, will, policy), moves.get(key, ""))
            yield Effect(*key, "tier", direction, change, items, amount, rule)


def _step(decision: Decision | None) -> tuple[int, int]:
    """The tier to act on, then the one reached."""
    return (0, 0) if decision is None else (decision.step.tier, decision.step.tier_reached)


def _named(decision: Decision | None) -> str:
    if decision is None or decision.tier is None:
        return "no tier" if decision is None or not decision.quiet else f"no tier: {decision.quiet}"
    reached = decision.step.tier_reached
    further = f" (reaches {reached})" if reached > decision.step.tier else ""
    return f"tier {decision.step.tier} {decision.tier.name}{further}"


def _rule(was: Decision | None, will: Decision | None, policy: Policy) -> str:
    """The tier that is acted on after, else what keeps the account quiet, else the one left."""
    if will is not None and will.tier is not None:
        place = policy.places.of("escalation", "tiers", will.tier.tier - 1)
        return ruled(place, will.tier.name)
    if will is not None and will.quiet:
        return ruled(policy.places.of("escalation", "quiet"), will.quiet)
    left = was.tier if was else None
    return f"{_left(left, policy) if left else ''} no longer applies".strip()


def _left(tier: Tier, policy: Policy) -> str:
    """A tier that stands no longer, with its place where the policy still has it."""
    index = tier.tier - 1
    there = [each.name for each in policy.escalation.tiers[index : tier.tier]] == [tier.name]
    return ruled(policy.places.of("escalation", "tiers", index) if there else "", tier.name)
