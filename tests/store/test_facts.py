"""Facts as they are kept: nothing twice, runs cut where snapshots differ, sightings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.domain.days import iso
from tests.homes import dispute, invoice, listed

if TYPE_CHECKING:
    from tests.homes import Books

_DAYS = ("2026-10-05", "2026-10-07", "2026-10-09")


def _runs(books: Books) -> list[tuple[str, str | None, str | None, int]]:
    return [
        (number, iso(first), iso(last), amount)
        for number, first, last, amount in books.connection.execute(
            "SELECT d.number, f.as_of, f.last_on, f.amount FROM open_item_fact AS f"
            " JOIN item AS i ON i.id = f.item_id JOIN document AS d ON d.id = i.document_id"
            " ORDER BY d.number, f.as_of, f.id"
        )
    ]


def _take(books: Books, day: str, **amounts: str) -> int:
    rows = [listed(number, amount, day) for number, amount in amounts.items()]
    return books.take(f"open_items_{day}.csv", *rows).rows_loaded


def test_snapshots_that_repeat_a_row_write_nothing(books: Books) -> None:
    assert [_take(books, day, A="1", B="2") for day in _DAYS] == [2, 0, 0]
    assert _runs(books) == [("A", _DAYS[0], None, 100), ("B", _DAYS[0], None, 200)]


def test_a_changed_row_ends_one_run_and_begins_another(books: Books) -> None:
    for day, amount in zip(_DAYS, ("1", "1", "3"), strict=True):
        _take(books, day, A=amount, B="2")
    assert _runs(books) == [
        ("A", _DAYS[0], _DAYS[1], 100),
        ("A", _DAYS[2], None, 300),
        ("B", _DAYS[0], None, 200),
    ]


def test_an_omitted_row_ends_its_run(books: Books) -> None:
    _take(books, _DAYS[0], A="1", B="2")
    _take(books, _DAYS[1], B="2")
    assert _runs(books)[0] == ("A", _DAYS[0], _DAYS[0], 100)


@pytest.mark.parametrize(
    ("late", "runs"),
    [
        ({"A": "1", "B": "2"}, [("A", 0, None, 100), ("B", 0, None, 200)]),
        (
            {"A": "3", "B": "2"},
            [("A", 0, 0, 100), ("A", 1, 1, 300), ("A", 2, None, 100), ("B", 0, None, 200)],
        ),
        ({"B": "2"}, [("A", 0, 0, 100), ("A", 2, None, 100), ("B", 0, None, 200)]),
    ],
)
def test_a_late_snapshot_splits_the_runs_it_contradicts(
    books: Books, late: dict[str, str], runs: list[tuple[str, int, int | None, int]]
) -> None:
    _take(books, _DAYS[0], A="1", B="2")
    _take(books, _DAYS[2], A="1", B="2")
    _take(books, _DAYS[1], **late)
    assert _runs(books) == [
        (number, _DAYS[first], None if last is None else _DAYS[last], amount)
        for number, first, last, amount in runs
    ]


def test_a_repeated_invoice_is_a_sighting_of_the_fact(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1"))
    outcome = books.take("invoices_2026-10-04.csv", invoice("A", "1"), invoice("B", "1"))
    assert (outcome.rows_loaded, outcome.rows_unchanged) == (1, 1)
    assert books.connection.execute("SELECT kind, fact_id, import_id FROM sighting").fetchall() == [
        ("invoices", 1, 2)
    ]


def test_unknown_columns_are_kept_with_their_row(books: Books) -> None:
    outcome = books.take("invoices_2026-10-02.csv", invoice("A", "1", colour="red"))
    assert any("colour" in warning for warning in outcome.warnings)
    (extra,) = books.connection.execute("SELECT extra FROM invoice_fact").fetchone()
    assert "red" in extra


def test_every_fact_says_where_it_stands(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1"), invoice("B", "1"))
    rows = books.connection.execute("SELECT import_id, line FROM entry ORDER BY line").fetchall()
    assert rows == [(1, 2), (1, 3)]


def test_what_a_newer_file_repeats_stands_in_that_file(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("B", "2"), invoice("A", "1"))
    books.take("disputes_2026-10-02.csv", dispute("D", "A", "2026-10-02"))
    books.take(
        "disputes_2026-10-05.csv", dispute("E", "B", "2026-10-05"), dispute("D", "A", "2026-10-02")
    )
    books.rebuild()
    found = books.connection.execute("SELECT number, import_id, line FROM dispute ORDER BY number")
    assert found.fetchall() == [("D", 3, 3), ("E", 3, 2)]


def test_a_customer_is_what_its_newest_row_says_blanks_apart(books: Books) -> None:
    row = {"customer_id": "C1", "name": "One", "segment": "public", "phone": "1"}
    books.take("customers_2026-10-04.csv", row)
    books.take("customers_2026-10-06.csv", row | {"name": "Uno", "phone": ""})
    books.take("customers_2026-10-05.csv", row | {"name": "Eins", "segment": "private"})
    known = books.connection.execute("SELECT name, segment, phone FROM customer").fetchall()
    assert known == [("Uno", "public", "1")]


def test_foreign_keys_hold_after_everything(books: Books) -> None:
    for day in _DAYS:
        _take(books, day, A="1", P="-2")
    assert books.connection.execute("PRAGMA foreign_key_check").fetchall() == []
