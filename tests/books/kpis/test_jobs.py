"""Completed jobs: how soon they were invoiced and paid, out of dropped files."""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from artui.domain.kpis import share
from artui.settings import Settings
from tests.books.kpis.asking import figure, figures, parts, told
from tests.homes import Books, application, invoice, payment

SENT, DAYS, COLLECTED = "sent_within_24h", "days_to_invoice", "collected_at_completion"


def _job(number: str, completed: str, **more: Any) -> dict[str, Any]:
    return {"job_id": number, "customer_id": "C1", "completed_at": completed} | more


def _sent(document: str, job: str, sent: str, date: str = "2026-10-05") -> dict[str, Any]:
    return invoice(document, "50.00", date, job_id=job, sent_at=sent)


def test_the_first_invoice_counts_and_24_hours_are_within(books: Books) -> None:
    books.take(
        "jobs_2026-11-20.csv",
        _job("J1", "2026-10-05T10:00:00"),
        _job("J2", "2026-10-05T10:00:00"),
        _job("J3", "2026-10-05T10:00:00"),
        _job("J4", "2026-09-30T10:00:00"),
    )
    books.take(
        "invoices_2026-11-20.csv",
        _sent("A", "J1", "2026-10-06T10:00:00"),
        _sent("A2", "J1", "2026-10-20T10:00:00"),
        _sent("B", "j2", "2026-10-06T10:00:01"),
    )
    found = figure(books, SENT, "2026-10")
    assert parts(found) == (1, 3)
    assert not found.note
    found = figure(books, DAYS, "2026-10", "mean")
    assert told(found) == (1, "of 2 jobs; left out: 1 not invoiced yet")


def test_one_not_sent_is_left_out_until_it_is_older(books: Books) -> None:
    books.take("jobs_2026-11-19.csv", _job("J1", "2026-11-19T10:00:00"))
    found = figure(books, SENT, "2026-11")
    assert found.value is None
    assert found.note.endswith("left out: 1 not yet sent and younger than 24 h")
    books.turn("2026-11-21")
    assert figure(books, SENT, "2026-11").value == 0


def test_dates_alone_are_held_against_the_next_day(books: Books) -> None:
    books.take("jobs_2026-11-20.csv", _job("J1", "2026-10-05"), _job("J2", "2026-10-05T09:00:00"))
    books.take(
        "invoices_2026-11-20.csv",
        _sent("A", "J1", "2026-10-06T23:00:00"),
        _sent("B", "J2", "2026-10-07"),
    )
    found = figure(books, SENT, "2026-10")
    assert told(found) == (Fraction(1, 2), "date precision")


def test_where_no_invoice_says_when_it_was_sent_its_date_stands_in(books: Books) -> None:
    books.take("jobs_2026-11-20.csv", _job("J1", "2026-10-05T09:00:00"))
    books.take("invoices_2026-11-20.csv", invoice("A", "5.00", "2026-10-06", job_id="J1"))
    found = figure(books, SENT, "2026-10")
    assert told(found) == (1, "date precision")


def test_invoices_stand_in_for_the_jobs_of_a_company_without_any(books: Books) -> None:
    done = {"completed_at": "2026-10-05T10:00:00"}
    books.take("jobs_2026-11-20.csv", _job("J1", "2026-10-05T10:00:00", company="2000"))
    books.take(
        "invoices_2026-11-20.csv",
        _sent("A", "J1", "2026-10-06T09:00:00") | done,
        _sent("A2", "J1", "2026-10-09T09:00:00") | done,
        _sent("B", "", "2026-10-09T09:00:00") | done,
        _sent("C", "J1", "2026-10-09T09:00:00") | done | {"company": "2000"},
    )
    found = {each.key: each for each in figures(books, SENT, "2026-10", by="company")}
    assert [parts(each) for each in found.values()] == [(1, 2), (0, 1)]
    assert [each.note for each in found.values()] == ["from invoices", ""]


def test_billed_in_advance_is_told_apart(books: Books) -> None:
    books.take("jobs_2026-11-20.csv", *(_job(f"J{n}", "2026-10-05T10:00:00") for n in range(3)))
    books.take(
        "invoices_2026-11-20.csv",
        _sent("A", "J0", "2026-10-01T10:00:00"),
        _sent("B", "J1", "2026-10-05T08:00:00"),
        _sent("C", "J2", "2026-10-08T08:00:00"),
    )
    for variant in ("mean", "median"):
        found = figure(books, DAYS, "2026-10", variant)
        assert found.value == Fraction(3, 2)
        assert found.note == "of 2 jobs; left out: 1 billed in advance"


