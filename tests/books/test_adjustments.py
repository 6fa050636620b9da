"""Adjustments: what is written off, discounted, rounded or recovered, and within which limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import parse_day
from artui.store import adjustments
from tests.homes import adjustment, application, dispute, invoice, listed, payment

if TYPE_CHECKING:
    from tests.homes import Books

BILLED, PAID, CLOSED = "2026-10-01", "2026-10-10", "2026-10-20"


def _entries(books: Books, kind: str) -> list[tuple[Any, ...]]:
    return books.connection.execute(
        "SELECT document, effective_on, amount FROM entries WHERE kind = ?"
        " AND superseded_on IS NULL ORDER BY effective_on, amount",
        (kind,),
    ).fetchall()


def _billed(books: Books, amount: str = "100.00", **more: Any) -> None:
    books.take(f"invoices_{BILLED}.csv", invoice("A", amount, BILLED, **more))


def _adjusted(books: Books, *rows: Any, day: str = CLOSED, states: str = "loaded") -> None:
    assert books.take(f"adjustments_{day}.csv", *rows).state == states


@pytest.mark.parametrize("kind", ["write_off", "discount", "rounding"])
def test_it_reduces_from_its_day_on(books: Books, kind: str) -> None:
    _billed(books)
    _adjusted(books, adjustment("W", "A", "40.00", PAID, kind=kind))
    assert books.open("2026-10-09") == {"A": 10000}
    assert books.open(PAID) == {"A": 6000}
    assert _entries(books, kind) == [("A", PAID, "-40.00")]


@pytest.mark.parametrize("kind", ["recovery", "exchange"])
def test_what_is_no_reduction_changes_no_open_amount(books: Books, kind: str) -> None:
    _billed(books)
    _adjusted(books, adjustment("R", "A", "40.00", PAID, kind=kind))
    assert books.open(CLOSED) == {"A": 10000}
    day = parse_day(PAID)
    (found,) = adjustments.adjusted(books.connection, day, day, None, "USD")
    assert (found.kind, found.document, found.amount, found.line) == (kind, "A", 4000, 2)
    without = list(adjustments.adjusted(books.connection, day, day, None))
    assert without == ([found] if kind == "recovery" else [])


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Write-Off", "write_off"),
        ("writeoff", "write_off"),
        ("Cash Discount", "discount"),
        ("rounding", "rounding"),
        ("", "write_off"),
    ],
)
def test_exports_have_their_own_words(books: Books, word: str, kind: str) -> None:
    _billed(books)
    _adjusted(books, adjustment("W", "A", "40.00", PAID, kind=word))
    assert _entries(books, kind) == [("A", PAID, "-40.00")]


def test_an_unknown_kind_is_rejected_with_the_choices(books: Books) -> None:
    _billed(books)
    good, bad = (adjustment(n, "A", "1.00", PAID) for n in ("G", "B"))
    outcome = books.take("adjustments.csv", good, bad | {"kind": "gift"})
    ((line, column, reason),) = [(r.line, r.column, r.reason) for r in outcome.rejects]
    choices = "write_off, discount, rounding, recovery, exchange"
    assert (line, column, reason) == (3, "kind", f"is none of {choices}")
    assert books.open(CLOSED) == {"A": 9900}


def test_it_waits_for_its_invoice(books: Books) -> None:
    _adjusted(books, adjustment("W", "0000A", "40.00", "2026-09-01"))
    assert books.open(CLOSED) == {}
    _billed(books, due_date="2026-10-31")
    assert books.open(CLOSED) == {"A": 6000}
    assert _entries(books, "write_off") == [("A", BILLED, "-40.00")]


def test_amounts_wait_for_the_currency_of_their_invoice(books: Books) -> None:
    _adjusted(books, adjustment("W", "A", "40.00", PAID))
    _billed(books, "100", currency="JPY")
    assert books.open(CLOSED) == {"A": 60}


def test_the_newest_row_counts_whatever_came_first(books: Books) -> None:
    _billed(books)
    _adjusted(books, adjustment("W", "A", "30.00", PAID), day="2026-10-21")
    _adjusted(books, adjustment("W", "A", "40.00", PAID), day="2026-10-20")
    assert books.open(CLOSED) == {"A": 7000}


def test_one_that_is_moved_to_another_invoice_leaves_the_first(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", invoice("A", "100.00"), invoice("B", "100.00"))
    _adjusted(books, adjustment("W", "A", "30.00", PAID))
    _adjusted(books, adjustment("W", "B", "30.00", PAID), day="2026-10-21")
    assert books.open(CLOSED) == {"A": 10000, "B": 7000}
    _adjusted(books, adjustment("W", "UNKNOWN", "30.00", PAID), day="2026-10-22")
    assert books.open(CLOSED) == {"A": 10000, "B": 10000}


def test_a_reference_that_could_mean_two_invoices_is_rejected(books: Books) -> None:
    rows = [invoice("A", "100.00", **{"class": name}) for name in ("rent", "repair")]
    books.take("invoices_2026-10-01.csv", *rows)
    outcome = books.take("adjustments.csv", adjustment("W", "A", "30.00", PAID))
    assert [reject.reason for reject in outcome.rejects] == ["could mean A (rent) and A (repair)"]


def test_a_second_invoice_of_the_number_parts_it(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", invoice("A", "100.00", **{"class": "rent"}))
    _adjusted(books, adjustment("W", "A", "30.00", PAID))
    assert books.open(CLOSED) == {"A (rent)": 7000}
    books.take("invoices_2026-10-02.csv", invoice("A", "50.00", **{"class": "repair"}))
    assert books.open(CLOSED) == {"A (rent)": 10000, "A (repair)": 5000}


def test_it_closes_instalments_first_due_first_and_reopens_them_last_first(books: Books) -> None:
    parts = [
        invoice("A", "50.00", item=n, due_date=f"2026-1{m}-30") for n, m in (("1", 0), ("2", 1))
    ]
    books.take("invoices_2026-10-01.csv", *parts)
    rows = [adjustment("W", "A", "70.00", PAID), adjustment("V", "A", "-30.00", CLOSED)]
    _adjusted(books, *rows)
    assert books.open(PAID) == {"A/2": 3000}
    assert books.open(CLOSED) == {"A/1": 1000, "A/2": 5000}


def test_what_is_beyond_the_open_amount_moves_nothing(books: Books) -> None:
    _billed(books)
    books.take("payments_2026-10-05.csv", payment("P", "60.00", "2026-10-05"))
    books.take("applications_2026-10-05.csv", application("P", "A", "60.00", "2026-10-05"))
    _adjusted(books, adjustment("W", "A", "100.00", PAID))
    assert books.open(CLOSED) == {}
    day = parse_day(CLOSED)
    (said,) = adjustments.of_document(books.connection, 1, day, None)
    assert (said.amount, said.line) == (10000, 2)
    assert adjustments.closed(books.connection, 1, day, None) == {"write_off": 4000}
    assert adjustments.closed(books.connection, 1, parse_day("2026-10-09"), None) == {}


def test_a_write_off_taken_back_reopens_what_it_closed_and_no_more(books: Books) -> None:
    _billed(books)
    books.take("payments_2026-10-05.csv", payment("P", "60.00", "2026-10-05"))
    books.take("applications_2026-10-05.csv", application("P", "A", "60.00", "2026-10-05"))
    rows = [
        adjustment("W", "A", amount, day) for amount, day in (("100.00", PAID), ("-100.00", CLOSED))
    ]
    _adjusted(books, *rows)
    assert [books.open(day) for day in ("2026-10-09", PAID, CLOSED)] == [
        {"A": 4000},
        {},
        {"A": 4000},
    ]


def test_what_one_kind_took_another_does_not_give_back(books: Books) -> None:
    _billed(books)
    rows = [
        adjustment("W", "A", "20.00", PAID),
        adjustment("D", "A", "-20.00", CLOSED, kind="discount"),
    ]
    _adjusted(books, *rows)
    assert books.open(CLOSED) == {"A": 8000}


@pytest.mark.parametrize("first", ["snapshot", "detail"])
def test_detail_replaces_what_a_snapshot_implied(books: Books, first: str) -> None:
    """Both orders end in the same: the snapshot explains nothing the adjustment does."""
    _billed(books)
    files = {
        "snapshot": ("open_items_2026-10-31.csv", listed("A", "70.00", "2026-10-31")),
        "detail": (f"adjustments_{PAID}.csv", adjustment("W", "A", "30.00", PAID)),
    }
    for name in sorted(files, key=lambda name: name != first):
        books.take(*files[name])
    assert _entries(books, "inferred") == []
    assert _entries(books, "write_off") == [("A", PAID, "-30.00")]
    assert books.open(PAID) == books.open("2026-11-01") == {"A": 7000}


def test_an_observation_stays_the_last_word(books: Books) -> None:
    _billed(books)
    _adjusted(books, adjustment("W", "A", "30.00", PAID))
    books.take("open_items_2026-10-31.csv", listed("A", "100.00", "2026-10-31"))
    assert books.open("2026-10-30") == {"A": 7000}
    assert books.open("2026-10-31") == {"A": 10000}
    assert _entries(books, "inferred") == [("A", "2026-10-31", "30.00")]


def test_cash_comes_before_an_adjustment_of_its_day(books: Books) -> None:
    _billed(books)
    books.take(f"payments_{PAID}.csv", payment("P", "98.00", PAID))
    books.take(f"applications_{PAID}.csv", application("P", "A", "98.00", PAID))
    _adjusted(books, adjustment("D", "A", "3.00", PAID, kind="discount"))
    assert books.open(PAID) == {}
    assert _entries(books, "discount") == [("A", PAID, "-2.00")]


def test_cash_for_what_is_taken_back_on_the_same_day_finds_it_open(books: Books) -> None:
    """A recovery as most books have it: the write-off is reversed, then paid."""
    _billed(books)
    rows = [adjustment("W", "A", "100.00", PAID), adjustment("W", "A", "-100.00", CLOSED)]
    _adjusted(books, *rows)
    books.take(f"payments_{CLOSED}.csv", payment("P", "100.00", CLOSED))
    books.take(f"applications_{CLOSED}.csv", application("P", "A", "100.00", CLOSED))
    assert books.open("2026-10-19") == books.open(CLOSED) == {}


def test_a_payment_may_move_from_one_invoice_to_another_on_one_day(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", *(invoice(n, "100.00") for n in ("A", "B")))
    books.take(f"payments_{PAID}.csv", payment("P", "100.00", PAID))
    given = [
        application("P", "A", "100.00", PAID),
        application("P", "A", "-100.00", CLOSED),
        application("P", "B", "100.00", CLOSED),
    ]
    books.take(f"applications_{CLOSED}.csv", *given)
    assert books.open("2026-10-19") == {"B": 10000}
    assert books.open(CLOSED) == {"A": 10000}


def test_a_mistaken_application_of_the_same_day_leaves_the_cash_for_the_right_one(
    books: Books,
) -> None:
    books.take("invoices_2026-10-01.csv", *(invoice(n, "100.00") for n in ("A", "B")))
    books.take(f"payments_{PAID}.csv", payment("P", "100.00", PAID))
    given = [("A", "100.00"), ("A", "-100.00"), ("B", "100.00")]
    rows = [application("P", number, amount, PAID) for number, amount in given]
    books.take(f"applications_{PAID}.csv", *rows)
    assert books.open(PAID) == {"A": 10000}


def test_an_invoice_is_paid_again_on_the_day_its_payment_failed(books: Books) -> None:
    _billed(books)
    failed = payment("P", "100.00", PAID, status="failed", reversed_on=CLOSED)
    books.take(f"payments_{CLOSED}.csv", failed, payment("Q", "100.00", CLOSED))
    given = [
        application(number, "A", "100.00", day) for number, day in (("P", PAID), ("Q", CLOSED))
    ]
    books.take(f"applications_{CLOSED}.csv", *given)
    assert [books.open(day) for day in ("2026-10-09", PAID, CLOSED)] == [{"A": 10000}, {}, {}]


def test_what_was_given_twice_and_taken_back_once_can_all_be_reversed(books: Books) -> None:
    _billed(books)
    reversed_ = payment("P", "50.00", PAID, reversed_on="2026-11-01")
    books.take("payments_2026-11-01.csv", reversed_)
    given = [("30.00", PAID), ("20.00", "2026-10-12"), ("-20.00", "2026-10-14")]
    rows = [application("P", "A", amount, day) for amount, day in given]
    books.take("applications_2026-11-01.csv", *rows)
    assert books.open("2026-10-31") == {"A": 7000, "P": -2000}
    assert books.open("2026-11-01") == {"A": 10000}


def test_the_rest_of_a_payment_is_written_off_by_its_own_number(books: Books) -> None:
    _billed(books)
    books.take(f"payments_{PAID}.csv", payment("P", "110.00", PAID))
    books.take(f"applications_{PAID}.csv", application("P", "A", "110.00", PAID))
    assert books.open(PAID) == {"P": -1000}
    _adjusted(
        books, adjustment("W", "P", "-10.00", CLOSED), adjustment("V", "P", "5.00", "2026-11-01")
    )
    assert books.open(CLOSED) == {}
    assert books.open("2026-11-01") == {"P": -500}


def test_an_invoice_of_the_number_comes_before_a_payment(books: Books) -> None:
    books.take(f"payments_{PAID}.csv", payment("N", "10.00", PAID))
    _adjusted(books, adjustment("W", "N", "-10.00", CLOSED))
    assert books.open(CLOSED) == {}
    books.take("invoices_2026-10-02.csv", invoice("N", "100.00"))
    (row,) = books.aged(CLOSED)
    assert (row["outstanding"], row["unapplied"]) == (9000, -1000)


def test_nothing_is_adjusted_of_a_void_invoice(books: Books) -> None:
    _billed(books, status="void")
    _adjusted(books, adjustment("W", "A", "40.00", PAID))
    assert books.open(CLOSED) == {}


def test_the_same_file_again_changes_nothing(books: Books) -> None:
    _billed(books)
    row = adjustment("W", "A", "40.00", PAID)
    _adjusted(books, row)
    other = adjustment("X", "A", "1.00", PAID)
    outcome = books.take("adjustments_2026-10-25.csv", row, other)
    assert (outcome.rows_loaded, outcome.rows_unchanged) == (1, 1)
    assert books.open(CLOSED) == {"A": 5900}


def test_a_disputed_invoice_is_disputed_no_further_than_it_is_open(books: Books) -> None:
    _billed(books)
    books.take("disputes.csv", dispute("D", "A", "2026-10-02", amount="90.00"))
    _adjusted(books, adjustment("W", "A", "40.00", PAID))
    (row,) = books.aged(CLOSED)
    assert (row["outstanding"], row["disputed"]) == (6000, 6000)


def test_what_is_known_on_a_day_is_what_was_said_by_then(books: Books) -> None:
    books.turn("2026-10-21")
    _billed(books)
    _adjusted(books, adjustment("W", "A", "40.00", PAID, kind="recovery"))
    books.turn("2026-10-25")
    _adjusted(books, adjustment("W", "A", "30.00", PAID, kind="recovery"), day="2026-10-24")
    day = parse_day(PAID)

    def amounts(known_on: str | None) -> list[int]:
        known = None if known_on is None else parse_day(known_on)
        return [each.amount for each in adjustments.adjusted(books.connection, day, day, known)]

    assert [amounts(k) for k in ("2026-10-20", "2026-10-21", None)] == [[], [4000], [3000]]


def test_the_view_shows_it_to_any_tool(books: Books) -> None:
    _billed(books)
    _adjusted(books, adjustment("W", "A", "40.00", PAID), adjustment("X", "NO", "1.00", PAID))
    found = books.connection.execute(
        "SELECT adjustment_id, invoice_id, document, kind, date, amount, line FROM adjustments"
    ).fetchall()
    assert found == [
        ("W", "A", "A", "write_off", PAID, "40.00", 2),
        ("X", "NO", None, "write_off", PAID, "1.00", 3),
    ]
