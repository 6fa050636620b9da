"""Closing months: when, what is recorded, and that what came late explains every difference."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.agent.jobs import close_months
from artui.books.months import MOST_MONTHS, ended
from artui.domain.days import parse_day
from artui.domain.figure import month, month_of
from artui.report import months
from artui.report.formats import FORMATS
from artui.report.months import NotClosed
from artui.report.request import Request
from tests.homes import application, dispute, invoice, listed, payment
from tests.report.conftest import asking
from tests.report.test_formats import leaves, unescaped

if TYPE_CHECKING:
    from tests.homes import Books


@given(st.integers(0, 40_000), st.integers(0, 40_000), st.integers(1, 28))
def test_months_are_consecutive_over_and_24_at_most(first: int, today: int, on_day: int) -> None:
    found = ended(first, today, on_day)
    spans = [month(name) for name in found]
    assert len(found) <= MOST_MONTHS
    assert all(b.first == a.last + 1 for a, b in zip(spans, spans[1:]))  # noqa: B905, RUF007 - neighbours
    if spans:
        assert spans[0].last >= first
        assert spans[-1].last + on_day <= today
        assert month(month_of(spans[-1].last + 1)).last + on_day > today
    else:
        assert month(month_of(first)).last + on_day > today


def closed(books: Books, day: str) -> list[str]:
    """Run what the job has to do on a day; the months it closed or closed again."""
    books.turn(day)
    job = close_months(books.connection, books.home)
    done = {
        slot
        for (slot,) in books.connection.execute("SELECT slot FROM slot WHERE job = ?", [job.name])
    }
    due = [slot for slot in job.slots(books.home.today()) if slot not in done]
    for slot in due:
        job.run(slot)
        books.connection.execute("INSERT INTO slot VALUES (?, ?, '', '', NULL)", (job.name, slot))
    return [slot.partition(" ")[0] for slot in due]


def told(books: Books, name: str | None = None, **options: Any) -> dict[str, Any]:
    """The report, which must hold and print in every format."""
    with asking(books) as source:
        made = months.report(source, Request(**options), name)
    assert made.ok, made.data["checks"]
    data: dict[str, Any] = json.loads(FORMATS["json"](made))
    told = {key: data[key] for key in data if key not in ("report", "policy")}
    for kind, form in FORMATS.items():
        text = unescaped(form(made)) if kind == "md" else form(made)
        missing = {
            leaf for leaf in leaves(told) if leaf.replace(",", "") not in text.replace(",", "")
        }
        assert missing <= {"true", "false", "True", "False"}, kind
    return data


def test_a_month_is_closed_on_the_fifth_of_the_next_and_missed_ones_with_it(books: Books) -> None:
    books.turn("2026-08-20")
    books.take("invoices.csv", invoice("I1", "10", "2026-06-15"))
    assert closed(books, "2026-08-20") == ["2026-06", "2026-07"]
    assert closed(books, "2026-09-04") == []
    assert closed(books, "2026-09-05") == ["2026-08"]
    assert closed(books, "2026-12-01") == ["2026-09", "2026-10"]
    assert [row["month"] for row in told(books)["rows"]] == [
        f"2026-{number:02d}" for number in range(10, 5, -1)
    ]


def test_the_day_it_is_closed_on_is_a_setting(books: Books) -> None:
    books.settings = replace(books.settings, close_months_on=1)
    books.turn("2026-08-31")
    books.take("invoices.csv", invoice("I1", "10", "2026-08-15"))
    assert closed(books, "2026-08-31") == []
    assert closed(books, "2026-09-01") == ["2026-08"]


def test_what_is_loaded_on_the_day_of_closing_is_taken_in(books: Books) -> None:
    books.turn("2026-11-05")
    books.take("invoices.csv", invoice("I1", "100", "2026-10-10"))
    assert closed(books, "2026-11-05") == ["2026-10"]
    books.take("more.csv", invoice("I2", "30", "2026-10-12"))
    assert closed(books, "2026-11-05") == ["2026-10"]
    assert closed(books, "2026-11-05") == []
    (row,) = told(books)["rows"]
    assert (row["recorded"]["outstanding"], row["late_entries"]) == ("130.00", 0)


def test_what_was_loaded_on_that_day_is_taken_in_the_day_after_too(books: Books) -> None:
    books.turn("2026-11-05")
    books.take("invoices.csv", invoice("I1", "100", "2026-10-10"))
    closed(books, "2026-11-05")
    books.take("more.csv", invoice("I2", "30", "2026-10-12"))
    books.turn("2026-11-06")
    books.take("late.csv", invoice("I3", "7", "2026-10-13"))
    assert closed(books, "2026-11-06") == ["2026-10"]
    (row,) = told(books)["rows"]
    assert (row["recorded"]["outstanding"], row["closed_on"]) == ("130.00", "2026-11-05")
    assert (row["late_entries"], row["late_amount"]) == (1, "7.00")


def test_what_was_entered_late_explains_the_difference(books: Books) -> None:
    books.turn("2026-11-05")
    books.take(
        "invoices_2026-10-31.csv",
        invoice("I1", "600", "2026-09-01", due_date="2026-09-30"),
        invoice("I2", "40", "2026-10-20", due_date="2026-11-20"),
        invoice("I3", "90", "2026-10-20", due_date="2026-11-20", currency="EUR"),
        invoice("I4", "55", "2026-10-02", due_date="2026-10-12", company="2000", currency="EUR"),
    )
    assert closed(books, "2026-11-05") == ["2026-09", "2026-10"]
    books.turn("2026-11-10")
    books.take("payments_2026-11-10.csv", payment("P1", "250", "2026-10-28"))
    books.take("applications_2026-11-10.csv", application("P1", "I1", "250", "2026-10-29"))
    books.take("payments_2026-11-11.csv", payment("P2", "40", "2026-11-08"))
    books.turn("2026-11-12")
    books.take(
        "invoices_2026-11-12.csv",
        invoice("I2", "45", "2026-10-20", due_date="2026-10-25"),
        invoice("I3", "90", "2026-10-20", due_date="2026-11-20", currency="USD"),
    )
    data = told(books, "2026-10")
    usd = next(row for row in data["rows"] if row["currency"] == "USD")
    eur = next(row for row in data["rows"] if row["currency"] == "EUR")
    assert usd["recorded"] == {
        "buckets": {"current": "40.00", "1-30": "0.00", "31-60": "600.00", "61-90": "0.00",
                    "91+": "0.00"},
        "unapplied": "0.00", "outstanding": "640.00", "disputed": "0.00",
    }  # fmt: skip
    assert usd["now"]["buckets"]["1-30"] == "45.00"
    assert (usd["difference"]["outstanding"], usd["late_amount"]) == ("-155.00", "-155.00")
    assert (eur["difference"]["outstanding"], eur["late_amount"]) == ("-90.00", "-90.00")
    late = {
        (row["document"], row["kind"], row["amount"], row["taken_back"]) for row in data["late"]
    }
    assert ("I2", "billed", "45.00", False) in late
    assert ("I2", "billed", "-40.00", True) in late
    assert ("I3", "currency", "-90.00", True) in late
    assert ("I1", "payment", "-250.00", False) in late
    assert not any(row["document"] == "P2" for row in data["late"])
    assert all(row["file"] and row["line"] for row in data["late"])
    (moved,) = data["redated"]
    assert (moved["document"], moved["due_then"], moved["due_on"]) == (
        "I2", "2026-11-20", "2026-10-25",
    )  # fmt: skip
    assert (moved["days_then"], moved["days"]) == (-20, 6)
    assert {check["month"]: check["ok"] for check in told(books)["checks"]} == {
        "2026-09": True, "2026-10": True,
    }  # fmt: skip
    of_2000 = told(books, "2026-10", company="2000")
    assert [row["currency"] for row in of_2000["rows"]] == ["EUR"]
    assert of_2000["rows"][0]["recorded"]["outstanding"] == "55.00"
    earlier = told(books, "2026-10", known_on=parse_day("2026-11-10"))
    assert {row["late_amount"] for row in earlier["rows"]} == {"-250.00", "0.00"}


def test_disputes_and_closures_since_are_seen(books: Books) -> None:
    books.turn("2026-11-05")
    books.take("open_items_2026-10-31.csv", *(listed(f"I{n}", "10", "2026-10-31") for n in (1, 2)))
    books.take("disputes_2026-11-01.csv", dispute("D1", "I1", "2026-10-30"))
    closed(books, "2026-11-05")
    books.turn("2026-11-09")
    books.take("disputes_2026-11-09.csv",
               dispute("D1", "I1", "2026-10-30", resolved_on="2026-10-31"))  # fmt: skip
    books.take("open_items_2026-10-30.csv", listed("I1", "10", "2026-10-30"))
    (row,) = told(books, "2026-10")["rows"]
    assert row["recorded"]["disputed"] == "10.00"
    assert row["difference"]["disputed"] == "-10.00"


def test_a_month_that_is_not_closed_is_an_error(books: Books) -> None:
    with asking(books) as source, pytest.raises(NotClosed) as wrong:
        months.report(source, Request(), "2026-10")
    assert "2026-10 is not closed" in str(wrong.value)


def test_a_record_that_was_tampered_with_fails_the_check(books: Books) -> None:
    books.turn("2026-11-05")
    books.take("invoices.csv", invoice("I1", "100", "2026-10-10"))
    closed(books, "2026-11-05")
    books.connection.execute(
        "UPDATE closed_aging SET amount = amount + 1 WHERE figure = 'outstanding'"
    )
    with asking(books) as source:
        made = months.report(source, Request())
    assert not made.ok
    assert "NO, SOMETHING ELSE HAS CHANGED" in FORMATS["table"](made)


def test_closing_twice_records_the_same(books: Books) -> None:
    books.turn("2026-11-05")
    books.take("invoices.csv", invoice("I1", "100", "2026-10-10"))
    job = close_months(books.connection, books.home)
    kept = []
    for _ in range(2):
        job.run(job.slots(books.home.today())[0])
        kept.append(
            [
                books.connection.execute(f"SELECT * FROM {table}").fetchall()
                for table in ("closed_aging", "kpi_month")
            ]
        )
    assert kept[0] == kept[1]
    assert all(kept[0])
