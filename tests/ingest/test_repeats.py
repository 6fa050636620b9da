"""Rows that repeat the snapshot before letter by letter: spared, and yet the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ingest import staging
from artui.ingest.load import Wish
from artui.ingest.profile import Profile
from artui.settings import Settings
from artui.store.facts import repeated
from tests.books.tables import figures
from tests.books.worlds import FIRST, LAST, exports, rearranged
from tests.homes import TODAY, Books, invoice, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from artui.ingest.load import Outcome
    from tests.books.worlds import Export

ACCEPT = Wish(accept="a person")
SETTINGS = Settings(today=TODAY)


class Spy:
    """Counts the rows that were spared, file by file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.spared: list[int] = []
        fill = staging.fill

        def spied(*given: object, **named: object) -> object:
            rejects = fill(*given, **named)  # type: ignore[arg-type]  # handed through as it came
            reading = given[1]
            self.spared.append(reading.counts.repeated)  # type: ignore[attr-defined]  # a reading
            return rejects

        monkeypatch.setattr(staging, "fill", spied)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    return Spy(monkeypatch)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    made = Books(tmp_path / "home", SETTINGS)
    yield made
    made.connection.close()


def snapshot(books: Books, day: str, amounts: Sequence[str], *more: dict[str, str]) -> Outcome:
    rows = [listed(f"I{n}", amount, day) for n, amount in enumerate(amounts)]
    return books.load(books.drop(f"open_{day}.csv", [*rows, *more]))


def test_the_same_rows_on_the_next_day_are_not_read_again(books: Books, spy: Spy) -> None:
    snapshot(books, "2026-11-18", ["10.00", "20.00", "30.00"])
    again = snapshot(books, "2026-11-19", ["10.00", "20.00", "30.00"])
    assert spy.spared == [0, 3]
    assert (again.state, again.rows_read, again.rows_unchanged) == ("unchanged", 3, 3)
    changed = snapshot(books, "2026-11-20", ["10.00", "25.00", "30.00"])
    assert spy.spared == [0, 3, 2]
    assert (changed.rows_loaded, changed.rows_unchanged) == (1, 2)


def test_what_is_missing_among_repeated_rows_is_closed(books: Books) -> None:
    snapshot(books, "2026-11-18", ["10.00", "20.00", "30.00"])
    snapshot(books, "2026-11-19", ["10.00", "20.00"])
    assert sum(row["outstanding"] for row in books.aged("2026-11-19")) == 3000


def test_a_row_said_twice_is_read_in_full(books: Books, spy: Spy) -> None:
    snapshot(books, "2026-11-18", ["10.00", "20.00"])
    other = listed("I1", "99.00", "2026-11-19")
    twice = snapshot(books, "2026-11-19", ["10.00", "20.00"], other)
    assert spy.spared == [0, 2, 0]
    assert twice.rows_rejected == 2


def test_an_older_snapshot_is_read_in_full(books: Books, spy: Spy) -> None:
    snapshot(books, "2026-11-19", ["10.00"])
    late = snapshot(books, "2026-11-18", ["10.00"])
    assert spy.spared == [0, 1, 0]
    assert late.rows_loaded == 1


def test_a_number_that_came_to_mean_two_documents_is_not_spared(books: Books, spy: Spy) -> None:
    snapshot(books, "2026-11-18", ["10.00", "20.00"])
    for kind in ("RV", "DR"):
        books.take(f"invoices_{kind}_2026-11-18.csv", invoice("I1", "20.00", **{"class": kind}))
    snapshot(books, "2026-11-19", ["10.00", "20.00"])
    assert spy.spared[-1] == 1


def test_another_profile_or_currency_reads_every_row_anew(books: Books, spy: Spy) -> None:
    text = "Doc,Cust,Open\nI1,C1,10.00\nI2,C1,20.00\n"
    columns = {"document_id": ("Doc",), "customer_id": ("Cust",), "amount": ("Open",)}
    for number, constants in enumerate([{}, {}, {"currency": "EUR"}]):
        books.profiles = [
            Profile("own", "open_items", columns=columns, complete=True, constants=constants)
        ]
        books.load(books.drop_text(f"own_2026-11-1{number}.csv", text + "\n" * number))
    assert spy.spared == [0, 2, 0]


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(made=exports(), data=st.data())
def test_spared_or_read_in_full_the_figures_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, made: list[Export], data: st.DataObject
) -> None:
    files = data.draw(rearranged(made))
    found = []
    nothing: Callable[[sqlite3.Connection], set[int]] = lambda _: set()  # noqa: E731 - of that type
    for known in (repeated.known, nothing):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(repeated, "known", known)
            books = Books(tmp_path_factory.mktemp("home"), SETTINGS)
            for name, text in files:
                books.load(books.drop_text(name, text), ACCEPT)
            found.append(figures(books, range(FIRST - 1, LAST)))
            books.connection.close()
    assert found[0] == found[1]
