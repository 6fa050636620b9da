"""Closing months: what a month's end looked like is recorded, and what came in late is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.figure import month, month_of
from artui.store import aging, months, named
from artui.store.aging import Question, Scope
from artui.store.connection import transaction
from artui.store.months import Closed, Figure

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.books.force import InForce
    from artui.home import Home
    from artui.policy.aging import AgingPolicy

#: How many months are closed at the most where the agent was away, or data came late.
MOST_MONTHS = 24
#: What stands beside the buckets of a month, in order.
BESIDE = ("unapplied", "outstanding", "disputed")


def ended(first: int, today: int, on_day: int) -> list[str]:
    """The months to be closed by a day, oldest first, 24 at the most.

    Args:
        first: the first day of which anything is known.
        today: the home's day.
        on_day: the day of the following month on which a month is closed, so that the files of its
            last days are in.
    """
    found: list[str] = []
    name = month_of(first)
    while month(name).last + on_day <= today:
        found.append(name)
        name = month_of(month(name).last + 1)
    return found[-MOST_MONTHS:]


def figures(
    reader: sqlite3.Connection, policy: AgingPolicy, scope: Scope
) -> dict[tuple[int, str], dict[str, int]]:
    """The aging of each company and currency: minor units by bucket, then `BESIDE`."""
    question = Question(scope, policy, "company")
    columns = {label: f"b{n}" for n, label in enumerate(question.buckets.labels)}
    columns |= {figure: figure for figure in BESIDE}
    return {
        (row["company_id"], row["currency"]): {
            figure: row[column] for figure, column in columns.items()
        }
        for row in named.rows(aging.ask(reader, question))
    }


def close(
    connection: sqlite3.Connection,
    reader: sqlite3.Connection,
    force: InForce,
    home: Home,
    name: str,
) -> None:
    """Close a month, or close it again as long as its day lasts; doing it twice does no harm.

    A month closed earlier is recorded as it was known at the end of the day it was closed on: it
    takes in what was loaded on that day afterwards. Its KPIs are recorded while the day lasts.

    Args:
        connection: the main database for writing, outside a transaction.
        reader: a reader of it with the desk attached.
        force: the policy in force.
        home: whose month.
        name: the month, as 2026-10.
    """
    from artui.books.kpis import recording  # noqa: PLC0415 - every KPI, for this alone

    today = home.today()
    known = {each.month: each for each in months.closed(connection)}
    closed_on = known[name].closed_on if name in known else today
    is_now = closed_on == today
    scope = Scope(month(name).last, None if is_now else closed_on)
    rows = list(_rows(figures(reader, force.policy.aging, scope)))
    with transaction(connection):
        closed = Closed(name, closed_on, home.now(), force.id)
        months.write(connection, closed, rows, kpis=is_now)
    recording.record(connection, reader, force, home, name)


def _rows(found: dict[tuple[int, str], dict[str, int]]) -> Iterator[Figure]:
    for (company_id, currency), amounts in sorted(found.items()):
        for place, (figure, amount) in enumerate(amounts.items()):
            yield Figure(company_id, currency, figure, place, amount)
