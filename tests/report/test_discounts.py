"""The report of discounts: files in, what was taken, what was unearned, and what is still owed."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import parse_day
from artui.report import aging, discounts
from artui.report.formats import FORMATS
from artui.report.request import Request
from tests.homes import adjustment, application, invoice, payment

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

BILLED, LAST, AFTER, TODAY = "2026-10-01", "2026-10-11", "2026-10-12", "2026-11-20"
TWO_TEN = {"terms": "2_10_net30"}


def _data(source: Source, *, everything: bool = False, **asked: Any) -> dict[str, Any]:
    request = Request(**{"as_of": parse_day(TODAY), **asked})
    return discounts.report(source, request, everything=everything).data


def _paid(books: Books, number: str, amount: str, day: str, short: str = "") -> None:
    """A payment of an invoice, and where the export says so the discount it took."""
    books.take(f"payments_{day}.csv", payment(f"P{number}{day}", amount, day))
    row = application(f"P{number}{day}", number, amount, day)
    books.take(f"applications_{number}_{day}.csv", row)
    if short:
        books.take(
            f"adjustments_{number}_{day}.csv",
            adjustment(f"D{number}", number, short, day, kind="discount"),
        )


@pytest.fixture
def four(books: Books) -> None:
    """One in time, one a day late and booked, one a day late and left open, one paid in full."""
    rows = [invoice(n, "100.00", BILLED, **TWO_TEN) for n in ("IN", "LATE", "SHORT", "FULL")]
    books.take(f"invoices_{BILLED}.csv", *rows, invoice("NONE", "100.00", BILLED, terms="net30"))
    books.take(f"customers_{BILLED}.csv", {"customer_id": "C1", "name": "One"})
    _paid(books, "IN", "98.00", LAST, "2.00")
    _paid(books, "LATE", "98.00", AFTER, "2.00")
    _paid(books, "SHORT", "98.00", AFTER)
    _paid(books, "FULL", "100.00", LAST)
    _paid(books, "NONE", "98.00", LAST)


@pytest.mark.usefixtures("four")
def test_the_json_has_every_field(source: Source) -> None:
    found = _data(source)
    assert [(row["invoice_id"], row["state"]) for row in found["rows"]] == [
        ("LATE", "unearned"),
        ("SHORT", "unearned"),
        ("IN", "taken"),
    ]
    assert found["rows"][0] == {
        "invoice_id": "LATE",
        "item": None,
        "customer_id": "C1",
        "name": "One",
        "company": "1000",
        "currency": "USD",
        "terms": "2_10_net30",
        "percent": "2",
        "last_day": LAST,
        "paid_on": AFTER,
        "offered": "2.00",
        "allowed": "0.00",
        "taken": "2.00",
        "unearned": "2.00",
        "open": "0.00",
        "days_after": 1,
        "state": "unearned",
    }
    assert found["summary"] == {
        "unearned": 2,
        "taken": 1,
        "missed": 0,
        "taken_amount": {"USD": "6.00"},
        "unearned_amount": {"USD": "4.00"},
    }


@pytest.mark.usefixtures("four")
def test_an_unearned_discount_that_nobody_allowed_is_still_owed(source: Source) -> None:
    (short,) = (row for row in _data(source)["rows"] if row["invoice_id"] == "SHORT")
    assert short["open"] == "2.00"
    (row,) = aging.report(source, Request(as_of=parse_day(TODAY))).data["rows"]
    assert row["total"] == "4.00"


@pytest.mark.usefixtures("four")
def test_what_nobody_took_is_shown_on_demand(source: Source) -> None:
    found = _data(source, everything=True)
    states = {row["invoice_id"]: row["state"] for row in found["rows"]}
    assert states == {"IN": "taken", "LATE": "unearned", "SHORT": "unearned", "FULL": "missed"}
    assert found["summary"]["missed"] == 1


@pytest.mark.usefixtures("four")
def test_it_is_as_of_a_day(source: Source) -> None:
    before = _data(source, as_of=parse_day(LAST))
    assert [row["invoice_id"] for row in before["rows"]] == ["IN"]


def test_it_is_as_known_on_a_day(books: Books, source: Source) -> None:
    books.turn("2026-10-13")
    books.take(f"invoices_{BILLED}.csv", invoice("A", "100.00", BILLED, **TWO_TEN))
    _paid(books, "A", "90.00", LAST)
    books.turn("2026-10-20")
    _paid(books, "A", "8.00", LAST, "2.00")
    known = {day: _data(source, known_on=parse_day(day)) for day in ("2026-10-19", "2026-10-20")}
    assert [len(found["rows"]) for found in known.values()] == [0, 1]


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"customer": "c1"}, 3), ({"customer": "C2"}, 0), ({"company": "9"}, 0), ({"limit": 1}, 1)],
)
@pytest.mark.usefixtures("four")
def test_it_can_be_narrowed(source: Source, asked: dict[str, Any], count: int) -> None:
    assert len(_data(source, **asked)["rows"]) == count


@pytest.mark.usefixtures("four")
def test_every_format_has_every_figure(source: Source) -> None:
    made = discounts.report(source, Request(as_of=parse_day(TODAY)))
    printed = {name: form(made) for name, form in FORMATS.items()}
    assert json.loads(printed["json"]) == made.data
    for name in ("table", "csv", "md"):
        for text in ("LATE", "unearned", AFTER, "2.00", "6.00", "4.00"):
            assert text in printed[name].replace("\\", ""), (name, text)


def test_terms_may_come_from_the_customer_or_the_default(books: Books, source: Source) -> None:
    books.take("customers_2026-09-01.csv", {"customer_id": "C1", "name": "One", **TWO_TEN})
    rows = [invoice("A", "100.00", BILLED), invoice("B", "100.00", BILLED, terms="net30")]
    books.take(f"invoices_{BILLED}.csv", *rows)
    _paid(books, "A", "98.00", AFTER)
    _paid(books, "B", "98.00", AFTER)
    assert [row["invoice_id"] for row in _data(source)["rows"]] == ["A"]


def test_by_net_the_discount_counts_without_the_tax(books: Books, source: Source) -> None:
    row = invoice("A", "120.00", BILLED, terms="early_bird", tax_amount="20.00")
    books.take(f"invoices_{BILLED}.csv", row)
    _paid(books, "A", "117.00", "2026-10-08")
    (found,) = _data(source)["rows"]
    assert (found["state"], found["percent"], found["taken"]) == ("taken", "3", "3.00")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_tax_is_what_the_newest_export_says_whatever_the_arrival(
    books: Books, source: Source, order: tuple[int, ...]
) -> None:
    for day, tax in ((("01", "20.00"), ("02", "60.00"), ("03", "20.00"))[place] for place in order):
        row = invoice("A", "120.00", BILLED, terms="early_bird", tax_amount=tax)
        books.take(f"invoices_2026-10-{day}.csv", row)
    _paid(books, "A", "117.00", "2026-10-08")
    (found,) = _data(source)["rows"]
    assert (found["percent"], found["taken"]) == ("3", "3.00")


def test_a_credit_note_lowers_what_it_counts_on_however_it_is_applied(
    books: Books, source: Source
) -> None:
    rows = [invoice(n, "100.00", BILLED, **TWO_TEN) for n in ("A", "B")]
    linked = invoice("KA", "-50.00", BILLED, credits_invoice="A")
    books.take(f"invoices_{BILLED}.csv", *rows, linked, invoice("KB", "-50.00", BILLED))
    books.take("applications_2026-10-02.csv", application("KB", "B", "50.00", "2026-10-02"))
    for number in ("A", "B"):
        _paid(books, number, "49.00", LAST)
    found = {row["invoice_id"]: (row["state"], row["taken"]) for row in _data(source)["rows"]}
    assert found == {"A": ("taken", "1.00"), "B": ("taken", "1.00")}


def test_instalments_have_discounts_of_their_own(books: Books, source: Source) -> None:
    path = books.home.folder("policies") / "terms.yaml"
    parts = [
        {"percent": 50, "steps": [{"add_days": 30}], "discounts": [{"days": 10, "percent": 2}]},
        {"rest": True, "steps": [{"add_days": 60}], "discounts": [{"days": 40, "percent": 1}]},
    ]
    path.write_text(json.dumps({"terms": {"halves": {"instalments": parts}}}), encoding="utf-8")
    books.adopt()
    books.take(f"invoices_{BILLED}.csv", invoice("A", "100.00", BILLED, terms="halves"))
    _paid(books, "A", "49.00", LAST, "1.00")
    _paid(books, "A", "49.50", "2026-11-15")
    now = type(source)(source.reader, source.home, books.force)
    found = {
        row["item"]: (row["last_day"], row["days_after"], row["unearned"], row["open"])
        for row in _data(now)["rows"]
    }
    assert found == {"1": (LAST, 0, "0.00", "0.00"), "2": ("2026-11-10", 5, "0.50", "0.50")}


def test_a_discount_no_terms_give_is_found(books: Books, source: Source) -> None:
    books.take(f"invoices_{BILLED}.csv", invoice("A", "100.00", BILLED, terms="net30"))
    _paid(books, "A", "98.00", LAST, "2.00")
    (found,) = _data(source)["rows"]
    assert (found["state"], found["last_day"], found["offered"]) == ("unearned", None, "0.00")
    assert (found["terms"], found["unearned"]) == ("net30", "2.00")


@pytest.mark.usefixtures("four")
def test_what_has_changed_since_was_otherwise_then(books: Books, source: Source) -> None:
    """A void invoice, another amount and another customer are not known before they are told."""
    before = _data(source)["rows"]
    books.turn("2026-11-23")
    books.take(
        "invoices_2026-11-23.csv",
        invoice("LATE", "100.00", BILLED, status="void", **TWO_TEN),
        invoice("SHORT", "400.00", BILLED, **TWO_TEN),
        invoice("IN", "100.00", BILLED, **TWO_TEN) | {"customer_id": "C2"},
    )
    now = {row["invoice_id"]: row["customer_id"] for row in _data(source)["rows"]}
    assert now == {"IN": "C2"}
    assert _data(source, known_on=parse_day(TODAY))["rows"] == before
