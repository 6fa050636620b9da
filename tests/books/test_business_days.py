"""Due dates on business days, and the policy's date in place of the export's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.books import reckoning
from artui.domain.days import iso, parse_day
from artui.store import invoice as store
from tests.homes import invoice, listed, payment

if TYPE_CHECKING:
    from tests.homes import Books

TERMS = """terms:
  net30: {{steps: [{{add_days: 30}}]}}
  stiff: {{steps: [{{add_days: 30}}], business_days: none}}
  split: {{instalments: [{{percent: 50, steps: [{{add_days: 9}}]}},
    {{rest: true, from: previous, steps: [{{add_days: 7}}]}}]}}
business_days: {rule}
recompute: {recompute}
"""
CALENDAR = """calendars: {{plain: {{add: [{{date: 2026-11-02, name: Founders' day}}]}}}}
default: plain
closings: {closings}
"""
CLOSED = "[{from: 2026-10-28, to: 2026-11-03, name: Move, when: {customer_id: C2}}]"
#: 2026-10-31 is a Saturday.
ROWS = (
    invoice("OWN", "10.00", due_date="2026-10-31"),
    invoice("NET", "10.00", terms="net30"),
    invoice("STIFF", "10.00", terms="stiff", due_date="2026-10-31"),
    invoice("OTHER", "10.00", terms="net30", due_date="2026-10-29"),
    invoice("CLOSED", "10.00", due_date="2026-10-29", customer_id="C2"),
    invoice("BARE", "10.00", "2026-10-31"),
)


def policy(
    books: Books, rule: str = "none", *, recompute: str = "false", closings: str = "[]"
) -> None:
    folder = books.home.folder("policies")
    (folder / "terms.yaml").write_text(TERMS.format(rule=rule, recompute=recompute))
    (folder / "calendar.yaml").write_text(CALENDAR.format(closings=closings))
    books.adopt()
    assert books.force.policy.terms.business_days == rule
    assert books.force.policy.terms.recompute == (recompute == "true")


def dated(books: Books) -> dict[str, tuple[Any, ...]]:
    """By document: the day it ages on, the one agreed if another, the export's if another."""
    return {
        number: (iso(day), iso(agreed), iso(export))
        for number, day, agreed, export in books.connection.execute(
            "SELECT d.number, i.due_on, i.contractual_on, i.export_due_on FROM item AS i"
            " JOIN document AS d ON d.id = i.document_id ORDER BY i.id"
        )
    }


def load(books: Books) -> None:
    books.take("invoices_2026-11-01.csv", *ROWS)


def test_the_rule_moves_what_ages_and_keeps_what_was_agreed(books: Books) -> None:
    policy(books, "following")
    load(books)
    monday = ("2026-11-03", "2026-10-31", None)
    assert dated(books) == {
        "OWN": monday,
        "NET": monday,
        "STIFF": ("2026-10-31", None, None),
        "OTHER": ("2026-10-29", None, None),
        "CLOSED": ("2026-10-29", None, None),
        "BARE": monday,
    }
    (row,) = (each for each in books.aged("2026-11-02") if each["group_key"] == "C1")
    assert (row["b0"], row["b1"]) == (3_000, 2_000)


def test_a_closing_moves_the_dates_of_its_customer_whatever_the_rule(books: Books) -> None:
    policy(books, closings=CLOSED)
    load(books)
    found = dated(books)
    assert found.pop("CLOSED") == ("2026-11-04", "2026-10-29", None)
    assert {each[1] for each in found.values()} == {None}


def test_the_policys_date_stands_where_it_is_computed_anew(books: Books) -> None:
    policy(books, "preceding", recompute="true")
    load(books)
    friday = ("2026-10-30", "2026-10-31")
    assert dated(books) == {
        "OWN": (*friday, None),
        "NET": (*friday, None),
        "STIFF": ("2026-10-31", None, "2026-10-31"),
        "OTHER": (*friday, "2026-10-29"),
        "CLOSED": ("2026-10-29", None, None),
        "BARE": ("2026-10-30", "2026-10-31", None),
    }
    (view,) = books.connection.execute(
        "SELECT due_on, contractual_on, export_due_on, days_after_export FROM items"
        " WHERE document = 'OTHER'"
    )
    assert view == ("2026-10-30", "2026-10-31", "2026-10-29", 1)


@pytest.mark.parametrize("recompute", ["true", "false"])
def test_an_own_date_stands_under_terms_with_instalments(books: Books, recompute: str) -> None:
    policy(books, recompute=recompute)
    books.take("invoices.csv", invoice("A", "10.00", terms="split", due_date="2026-10-20"))
    assert books.due() == {"A": ("2026-10-20", "own date")}


def test_instalments_count_from_what_was_agreed_not_from_what_moved(books: Books) -> None:
    policy(books, "following")
    books.take("invoices.csv", invoice("A", "10.00", terms="split"))
    assert {key: day for key, (day, _) in books.due().items()} == {
        "A/1": "2026-10-12",
        "A/2": "2026-10-19",
    }


def test_cash_stays_on_its_day(books: Books) -> None:
    policy(books, "following", recompute="true")
    books.take("payments.csv", payment("P", "5.00", "2026-10-31"))
    assert books.due() == {"P": ("2026-10-31", "own date")}


def test_a_due_date_names_the_policy_that_decided_it(books: Books) -> None:
    policy(books, "following")
    first = books.force.id
    load(books)
    policy(books, "following", closings=CLOSED)
    decided = dict(
        books.connection.execute(
            "SELECT d.number, i.policy_id FROM item AS i JOIN document AS d ON d.id = i.document_id"
        )
    )
    assert decided == {
        "OWN": first,
        "NET": first,
        "STIFF": None,
        "OTHER": None,
        "CLOSED": first + 1,
        "BARE": first,
    }


def test_a_snapshot_that_repeats_a_moved_date_changes_nothing(books: Books) -> None:
    policy(books, "following")
    load(books)
    row = {"due_date": "2026-10-31"}
    books.take("open_items_2026-11-05.csv", listed("OWN", "10.00", "2026-11-05", **row))
    touched = "SELECT count(*) FROM touched JOIN document ON id = document_id WHERE number = 'OWN'"
    assert books.connection.execute(touched).fetchone() == (0,)
    books.take("open_items_2026-11-06.csv", listed("OWN", "10.00", "2026-11-06", **row))
    assert books.connection.execute(touched).fetchone() == (0,)
    assert dated(books)["OWN"] == ("2026-11-03", "2026-10-31", None)
    row["due_date"] = "2026-11-03"
    books.take("open_items_2026-11-07.csv", listed("OWN", "10.00", "2026-11-07", **row))
    assert dated(books)["OWN"] == ("2026-11-03", None, None)


@pytest.mark.parametrize(
    ("made", "short"),
    [
        ({}, {"OWN", "STIFF", "OTHER", "CLOSED"}),
        ({"rule": "following"}, {"OTHER", "CLOSED"}),
        ({"closings": CLOSED}, set()),
        ({"recompute": "true"}, set()),
    ],
    ids=["nothing moves", "a rule", "a closing", "recompute"],
)
def test_only_dates_that_stand_whoever_the_customer_take_the_short_way(
    books: Books, made: dict[str, str], short: set[str]
) -> None:
    given = {"rule": "none", **made}
    policy(books, given.pop("rule"), **given)
    load(books)
    numbers = {number for (number,) in books.connection.execute("SELECT number FROM document")}
    derived = books.connection.execute(
        "SELECT number FROM touched JOIN document ON id = document_id"
    )
    assert numbers - {number for (number,) in derived} == short


def test_how_a_due_date_came_about_is_told(books: Books) -> None:
    policy(books, "following", recompute="true")
    load(books)
    books.take("invoices_2026-11-02.csv", invoice("A", "10.00", terms="split"))
    told = {}
    for (document,) in books.connection.execute("SELECT id FROM document").fetchall():
        explained = reckoning.Reckoning(books.force, store.customer(books.connection, document))
        for item in store.items(books.connection, document, parse_day("2026-11-20")):
            if not item["void"]:
                key = item["number"] + item["label"]
                told[key] = explained.sentences(item, 1_000)
    moved = "agreed for 2026-10-31, moved to 2026-11-03: Saturday, Sunday, Founders' day"
    net30 = "2026-10-31 = 2026-10-01 + 30 days · net30, terms.yaml:2"
    assert told == {
        "OWN": [moved],
        "NET": [net30, moved],
        "STIFF": ["2026-10-31 = 2026-10-01 + 30 days · stiff, terms.yaml:3"],
        "OTHER": [net30, moved, "export says 2026-10-29, net30 says 2026-10-31, 2 days later"],
        "CLOSED": [],
        "BARE": [moved],
        "A1": [
            "2026-10-10 = 2026-10-01 + 9 days · split, terms.yaml:4",
            "agreed for 2026-10-10, moved to 2026-10-12: Saturday, Sunday",
        ],
        "A2": [
            "2026-10-17 = 2026-10-10 (the part before) + 7 days · split, terms.yaml:4",
            "agreed for 2026-10-17, moved to 2026-10-19: Saturday, Sunday",
        ],
    }


def test_a_difference_is_told_where_the_exports_date_stands(books: Books) -> None:
    policy(books)
    load(books)
    (document,) = books.connection.execute(
        "SELECT id FROM document WHERE number = 'OTHER'"
    ).fetchone()
    explained = reckoning.Reckoning(books.force, store.customer(books.connection, document))
    (item,) = store.items(books.connection, document, parse_day("2026-11-20"))
    assert explained.sentences(item, 1_000) == [
        "export says 2026-10-29, net30 says 2026-10-31, 2 days later"
    ]
