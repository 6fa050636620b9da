"""Accounts past due in SQL: what may be claimed, and what keeps the rest quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import parse_day
from artui.store.connection import open_reader
from artui.store.desk import AccountIdentity, InvoiceIdentity
from artui.store.past_due import Asked, past_due
from artui.store.quiet import Quieting
from tests.desk import Person
from tests.homes import application, dispute, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

PARTS = ("amount", "items", "disputed", "held", "promised")
RUNNING = Quieting(running_from=parse_day("2026-11-01"))


def rows(books: Books, quieting: Quieting | None = None, **more: Any) -> list[dict[str, Any]]:
    asked = Asked(quieting or Quieting(), **{k: more.pop(k) for k in list(more) if k in OF_ASKED})
    as_of = more.pop("as_of", "2026-11-20")
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return past_due(reader, books.scope(as_of, **more), asked)
    finally:
        reader.close()


OF_ASKED = ("interest_from", "waive")


def parts(books: Books, quieting: Quieting | None = None, **more: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in PARTS) for row in rows(books, quieting, **more)]


def bill(books: Books, *amounts: str) -> None:
    """Invoices A, B, ... of one account, known since 2026-11-18, each due a day after the last."""
    books.turn("2026-11-18")
    bills = [
        invoice(chr(65 + n), amount, "2026-08-01", due_date=f"2026-10-{10 + n}")
        for n, amount in enumerate(amounts)
    ]
    books.take("invoices.csv", *bills)
    books.turn("2026-11-20")


def test_only_what_is_past_due_may_be_claimed(books: Books) -> None:
    bills = [
        invoice("PAST", "10.00", due_date="2026-11-19"),
        invoice("TODAY", "20.00", due_date="2026-11-20"),
        invoice("SOON", "40.00", due_date="2026-11-22", customer_id="C2"),
    ]
    books.take("invoices.csv", *bills)
    books.take("payments.csv", payment("P", "3.00", "2026-11-01"))
    assert parts(books) == [(1000, 1, 0, 0, 0)]
    assert parts(books, Quieting(0)) == parts(books)
    assert parts(books, Quieting(-2)) == [(1000, 1, 0, 0, 0), (0, 0, 0, 0, 0)]
    assert parts(books, customer="c2") == []


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("part", (2000, 1, 1000, 0, 0)), ("item", (0, 0, 3000, 0, 0)), ("none", (3000, 1, 0, 0, 0))],
)
def test_how_much_a_dispute_keeps_quiet(books: Books, mode: str, expected: tuple[int, ...]) -> None:
    bill(books, "30.00")
    books.take("disputes.csv", dispute("D", "A", "2026-11-01", amount="10.00"))
    assert parts(books, Quieting(disputed=mode)) == [expected]
    assert rows(books, Quieting(disputed=mode))[0]["in_dispute"] == 1000


def test_all_disputed_is_still_listed(books: Books) -> None:
    bill(books, "10.00")
    books.take("disputes.csv", dispute("D", "A", "2026-11-01"))
    assert parts(books) == [(0, 0, 1000, 0, 0)]


@pytest.mark.parametrize("currency", ["USD", None])
def test_a_hold_of_an_account_lasts_from_its_day_to_its_end(
    books: Books, currency: str | None
) -> None:
    bill(books, "10.00")
    ann = Person(books, AccountIdentity("1000", "c1", currency))
    number = ann.hold(until="2026-11-30")
    free, held = [(1000, 1, 0, 0, 0)], [(0, 0, 0, 1000, 0)]
    assert parts(books, as_of="2026-11-19") == free
    assert parts(books) == parts(books, as_of="2026-11-30") == held
    assert parts(books, as_of="2026-12-01") == free
    assert parts(books, known_on="2026-11-19") == free
    books.turn("2026-11-25")
    ann.release(number)
    assert parts(books, as_of="2026-11-24") == held
    assert parts(books, as_of="2026-11-25") == free
    ann.undo()
    assert parts(books, as_of="2026-11-25") == held


def test_a_hold_of_another_currency_or_customer_holds_nothing(books: Books) -> None:
    bill(books, "10.00")
    for account in (("1000", "c1", "EUR"), ("1000", "c2", None), ("2000", "c1", None)):
        Person(books, AccountIdentity(*account)).hold()
    assert parts(books) == [(1000, 1, 0, 0, 0)]


def test_a_hold_of_one_invoice(books: Books) -> None:
    bill(books, "10.00", "20.00")
    ann = Person(books)
    ann.hold(document=InvoiceIdentity("1000", "", "", "b"))
    assert parts(books) == [(1000, 1, 0, 2000, 0)]
    ann.undo()
    assert parts(books) == [(3000, 2, 0, 0, 0)]


def test_a_promise_covers_the_oldest_items_up_to_its_amount(books: Books) -> None:
    bill(books, "10.00", "20.00", "30.00")
    Person(books).promise(1500, "2026-11-28")
    (row,) = rows(books, RUNNING)
    assert [row[key] for key in PARTS] == [4500, 2, 0, 0, 1500]
    assert row["oldest_due"] == rows(books)[0]["oldest_due"] + 1
    assert (row["promise_amount"], row["promise_due_on"]) == (1500, parse_day("2026-11-28"))
    assert parts(books) == [(6000, 3, 0, 0, 0)]


def test_a_promise_about_an_invoice_covers_that_one_alone(books: Books) -> None:
    bill(books, "10.00", "20.00")
    Person(books).promise(5000, "2026-11-28", InvoiceIdentity("1000", "", "", "b"))
    assert parts(books, RUNNING) == [(1000, 1, 0, 0, 2000)]


def test_two_promises_of_an_account_add_up(books: Books) -> None:
    bill(books, "10.00", "20.00")
    ann = Person(books)
    ann.promise(500, "2026-11-25")
    ann.promise(1500, "2026-11-28")
    assert parts(books, RUNNING) == [(1000, 1, 0, 0, 2000)]
    assert rows(books, RUNNING)[0]["promise_due_on"] == parse_day("2026-11-25")


def test_what_was_received_since_comes_off_a_promise(books: Books) -> None:
    bill(books, "10.00", "20.00")
    Person(books).promise(1500, "2026-12-31")
    books.turn("2026-11-24")
    books.take("payments.csv", payment("P", "10.00", "2026-11-23"))
    books.take("applications.csv", application("P", "B", "10.00", "2026-11-23"))
    (row,) = rows(books, RUNNING, as_of="2026-11-24")
    assert [row[key] for key in PARTS] == [1500, 2, 0, 0, 500]
    assert row["promise_amount"] == 500


def test_a_promise_that_ended_was_withdrawn_or_is_not_known_covers_nothing(books: Books) -> None:
    bill(books, "10.00")
    ann = Person(books)
    number = ann.promise(1000, "2026-11-28")
    free = [(1000, 1, 0, 0, 0)]
    assert parts(books, RUNNING, known_on="2026-11-19") == free
    assert parts(books, RUNNING, as_of="2026-11-19") == free
    assert parts(books, Quieting(running_from=parse_day("2026-11-29"))) == free
    books.turn("2026-11-22")
    ann.withdraw(number)
    assert parts(books, RUNNING, as_of="2026-11-21") == [(0, 0, 0, 0, 1000)]
    assert parts(books, RUNNING, as_of="2026-11-22") == free


def test_money_times_days_for_interest(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "100.00", "2026-10-01", due_date="2026-11-05"))
    assert rows(books, interest_from=1)[0]["amount_days"] == 15 * 10_000
    assert rows(books, interest_from=16)[0]["amount_days"] == 0
    assert rows(books)[0]["amount_days"] == 0
    books.take("payments.csv", payment("P", "40.00", "2026-11-15"))
    books.take("applications.csv", application("P", "A", "40.00", "2026-11-15"))
    assert rows(books, interest_from=1)[0]["amount_days"] == 15 * 6_000
    found = rows(books, interest_from=1, waive=False)[0]["amount_days"]
    assert found == 15 * 6_000 + 10 * 4_000
