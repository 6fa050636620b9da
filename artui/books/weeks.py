"""The weekly late-pay reasons: which invoices were late, why each, and what is frozen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from artui.books.causes import Causes
from artui.books.rates import Rates, latest
from artui.domain.aging import LAST_DAY
from artui.domain.check import Check
from artui.domain.days import parse_day, week_bounds
from artui.policy.policy import Policy
from artui.store import checks, frozen, policies
from artui.store import late as store
from artui.store.connection import transaction

if TYPE_CHECKING:
    import sqlite3

    from artui.books.force import InForce
    from artui.domain.reasons import Late, Ranking
    from artui.domain.reasons import Scope as Which
    from artui.policy.reasons import ReasonsPolicy
    from artui.store.aging import Scope


def late_invoices(
    reader: sqlite3.Connection,
    policy: Policy,
    week: str,
    today: int,
    known_on: int | None = None,
) -> list[Late]:
    """A week's late invoices, each with its reasons, computed from what is known now.

    Args:
        reader: the main database with the desk attached.
        policy: the catalogue of reasons, the checks, and when promises count as kept.
        week: an ISO week as 2026-W46.
        today: days after it do not count.
        known_on: only what was recorded by then; None: all that is known.
    """
    monday, sunday = week_bounds(week)
    return Causes(reader, policy, range(monday, min(sunday, today) + 1), known_on).late()


class Shown(NamedTuple):
    """A week as it prints: its late invoices, and the catalogue and revision they were found by."""

    late: list[Late]
    frozen: bool
    reasons: ReasonsPolicy
    revision: str


def shown(
    reader: sqlite3.Connection,
    force: InForce,
    week: str,
    today: int,
    known_on: int | None = None,
) -> Shown:
    """A week as it was frozen, under the policy of that day; computed now where it is not.

    What was frozen after `known_on` was not known then, and a week that is not over on `today` has
    no record yet.
    """
    at = frozen.frozen_at(reader, week)
    late = None if week_bounds(week)[1] > today else frozen.late_invoices(reader, week)
    if at is None or late is None or (known_on is not None and parse_day(at[:10]) > known_on):
        return computed(reader, force, week, today, known_on)
    kept = policies.of_week(reader, week)
    if kept is None:
        return Shown(late, True, force.policy.reasons, force.revision)  # noqa: FBT003 - a tuple
    return Shown(late, True, Policy.from_json(kept.body).reasons, kept.revision)  # noqa: FBT003


def policy_of(reader: sqlite3.Connection, force: InForce, week: str) -> Policy:
    """The policy a week was frozen under; the one in force where none was kept."""
    kept = policies.of_week(reader, week)
    return force.policy if kept is None else Policy.from_json(kept.body)


def computed(
    reader: sqlite3.Connection,
    force: InForce,
    week: str,
    today: int,
    known_on: int | None = None,
) -> Shown:
    """A week as it is known now, or on `known_on`, frozen or not."""
    late = late_invoices(reader, force.policy, week, today, known_on)
    return Shown(late, False, force.policy.reasons, force.revision)  # noqa: FBT003 - a tuple


def freeze(
    connection: sqlite3.Connection,
    reader: sqlite3.Connection,
    force: InForce,
    week: str,
    *,
    today: int,
    at: str,
    base: str = "",
) -> bool:
    """Freeze a complete week as it is known now; false where it was frozen before, or is not over.

    Args:
        connection: the main database, for writing.
        reader: the same with the desk attached.
        force: the policy in force.
        week: a week whose Sunday lies before `today`.
        today: the home's today.
        at: the time the record carries.
        base: the currency the week is ranked in where it has several; without one by invoices.
    """
    _, sunday = week_bounds(week)
    if sunday >= today or frozen.frozen_at(reader, week) is not None:
        return False
    late = late_invoices(reader, force.policy, week, today)
    currencies = {each.currency for each in late}
    stated = latest(reader, base, sunday).stated if base and len(currencies) > 1 else {}
    kept = {code: rate for code, rate in stated.items() if code in currencies}
    with transaction(connection):
        if not frozen.freeze(connection, week, at, force.id, late):
            return False
        frozen.keep_rates(connection, week, base, kept)
        return True


def rates(
    reader: sqlite3.Connection,
    base: str,
    week: str,
    today: int,
    known_on: int | None = None,
    *,
    is_frozen: bool,
) -> Rates:
    """The rates a week of several currencies is ranked at: those of its last day.

    A frozen week keeps the rates it was frozen with, so that its ranking does not move.

    Args:
        reader: the main database.
        base: the home's base currency.
        week: an ISO week.
        today: days after it do not count.
        known_on: only rates recorded by then; None: all that are known.
        is_frozen: whether the week is shown as it was frozen.
    """
    if is_frozen:
        kept_in, stated = frozen.rates(reader, week)
        return Rates(kept_in or base, stated)
    return latest(reader, base, min(week_bounds(week)[1], today), known_on)


def check(
    reader: sqlite3.Connection,
    found: Ranking,
    shown: Shown,
    week: str,
    today: int,
    known_on: int | None = None,
    *,
    scope: Which = "all",
    of: set[int] | None = None,
) -> Check:
    """A ranking against the late amounts that the entries alone give, or its frozen record.

    Args:
        reader: the main database; a TEMP table of it is made anew.
        found: the ranking.
        shown: the late invoices it is of.
        week: an ISO week.
        today: days after it do not count.
        known_on: only what was recorded by then; None: all that is known.
        scope: all late invoices, or new ones.
        of: only these customers; None for all.
    """
    rows = [(each.customer_id, each.currency, each.amount, each.is_new) for each in shown.late]
    against = "the frozen record"
    if not shown.frozen:
        monday, sunday = week_bounds(week)
        known = LAST_DAY if known_on is None else known_on
        store.find(reader, range(monday, min(sunday, today) + 1), known)
        rows, against = checks.late(reader), "past due of the entries"
    owed: dict[str, int] = defaultdict(int)
    for customer, currency, amount, is_new in rows:
        if (of is None or customer in of) and (scope == "all" or is_new):
            owed[currency] += amount
    return Check(f"reasons + unexplained = {against}", found.amounts(), owed)


def customers(reader: sqlite3.Connection, scope: Scope) -> set[int] | None:
    """The customers a scope names; None where it names none in particular."""
    if scope.company is scope.customer is scope.collector is None:
        return None
    return store.customers(reader, scope)
