"""Orders: one row each with what the newest export says, and what of them is exposure."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from artui.store import credit, orders
from tests.homes import invoice, job, order

if TYPE_CHECKING:
    from tests.homes import Books

DAY = "2026-11-20"
DONE = {"completed_at": "2026-11-03 14:00"}


def rows(books: Books, columns: str = "order_id, customer_id, amount, status") -> list[Any]:
    """The orders as any SQLite tool sees them."""
    return books.connection.execute(f"SELECT {columns} FROM orders ORDER BY order_id").fetchall()


def ordered(
    books: Books, as_of: str = DAY, *, unbilled: bool = False, drafts: bool = False, **more: Any
) -> dict[tuple[str, str], int]:
    """By customer and currency, what is ordered and not counted otherwise, in minor units."""
    scope = books.scope(as_of, **more)
    found = credit.exposures(
        books.connection, scope, ordered=True, unbilled=unbilled, drafts=drafts
    )
    return {
        (row["customer_id"], row["currency"]): row["open_orders"]
        for row in found
        if row["open_orders"]
    }


_FILES = (
    ("orders_2026-11-05.csv", order("O1", "90.00", status="open")),
    ("orders_2026-11-01.csv", order("O1", "80.00", status="begun", customer_id="C2")),
    ("orders_2026-11-06.csv", order("O2", "5", date="2026-11-04", job_id="J-1")),
)


@pytest.mark.parametrize("order_of", list(permutations(range(3))))
def test_an_order_is_what_the_newest_export_says(books: Books, order_of: tuple[int, ...]) -> None:
    for place in order_of:
        books.take(*_FILES[place])
    books.take("renamed_2026-11-05.csv", _FILES[0][1])
    assert rows(books) == [("O1", "C1", "90.00", "open"), ("O2", "C1", "5.00", None)]
    assert rows(books, "date, job_id, currency, file, line") == [
        (None, None, "USD", "orders_2026-11-05.csv", 2),
        ("2026-11-04", "J-1", "USD", "orders_2026-11-06.csv", 2),
    ]


def test_what_is_open_of_an_order_is_its_open_amount_else_all_unless_it_is_over(
    books: Books,
) -> None:
    books.take(
        "orders.csv",
        order("O1", "100.00", open_amount="30.00", status="closed"),
        order("O2", "7.00", open_amount="0"),
        *(order(f"X{n}", "50.00", status=word) for n, word in enumerate(["Closed", "INVOICED"])),
        order("X3", "50.00", status="cancelled"),
        order("O3", "2.00", status="open"),
        order("O4", "1.00", currency="EUR"),
        order("O5", "9.00", date="2026-11-21", customer_id="C2"),
        order("O6", "-9.00", customer_id="C3"),
    )
    assert ordered(books) == {("C1", "USD"): 32_00, ("C1", "EUR"): 1_00}
    assert ordered(books, "2026-11-21")["C2", "USD"] == 9_00


def test_the_work_of_an_order_is_not_counted_twice(books: Books) -> None:
    books.take(
        "jobs_2026-11-05.csv",
        job("J1", amount="60.00", **DONE),
        job("J2", amount="500.00", **DONE),
        job("J3", amount="60.00"),
        job("J4", amount="60.00", customer_id="C2", **DONE),
        job("J5", amount="60.00", currency="EUR", **DONE),
    )
    books.take(
        "orders_2026-11-05.csv",
        order("O1", "100.00", job_id="j1"),
        order("O1b", "10.00", job_id="J1"),
        *(order(f"O{n}", "100.00", job_id=f"J{n}") for n in (2, 3, 4, 5)),
    )
    assert ordered(books) == {("C1", "USD"): 510_00}
    both = ordered(books, unbilled=True)
    assert both == {("C1", "USD"): 350_00}  # 110 less 60, nothing of 100, and three times 100
    books.take("invoices.csv", invoice("I1", "45.00", "2026-11-06", job_id="J1"))
    assert ordered(books, unbilled=True)["C1", "USD"] == 350_00  # 45 billed, 15 left, 50 ordered
    assert ordered(books, "2026-11-02", unbilled=True)["C1", "USD"] == 510_00


def test_what_a_job_was_billed_is_ordered_no_more(books: Books) -> None:
    books.take("orders_2026-11-05.csv", order("O1", "100.00", job_id="J1"))
    books.take("invoices_2026-11-06.csv", invoice("I1", "45.00", "2026-11-06", job_id="j1"))
    assert ordered(books) == {("C1", "USD"): 55_00}
    assert ordered(books, "2026-11-05") == {("C1", "USD"): 100_00}
    books.take("more_2026-11-07.csv", invoice("I2", "80.00", "2026-11-07", job_id="J1"))
    assert ordered(books) == {}


def test_what_was_billed_before_an_order_was_last_told_of_is_in_its_open_amount(
    books: Books,
) -> None:
    said = order("O1", "100.00", open_amount="60.00", job_id="J1")
    books.take("invoices_2026-11-04.csv", invoice("I1", "40.00", "2026-11-04", job_id="J1"))
    books.take("orders_2026-11-05.csv", said)
    assert ordered(books) == {("C1", "USD"): 60_00}
    books.take("invoices_2026-11-06.csv", invoice("I2", "20.00", "2026-11-06", job_id="J1"))
    assert ordered(books) == {("C1", "USD"): 40_00}
    books.take("orders_2026-11-07.csv", said)
    assert ordered(books) == {("C1", "USD"): 60_00}


def test_of_several_orders_of_a_job_those_that_are_over_were_billed_first(books: Books) -> None:
    books.take(
        "orders_2026-11-05.csv",
        order("O1", "100.00", job_id="J1", status="invoiced"),
        order("O2", "50.00", job_id="J1"),
        order("O3", "500.00", job_id="J1", status="cancelled"),
    )
    books.take("invoices_2026-11-06.csv", invoice("I1", "120.00", "2026-11-06", job_id="J1"))
    assert ordered(books) == {("C1", "USD"): 30_00}


@pytest.mark.parametrize("order_of", list(permutations(range(3))))
def test_an_order_is_as_open_as_was_said_by_the_day(
    books: Books, order_of: tuple[int, ...]
) -> None:
    told = {"customer_id": "C1", "date": "2026-11-01"}
    files = (
        ("orders_2026-11-04.csv", order("O1", "90.00", open_amount="90.00", **told)),
        ("orders_2026-11-06.csv", order("O1", "90.00", open_amount="30.00", **told)),
        ("orders_2026-11-08.csv", order("O1", "90.00", status="invoiced", **told)),
    )
    for place in order_of:
        books.take(*files[place])
    for day, left in ((2, 90_00), (4, 90_00), (5, 90_00), (6, 30_00), (7, 30_00)):
        assert ordered(books, f"2026-11-0{day}") == {("C1", "USD"): left}
    assert ordered(books, "2026-11-08") == {}


def test_drafts_of_an_orders_job_are_not_counted_twice(books: Books) -> None:
    books.take("jobs_2026-11-05.csv", job("J1", amount="60.00", **DONE))
    books.take("orders_2026-11-05.csv", order("O1", "100.00", job_id="J1"))
    draft = invoice("I1", "45.00", "2026-11-06", job_id="J1", status="draft")
    books.take("invoices_2026-11-06.csv", draft)
    assert ordered(books, unbilled=True, drafts=True) == {("C1", "USD"): 40_00}
    assert ordered(books, drafts=True) == {("C1", "USD"): 55_00}


def test_what_a_day_knew_of_orders(books: Books) -> None:
    books.take("orders_2026-11-04.csv", order("O1", "10.00"))
    books.take("jobs_2026-11-04.csv", job("J1", amount="4.00", **DONE))
    books.turn("2026-11-23")
    books.take("orders_2026-11-05.csv", order("O1", "30.00", customer_id="C2"), order("O2", "1"))
    scope = books.scope(DAY, known_on=DAY)
    select = f"SELECT number, amount FROM {orders.known(scope)} ORDER BY number"
    found = books.connection.execute(select, scope.parameters()).fetchall()
    assert found == [("O1", 10_00)]
    assert ordered(books, known_on=DAY) == {("C1", "USD"): 10_00}
    assert ordered(books, known_on=DAY, unbilled=True) == {("C1", "USD"): 10_00}
    assert ordered(books) == {("C1", "USD"): 1_00, ("C2", "USD"): 30_00}


def test_bad_rows_are_rejected_alone(books: Books) -> None:
    outcome = books.take(
        "orders.csv",
        order("O1", "ten"),
        order("O2", ""),
        order("O3", "5", date="soon"),
        order("O4", "5.0001"),
        order("O5", "5"),
    )
    assert [(each.column, each.reason) for each in outcome.rejects] == [
        ("amount", "is no amount with a decimal point"),
        ("amount", "is required"),
        ("date", "is no date"),
        ("amount", "has more decimals than USD"),
    ]
    assert rows(books, "order_id") == [("O5",)]


def test_rows_that_were_repeated_often_are_looked_up_one_by_one(books: Books) -> None:
    for day in ("04", "05"):
        books.take(f"orders_2026-11-{day}.csv", order("O1", "1.00"))
    run: list[str] = []
    books.connection.set_trace_callback(run.append)
    books.take("orders_2026-11-06.csv", order("O1", "1.00"))
    books.connection.set_trace_callback(None)
    asked = [each for each in run if " sighting AS g " in each and "sales_order_fact" in each]
    assert len(asked) == 2  # compared with what is known, and told anew
    columns = "line INTEGER PRIMARY KEY, state, subject_id INTEGER, fact_id INTEGER, digest INTEGER"
    books.connection.execute(f"CREATE TEMP TABLE stage ({columns})")
    for statement in asked:
        plan = books.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        steps = {row[3] for row in plan if row[3].startswith("SEARCH g ")}
        assert steps == {"SEARCH g USING PRIMARY KEY (kind=? AND fact_id=?)"}
