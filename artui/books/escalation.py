"""The daily run of escalation: what was done is recorded, and every account's tier decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books import tiers
from artui.domain.days import iso
from artui.errors import ArtuiError
from artui.store import executed
from artui.store import tiers as store
from artui.store.aging import Scope
from artui.store.connection import transaction
from artui.store.tiers import TierRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from artui.books.force import InForce
    from artui.books.tiers import Decision


class RunPrecedesLast(ArtuiError):  # noqa: N818 - named for what is wrong
    """Escalation ran for {last} already and cannot run for {day}, which lies before."""

    hint = "Look at the clock; a tier that was decided is not decided anew for the past."


def run(
    connection: sqlite3.Connection,
    reader: sqlite3.Connection,
    force: InForce,
    day: int,
    at: str,
) -> int:
    """Run escalation for a day; how many accounts are on the worklist.

    The first run of a day records what people have marked done by then; only thereby an account
    moves on, by one tier at the most. An account that has nothing past due any more starts anew.
    A further run of the same day decides under another policy what stands recorded.

    Args:
        connection: the main database, for writing.
        reader: the same, with the desk attached.
        force: the policy in force.
        day: the home's day.
        at: the clock's time.

    Raises:
        RunPrecedesLast: where it ran for a later day before.
    """
    last = executed.last_run(connection)
    if last is not None and day < last:
        raise RunPrecedesLast(last=iso(last), day=iso(day))
    if last != day:
        _record(connection, reader, force, day)
    policy, scope = force.policy.escalation, Scope(day)
    owing = tiers.past_due(reader, policy, scope)
    with transaction(connection):
        accounts = ((row["id"], row["currency"]) for row in owing)
        store.reset_paid(connection, accounts, day, force.id, waive=policy.waive_on_principal)
    rows = [row(each, day, force.id) for each in tiers.decisions(reader, policy, scope, owing)]
    with transaction(connection):
        store.replace_all(connection, rows)
        executed.record_run(connection, day, at, len(rows), force.id)
    return len(rows)


def decide_again(
    connection: sqlite3.Connection, force: InForce, day: int, customers: Collection[int]
) -> None:
    """Decide the accounts of some customers anew after the day's run, without moving any on.

    Nothing is recorded as carried out, and a run that is still to come is not forestalled.
    Must run inside the write transaction.

    Args:
        connection: the main database, for writing, with the desk attached.
        force: the policy in force.
        day: the home's day.
        customers: whose accounts.
    """
    last = executed.last_run(connection)
    if last is None or last > day:
        return
    for customer in customers:
        scope = Scope(day, customer_id=customer)
        found = tiers.decisions(connection, force.policy.escalation, scope)
        store.replace_of(connection, customer, [row(each, last, force.id) for each in found])


def _record(
    connection: sqlite3.Connection, reader: sqlite3.Connection, force: InForce, day: int
) -> None:
    """Take over what people have marked done, and what they have taken back."""
    marks, gone = executed.marks(reader, day), executed.taken_back(reader)
    with transaction(connection):
        executed.record(connection, marks, day, force.id)
        executed.supersede(connection, gone, day)


def row(decided: Decision, day: int, policy_id: int) -> TierRow:
    """A decision as a run of a day keeps it, with the policy it was made under."""
    tier = decided.tier
    return TierRow(
        decided.id,
        decided.currency,
        decided.step.tier,
        decided.step.tier_reached,
        decided.executed.tier,
        decided.executed.on,
        decided.recorded,
        decided.past_due,
        decided.broken,
        decided.step.ready,
        decided.step.since_on,
        tier.name if tier else None,
        tier.action if tier else None,
        tier.owner if tier else None,
        decided.items,
        decided.amount,
        decided.disputed,
        decided.blocked + decided.held,
        decided.promised,
        decided.oldest_due,
        decided.fee,
        decided.interest,
        decided.last_dunned,
        decided.step.next_on,
        decided.respond_by,
        decided.quiet or None,
        day,
        policy_id,
        decided.disputes_overdue,
    )
