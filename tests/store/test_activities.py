"""Activities: one row each with what the newest export says, joined to the invoice it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import iso, parse_day
from artui.store import activities
from tests.homes import activity, invoice

if TYPE_CHECKING:
    from tests.homes import Books

AT = "2026-11-03 14:05"


def rows(books: Books, columns: str) -> list[tuple[Any, ...]]:
    """The activities as any SQLite tool sees them."""
    select = f"SELECT {columns} FROM activities ORDER BY activity_id"
    return books.connection.execute(select).fetchall()


def last(books: Books, as_of: str = "2026-11-20", known_on: str | None = None) -> list[str | None]:
    """The day of the last talk with each customer."""
    found = activities.last_on(books.connection, books.scope(as_of, known_on))
    return [iso(day) for _, day in sorted(found.items())]


def test_one_waits_for_its_invoice_and_is_joined(books: Books) -> None:
    books.take(
        "activities_2026-11-04.csv",
        activity("A1", AT, invoice_id="I-1", direction="Inbound", channel="phone"),
        activity("A2", AT, direction="outgoing", next_on="2026-11-30"),
    )
    wanted = "invoice_id, document, direction, next_on"
    assert rows(books, wanted) == [
        ("I-1", None, "in", None),
        (None, None, "out", "2026-11-30"),
    ]
    books.take("invoices_2026-11-05.csv", invoice("i-1", "9.00"))
    assert rows(books, "invoice_id, document") == [("I-1", "i-1"), (None, None)]


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_newest_row_counts_and_may_name_another_invoice(
    books: Books, *, newest_first: bool
) -> None:
    books.take("invoices_2026-11-01.csv", invoice("X", "9.00"), invoice("Y", "9.00"))
    told = [
        ("activities_2026-11-04.csv", activity("A1", AT, invoice_id="X", outcome="a")),
        ("activities_2026-11-05.csv", activity("A1", "2026-11-04", invoice_id="Y", outcome="b")),
    ]
    for name, row in reversed(told) if newest_first else told:
        books.take(name, row)
    assert rows(books, "at, document, outcome, file") == [
        ("2026-11-04", "Y", "b", "activities_2026-11-05.csv")
    ]
    assert last(books) == ["2026-11-04"]


def test_a_reference_that_could_mean_two_documents_is_rejected(books: Books) -> None:
    books.take("invoices_2026-11-01.csv", invoice("X", "9.00", **{"class": "A"}))
    books.take("activities_2026-11-04.csv", activity("A0", AT, invoice_id="X"))
    assert rows(books, "document") == [("X",)]
    books.take("invoices_2026-11-02.csv", invoice("X", "9.00", **{"class": "B"}))
    assert rows(books, "document") == [(None,)]
    outcome = books.take("activities_2026-11-05.csv", activity("A1", AT, invoice_id="X"))
    assert [(each.column, each.reason) for each in outcome.rejects] == [
        ("invoice_id", "could mean X (A) and X (B)")
    ]
    assert rows(books, "activity_id") == [("A0",)]


def test_bad_rows_are_rejected_alone(books: Books) -> None:
    outcome = books.take(
        "activities_2026-11-04.csv",
        activity("A1", AT, direction="sideways"),
        activity("A2", "soon"),
        activity("A3", ""),
        activity("A4", AT, next_on="2026-02-30"),
        activity("A5", AT, direction="IN-BOUND"),
        activity("A6", AT, direction=""),
    )
    assert [(each.column, each.reason) for each in outcome.rejects] == [
        ("direction", "is none of out, in"),
        ("at", "is no date"),
        ("at", "is required"),
        ("next_on", "is no date"),
        ("direction", "is none of out, in"),
    ]
    assert rows(books, "activity_id, direction") == [("A6", None)]


def test_the_last_talk_with_a_customer_on_a_day_and_as_known_on_one(books: Books) -> None:
    books.take(
        "activities_2026-11-10.csv",
        activity("A1", "2026-11-03 09:00"),
        activity("A2", "2026-11-08 09:00", customer_id="C2"),
        activity("A3", "2026-11-30 09:00"),
    )
    assert last(books) == ["2026-11-03", "2026-11-08"]
    assert last(books, "2026-11-07") == ["2026-11-03"]
    books.turn("2026-11-23")
    books.take("activities_2026-11-22.csv", activity("A1", "2026-11-19 09:00"))
    assert last(books)[0] == "2026-11-19"
    assert last(books, known_on="2026-11-20")[0] == "2026-11-03"
    select = f"SELECT number, activity_on FROM {activities.known(1)} ORDER BY number"
    known = {"known_on": parse_day("2026-11-19")}
    assert books.connection.execute(select, known).fetchall() == []


def test_a_document_that_many_activities_wait_for_is_found_by_index(books: Books) -> None:
    plans = books.connection.execute(
        "EXPLAIN QUERY PLAN UPDATE activity SET document_id = 1"
        " WHERE document_id IS NULL AND invoice_key <> ''"
    ).fetchall()
    assert "activity_waiting" in plans[0][3]


def test_hostile_text_is_kept_as_it_is_and_harms_nothing(books: Books) -> None:
    odd = "x'); DROP TABLE activity;--\u202e[/x]\x1b[31m"
    books.take("activities.csv", activity(odd, AT, subject=odd, note=odd, invoice_id=odd))
    assert rows(books, "activity_id, subject, note, invoice_id") == [(odd, odd, odd, odd)]
