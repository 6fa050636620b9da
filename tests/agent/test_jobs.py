"""What the scheduled jobs do, and for which days and weeks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from artui.agent.jobs import MOST_WEEKS, complete_weeks, day_turn, freeze_weeks
from artui.domain.days import parse_day, week_bounds
from artui.home import Home
from artui.store import positions
from artui.store.connection import transaction
from tests.homes import Books, invoice

if TYPE_CHECKING:
    from pathlib import Path


@given(st.integers(0, 40_000), st.integers(0, 40_000))
def test_complete_weeks_are_consecutive_over_and_twelve_at_most(first: int, today: int) -> None:
    weeks = complete_weeks(first, today)
    bounds = [week_bounds(week) for week in weeks]
    assert len(weeks) <= MOST_WEEKS
    assert all(later[0] == earlier[1] + 1 for earlier, later in zip(bounds, bounds[1:]))  # noqa: B905, RUF007 - neighbours
    if weeks:
        assert bounds[0][1] >= first
        assert bounds[-1][1] < today <= bounds[-1][1] + 7
    elif first <= today - 7:
        raise AssertionError((first, today))


def test_a_week_is_due_on_the_monday_after() -> None:
    first = parse_day("2026-11-09")
    assert complete_weeks(first, parse_day("2026-11-15")) == []
    assert complete_weeks(first, parse_day("2026-11-16")) == ["2026-W46"]


def test_the_day_turn_brings_the_positions_to_today(books: Books) -> None:
    books.take("invoices.csv", invoice("I1", "10", due_date="2026-11-25"))
    later = Home(books.path, type(books.settings)(today="2026-12-01"))
    job = day_turn(books.connection, later)
    assert job.slots(later.today()) == ["2026-12-01"]
    job.run("2026-12-01")
    assert books.connection.execute("SELECT past_due FROM position").fetchall() == [(1000,)]
    assert positions.standing(books.connection) == (parse_day("2026-12-01"), books.force.id)


def test_a_day_turn_undoes_a_clock_that_ran_ahead(books: Books) -> None:
    books.take("invoices.csv", invoice("I1", "10", due_date="2026-11-25"))
    books.turn("2027-01-01")
    now = Home(books.path, type(books.settings)(today="2026-11-21"))
    job = day_turn(books.connection, now)
    [slot] = job.slots(now.today())
    assert slot == "2026-11-21 after 2027-01-01"
    job.run(slot)
    assert books.connection.execute("SELECT past_due FROM position").fetchall() == [(0,)]
    assert job.slots(now.today()) == ["2026-11-21"]


def test_no_week_is_frozen_before_there_is_anything_to_be_late(books: Books) -> None:
    job = freeze_weeks(books.connection, books.home)
    assert job.slots(books.home.today()) == []


def test_a_week_is_frozen_as_it_is_known_and_once(books: Books) -> None:
    books.take("invoices.csv", invoice("I1", "10", due_date="2026-11-08"))
    job = freeze_weeks(books.connection, books.home)
    assert job.slots(books.home.today()) == ["2026-W46"]
    job.run("2026-W46")
    books.take("more.csv", invoice("I2", "10", due_date="2026-11-09"))
    job.run("2026-W46")
    frozen = books.connection.execute("SELECT week, amount FROM frozen_late").fetchall()
    assert frozen == [("2026-W46", 1000)]
    folder = books.home.folder("reports") / "2026-W46"
    told = json.loads((folder / "reasons.json").read_text())
    assert (told["week"], told["frozen"], told["late_invoices"]) == ("2026-W46", True, 1)
    names = {path.name for path in folder.iterdir()}
    assert {"invoices.csv", "reasons.csv", "reasons.json", "reasons.md"} <= names


def test_a_job_done_twice_does_no_harm(books: Books) -> None:
    books.take("invoices.csv", invoice("I1", "10", due_date="2026-11-08"))
    with transaction(books.connection):
        pass
    for job in (day_turn(books.connection, books.home), freeze_weeks(books.connection, books.home)):
        for _ in range(2):
            job.run(job.slots(books.home.today())[0])
    assert books.connection.execute("SELECT count(*) FROM frozen_week").fetchall() == [(1,)]


def written(books: Books) -> dict[str, bytes]:
    """Every file of the feed."""
    folder = books.home.folder("reports")
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_after_three_weeks_of_downtime_the_feed_is_the_same(books: Books, tmp_path: Path) -> None:
    """One agent runs every Monday, the other only after three weeks; nothing else differs."""
    away = Books(tmp_path / "away", books.settings)
    both = (books, away)
    for each in both:
        each.turn("2026-11-01")
        each.take(
            "invoices_2026-10-30.csv",
            invoice("I1", "10", due_date="2026-10-20", reason="PO1"),
            invoice("I2", "30", due_date="2026-10-28", reason="TX1", job_id="J1"),
        )
    for monday in ("2026-11-02", "2026-11-09", "2026-11-16"):
        books.turn(monday)
        run_all(books)
    away.turn("2026-11-16")
    run_all(away)
    assert set(written(books)) == set(written(away))
    told = [{n: b for n, b in written(each).items() if n.endswith(".md")} for each in both]
    assert told[0] == told[1]
    assert written(books) == written(away)
    assert {name.split("/")[0] for name in written(books)} == {
        *("2026-W43", "2026-W44", "2026-W45", "2026-W46"),
    }
    away.connection.close()


def run_all(books: Books) -> None:
    job = freeze_weeks(books.connection, books.home)
    for slot in job.slots(books.home.today()):
        job.run(slot)


def test_an_earlier_week_frozen_later_does_not_move_the_feed(books: Books) -> None:
    books.turn("2026-11-16")
    books.take("a_2026-11-02.csv", invoice("I1", "10", due_date="2026-11-01", reason="PO1"))
    run_all(books)
    first = written(books)
    assert "2026-W45/reasons.md" in first
    books.take("b_2026-11-15.csv", invoice("I2", "90", due_date="2026-10-01", reason="PO1"))
    run_all(books)
    again = written(books)
    assert "2026-W40/reasons.md" in again
    assert {name: again[name] for name in first} == first
