"""The worklist: the accounts past due in their order, with what people entered laid over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from artui.books.tiers import decisions
from artui.store import activities
from artui.store import worklist as store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from artui.books.tiers import Decision
    from artui.policy.escalation import EscalationPolicy
    from artui.store.aging import Scope
    from artui.store.desk import AccountIdentity
    from artui.store.worklist import Contacted, Held

State = Literal["today", "waiting", "done"]
V = TypeVar("V")


class Task(NamedTuple):
    """A line of the worklist: an account, where it stands, and when it is to be worked.

    `state` is today where something is to be done, done where that was marked done and no run has
    taken it over, else waiting. `last_contact_on` is the last contact of the desk, of exported
    activities or of an ERP's dunning; `next_on` the day somebody wants to come back to it, else
    of the next tier; `hold_reason` is what the desk gives for what it holds.
    """

    at: Decision
    state: State
    apart: int
    last_contact_on: int | None
    next_on: int | None
    hold_reason: str


def worklist(reader: sqlite3.Connection, policy: EscalationPolicy, scope: Scope) -> list[Task]:
    """The worklist in its order: tier, oldest days, past-due amount, customer.

    Accounts that people have dealt with stand apart behind the others: first those that are held,
    or wait for a day they gave or the step after one that our records have as carried out, then
    those that are marked done. Where nothing is past due but the next step of a dispute should
    have been taken, that is to be done today. What an ERP reports as carried out keeps its place.
    """
    entered = _Entered.read(reader, scope)
    tasks = [_task(each, entered, scope.as_of) for each in decisions(reader, policy, scope)]
    return sorted(tasks, key=lambda task: _place(task, scope.as_of))


def _place(task: Task, today: int) -> tuple[object, ...]:
    at = task.at
    oldest = today if at.oldest_due is None else at.oldest_due
    where = (at.customer_id, at.company, at.currency)
    return (task.apart, -at.step.tier, oldest, -at.amount, *where)


@dataclass(frozen=True, slots=True)
class _Entered:
    """What people entered, by account; what is of no currency stands under currency None.

    `talked` are the last talks of which exports tell, by the customer's row number.
    """

    contacted: Mapping[AccountIdentity, Contacted]
    talked: Mapping[int, int]
    marked: Mapping[AccountIdentity, int]
    held_for: Mapping[AccountIdentity, Held]

    @classmethod
    def read(cls, reader: sqlite3.Connection, scope: Scope) -> _Entered:
        return cls(
            store.contacted(reader, scope),
            activities.last_on(reader, scope),
            store.marked(reader, scope),
            store.held_for(reader, scope),
        )


def _task(at: Decision, entered: _Entered, today: int) -> Task:
    contact = _latest(entered.contacted, at.account)
    held = _hold(entered.held_for, at.account)
    back_on = contact.next_on if contact else None
    contacts = (
        contact.contact_on if contact else None,
        entered.talked.get(at.id),
        at.last_dunned,
    )
    later = back_on is not None and back_on > today
    marked = entered.marked.get(at.account, 0) >= at.step.tier > 0
    is_held = held is not None and held.whole
    state = _state(at, marked=marked, held=is_held, back=None if back_on is None else not later)
    waits = state == "waiting" and (is_held or later or (at.step.tier > 0 and at.recorded > 0))
    return Task(
        at,
        state,
        2 if marked else int(waits),
        max((day for day in contacts if day is not None), default=None),
        at.step.next_on if back_on is None else back_on,
        held.reason if held else "",
    )


def _hold(held_for: Mapping[AccountIdentity, Held], account: AccountIdentity) -> Held | None:
    """The hold of an account in its currency or in all; one of the whole account first."""
    both = (held_for.get(account), held_for.get(_every(account)))
    return max((each for each in both if each), key=lambda each: each.whole, default=None)


def _state(at: Decision, *, marked: bool, held: bool, back: bool | None) -> State:
    """The state of an account; `back` is whether the day to come back has come, None for none."""
    if marked:
        return "done"
    if held:
        return "waiting"
    if back is not None and at.past_due:
        return "today" if back else "waiting"
    if at.disputes_overdue and not at.past_due:
        return "waiting" if back is False else "today"
    return "today" if at.step.ready else "waiting"


def _every(account: AccountIdentity) -> AccountIdentity:
    return account._replace(currency=None)


def _latest(
    contacted: Mapping[AccountIdentity, Contacted], account: AccountIdentity
) -> Contacted | None:
    """The last contact about an account in its currency or in all."""
    both = (contacted.get(account), contacted.get(_every(account)))
    return max((each for each in both if each), key=lambda each: each.contact_on, default=None)
