"""The weekly feed of the sample, written by the agent as it is used: run week by week, or not."""

from __future__ import annotations

import datetime as dt
import shutil
from copy import copy
from typing import TYPE_CHECKING, Any, get_args

import pytest

from artui.books.force import in_force
from artui.domain.days import parse_day, week_bounds
from artui.domain.reasons import By, Rank
from artui.home import open_home
from artui.report import reasons
from artui.report.reasons import Wish
from artui.report.request import Request, Source
from artui.store.connection import open_reader
from tests.agent.live import Deployment
from tests.sample_data.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXPORTS = sorted((ROOT / "exports").glob("*.csv"), key=lambda each: (each.stem[-10:], each.name))
#: Before the weeks that are looked at, it ran now and then.
BEFORE = (dt.date(2026, 9, 14), dt.date(2026, 10, 5))
MONDAYS = [dt.date(2026, 10, 26) + dt.timedelta(weeks=n) for n in range(4)]
LAST = dt.date(2026, 11, 23)
WEEKS = ("2026-W43", "2026-W44", "2026-W45", "2026-W46")
COMPANIES = {"1000": {"currency": "USD"}, "2000": {"currency": "EUR"}}


class Used:
    """A home whose agent is started by hand, with the exports that had come by then."""

    def __init__(self, home: Deployment, given: int = 0) -> None:
        """A home to which so many of the exports were given."""
        self.home, self.given = home, given

    def copy(self, path: Path) -> Used:
        """The same once more."""
        shutil.copytree(self.home.path, path)
        made = copy(self.home)
        made.path, made.home = path, open_home(str(path))
        return Used(made, self.given)

    def run(self, day: dt.date) -> None:
        """Drop what was exported before a day, and run the agent once on it."""
        come = [each for each in EXPORTS if each.stem[-10:] < str(day)]
        for export in come[self.given :]:
            shutil.copy(export, self.home.drop)
        self.given = len(come)
        with self.home.running("--once", ARTUI_TODAY=str(day)) as live:
            assert live.wait() in (0, 1)
        assert self.home.files("drop") == []

    def feed(self) -> dict[str, bytes]:
        """Every file of the feed."""
        folder = self.home.home.folder("reports")
        found = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.read_bytes() for path in found}

    def views(self, day: dt.date) -> dict[tuple[str, By, Rank], dict[str, Any]]:
        """The frozen weeks by everything, as they print on a day."""
        reader = open_reader(self.home.home.main, self.home.home.desk)
        force = in_force(reader)
        assert force is not None
        source = Source(reader, self.home.home, force)
        request = Request(as_of=parse_day(str(day)))
        try:
            return {
                (week, by, rank): _figures(reasons.report(source, request, _wish(week, by, rank)))
                for week in WEEKS
                for by in get_args(By)
                for rank in get_args(Rank)
            }
        finally:
            reader.close()


def _wish(week: str, by: By, rank: Rank) -> Wish:
    return Wish(week, 10, rank, by=by)


def _figures(report: Any) -> dict[str, Any]:
    assert report.data["frozen"] is True
    return {name: report.data[name] for name in ("rows", "others", "unexplained", "policy")}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Used:
    """A home whose agent ran on the first Monday."""
    path = tmp_path_factory.mktemp("first") / "home"
    path.mkdir()
    used = Used(Deployment(path, companies=COMPANIES))
    for day in (*BEFORE, MONDAYS[0]):
        used.run(day)
    return used


@pytest.fixture(scope="module")
def weekly(first: Used, tmp_path_factory: pytest.TempPathFactory) -> Used:
    """A home whose agent ran every Monday."""
    used = first.copy(tmp_path_factory.mktemp("weekly") / "home")
    for monday in MONDAYS[1:]:
        used.run(monday)
    return used


def test_every_week_has_its_feed_and_a_second_run_writes_the_same(weekly: Used) -> None:
    feed = weekly.feed()
    assert set(WEEKS) <= {name.split("/")[0] for name in feed}
    assert {"reasons.md", "reasons.csv", "reasons.json", "invoices.csv"} <= {
        name.split("/")[1] for name in feed
    }
    weekly.run(MONDAYS[-1])
    assert weekly.feed() == feed


def test_after_three_weeks_without_an_agent_the_feed_is_the_same(
    first: Used, weekly: Used, tmp_path: Path
) -> None:
    away = first.copy(tmp_path / "home")
    away.run(MONDAYS[-1])
    found, wanted = away.feed(), weekly.feed()
    assert set(found) == set(wanted)
    assert [name for name in wanted if found[name] != wanted[name]] == []


def test_later_files_move_no_frozen_week_however_it_is_looked_at(weekly: Used) -> None:
    feed, views = weekly.feed(), weekly.views(MONDAYS[-1])
    weekly.run(LAST)
    assert (week_bounds("2026-W47")[1], len(EXPORTS)) == (parse_day(str(LAST)) - 1, weekly.given)
    after = weekly.feed()
    assert any(name.startswith("2026-W47/") for name in after)
    assert {name: after[name] for name in feed} == feed
    assert weekly.views(LAST) == views
