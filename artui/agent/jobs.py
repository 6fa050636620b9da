"""The scheduled jobs: what each does, and for which days or weeks it is due."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.books import escalation, months, standings, weeks
from artui.books.force import bring_up, in_force
from artui.domain.days import DAYS_A_WEEK, iso, last_complete_week, week_bounds, week_of
from artui.report import feed
from artui.report.request import Source
from artui.store import executed, late, positions
from artui.store import months as closing
from artui.store.connection import open_reader, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from artui.home import Home

#: How many complete weeks are frozen after the agent was away for long, or data came late.
MOST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is done once for each slot, which is a local date, an ISO week or a month.

    Attributes:
        name: what it is called in the record of slots.
        slots: the slots that should have been done by a day, oldest first; those that were are
            left out by whoever asks.
        run: does the work of one slot. It may be repeated after a crash, so doing it twice must
            do no harm.
    """

    name: str
    slots: Callable[[int], list[str]]
    run: Callable[[str], None]


def table(connection: sqlite3.Connection, home: Home) -> tuple[Job, ...]:
    """The jobs of a home, in the order they run in."""
    return (
        day_turn(connection, home),
        escalate(connection, home),
        freeze_weeks(connection, home),
        close_months(connection, home),
    )


def day_turn(connection: sqlite3.Connection, home: Home) -> Job:
    """Each day the positions are brought to the new date."""

    def slots(today: int) -> list[str]:
        standing = positions.standing(connection)
        if standing is None or standing.day <= today:
            return [str(iso(today))]
        return [f"{iso(today)} after {iso(standing.day)}"]  # the clock was set back

    def run(_slot: str) -> None:
        with transaction(connection):
            force = in_force(connection)
            if force is not None:
                bring_up(connection, force, home.today())
                standings.refresh(connection, force, home)

    return Job("day_turn", slots, run)


def escalate(connection: sqlite3.Connection, home: Home) -> Job:
    """Each day, what was done about accounts past due is recorded and their tiers are decided.

    Another policy decides the tiers of the day anew. A day before the last run has no slot.
    """

    def slots(today: int) -> list[str]:
        force, last = in_force(connection), executed.last_run(connection)
        if force is None or (last is not None and today < last):
            return []
        decided = executed.run_under(connection, today)
        day = str(iso(today))
        return [day] if decided in (None, force.id) else [f"{day} under policy {force.id}"]

    def run(_slot: str) -> None:
        force = in_force(connection)
        if force is None:
            return
        with contextlib.closing(open_reader(home.main, home.desk)) as reader:
            escalation.run(connection, reader, force, home.today(), home.now())

    return Job("escalate", slots, run)


def freeze_weeks(connection: sqlite3.Connection, home: Home) -> Job:
    """On Mondays the late invoices of the week before are frozen, and its report is written."""

    def slots(today: int) -> list[str]:
        first = late.first_past_due(connection)
        return [] if first is None else complete_weeks(first, today)

    def run(week: str) -> None:
        force = in_force(connection)
        if force is None:
            return
        with contextlib.closing(open_reader(home.main, home.desk)) as reader:
            base = home.settings.base_currency
            today, now = home.today(), home.now()
            weeks.freeze(connection, reader, force, week, today=today, at=now, base=base)
            feed.write(Source(reader, home, force), week)

    return Job("freeze_weeks", slots, run)


def close_months(connection: sqlite3.Connection, home: Home) -> Job:
    """A few days into each month the month before is closed, with all that were missed.

    A slot names the last file that the closing knows: what is loaded later on the same day is
    taken in, so that the record is what was known at that day's end.
    """

    def slots(today: int) -> list[str]:
        first = closing.first_day(connection)
        if first is None:
            return []
        closed = {each.month: each.closed_on for each in closing.closed(connection)}
        names = months.ended(first, today, home.settings.close_months_on)
        days = {name: closed.get(name, today) for name in names}
        last = {day: closing.last_import(connection, day) for day in set(days.values())}
        return [f"{name} by import {last[day]}" for name, day in days.items()]

    def run(slot: str) -> None:
        force = in_force(connection)
        if force is None:
            return
        with contextlib.closing(open_reader(home.main, home.desk)) as reader:
            months.close(connection, reader, force, home, slot.partition(" ")[0])

    return Job("close_months", slots, run)


def complete_weeks(first: int, today: int) -> list[str]:
    """The ISO weeks from that of day `first` to the last one over before `today`, 12 at most."""
    monday, _ = week_bounds(last_complete_week(today))
    earliest = max(week_bounds(week_of(first))[0], monday - (MOST_WEEKS - 1) * DAYS_A_WEEK)
    return [week_of(day) for day in range(earliest, monday + 1, DAYS_A_WEEK)]
