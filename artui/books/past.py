"""Looking back: reports as of a day, as known on a day, under the policy that was in force then."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from artui.books import standings
from artui.books.credit import Credit
from artui.books.force import InForce
from artui.domain.days import iso
from artui.policy.policy import Policy, UnreadablePolicyError
from artui.policy.precedence import asks_about
from artui.store import entered, past, policies
from artui.store import standings as kept

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.home import Home
    from artui.policy.escalation import EscalationPolicy
    from artui.store.aging import Scope

#: What conditions on an account may ask of its credit standing.
_OF_CREDIT = ("exposure", "overrun", "utilisation", "risk_class")


def force_then(
    reader: sqlite3.Connection, home: Home, force: InForce, known_on: int | None
) -> InForce:
    """The policy that was in force at the end of a day; before there was any, the first.

    A home that stands still on a day has no days on which policies came into force; it has the
    one in force now, and so has a day whose policy this version cannot read.

    Args:
        reader: the main database.
        home: whose policies.
        force: what is in force now.
        known_on: the day; None for now.
    """
    day = iso(known_on)
    if day is None or home.fixed_today is not None:
        return force
    row = policies.in_force_on(reader, day)
    if row is None or row.id == force.id:
        return force
    try:
        return InForce(row.id, row.revision, Policy.from_json(row.body))
    except UnreadablePolicyError:
        return force


@contextmanager
def standing_then(
    reader: sqlite3.Connection, home: Home, force: InForce, scope: Scope
) -> Iterator[None]:
    """Let a reader see the credit standings of a scope's day, where its tiers ask about them.

    Nothing is computed where nothing asks, or where the kept standings are of that day.
    """
    of = kept.of(reader)
    is_kept = of is not None and (of.day, of.policy_id) == (scope.as_of, force.id)
    if not asks_credit(force.policy.escalation) or (is_kept and scope.known_on is None):
        yield
        return
    with past.standing_in(reader, standing_rows(reader, home, force, scope)):
        yield


def asks_credit(policy: EscalationPolicy) -> bool:
    """Whether anything in escalation depends on the credit standing of an account."""
    conditions = [
        *(tier.when for tier in policy.tiers),
        *(rule.when for rule in policy.quiet.rules),
        policy.interest.when if policy.interest else None,
    ]
    return any(asks_about(when, field) for when in conditions for field in _OF_CREDIT)


def standing_rows(
    reader: sqlite3.Connection, home: Home, force: InForce, scope: Scope
) -> list[tuple[object, ...]]:
    """Where accounts stand against their limits, as rows in the order of `standings.COLUMNS`."""
    base = home.settings.base_currency
    credit = Credit(force.policy, base, entered.read(reader))
    found = credit.standings(reader, scope)
    return [standings.row(each, scope.as_of, force.id) for each in found]
