"""The guards: what a complete snapshot may close by itself, and what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.ingest.load import Wish
from artui.store import records
from tests.homes import Books, canonical_csv, invoice, listed

if TYPE_CHECKING:
    from tests.homes import Row


@pytest.fixture
def books(home_books: Books) -> Books:
    """A home to load into."""
    return home_books


def _rows(day: str, count: int, amount: str = "10.00", **more: str) -> list[Row]:
    return [listed(f"D{n:03}", amount, day, **more) for n in range(count)]


def _first(books: Books, count: int = 100) -> None:
    outcome = books.take("open_items_2026-11-02.csv", *_rows("2026-11-02", count), accept=False)
    assert outcome.state == records.LOADED


def _second(books: Books, day: str, rows: list[Row]) -> tuple[str, str]:
    outcome = books.take(f"open_items_{day}.csv", *rows, accept=False)
    return outcome.state, outcome.reason or ""


@pytest.mark.parametrize(
    ("day", "left", "state"),
    [
        ("2026-11-03", 80, records.LOADED),
        ("2026-11-03", 79, records.HELD),
        ("2026-11-04", 60, records.LOADED),
        ("2026-11-04", 59, records.HELD),
        ("2026-11-09", 40, records.LOADED),
        ("2026-11-09", 39, records.HELD),
    ],
)
def test_a_fifth_a_business_day_may_close_and_at_most_three_fifths(
    books: Books, day: str, left: int, state: str
) -> None:
    _first(books)
    assert _second(books, day, _rows(day, left))[0] == state


def test_a_weekend_counts_as_one_business_day(books: Books) -> None:
    books.take("open_items_2026-11-06.csv", *_rows("2026-11-06", 100))
    assert _second(books, "2026-11-09", _rows("2026-11-09", 79))[0] == records.HELD


def test_the_amount_counts_as_the_items_do(books: Books) -> None:
    big = listed("BIG", "10000.00", "2026-11-02")
    few = [listed(f"F{n}", "1.00", "2026-11-02") for n in range(6)]
    books.take("open_items_2026-11-02.csv", *_rows("2026-11-02", 94), big, *few)
    state, reason = _second(books, "2026-11-03", _rows("2026-11-03", 94))
    assert state == records.HELD
    assert "USD 10,006.00 of 10,946.00 close" in reason


def test_five_items_or_fewer_close_whatever_their_share(books: Books) -> None:
    _first(books, 7)
    assert _second(books, "2026-11-03", _rows("2026-11-03", 2))[0] == records.LOADED


def test_a_currency_may_not_go_whole(books: Books) -> None:
    euro = listed("EURO", "5.00", "2026-11-02", currency="EUR")
    books.take("open_items_2026-11-02.csv", *_rows("2026-11-02", 50, currency="USD"), euro)
    state, reason = _second(books, "2026-11-03", _rows("2026-11-03", 50))
    assert (state, reason) == (records.HELD, "company 1000 would lose all its EUR items")


def test_a_currency_that_is_still_listed_is_not_lost(books: Books) -> None:
    euro = listed("EURO", "5.00", "2026-11-02", currency="EUR")
    books.take("open_items_2026-11-02.csv", *_rows("2026-11-02", 50, currency="USD"), euro)
    other = listed("OTHER", "5.00", "2026-11-03", currency="EUR")
    state, reason = _second(books, "2026-11-03", [*_rows("2026-11-03", 50, currency="USD"), other])
    assert (state, reason) == (records.LOADED, "")


def test_a_collector_may_not_go_whole(books: Books) -> None:
    books.take("customers_2026-11-01.csv", {"customer_id": "C2", "name": "Two", "collector": "ann"})
    own = listed("OWN", "5.00", "2026-11-02", customer_id="C2")
    books.take("open_items_2026-11-02.csv", *_rows("2026-11-02", 50), own)
    state, reason = _second(books, "2026-11-03", _rows("2026-11-03", 50))
    assert (state, reason) == (
        records.HELD,
        "company 1000 would lose every item of collector ann",
    )


def test_a_file_that_ends_in_the_middle_of_a_line_is_held(books: Books) -> None:
    text = canonical_csv(_rows("2026-11-02", 10)).rstrip("\n")
    outcome = books.load(books.drop_text("open_items_2026-11-02.csv", text))
    assert outcome.state == records.HELD
    assert "may be cut off" in (outcome.reason or "")
    assert books.open("2026-11-20") == {}


def test_an_empty_snapshot_is_held(books: Books) -> None:
    _first(books)
    text = canonical_csv([], list(listed("A", "1", "2026-11-03")))
    outcome = books.load(books.drop_text("open_items_2026-11-03.csv", text))
    assert (outcome.state, len(books.open("2026-11-20"))) == (records.HELD, 100)


def test_a_held_file_applies_once_a_person_accepts_it(books: Books) -> None:
    _first(books)
    path = books.drop("open_items_2026-11-03.csv", _rows("2026-11-03", 10))
    assert books.load(path).state == records.HELD
    assert len(books.open("2026-11-20")) == 100
    outcome = books.load(path, Wish(accept="ann"))
    assert outcome.state == records.LOADED
    assert len(books.open("2026-11-20")) == 10
    objections = (
        "company 1000 would see 90 of 100 open items close, more than 20 %;"
        " company 1000 would see USD 900.00 of 1,000.00 close, more than 20 %"
    )
    assert books.connection.execute(
        "SELECT state, accepted_by, reason FROM import WHERE id > 1 ORDER BY id"
    ).fetchall() == [
        ("superseded", None, "accepted as import 3"),
        (
            "loaded",
            "ann",
            f"accepted although {objections}",
        ),
    ]


def test_a_better_file_overtakes_a_held_one(books: Books) -> None:
    _first(books)
    books.take("open_items_2026-11-03.csv", *_rows("2026-11-03", 10), accept=False)
    assert _second(books, "2026-11-03", _rows("2026-11-03", 95))[0] == records.LOADED
    (state,) = books.connection.execute("SELECT state FROM import WHERE id = 2").fetchone()
    assert state == records.SUPERSEDED


def test_one_company_cut_short_holds_the_file(books: Books) -> None:
    other = [listed(f"E{n}", "1", "2026-11-02", company="2000") for n in range(20)]
    books.take("open_items_2026-11-02.csv", *_rows("2026-11-02", 50, company="1000"), *other)
    later = [{**row, "snapshot_date": "2026-11-03"} for row in other[:3]]
    rows = [*_rows("2026-11-03", 50, company="1000"), *later]
    state, reason = _second(books, "2026-11-03", rows)
    assert state == records.HELD
    assert "company 2000" in reason
    assert "company 1000" not in reason


def test_rows_of_their_own_day_are_not_guarded(books: Books) -> None:
    books.take("invoices_2026-11-01.csv", *[invoice(f"D{n}", "1", "2026-10-01") for n in range(30)])
    rows = [listed("D1", "1", "2026-11-02"), listed("D2", "1", "2026-11-03")]
    assert _second(books, "2026-11-03", rows)[0] == records.LOADED
