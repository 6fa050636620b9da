"""Plans of instalments: written, withdrawn and taken back as one, and quiet part by part."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import parse_day
from artui.store import desk
from artui.store.connection import open_desk, open_reader
from artui.store.desk import AccountIdentity, InvoiceIdentity, NothingToUndo, UndoOvertaken
from artui.store.past_due import Asked, past_due
from artui.store.quiet import Quieting
from tests.desk import Person
from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from tests.homes import Books

ACCOUNT = AccountIdentity("1000", "c1", "USD")
INVOICE = InvoiceIdentity("1000", "service", "", "inv-1")
AT = "2026-11-20T10:00:00+00:00"
TODAY = parse_day("2026-11-20")
PARTS = ((300, TODAY + 30), (200, TODAY + 7))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = open_desk(tmp_path / "desk.db")
    yield opened
    opened.close()


def stands(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """What the desk has of promises."""
    columns = "id, plan, amount, due_on - 20777, withdrawn_on, document"
    assert parse_day("2026-11-20") == 20777
    return connection.execute(f"SELECT {columns} FROM promise ORDER BY id").fetchall()


def test_a_plan_is_written_first_due_first_and_taken_back_as_one(
    connection: sqlite3.Connection,
) -> None:
    alone = desk.promise(connection, ACCOUNT, 5, TODAY, TODAY + 1, "anna", AT)
    plan = desk.promise_plan(connection, ACCOUNT, PARTS, TODAY, "anna", AT, INVOICE)
    single = (alone, None, 5, 1, None, None)
    assert stands(connection) == [
        single,
        (plan, plan, 200, 7, None, "inv-1"),
        (plan + 1, plan, 300, 30, None, "inv-1"),
    ]
    with pytest.raises(NothingToUndo):
        desk.undo(connection, "bert", AT)
    undone = desk.undo(connection, "anna", AT)
    assert (undone.action, undone.before, len(undone.after)) == ("promise_plan", None, 2)
    assert desk.retold(undone) == "the plan is taken back"
    assert str(undone.subject) == "1000/c1/USD"
    assert stands(connection) == [single]
    desk.undo(connection, "anna", AT)
    assert stands(connection) == []


def test_a_plan_is_withdrawn_as_one_by_any_of_its_parts_and_stands_again(
    connection: sqlite3.Connection,
) -> None:
    plan = desk.promise_plan(connection, ACCOUNT, PARTS, TODAY, "anna", AT)
    before = stands(connection)
    assert desk.withdraw_promise(connection, plan + 1, TODAY + 8, "bert", AT)
    assert [row[4] for row in stands(connection)] == [TODAY + 8] * 2
    with pytest.raises(UndoOvertaken):
        desk.undo(connection, "anna", AT)
    assert desk.retold(desk.undo(connection, "bert", AT)) == "the plan stands again"
    assert stands(connection) == before
    desk.undo(connection, "anna", AT)
    assert stands(connection) == []


def test_a_withdrawal_leaves_the_day_of_an_earlier_one(connection: sqlite3.Connection) -> None:
    plan = desk.promise_plan(connection, ACCOUNT, PARTS, TODAY, "anna", AT)
    desk.withdraw_promise(connection, plan, TODAY + 1, "anna", AT)
    desk.withdraw_promise(connection, plan, TODAY + 5, "anna", AT)
    assert [row[4] for row in stands(connection)] == [TODAY + 1] * 2


# What a plan keeps quiet.

RUNNING = Quieting(running_from=parse_day("2026-11-20"), kept_percent=Decimal(99))


def row(books: Books, as_of: str = "2026-11-20", **more: Any) -> dict[str, Any]:
    """The one account past due, of a day on which what is due then still runs."""
    quieting = replace(RUNNING, running_from=parse_day(as_of), **more)
    reader = open_reader(books.home.main, books.home.desk)
    try:
        (found,) = past_due(reader, books.scope(as_of), Asked(quieting))
        return found
    finally:
        reader.close()


def planned(books: Books) -> Person:
    """60.00 past due since October, promised on 2026-11-18 in three parts of 20.00."""
    books.turn("2026-11-18")
    books.take("invoices.csv", invoice("A", "60.00", "2026-08-01", due_date="2026-10-10"))
    ann = Person(books)
    ann.plan((20_00, "2026-11-25"), (20_00, "2026-12-25"), (20_00, "2027-01-25"))
    return ann


def pay(books: Books, amount: str, date: str) -> None:
    """Something is paid of the invoice."""
    books.turn(date)
    books.take(f"p{date}.csv", payment(f"P{date}", amount, date))
    books.take(f"a{date}.csv", application(f"P{date}", "A", amount, date))


def said(found: dict[str, Any]) -> tuple[Any, ...]:
    """What may be claimed, what is promised, how much of which part is next, what was broken."""
    names = ("amount", "promised", "promise_amount", "promise_part", "broken")
    return tuple(found[name] for name in names)


def test_every_part_is_quiet_until_its_day(books: Books) -> None:
    planned(books)
    assert said(row(books)) == (0, 60_00, 60_00, "1/3", 0)


def test_what_comes_counts_for_the_part_first_due_and_not_for_all(books: Books) -> None:
    planned(books)
    pay(books, "25.00", "2026-11-24")
    assert said(row(books, "2026-11-26")) == (0, 35_00, 35_00, "2/3", 0)


def test_a_part_not_kept_ends_the_quiet_of_those_to_come(books: Books) -> None:
    planned(books)
    assert said(row(books, "2026-11-25")) == (0, 60_00, 60_00, "1/3", 0)
    assert said(row(books, "2026-11-26")) == (60_00, 0, None, None, 1)
    assert said(row(books, "2026-11-26", plan_ends=False)) == (20_00, 40_00, 40_00, "2/3", 1)


def test_a_plan_that_is_made_good_runs_on(books: Books) -> None:
    planned(books)
    pay(books, "19.80", "2026-11-30")
    assert said(row(books, "2026-11-30")) == (20, 40_00, 40_00, "2/3", 0)
    assert said(row(books, "2026-12-26")) == (40_20, 0, None, None, 1)


def test_an_old_broken_part_still_ends_the_plan_when_it_is_told_of_no_more(books: Books) -> None:
    planned(books)
    ann = Person(books)
    ann.undo()
    books.turn("2026-08-03")
    ann.plan((20_00, "2026-08-10"), (20_00, "2026-12-25"))
    books.turn("2026-11-20")
    assert said(row(books)) == (60_00, 0, None, None, 0)


def test_the_part_of_a_promise_by_itself_is_not_said(books: Books) -> None:
    planned(books)
    Person(books).promise(5_00, "2026-11-21")
    assert said(row(books)) == (0, 60_00, 65_00, None, 0)
    assert row(books)["promise_due_on"] == parse_day("2026-11-21")


def test_a_plan_about_an_invoice_is_of_that_one_alone(books: Books) -> None:
    books.turn("2026-11-18")
    bills = [invoice(key, "30.00", "2026-08-01", due_date="2026-10-10") for key in "AB"]
    books.take("invoices.csv", *bills)
    about = InvoiceIdentity("1000", "", "", "b")
    Person(books).plan((25_00, "2026-11-25"), (25_00, "2026-12-25"), document=about)
    assert said(row(books)) == (30_00, 30_00, 50_00, "1/2", 0)
