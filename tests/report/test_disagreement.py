"""Where people chose other reasons than the rules, over weeks frozen and not, in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from artui.books import weeks
from artui.report import disagreement
from artui.report.formats import FORMATS
from artui.report.request import Request
from artui.store import desk
from artui.store.connection import open_desk, open_reader
from artui.store.desk import InvoiceIdentity
from tests.homes import invoice
from tests.report.conftest import asking

if TYPE_CHECKING:
    from tests.homes import Books


def choose(books: Books, number: str, reason: str, at: str = "2026-11-19T09:00:00") -> None:
    connection = open_desk(books.home.desk)
    desk.choose_reason(connection, InvoiceIdentity("1000", "", "", number), reason, "me", at)
    connection.close()


def load(books: Books) -> None:
    books.take("customers_2026-10-01.csv", {"customer_id": "C1", "name": "C", "po_required": "yes"})
    books.take(
        "invoices_2026-10-06.csv",
        *(invoice(number, "10.00", due_date="2026-11-02", po_number="") for number in "ABC"),
        invoice("D", "10.00", due_date="2026-11-02", po_number="P1"),
    )


def test_each_rule_with_what_people_made_of_it(books: Books) -> None:
    load(books)
    choose(books, "a", "missing_po")
    choose(books, "b", "tax")
    choose(books, "d", "portal")
    with asking(books) as source:
        made = disagreement.report(source, Request(), 3)
    assert made.data["weeks"] == {
        "first": "2026-W44",
        "last": "2026-W46",
        "count": 3,
        "frozen": 0,
    }
    assert [(row["rule"], row["owner"], row["instead"]) for row in made.data["rows"]] == [
        ("missing_po", "dispatch", [{"reason": "tax", "invoices": 1}]),
        (None, None, [{"reason": "portal", "invoices": 1}]),
    ]
    counts = ("invoices", "chosen", "agreed", "disagreed", "agreement")
    assert [[row[name] for name in counts] for row in made.data["rows"]] == [
        [3, 2, 1, 1, "0.5"],
        [1, 1, 0, 1, "0"],
    ]
    assert [made.data["summary"][name] for name in counts] == [4, 3, 1, 2, "0.3333"]


def test_a_frozen_week_counts_as_it_was_frozen(books: Books) -> None:
    load(books)
    choose(books, "a", "tax")
    reader = open_reader(books.home.main, books.home.desk)
    today, at = books.home.today(), "2026-11-20T06:00:00+00:00"
    assert weeks.freeze(books.connection, reader, books.force, "2026-W46", today=today, at=at)
    reader.close()
    choose(books, "b", "tax", "2026-11-20T09:00:00")
    with asking(books) as source:
        made = disagreement.report(source, Request(), 1)
    assert made.data["weeks"]["frozen"] == 1
    assert [row["disagreed"] for row in made.data["rows"]] == [1, 0]


def test_what_rules_said_before_it_was_kept_is_left_out(books: Books) -> None:
    load(books)
    choose(books, "a", "tax")
    reader = open_reader(books.home.main, books.home.desk)
    today, at = books.home.today(), "2026-11-20T06:00:00+00:00"
    assert weeks.freeze(books.connection, reader, books.force, "2026-W46", today=today, at=at)
    reader.close()
    books.connection.execute("UPDATE frozen_late SET ruled = '' WHERE because = 'choice'")
    with asking(books) as source:
        made = disagreement.report(source, Request(), 1)
        assert disagreement.report(source, Request(limit=0), 1).data["summary"]["left_out"] == 1
    assert [(row["rule"], row["invoices"]) for row in made.data["rows"]] == [
        ("missing_po", 2),
        (None, 1),
    ]
    assert made.data["summary"]["left_out"] == 1
    assert made.about[1].startswith("Left out: 1,")


def test_every_format_says_the_same(books: Books) -> None:
    load(books)
    choose(books, "b", "tax")
    with asking(books) as source:
        made = disagreement.report(source, Request(limit=1), 2)
        whole = disagreement.report(source, Request(customer="nobody"), 2)
    assert json.loads(FORMATS["json"](made))["rows"] == made.data["rows"]
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](made))))
    assert any("tax 1" in row.values() for row in rows)
    for form in ("table", "md"):
        assert "tax 1" in FORMATS[form](made)
    assert (whole.data["rows"], whole.data["summary"]["invoices"]) == ([], 0)
