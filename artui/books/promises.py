"""Promises to pay, judged by what came in and by the rules of escalation.yaml."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.escalation import after_business_days
from artui.domain.promises import UNKEPT, Judged, Rules, judge, plan_state
from artui.store import promised
from artui.store import promises as store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from artui.domain.figure import Period
    from artui.domain.promises import Payment, State
    from artui.policy.escalation import Quiet
    from artui.store.aging import Scope
    from artui.store.entered import Promise as Entered
    from artui.store.promises import Account, Pledge


class Kept(NamedTuple):
    """A promise, whose it is, and what became of it."""

    pledge: Pledge
    judged: Judged


class Part(NamedTuple):
    """Which part of a plan a promise is.

    Attributes:
        number: its place, from 1, first due first.
        of: how many parts there are.
        state: what became of the plan as a whole.
    """

    number: int
    of: int
    state: State

    def __str__(self) -> str:
        """As people write it: 2/3."""
        return f"{self.number}/{self.of}"


def in_plans(found: Iterable[Kept]) -> dict[int, Part]:
    """By the promise's number, which part of its plan it is; nothing of those by themselves.

    Args:
        found: with every part of each plan that is in it.
    """
    plans: dict[int, list[Judged]] = defaultdict(list)
    for each in found:
        if each.judged.promise.plan is not None:
            plans[each.judged.promise.plan].append(each.judged)
    return {
        part.promise.id: Part(place, len(parts), state)
        for parts in plans.values()
        for state in [plan_state([part.state for part in parts])]
        for place, part in enumerate(sorted(parts, key=_first_due), 1)
    }


def _first_due(part: Judged) -> tuple[int, int]:
    return part.promise.due_on, part.promise.id


def rules(quiet: Quiet) -> Rules:
    """When a promise counts as kept, as the policy has it."""
    return Rules(quiet.grace_days, quiet.kept_percent)


def judged(
    reader: sqlite3.Connection,
    scope: Scope,
    quiet: Quiet,
    due: Period | None = None,
    group: str = "''",
    table: str = promised.DESK,
) -> list[Kept]:
    """What became of promises, account by account, in the order they were entered.

    Args:
        reader: the main database with what has the promises; a TEMP table is made on it.
        scope: whose, as of when, known when.
        quiet: the policy's rules.
        due: only promises due in these days; None for all.
        group: what `Pledge.key` is to be; see `store.promises.pledges`.
        table: where the promises stand; see there too.
    """
    by_account: dict[Account, list[Pledge]] = defaultdict(list)
    for pledge in store.pledges(reader, scope, group, table):
        by_account[pledge.account].append(pledge)
    at = rules(quiet)
    if due is not None:
        by_account = {
            account: found
            for account, each in by_account.items()
            if (found := _touched(each, due, at.grace_days))
        }
    if not by_account:
        return []
    since = min(each.promise.promised_on for found in by_account.values() for each in found)
    paid = store.received(reader, scope, (customer for customer, _ in by_account), since)
    return [
        kept
        for account in sorted(by_account)
        for kept in _judged(by_account[account], paid.get(account, ()), scope, at)
        if due is None or due.first <= kept.judged.promise.due_on <= due.last
    ]


def unkept(
    connection: sqlite3.Connection,
    scope: Scope,
    quiet: Quiet,
    due: Period,
    promises: Iterable[Entered],
) -> dict[Account, int]:
    """How many promises due in a period each account did not keep, in full or in part.

    Args:
        connection: the main database; TEMP tables are made on it.
        scope: whose, as of when, known when.
        quiet: the policy's rules.
        due: the days they were due in.
        promises: what stands on the desk.
    """
    store.lay(connection, promises)
    found = judged(connection, scope, quiet, due, table=promised.LAID)
    return Counter(each.pledge.account for each in found if each.judged.state in UNKEPT)


def _judged(
    pledges: Sequence[Pledge], paid: Iterable[Payment], scope: Scope, at: Rules
) -> Iterator[Kept]:
    found = judge([each.promise for each in pledges], list(paid), scope.as_of, at)
    return (Kept(*pair) for pair in zip(pledges, found, strict=True))


def _touched(pledges: Sequence[Pledge], due: Period, grace_days: int) -> list[Pledge]:
    """The promises due in a period, and those that may have taken money before them.

    Two promises compete where one was made before the other's time was over; an earlier one that
    competes brings its own rivals with it.
    """
    wanted = [each for each in pledges if due.first <= each.promise.due_on <= due.last]
    if not wanted:
        return []
    since = min(each.promise.promised_on for each in wanted)
    for each in sorted(pledges, key=lambda each: each.promise.due_on, reverse=True):
        if after_business_days(each.promise.due_on, grace_days) > since:
            since = min(since, each.promise.promised_on)
    return [
        each for each in pledges if after_business_days(each.promise.due_on, grace_days) > since
    ]
