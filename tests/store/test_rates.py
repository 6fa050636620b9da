"""Rates: the latest on or before a day, by what the newest export says, as known on a day."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from artui.domain.days import iso, parse_day
from artui.store.rates import latest
from tests.homes import rate

if TYPE_CHECKING:
    from tests.homes import Books


def asked(books: Books, as_of: str, known_on: str | None = None) -> dict[str, tuple[str, str]]:
    """By currency, the rate and its day."""
    known = None if known_on is None else parse_day(known_on)
    found = latest(books.connection, parse_day(as_of), known)
    return {code: (str(each.rate), str(iso(each.day))) for code, each in found.items()}


def test_the_latest_on_or_before_the_day_counts(books: Books) -> None:
    books.take(
        "fx_rates_2026-11-06.csv",
        rate("2026-11-02", "1.1"),
        rate("2026-11-05", "1.25"),
        rate("2026-11-03", "0.0067", "JPY"),
    )
    assert asked(books, "2026-11-01") == {}
    assert asked(books, "2026-11-02") == {"EUR": ("1.1", "2026-11-02")}
    both = {"EUR": ("1.25", "2026-11-05"), "JPY": ("0.0067", "2026-11-03")}
    assert asked(books, "2026-11-05") == asked(books, "2027-01-01") == both


def test_rates_are_exact_and_can_be_taken_as_a_pair(books: Books) -> None:
    books.take("fx_rates_2026-11-06.csv", rate("2026-11-02", "0.123456789012345678"))
    value, day = latest(books.connection, parse_day("2026-11-02"), None)["EUR"]
    assert value == Decimal("0.123456789012345678")
    assert day == parse_day("2026-11-02")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_newer_export_of_one_day_wins_whatever_the_arrival(
    books: Books, order: tuple[int, int]
) -> None:
    files = [
        ("fx_rates_2026-11-06.csv", rate("2026-11-02", "1.1")),
        ("fx_rates_2026-11-07.csv", rate("2026-11-02", "1.2")),
    ]
    for index in order:
        books.take(files[index][0], files[index][1])
    assert asked(books, "2026-11-02")["EUR"][0] == "1.2"
    assert books.connection.execute("SELECT rate, file FROM fx_rates").fetchall() == [
        ("1.2", "fx_rates_2026-11-07.csv")
    ]


def test_a_rate_said_again_counts_again(books: Books) -> None:
    for day, value in (("06", "1.1"), ("07", "1.2"), ("08", "1.10")):
        books.take(f"fx_rates_2026-11-{day}.csv", rate("2026-11-02", value))
    assert asked(books, "2026-11-02")["EUR"][0] == "1.1"
    assert books.take("fx_rates_2026-11-09.csv", rate("2026-11-02", "1.1")).rows_unchanged == 1
    books.take("fx_rates_2026-11-10.csv", rate("2026-11-02", "1.3"))
    books.take("fx_rates_2026-11-11.csv", rate("2026-11-02", "1.1"))
    assert asked(books, "2026-11-02")["EUR"][0] == "1.1"
    assert books.connection.execute("SELECT rate FROM fx_rates").fetchall() == [("1.1",)]


def test_what_was_known_on_a_day_is_what_had_been_loaded_by_then(books: Books) -> None:
    books.take("fx_rates_2026-11-06.csv", rate("2026-11-02", "1.1"))
    books.turn("2026-11-23")
    books.take("fx_rates_2026-11-07.csv", rate("2026-11-02", "1.2"), rate("2026-11-04", "1.3"))
    assert asked(books, "2026-11-05") == {"EUR": ("1.3", "2026-11-04")}
    assert asked(books, "2026-11-05", "2026-11-22") == {"EUR": ("1.1", "2026-11-02")}
    assert asked(books, "2026-11-03", "2026-11-23") == {"EUR": ("1.2", "2026-11-02")}
    assert asked(books, "2026-11-05", "2026-11-19") == {}


def test_the_latest_rates_are_looked_up_not_searched_for(books: Books) -> None:
    rows = [
        rate(str(iso(parse_day("2024-01-01") + n)), "1.1", code)
        for n in range(400)
        for code in ("EUR", "GBP")
    ]
    books.take("fx_rates_2026-11-06.csv", *rows)
    steps: list[int] = []

    def step() -> int:
        steps.append(1)
        return 0

    books.connection.set_progress_handler(step, 1_000)
    assert len(asked(books, "2026-11-06")) == 2
    books.connection.set_progress_handler(None, 0)
    assert len(steps) < 25
