"""Keeping the credit standings of the day, and the record of holds that begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.credit import Credit
from artui.books.holding import expected
from artui.domain.credit import RANK
from artui.store import entered, holds, standings
from artui.store.aging import Scope

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.books.credit import Standing
    from artui.books.force import InForce
    from artui.home import Home


def refresh(connection: sqlite3.Connection, force: InForce, home: Home) -> None:
    """Bring the credit standings to today: of the marked customers, or of all where they are older.

    Must run inside the write transaction, after the positions were brought up.
    """
    today = home.today()
    of = standings.of(connection)
    moved = of is not None and (of.day, of.policy_id) == (today, force.id)
    if of is not None and moved:
        standings.mark_new_facts(connection, of)
        if not standings.any_moved(connection):
            standings.date(connection, today, force.id)
            return
    scope = Scope(today, moved=moved)
    credit = Credit(force.policy, home.settings.base_currency, entered.at(home.desk))
    found = credit.standings(connection, scope, whenever=True)
    _record_holds(connection, found, scope, force.id)
    rows = (row(standing, today, force.id) for standing in found)
    standings.write(connection, rows, moved=moved)
    standings.date(connection, today, force.id)


def _record_holds(
    connection: sqlite3.Connection, found: Iterable[Standing], scope: Scope, policy_id: int
) -> None:
    """Record the holds that begin today, and the end of those that no rule keeps any more."""
    running = holds.running(connection, scope, whenever=True)
    begun: list[holds.NewHold] = []
    kept: set[int] = set()
    for standing in found:
        account = standing.account
        there = {each.rule: each for each in running.get((account.id, account.currency), ())}
        for rule in standing.held.rules if standing.held else ():
            if rule.rule in there:
                kept.add(there[rule.rule].id)
                continue
            until = expected(rule.expected_resolution_days, scope.as_of)
            begun.append(
                holds.NewHold(account.id, account.currency, rule.rule, rule.reason, scope.as_of,
                              until, policy_id)
            )  # fmt: skip
    ended = (each for several in running.values() for each in several if each.id not in kept)
    holds.end(connection, ended, scope.as_of, policy_id)
    holds.begin(connection, begun)


def row(standing: Standing, today: int, policy_id: int) -> tuple[object, ...]:
    """The values of a standing in the order of `standings.COLUMNS`."""
    held, step, judged = standing.held, standing.release, standing.judged
    used = standing.utilisation
    return (
        standing.account.id,
        standing.account.currency,
        standing.status,
        RANK[standing.status],
        standing.limit.amount,
        standing.limit.insured,
        standing.limit.own_risk,
        standing.exposure.total,
        *standing.exposure,
        standing.overrun,
        None if used is None else int(used * standings.SHARE),
        standing.oldest_overdue_days,
        standing.overdue.past_due,
        standing.overdue.beyond_margin,
        standing.overdue.ceiling,
        standing.rule,
        standing.place,
        standing.limit.rule,
        standing.limit_place,
        held.reason if held else "",
        (today if held.since is None else held.since) if held else None,
        held.expected_resolution if held else None,
        step.text if step else "",
        step.amount if step else None,
        judged.risk_class if judged else None,
        judged.sentence if judged else "",
        standing.review.reviewed_on,
        standing.review.known_since,
        standing.review.every_days,
        policy_id,
    )
