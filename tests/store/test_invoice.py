"""One invoice: its identity, items, disputes and the reason a person chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.domain.days import parse_day
from artui.store import desk, invoice
from artui.store.connection import open_desk, open_reader
from tests.homes import dispute
from tests.homes import invoice as row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from tests.homes import Books

TODAY = parse_day("2026-11-20")


@pytest.fixture
def reader(books: Books) -> Iterator[sqlite3.Connection]:
    books.take(
        "invoices_2026-11-01.csv",
        row("007", "60.00", "2026-09-01", item="2", due_date="2026-11-01"),
        row("007", "40.00", "2026-09-01", item="1", due_date="2026-10-01", reason="PR1"),
    )
    books.take("disputes_2026-11-02.csv", dispute("D", "7", "2026-10-15", amount="10.00"))
    writer = open_desk(books.home.desk)
    connection = open_reader(books.home.main, books.home.desk)
    identity = invoice.identity(connection, 1)
    desk.choose_reason(writer, identity, "tax", "anna", "2026-11-20T10:00:00+00:00")
    writer.close()
    yield connection
    connection.close()


def test_its_identity_is_canonical(reader: sqlite3.Connection) -> None:
    assert invoice.identity(reader, 1)[0] == "1000"
    assert invoice.identity(reader, 1).key == "7"


def test_items_stand_first_due_first_as_of_a_day(reader: sqlite3.Connection) -> None:
    items = invoice.items(reader, 1, TODAY)
    assert [(item["label"], item["open_on"], item["line"]) for item in items] == [
        ("1", 4_000, 3),
        ("2", 6_000, 2),
    ]
    assert {item["number"] for item in items} == {"007"}
    assert {item["file"] for item in items} == {"invoices_2026-11-01.csv"}
    before = invoice.items(reader, 1, parse_day("2026-08-31"))
    assert [item["open_on"] for item in before] == [0, 0]


def test_disputes_come_with_their_file(reader: sqlite3.Connection) -> None:
    (found,) = invoice.disputes(reader, 1)
    assert (found["number"], found["amount"], found["file"]) == (
        *("D", 1_000, "disputes_2026-11-02.csv"),
    )


def test_the_chosen_reason_says_who_and_when(reader: sqlite3.Connection) -> None:
    assert invoice.chosen(reader, 1) == {
        "reason": "tax",
        "chosen_by": "anna",
        "chosen_at": "2026-11-20T10:00:00+00:00",
    }


def test_without_a_desk_nothing_is_chosen(books: Books) -> None:
    books.take("invoices.csv", row("1", "1.00"))
    connection = open_reader(books.home.main, books.home.desk)
    assert invoice.chosen(connection, 1) is None
    connection.close()
