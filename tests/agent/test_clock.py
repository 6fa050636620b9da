"""Due slots: each is done once, through restarts, failures, DST and clocks that are set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import schedule

from artui.agent import clock
from artui.agent.clock import Clock
from artui.agent.jobs import Job, complete_weeks
from artui.domain.days import iso, last_complete_week, to_day
from artui.home import Home
from artui.settings import Settings
from artui.store import records
from artui.store.connection import open_main, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Time:
    """A clock on the wall and a monotonic one, both set by hand."""

    zone: str
    at: dt.datetime = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    monotonic_at: float = 1000.0

    def monotonic(self) -> float:
        """Seconds since something."""
        return self.monotonic_at

    def now(self, zone: dt.tzinfo | None = None) -> dt.datetime:
        """The wall clock; naive it is the zone's, as of a server set to it."""
        if zone is not None:
            return self.at.astimezone(zone)
        return self.at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def pass_(self, **span: float) -> None:
        """Let time pass."""
        step = dt.timedelta(**span)
        self.at += step
        self.monotonic_at += step.total_seconds()


@dataclass
class Office:
    """A home whose clock is set by hand, and what its jobs did."""

    connection: sqlite3.Connection
    home: Home
    time: Time
    did: list[str] = field(default_factory=list)

    def daily(self, name: str = "daily") -> Job:
        """A job for each day."""
        return Job(name, lambda today: [str(iso(today))], self.did.append)

    def weekly(self) -> Job:
        """A job for each complete week."""
        first = to_day(dt.date(2026, 9, 1))
        return Job("weekly", lambda today: complete_weeks(first, today), self.did.append)

    def clock(self, *jobs: Job) -> Clock:
        """A clock, as an agent that starts makes it."""
        return Clock(self.connection, self.home, jobs)


class TimedHome(Home):
    """A home that asks a clock set by hand."""

    def today(self) -> int:
        """Today by that clock."""
        return to_day(TIMES[self.path].now(self.settings.zone).date())


TIMES: dict[Path, Time] = {}


def office_in(zone: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    time = TIMES[path] = Time(zone)
    stand_in = SimpleNamespace(
        datetime=SimpleNamespace(now=time.now, datetime=dt.datetime),
        timedelta=dt.timedelta,
        date=dt.date,
        time=dt.time,
    )
    monkeypatch.setattr(schedule, "datetime", stand_in)
    monkeypatch.setattr(clock, "time", time)
    home = TimedHome(path, Settings(timezone=zone))
    return Office(open_main(home.main), home, time)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = office_in("Europe/Berlin", tmp_path, monkeypatch)
    yield made
    made.connection.close()


def test_a_slot_is_done_once(office: Office) -> None:
    ticking = office.clock(office.daily())
    for _ in range(20):
        ticking.tick()
        office.time.pass_(seconds=4)
    assert office.did == ["2026-11-20"]


def test_a_new_day_is_noticed_within_seconds(office: Office) -> None:
    ticking = office.clock(office.daily())
    ticking.tick()
    office.time.at = dt.datetime(2026, 11, 20, 22, 59, 59, tzinfo=dt.UTC)
    ticking.tick()
    office.time.pass_(seconds=6)
    ticking.tick()
    assert office.did == ["2026-11-20", "2026-11-21"]


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"]
)
@pytest.mark.parametrize("start", ["2026-03-05", "2026-10-01", "2027-03-20"])
def test_every_day_and_week_once_through_clock_changes(
    zone: str, start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_in(zone, tmp_path, monkeypatch)
    office.connection.execute("PRAGMA synchronous=OFF")
    office.time.at = dt.datetime.fromisoformat(f"{start}T11:00:00+00:00")
    first = office.home.today()
    weeks: list[str] = []
    weekly = Job("weekly", lambda today: complete_weeks(first, today), weeks.append)
    ticking = office.clock(office.daily(), weekly)
    for _ in range(40 * 24 * 3):
        ticking.tick()
        office.time.pass_(minutes=20)
    ticking.tick()
    last = office.home.today()
    assert office.did == [iso(day) for day in range(first, last + 1)]
    assert weeks == complete_weeks(first, last)
    office.connection.close()


def test_a_clock_set_back_does_not_silence_the_tick(office: Office) -> None:
    ticking = office.clock(office.daily())
    ticking.tick()
    office.time.at -= dt.timedelta(days=1, hours=3)
    office.time.monotonic_at += 6
    ticking.tick()
    assert office.did == ["2026-11-20", "2026-11-19"]


def test_weeks_are_caught_up_after_downtime_oldest_first(office: Office) -> None:
    office.clock(office.weekly()).tick()
    assert office.did[-1] == last_complete_week(office.home.today()) == "2026-W46"
    done = list(office.did)
    office.time.pass_(days=24)
    office.clock(office.weekly()).tick()
    assert office.did[len(done) :] == ["2026-W47", "2026-W48", "2026-W49", "2026-W50"]


def test_a_failing_job_starves_no_other_and_is_tried_again(office: Office) -> None:
    broken = [True]

    def fail(slot: str) -> None:
        if broken[0]:
            raise ValueError(slot)
        office.did.append("mended")

    failing = Job("failing", lambda today: [str(iso(today))], fail)
    ticking = office.clock(failing, office.daily())
    ticking.tick()
    assert office.did == ["2026-11-20"]
    assert ticking.failures == 1
    [(error,)] = office.connection.execute("SELECT error FROM slot WHERE job = 'failing'")
    assert error == "unexpected ValueError"
    broken[0] = False
    ticking.tick()
    assert office.did == ["2026-11-20"]
    office.time.pass_(seconds=11)
    ticking.tick()
    assert office.did == ["2026-11-20", "mended"]
    assert records.slots_done(office.connection, "failing") == {"2026-11-20"}


def test_a_job_that_cannot_tell_its_slots_starves_no_other(office: Office) -> None:
    def unknown(today: int) -> list[str]:
        raise OSError(28, "No space left on device", str(today))

    office.clock(Job("blind", unknown, office.did.append), office.daily()).tick()
    assert office.did == ["2026-11-20"]


def test_a_job_that_leaves_a_transaction_open_harms_no_other(office: Office) -> None:
    def leave(_slot: str) -> None:
        office.connection.execute("BEGIN IMMEDIATE")
        raise RuntimeError

    leaving = Job("leaving", lambda today: [str(iso(today))], leave)
    office.clock(leaving, office.daily()).tick()
    assert office.did == ["2026-11-20"]
    assert not office.connection.in_transaction


@pytest.mark.parametrize("died", [True, False])
def test_a_slot_whose_process_died_or_failed_is_due_again(office: Office, *, died: bool) -> None:
    with transaction(office.connection):
        assert records.claim_slot(office.connection, "daily", "2026-11-20", "then")
        if not died:
            records.end_slot(office.connection, "daily", "2026-11-20", "then", "no space")
    office.clock(office.daily()).tick()
    assert office.did == ["2026-11-20"]


def test_a_slot_that_was_done_stays_done_through_restarts(office: Office) -> None:
    for _ in range(3):
        office.clock(office.daily()).tick()
    assert office.did == ["2026-11-20"]