def test_a_job_is_collected_when_all_of_it_is_paid_by_the_day_after(books: Books) -> None:
    books.take("jobs_2026-11-20.csv", *(_job(f"J{n}", "2026-10-05") for n in range(4)))
    rows = {"A": "J0", "B": "J1", "B2": "J1", "C": "J2"}
    books.take(
        "invoices_2026-11-20.csv",
        *(invoice(document, "10.00", "2026-10-05", job_id=job) for document, job in rows.items()),
    )
    books.take(
        "payments_2026-11-20.csv",
        payment("P1", "20.00", "2026-10-06"),
        payment("P2", "10.00", "2026-10-07"),
    )
    books.take(
        "applications_2026-11-20.csv",
        application("P1", "A", "10.00", "2026-10-06"),
        application("P1", "B", "10.00", "2026-10-06"),
        application("P2", "C", "10.00", "2026-10-07"),
    )
    found = figure(books, COLLECTED, "2026-10")
    assert parts(found) == (1, 4)


def test_what_was_not_recorded_yet_is_not_known(books: Books) -> None:
    books.turn("2026-11-01")
    books.take("jobs_2026-10-31.csv", _job("J1", "2026-10-05T10:00:00"))
    books.take("invoices_2026-10-31.csv", invoice("A", "5.00", "2026-10-05", job_id="J1"))
    books.turn("2026-11-10")
    books.take("jobs_2026-11-10.csv", _job("J1", "2026-09-05T10:00:00"), _job("J2", "2026-10-01"))
    books.take("invoices_2026-11-10.csv", _sent("A", "J1", "2026-10-06T09:00:00"))
    now, then = (figure(books, SENT, "2026-10", known_on=day) for day in ("", "2026-11-09"))
    assert parts(now) == (0, 1)
    # No invoice said then when it was sent, so that its date stood in.
    assert parts(then) == (1, 1)
    rows = [each.denominator for each in figures(books, SENT, "2026-09", known_on="2026-11-09")]
    assert rows == [0]
    assert figure(books, SENT, "2026-09").denominator == 1


_START = dt.datetime(2026, 9, 28)  # noqa: DTZ001 - the home's own clock
_MINUTES = st.integers(0, 40 * 24 * 60)
_JOBS = st.lists(
    st.tuples(_MINUTES, st.lists(st.none() | st.integers(-2000, 6000), max_size=2)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12, deadline=None)
@given(_JOBS)
def test_they_are_what_counting_by_hand_gives(jobs: list[Any]) -> None:
    rows, billed, hits, days, total = [], [], 0, [], 0
    for number, (start, sends) in enumerate(jobs):
        done = _START + dt.timedelta(minutes=start)
        rows.append(_job(f"J{number}", done.isoformat()))
        sent = [done + dt.timedelta(minutes=each) for each in sends if each is not None]
        for index, each in enumerate(sends):
            told = (
                {} if each is None else {"sent_at": (done + dt.timedelta(minutes=each)).isoformat()}
            )
            billed.append(
                invoice(f"I{number}-{index}", "5.00", "2026-10-01", job_id=f"J{number}", **told)
            )
        if done.month != 10:
            continue
        total += 1
        hits += bool(sent) and min(sent) - done <= dt.timedelta(hours=24)
        passed = (min(sent).date() - done.date()).days if sent else -1
        days += [passed] if passed >= 0 else []
    billed.append(invoice("told", "1.00", "2026-01-01", sent_at="2026-01-01T00:00:00"))
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), Settings(today="2026-12-20"))
        books.take("jobs_2026-12-01.csv", *rows)
        books.take("invoices_2026-12-01.csv", *billed)
        found = figure(books, SENT, "2026-10")
        middles = {name: figure(books, DAYS, "2026-10", name).value for name in ("mean", "median")}
        books.connection.close()
    assert parts(found) == (hits, total)
    assert found.value == share(hits, total)
    exact = [Fraction(each) for each in days]
    assert middles["mean"] == (statistics.mean(exact) if exact else None)
    assert middles["median"] == (statistics.median(exact) if exact else None)
