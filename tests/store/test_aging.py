"""Aging as it is asked for: buckets, groupings, credits, disputes, and what was known when."""

from __future__ import annotations

import pytest

from artui.policy.aging import AgingPolicy
from artui.store import aging
from tests.homes import Books, application, dispute, invoice, listed, payment

_AS_OF = "2026-11-20"


def _buckets(row: dict[str, int], prefix: str = "b") -> list[int]:
    return [row[f"{prefix}{n}"] for n in range(5)]


@pytest.mark.parametrize(
    ("due", "bucket"),
    [
        ("2026-12-31", 0),
        ("2026-11-20", 0),
        ("2026-11-19", 1),
        ("2026-10-21", 1),
        ("2026-10-20", 2),
        ("2026-09-21", 2),
        ("2026-09-20", 3),
        ("2026-08-22", 3),
        ("2026-08-21", 4),
        ("2023-01-01", 4),
    ],
)
def test_the_upper_bound_of_a_bucket_is_inclusive(books: Books, due: str, bucket: int) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "10.00", "2023-01-01", due_date=due))
    (row,) = books.aged(_AS_OF)
    assert _buckets(row) == [1000 if n == bucket else 0 for n in range(5)]
    assert row["past_due"] == (1000 if bucket else 0)


def test_an_invoice_without_a_due_date_ages_on_its_own(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "10.00", "2026-10-01"))
    assert _buckets(books.aged(_AS_OF)[0]) == [0, 0, 1000, 0, 0]


def test_a_basis_of_the_invoice_date_beats_the_due_date(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv", invoice("A", "10.00", "2026-10-01", due_date="2026-12-01")
    )
    assert _buckets(books.aged(_AS_OF)[0]) == [1000, 0, 0, 0, 0]
    assert _buckets(books.aged(_AS_OF, basis="invoice_date")[0]) == [0, 0, 1000, 0, 0]


def _with_cash(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "100.00", "2026-06-01"),
        invoice("B", "50.00", "2026-10-25"),
        invoice("K", "-20.00", "2026-11-01"),
    )
    books.take("payments_2026-11-02.csv", payment("P", "95.00", "2026-09-30"))


@pytest.mark.parametrize(
    ("unapplied", "buckets", "apart"),
    [
        ("own_column", [0, 5000, 0, 0, 10000], -11500),
        ("aged", [0, 3000, -9500, 0, 10000], 0),
        ("oldest_first", [0, 3500, 0, 0, 0], 0),
    ],
)
def test_credits_and_cash_go_where_the_policy_says(
    books: Books, unapplied: str, buckets: list[int], apart: int
) -> None:
    _with_cash(books)
    policy = AgingPolicy(unapplied=unapplied)  # type: ignore[arg-type]  # one of its literals
    (row,) = books.aged(_AS_OF, policy=policy)
    assert (_buckets(row), row["unapplied"], row["outstanding"]) == (buckets, apart, 3500)


def test_more_cash_than_debt_stays_unapplied(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "10.00", "2026-10-01"))
    books.take("payments_2026-11-02.csv", payment("P", "95.00", "2026-09-30"))
    (row,) = books.aged(_AS_OF, policy=AgingPolicy(unapplied="oldest_first"))
    assert (_buckets(row), row["unapplied"]) == ([0] * 5, -8500)


def test_currencies_are_never_added(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "10.00"),
        invoice("B", "1000", currency="JPY"),
    )
    rows = {row["currency"]: row["outstanding"] for row in books.aged(_AS_OF)}
    assert rows == {"USD": 1000, "JPY": 1000}
    assert aging.outstanding(books.connection, books.scope(_AS_OF)) == rows


