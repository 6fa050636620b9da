"""Terms with instalments split an invoice into items; what exports list by itself replaces them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import parse_day
from tests.books.tables import figures
from tests.homes import application, invoice, listed, payment

if TYPE_CHECKING:
    from tests.homes import Books

THIRDS = """
    instalments:
      - {percent: 30, steps: [{add_days: 30}]}
      - {percent: 50, steps: [{add_days: 60}]}
      - {rest: true, steps: [{add_days: 90}]}
"""
HALVES = """
    instalments:
      - {percent: 50, steps: [{add_days: 10}]}
      - {percent: 50, steps: [{add_days: 20}]}
"""
LATER = "2026-12-31"
DUE = {"A/1": "2026-10-31", "A/2": "2026-11-30", "A/3": "2026-12-30"}


def terms(books: Books, split: str = THIRDS, more: str = "") -> None:
    """A policy whose term `split` splits."""
    path = books.home.folder("policies") / "terms.yaml"
    path.write_text(f"terms:\n  split:{split}  net30: {{steps: [{{add_days: 30}}]}}\n{more}")
    before = books.force.id
    books.adopt()
    assert books.force.id == before + 1
    assert "split" in books.force.policy.terms.terms


@pytest.fixture
def thirds(books: Books) -> Books:
    terms(books)
    return books


def bill(books: Books, amount: str = "100.00", **more: Any) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", amount, **({"terms": "split"} | more)))


def due(books: Books) -> dict[str, str | None]:
    return {key: day for key, (day, _) in books.due().items()}


def test_an_invoice_falls_into_the_parts_of_its_terms(thirds: Books) -> None:
    bill(thirds)
    assert thirds.open(LATER) == {"A/1": 3_000, "A/2": 5_000, "A/3": 2_000}
    assert due(thirds) == DUE
    assert {by for _, by in thirds.due().values()} == {"terms"}


def test_each_part_ages_on_its_own_day(thirds: Books) -> None:
    bill(thirds)
    (row,) = thirds.aged("2026-12-05")
    assert [row[f"b{n}"] for n in range(5)] == [2_000, 5_000, 3_000, 0, 0]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"due_date": "2026-11-15"}, {"A": "2026-11-15"}),
        ({"amount": "-100.00"}, {"A": "2026-10-31"}),
        ({"amount": "0.00"}, {"A": "2026-10-31"}),
        ({"item": "2"}, {"A/2": "2026-11-30"}),
        ({"item": "002"}, {"A/2": "2026-11-30"}),
        ({"item": "X"}, {"A/x": "2026-12-30"}),
    ],
    ids=["own date", "credit", "nothing", "listed part", "with zeros", "unknown part"],
)
def test_what_has_a_date_or_a_part_of_its_own_is_not_split(
    thirds: Books, row: dict[str, str], expected: dict[str, str]
) -> None:
    bill(thirds, **row)
    assert due(thirds) == expected


def test_a_void_invoice_is_not_split(thirds: Books) -> None:
    bill(thirds, status="void")
    assert thirds.open(LATER) == {}
    (shown,) = thirds.connection.execute("SELECT item, void FROM items").fetchall()
    assert shown == ("", 1)


def test_payments_and_linked_credits_close_parts_first_due_first(thirds: Books) -> None:
    bill(thirds)
    thirds.take("payments_2026-10-05.csv", payment("P", "40.00", "2026-10-05"))
    thirds.take("applications.csv", application("P", "A", "40.00", "2026-10-05"))
    assert thirds.open("2026-10-05") == {"A/2": 4_000, "A/3": 2_000}
    thirds.take(
        "invoices_2026-10-20.csv", invoice("K", "-50.00", "2026-10-20", credits_invoice="A")
    )
    assert thirds.open("2026-10-20") == {"A/3": 1_000}
    thirds.take(
        "payments_2026-10-25.csv", payment("P", "40.00", "2026-10-05", reversed_on="2026-10-25")
    )
    assert thirds.open("2026-10-25") == {"A/1": 3_000, "A/2": 1_000, "A/3": 1_000}
    assert thirds.open("2026-10-24") == {"A/3": 1_000}


def test_an_application_may_name_a_part(thirds: Books) -> None:
    bill(thirds)
    thirds.take("payments_2026-10-05.csv", payment("P", "60.00", "2026-10-05"))
    thirds.take("applications.csv", application("P", "A", "60.00", "2026-10-05", item="2"))
    assert thirds.open("2026-10-05") == {"A/1": 3_000, "A/3": 2_000, "P": -1_000}


def test_what_is_seen_open_closes_first_due_first_and_reopens_last_due_first(
    thirds: Books,
) -> None:
    bill(thirds)
    for day, amount in (("05", "60.00"), ("06", "15.00"), ("07", "85.00"), ("08", "110.00")):
        date = f"2026-10-{day}"
        thirds.take(f"open_items_{date}.csv", listed("A", amount, date), listed("Z", "1", date))
    thirds.take("open_items_2026-10-09.csv", listed("Z", "1", "2026-10-09"))
    opened = [thirds.open(f"2026-10-{day}") for day in ("05", "06", "07", "08", "09")]
    assert [{key: each for key, each in one.items() if key != "Z"} for one in opened] == [
        {"A/2": 4_000, "A/3": 2_000},
        {"A/3": 1_500},
        {"A/1": 1_500, "A/2": 5_000, "A/3": 2_000},
        {"A/1": 3_000, "A/2": 5_000, "A/3": 3_000},
        {},
    ]


def test_settled_on_clears_every_part(thirds: Books) -> None:
    bill(thirds, settled_on="2026-10-15")
    assert thirds.open("2026-10-14") == {"A/1": 3_000, "A/2": 5_000, "A/3": 2_000}
    assert thirds.open("2026-10-15") == {}


def test_a_disputed_document_is_disputed_first_due_first(thirds: Books) -> None:
    bill(thirds, disputed="40.00")
    (row,) = thirds.aged("2026-12-05")
    assert [row[f"d{n}"] for n in range(5)] == [0, 1_000, 3_000, 0, 0]


def test_a_dispute_stays_recorded_where_its_invoice_is_split_later(books: Books) -> None:
    terms(books, " {steps: []}\n")
    bill(books, disputed="yes")
    books.turn("2026-11-21")
    terms(books)
    (found,) = books.disputes()
    assert (found["recorded_on"], found["item_id"]) == (parse_day("2026-11-20"), None)


def test_listed_items_replace_computed_ones(thirds: Books) -> None:
    bill(thirds)
    thirds.turn("2026-11-21")
    thirds.take(
        "open_items_2026-10-05.csv",
        listed("A", "70.00", "2026-10-05", item="1", due_date="2026-11-05"),
        listed("A", "30.00", "2026-10-05", item="9", due_date="2026-12-05"),
    )
    assert thirds.open(LATER) == {"A/1": 7_000, "A/9": 3_000}
    assert due(thirds) == {"A/1": "2026-11-05", "A/9": "2026-12-05"}
    assert thirds.open(LATER, "2026-11-20") == {"A/1": 3_000, "A/2": 5_000, "A/3": 2_000}
    before = thirds.aged("2026-12-05", "2026-11-20")[0]
    assert [before[f"b{n}"] for n in range(5)] == [2_000, 5_000, 3_000, 0, 0]


def test_an_invoice_that_grows_is_split_anew(thirds: Books) -> None:
    bill(thirds)
    thirds.turn("2026-11-21")
    thirds.take("invoices_2026-10-09.csv", invoice("A", "0.02", terms="split"))
    assert thirds.open(LATER) == {"A/1": 1, "A/2": 1}
    thirds.turn("2026-11-22")
    thirds.take("invoices_2026-10-10.csv", invoice("A", "200.00", terms="split"))
    assert thirds.open(LATER) == {"A/1": 6_000, "A/2": 10_000, "A/3": 4_000}
    assert thirds.open(LATER, "2026-11-21") == {"A/1": 1, "A/2": 1}
    assert thirds.open(LATER, "2026-11-20") == {"A/1": 3_000, "A/2": 5_000, "A/3": 2_000}


def test_other_instalments_and_none_replace_those_before(thirds: Books) -> None:
    bill(thirds)
    thirds.turn("2026-11-21")
    terms(thirds, HALVES)
    assert thirds.open(LATER) == {"A/1": 5_000, "A/2": 5_000}
    assert due(thirds) == {"A/1": "2026-10-11", "A/2": "2026-10-21"}
    thirds.turn("2026-11-22")
    terms(thirds, " {steps: [{add_days: 45}]}\n")
    assert thirds.open(LATER) == {"A": 10_000}
    assert due(thirds) == {"A": "2026-11-15"}
    assert thirds.open(LATER, "2026-11-21") == {"A/1": 5_000, "A/2": 5_000}
    (then,) = thirds.aged("2026-11-22", "2026-11-21")
    assert [then[f"b{n}"] for n in range(5)] == [0, 0, 10_000, 0, 0]


def test_a_reverted_policy_restores_due_dates_and_parts_exactly(thirds: Books) -> None:
    bill(thirds)
    thirds.take("invoices_2026-10-03.csv", invoice("B", "50.00"), invoice("C", "5", terms="net30"))
    thirds.take("open_items_2026-10-05.csv", listed("A", "60.00", "2026-10-05"))
    days = range(20_700, 20_800, 7)
    before = figures(thirds, days)
    revision = thirds.force.revision
    for day, split in (("21", HALVES), ("22", " {steps: []}\n"), ("23", THIRDS)):
        thirds.turn(f"2026-11-{day}")
        terms(thirds, split, "default: split\n" if split is HALVES else "")
        assert (figures(thirds, days) == before) is (split is THIRDS)
    thirds.turn("2026-11-20")
    assert figures(thirds, days) == before
    assert thirds.force.revision == revision
    kept = thirds.connection.execute(
        "SELECT i.label, v.recorded_on, v.superseded_on FROM item_version AS v"
        " JOIN item AS i ON i.id = v.item_id JOIN document AS d ON d.id = i.document_id"
        " WHERE d.number = 'A' AND i.label <> '' ORDER BY 1, 2"
    ).fetchall()
    assert [label for label, *_ in kept] == ["1", "1", "2", "2"]


def test_each_amount_stands_once_in_the_views(thirds: Books) -> None:
    bill(thirds)
    thirds.turn("2026-11-21")
    terms(thirds, HALVES)
    ask = thirds.connection.execute
    sums = "SELECT sum(cast(amount AS REAL)), sum(cast(open_amount AS REAL)), count(*) FROM items"
    assert ask(sums).fetchone() == (100.0, 100.0, 2)
    entries = "SELECT sum(cast(amount AS REAL)) FROM entries WHERE superseded_on IS NULL"
    assert ask(entries).fetchone() == (100.0,)
    (computed,) = ask("SELECT DISTINCT computed FROM items").fetchall()
    assert computed == (1,)
