"""Accounts past due under policy: where each stands in escalation, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain import money
from artui.domain.escalation import reached
from artui.store import accounts as store

if TYPE_CHECKING:
    import sqlite3

    from artui.policy.escalation import EscalationPolicy
    from artui.store.aging import Scope


class Task(NamedTuple):
    """A line of the worklist: an account with something past due and what to do about it.

    Amounts are minor units: `amount` is what may be claimed now, without what is `disputed` or
    `held`; `next_on` is the day the next tier is reached.
    """

    customer_id: str
    name: str | None
    company: str
    currency: str
    collector: str | None
    phone: str | None
    tier: int
    tier_name: str | None
    tier_reached: int
    action: str | None
    owner: str | None
    items: int
    amount: int
    disputed: int
    held: int
    oldest_days: int
    last_contact_on: int | None
    next_on: int | None


def worklist(connection: sqlite3.Connection, policy: EscalationPolicy, scope: Scope) -> list[Task]:
    """The worklist in its order: tier, oldest days, past-due amount, customer."""
    first = min((1, *(tier.from_days for tier in policy.tiers)))
    tasks = [_task(row, policy, scope.as_of) for row in store.past_due(connection, scope, first)]
    return sorted(
        tasks,
        key=lambda t: (-t.tier, -t.oldest_days, -t.amount, t.customer_id, t.company, t.currency),
    )


def _task(row: dict[str, Any], policy: EscalationPolicy, today: int) -> Task:
    due = row["oldest_due"]
    oldest_days = 0 if due is None else today - due
    record = {
        **row,
        "amount": money.to_decimal(row["amount"], row["currency"]),
        "past_due_amount": money.to_decimal(row["amount"], row["currency"]),
        "oldest_overdue_days": oldest_days,
        "dunning_level": row["executed"],
    }
    at = None if due is None else reached(policy.tiers, oldest_days, row["executed"], record)
    tier = next((t for t in policy.tiers if at and t.tier == at.tier), None)
    soon = at.next_from_days if at else None
    return Task(
        row["customer_id"],
        row["name"],
        row["company"],
        row["currency"],
        row["collector"],
        row["phone"],
        at.tier if at else 0,
        tier.name if tier else None,
        at.tier_reached if at else 0,
        tier.action if tier else None,
        tier.owner if tier else None,
        row["items"],
        row["amount"],
        row["disputed"],
        row["blocked"],
        oldest_days,
        row["last_dunned"],
        None if soon is None else due + soon,
    )