def test_customers_of_two_companies_stay_two_rows(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv", invoice("A", "10.00"), invoice("A", "7.00", company="2000")
    )
    assert sorted((row["currency"], row["outstanding"]) for row in books.aged(_AS_OF)) == [
        ("EUR", 700),
        ("USD", 1000),
    ]
    assert [row["outstanding"] for row in books.aged(_AS_OF, company="2000")] == [700]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("customer", {"C1": 1000, "C2": 700}),
        ("parent", {"C1": 1700}),
        ("company", {"1000": 1700}),
        ("class", {"RV": 1000, None: 700}),
        ("segment", {"public": 1000, None: 700}),
        ("collector", {"ann": 1000, None: 700}),
        ("region", {"north": 1000, None: 700}),
        ("site", {"Dock 4": 1000, None: 700}),
        ("currency", {"USD": 1700}),
    ],
)
def test_grouping(books: Books, by: str, groups: dict[str | None, int]) -> None:
    books.take(
        "customers_2026-10-01.csv",
        {
            "customer_id": "C1",
            "name": "One",
            "segment": "public",
            "collector": "ann",
            "region": "north",
        },
        {"customer_id": "C2", "name": "Two", "parent_id": "c1"},
    )
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "10.00", site="Dock 4", **{"class": "RV"}),
        invoice("B", "7.00", customer_id="C2"),
    )
    assert {row["group_key"]: row["outstanding"] for row in books.aged(_AS_OF, by=by)} == groups


def test_disputed_is_of_which_per_bucket_and_capped_at_what_is_open(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "100.00", due_date="2026-11-01"),
        invoice("B", "50.00", due_date="2026-12-01"),
    )
    books.take("payments_2026-11-02.csv", payment("P", "80.00", "2026-10-30"))
    books.take("applications_2026-11-02.csv", application("P", "A", "80.00", "2026-10-30"))
    books.take(
        "disputes_2026-11-02.csv",
        dispute("D1", "A", "2026-10-20", amount="60.00"),
        dispute("D2", "B", "2026-10-25", amount="15.00", resolved_on="2026-11-10"),
    )
    (early,) = books.aged("2026-10-29")
    assert (_buckets(early, "d"), early["disputed"]) == ([7500, 0, 0, 0, 0], 7500)
    (late,) = books.aged(_AS_OF)
    assert (_buckets(late, "d"), late["outstanding"]) == ([0, 2000, 0, 0, 0], 7000)
    (without,) = books.aged(_AS_OF, exclude_disputed=True)
    assert (_buckets(without), without["outstanding"]) == ([5000, 0, 0, 0, 0], 5000)


def test_a_dispute_of_the_document_reaches_its_instalments_first_due_first(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "100.00", item="1", due_date="2026-12-01"),
        invoice("A", "50.00", item="2", due_date="2026-11-01"),
    )
    books.take("disputes_2026-11-02.csv", dispute("D1", "A", "2026-10-20", amount="60.00"))
    (row,) = books.aged(_AS_OF)
    assert _buckets(row, "d") == [1000, 5000, 0, 0, 0]


def test_as_known_on_a_day(books: Books) -> None:
    books.turn("2026-10-10")
    books.take(
        "invoices_2026-10-02.csv", invoice("A", "100.00", "2026-10-01", due_date="2026-10-05")
    )
    books.turn("2026-10-20")
    books.take("payments_2026-10-20.csv", payment("P", "30.00", "2026-10-08"))
    books.take("applications_2026-10-20.csv", application("P", "A", "30.00", "2026-10-08"))
    books.turn("2026-10-25")
    books.take(
        "invoices_2026-10-24.csv", invoice("A", "90.00", "2026-10-01", due_date="2026-11-30")
    )
    assert books.open("2026-10-09") == {"A": 6000}
    assert books.open("2026-10-09", "2026-10-09") == {}
    assert books.open("2026-10-09", "2026-10-10") == {"A": 10000}
    assert books.open("2026-10-09", "2026-10-20") == {"A": 7000}
    assert books.open("2026-10-09", "2026-10-25") == {"A": 6000}
    assert _buckets(books.aged("2026-10-10", "2026-10-24")[0]) == [0, 7000, 0, 0, 0]
    assert _buckets(books.aged("2026-10-10", "2026-10-25")[0]) == [6000, 0, 0, 0, 0]


