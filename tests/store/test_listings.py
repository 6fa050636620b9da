"""The listings behind the screens: every column there, and figures that agree with aging."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.domain.days import parse_day
from artui.store import case_listing, import_listing, listings, weekly
from artui.store.aging import Question, Scope
from artui.store.connection import open_reader
from artui.store.listing import Arrangement
from artui.store.snapshot import Snapshot
from tests.homes import TODAY, dispute, invoice, payment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from artui.store.listing import Listing
    from tests.homes import Books

NOW = parse_day(TODAY)


@pytest.fixture
def filled(books: Books) -> Books:
    books.take(
        "invoices.csv",
        invoice("A", "100.00", "2026-09-01", due_date="2026-10-01", reason="PR1"),
        invoice("B", "40.00", "2026-11-10", due_date="2026-12-10", currency="EUR"),
        invoice("C", "5.00", "2026-11-10", due_date="2026-11-15", customer_id="C2"),
    )
    books.take("payments_2026-11-11.csv", payment("P", "12.00", "2026-11-11"))
    books.take(
        "disputes_2026-11-12.csv", dispute("D", "A", "2026-11-01", reason="PR1", amount="30")
    )
    return books


@pytest.fixture
def reader(filled: Books) -> Iterator[sqlite3.Connection]:
    connection = open_reader(filled.home.main, filled.home.desk)
    yield connection
    connection.close()


def rows(connect: Callable[[], sqlite3.Connection], listing: Listing) -> list[dict[str, object]]:
    """Every row of a listing by name, as a screen gets it."""
    snapshot = Snapshot(listing, connect)
    for ordering in snapshot.build(Arrangement()):
        snapshot.show(ordering)
    found = [dict(zip(listing.fields, row, strict=True)) for row in snapshot.page(0) or ()]
    snapshot.close()
    return found


def _opening(books: Books) -> Callable[[], sqlite3.Connection]:
    return lambda: open_reader(books.home.main, books.home.desk)


def test_kept_and_computed_aging_are_the_same(filled: Books) -> None:
    question = Question(Scope(NOW), filled.force.policy.aging)
    kept, computed = (
        rows(_opening(filled), listings.aging(question, positions=positions))
        for positions in (True, False)
    )
    assert [{**row, "id": 0} for row in kept] == [{**row, "id": 0} for row in computed]
    assert [(row["number"], row["currency"], row["outstanding"], row["flags"]) for row in kept] == [
        ("C1", "USD", 8_800, "D U"),
        ("C1", "EUR", 4_000, ""),
        ("C2", "USD", 500, ""),
    ]


def test_the_items_of_a_customer_are_first_due_first(filled: Books) -> None:
    (customer,) = filled.connection.execute(
        "SELECT id FROM customer WHERE number = 'C1'"
    ).fetchone()
    found = rows(_opening(filled), listings.items(Scope(NOW, customer_id=customer)))
    assert [(row["number"], row["days"], row["open_amount"], row["disputed"]) for row in found] == [
        ("A", 50, 10_000, 3_000),
        ("P", None, -1_200, 0),
        ("B", -20, 4_000, 0),
    ]


def test_entries_run_up_to_what_is_open(filled: Books) -> None:
    filled.take(
        "applications_2026-11-12.csv",
        {"payment_id": "P", "invoice_id": "A", "date": "2026-11-12", "amount": "12.00"},
    )
    documents = dict(filled.connection.execute("SELECT number, id FROM document").fetchall())
    found = rows(_opening(filled), listings.entries(documents["A"]))
    assert [(row["kind"], row["amount"], row["open_after"], row["line"]) for row in found] == [
        ("billed", 10_000, 10_000, 2),
        ("payment", -1_200, 8_800, 2),
    ]
    assert (found[1]["counter"], found[1]["counter_id"]) == ("P", documents["P"])
    assert found[1]["file"] == "applications_2026-11-12.csv"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-10-31", []), ("2026-11-20", [("O open", 19)]), ("2026-11-25", [("O open", 24)])],
)
def test_disputes_are_those_of_the_day(
    filled: Books, day: str, expected: list[tuple[str, int]]
) -> None:
    labels = filled.force.policy.reasons.labels()
    listing = case_listing.disputes(case_listing.Asked(parse_day(day), labels))
    found = rows(_opening(filled), listing)
    assert [(row["state"], row["days"]) for row in found] == expected
    assert {row["reason"] for row in found} <= {"Price or quantity differs from the quote"}


def test_imports_and_rejects_are_listed_newest_first(
    reader: sqlite3.Connection, filled: Books
) -> None:
    filled.load(
        filled.drop_text("bad.csv", "invoice_id,customer_id,invoice_date,amount\nX,C1,x,y\n")
    )
    found = rows(_opening(filled), import_listing.imports())
    assert found[0]["file"] == "bad.csv"
    assert found[0]["state"] == "loaded with rejects"
    rejected = rows(_opening(filled), import_listing.rejects(int(str(found[0]["id"]))))
    assert rejected[0]["line"] == 2
    whole = import_listing.imported(reader, int(str(found[0]["id"])))
    assert {**whole, **found[0]} == whole


def test_sums_are_by_currency_and_follow_the_filter(
    reader: sqlite3.Connection, filled: Books
) -> None:
    question = Question(Scope(NOW), filled.force.policy.aging)
    listing = listings.aging(question, positions=True)
    assert [(c, n, sums["outstanding"]) for c, n, sums in listings.summed(reader, listing, "")] == [
        ("EUR", 1, 4_000),
        ("USD", 2, 9_300),
    ]
    assert [(c, n) for c, n, _ in listings.summed(reader, listing, "c2")] == [("USD", 1)]
    assert listings.summed(reader, listing, "nobody") == []


def test_the_mark_moves_with_data_and_not_with_signs_of_life(
    reader: sqlite3.Connection, filled: Books
) -> None:
    before = listings.mark(reader)
    filled.connection.execute(
        "INSERT INTO heartbeat VALUES (1, 1, 'h', 'now', 'now', 'events', NULL, NULL, NULL)"
    )
    assert listings.mark(reader) == before
    filled.take("more.csv", invoice("Z", "1.00"))
    after = listings.mark(reader)
    assert after != before
    filled.turn("2026-11-21")
    assert listings.mark(reader) != after


def test_a_ranking_that_was_offered_is_a_list(filled: Books) -> None:
    headings = ["Past due USD", "USD·days"]
    offered = [
        ("po", 1, 2, "No PO", "dispatch", 3, "█ 60%", "60%", "▁█", "1.00", "7.00"),
        ("(others)", None, None, "others", "", 2, "40%", "", "", "2.00", "9.00"),
    ]
    connect = _opening(filled)
    columns = weekly.with_amounts(weekly.RANKED, headings)
    listing = weekly.ranked("Reason", "Owner", headings)
    found = rows(lambda: weekly.offer(connect(), columns, offered), listing)
    assert [row["key"] for row in found] == ["po", "(others)"]
    assert found[1]["amount_1"] == "9.00"
