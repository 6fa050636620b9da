"""Limits crossed and holds begun or ended, if edited policies were in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.books.credit import Credit
from artui.books.plan.effects import Effect, following, ruled
from artui.domain import money

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    from artui.books.credit import Standing
    from artui.books.plan.effects import Kind
    from artui.policy.policy import Policy
    from artui.store.aging import Scope
    from artui.store.entered import Entered

#: By customer's row number and currency.
Standings = dict[tuple[int, str], "Standing"]


def standings(
    connection: sqlite3.Connection, policy: Policy, base: str, scope: Scope, entered: Entered
) -> Standings:
    """Where accounts stand under a policy."""
    found = Credit(policy, base, entered).standings(connection, scope)
    return {(each.account.id, each.account.currency): each for each in found}


def compare(
    before: Mapping[tuple[int, str], Standing],
    after: Standings,
    policy: Policy,
    moves: Mapping[tuple[int, str], str],
) -> Iterator[Effect]:
    """What changes from one to the other, account by account.

    Args:
        before: under the one policy.
        after: under the other.
        policy: the other.
        moves: by account, what moves its due dates: past-due ceilings and holds look at them.
    """
    for key in sorted({*before, *after}):
        was, will = before.get(key), after.get(key)
        yield from _bounded("limit", _limit, was, will)
        past_due = _bounded("overdue ceiling", _ceiling, was, will)
        crossed = (each for each in past_due if each.direction != "changed")
        for each in (*crossed, *_hold(was, will, policy)):
            yield each._replace(rule=following(each.rule, moves.get(key, "")))


class _Bound(NamedTuple):
    """What may be owed or past due, how much lies above it, and what says so."""

    amount: int | None
    over: int
    rule: str


def _limit(standing: Standing) -> _Bound:
    rule = ruled(standing.limit_place, standing.limit.rule)
    return _Bound(standing.limit.amount, standing.overrun, rule)


def _ceiling(standing: Standing) -> _Bound:
    rule = ruled(standing.ceiling_place, standing.ceiling_rule or "no overdue ceiling")
    return _Bound(standing.overdue.ceiling, standing.overdue.overrun, rule)


_NONE = _Bound(None, 0, "")


def _bounded(
    called: str,
    bound: Callable[[Standing], _Bound],
    was: Standing | None,
    will: Standing | None,
) -> Iterator[Effect]:
    """An account that gets over a bound or within it, or whose bound is another."""
    standing = will or was
    old, new = (bound(each) if each else _NONE for each in (was, will))
    crossed = bool(old.over) != bool(new.over)
    if standing is None or not (crossed or old.amount != new.amount):
        return
    direction = ("over" if new.over else "within") if crossed else "changed"
    currency = standing.account.currency
    amounts = dict.fromkeys(_shown(each.amount, currency) for each in (old, new))
    over = f", over by {money.grouped(new.over, currency)}" if new.over else ""
    change = f"{called} {' → '.join(amounts)}{over}"
    yield _effect(standing, "limit", direction, change, new.over or old.over, new.rule)


def _hold(was: Standing | None, will: Standing | None, policy: Policy) -> Iterator[Effect]:
    standing = will or was
    old, new = (each.held.rule if each and each.held else None for each in (was, will))
    if standing is None or old == new:
        return
    direction = "changed" if old and new else "begins" if new else "ends"
    change = f"hold {old} → {new}" if old and new else f"hold {new or old} {direction}"
    rule = ruled(standing.place, new) if new else f"{_left(str(old), policy)} no longer holds"
    yield _effect(standing, "hold", direction, change, standing.exposure.total, rule)


def _left(rule: str, policy: Policy) -> str:
    """A rule that holds no longer, with its place where the policy still has it."""
    numbers = [n for n, hold in enumerate(policy.credit.holds) if hold.rule == rule]
    return ruled(policy.places.of("credit", "holds", numbers[0]) if numbers else "", rule)


def _effect(
    standing: Standing, kind: Kind, direction: str, change: str, amount: int, rule: str
) -> Effect:
    account = standing.account
    return Effect(account.id, account.currency, kind, direction, change, 0, amount, rule)


def _shown(amount: int | None, currency: str) -> str:
    return "unlimited" if amount is None else f"{money.grouped(amount, currency)} {currency}"