def test_a_closing_that_turned_out_wrong_was_known_until_then(books: Books) -> None:
    books.turn("2026-10-10")
    books.take(
        "open_items_2026-10-09.csv", listed("A", "5", "2026-10-09"), listed("B", "7", "2026-10-09")
    )
    books.turn("2026-10-12")
    books.take("open_items_a_2026-10-12.csv", listed("B", "7", "2026-10-12"))
    books.turn("2026-10-13")
    books.take("open_items_b_2026-10-12.csv", listed("A", "5", "2026-10-12"))
    assert books.open("2026-10-12", "2026-10-12") == {"B": 700}
    assert books.open("2026-10-12", "2026-10-13") == {"A": 500, "B": 700}


def test_only_one_customer_or_collector(books: Books) -> None:
    books.take("customers_2026-10-01.csv", {"customer_id": "C2", "name": "Two", "collector": "ann"})
    books.take("invoices_2026-10-02.csv", invoice("A", "1"), invoice("B", "7", customer_id="C2"))
    assert [row["outstanding"] for row in books.aged(_AS_OF, customer="c1")] == [100]
    assert [row["outstanding"] for row in books.aged(_AS_OF, collector="ann")] == [700]
    scope = books.scope(_AS_OF, collector="ann")
    assert aging.outstanding(books.connection, scope) == {"USD": 700}


def test_every_grouping_has_its_answer_above() -> None:
    (mark,) = (m for m in test_grouping.pytestmark if m.name == "parametrize")  # type: ignore[attr-defined]  # set by pytest
    assert {case[0] for case in mark.args[1]} == set(aging.GROUPS)


def test_the_topmost_parent_is_what_a_family_rolls_up_to(books: Books) -> None:
    """A parent nobody knows is one too; a circle has no top."""
    families = {"C1": "C2", "C2": "C3", "C3": "", "C4": "GONE", "C5": "C6", "C6": "C5", "C7": "C7"}
    books.take(
        "customers_2026-10-01.csv",
        *({"customer_id": c, "name": c, "parent_id": parent} for c, parent in families.items()),
    )
    bills = [invoice(f"I{c}", "1.00", customer_id=c) for c in families]
    books.take("invoices_2026-10-02.csv", *bills)
    found = {row["group_key"]: row["outstanding"] for row in books.aged(_AS_OF, by="parent")}
    assert found == {"C3": 300, "gone": 100, "C5": 100, "C6": 100, "C7": 100}


@pytest.mark.parametrize("by", ["customer", "site", "class"])
def test_credits_meet_the_oldest_of_the_customer_whatever_is_grouped_by(
    books: Books, by: str
) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "100.00", "2026-06-01", site="Dock 4"),
        invoice("B", "50.00", "2026-10-25", site="Dock 5", **{"class": "RV"}),
        invoice("K", "-20.00", "2026-11-01"),
    )
    rows = books.aged(_AS_OF, by=by, policy=AgingPolicy(unapplied="oldest_first"))
    summed = [sum(row[f"b{n}"] for row in rows) for n in range(5)]
    assert (summed, sum(row["unapplied"] for row in rows)) == ([0, 5000, 0, 0, 8000], 0)


def test_past_due_is_what_is_beyond_its_due_day_whatever_the_buckets(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "10.00", due_date="2026-11-20"),
        invoice("B", "5.00", due_date="2026-11-19"),
    )
    books.take("payments_2026-11-02.csv", payment("P", "7.00", "2026-10-30"))
    for convention in ("artui", "tryton", "ledgersmb", "oracle"):
        for unapplied in ("own_column", "aged", "oldest_first"):
            policy = AgingPolicy(convention=convention, unapplied=unapplied)
            assert [row["past_due"] for row in books.aged(_AS_OF, policy=policy)] == [500]
