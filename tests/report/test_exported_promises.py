"""Promises that exports tell of count in every report like those entered on the desk, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from artui.domain.days import parse_day
from artui.domain.figure import month
from artui.report import credit, forecast, kpis, worklist
from artui.report.request import Request, Source
from artui.settings import Settings
from artui.store.connection import open_reader
from artui.store.desk import InvoiceIdentity
from tests.desk import Person, run
from tests.homes import Books, application, invoice, payment, promise

if TYPE_CHECKING:
    from pathlib import Path

Where = Literal["desk", "export", "both"]
WHERE: tuple[Where, ...] = ("desk", "export", "both")
TIERS = "tiers: [{tier: 1, name: One, from_days: 3, action: call, owner: me}]\n"
RISK = """
limits: [{limit: "500.00"}]
risk: {months: 12, classes: [{class: D, when: {broken_promises: {ge: 1}}}, {class: A}]}
"""
#: What was promised: amount, on which day, until which, and the invoice where it is about one.
PROMISED = (
    ("60.00", "2026-10-12", "2026-10-16", "A"),
    ("40.00", "2026-10-13", "2026-10-20", ""),
    ("30.00", "2026-11-18", "2026-11-27", ""),
    ("20.00", "2026-11-18", "2026-11-28", "B"),
)


def told(path: Path, where: Where) -> dict[str, Any]:
    """What every report says of one account with promises kept, broken and running."""
    books = Books(path, Settings(today="2026-10-01"))
    (books.home.folder("policies") / "escalation.yaml").write_text(TIERS, encoding="utf-8")
    (books.home.folder("policies") / "credit.yaml").write_text(RISK, encoding="utf-8")
    books.adopt()
    due = {"due_date": "2026-10-05"}
    books.take("invoices_2026-10-01.csv", *(invoice(k, "100.00", **due) for k in "AB"))
    for amount, on, until, number in PROMISED:
        books.turn(on)
        if where != "export":
            about = InvoiceIdentity("1000", "", "", number.lower()) if number else None
            Person(books).promise(int(amount.replace(".", "")), until, about)
    books.turn("2026-11-20")
    if where != "desk":
        rows = [promise(f"P{n}", a, on, to, invoice_id=of)
                for n, (a, on, to, of) in enumerate(PROMISED)]  # fmt: skip
        books.take("promises_2026-11-20.csv", *rows)
    books.take("p.csv", payment("P", "60.00", "2026-10-15"))
    books.take("a.csv", application("P", "A", "60.00", "2026-10-15"))
    run(books)
    return reported(books)


def reported(books: Books) -> dict[str, Any]:
    """The rows of the reports that promises bear on."""
    reader = open_reader(books.home.main, books.home.desk)
    source, ask = Source(reader, books.home, books.force), Request()
    kept = kpis.Wish(month("2026-10"), kpis=("promise_kept",))
    found = {
        "worklist": worklist.report(source, ask).data["rows"],
        "credit": credit.report(source, ask).data["rows"],
        "forecast": forecast.report(source, ask).data["rows"],
        "kept": kpis.report(source, ask, kept).data["rows"],
    }
    reader.close()
    return found


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[Where, dict[str, Any]]:
    """By where the promises stand, what the reports say."""
    return {where: told(tmp_path_factory.mktemp(where), where) for where in WHERE}


@pytest.mark.parametrize("name", ["worklist", "credit", "forecast", "kept"])
def test_they_count_alike_wherever_they_stand_and_once(
    reports: dict[Where, dict[str, Any]], name: str
) -> None:
    assert reports["desk"][name]
    assert reports["export"][name] == reports["desk"][name] == reports["both"][name]


def test_what_they_come_to(reports: dict[Where, dict[str, Any]]) -> None:
    found = reports["export"]
    (row,) = found["worklist"]
    assert row["promise"] == {"amount": "50.00", "due_on": "2026-11-27", "part": None}
    assert row["amount"] == "90.00"  # 40 and 100 are past due, 50 of it is promised
    (standing,) = found["credit"]
    assert (standing["risk_class"], standing["status"]) == ("D", "ok")
    shares = {each["variant"]: each for each in found["kept"]}
    assert (shares["count"]["numerator"], shares["count"]["denominator"]) == ("1", "2")
    assert (shares["amount"]["numerator"], shares["amount"]["denominator"]) == ("60.00", "100.00")


def _due(books: Books, day: str = "", known_on: str = "") -> Any:
    """The running promise of the one account."""
    reader = open_reader(books.home.main, books.home.desk)
    asked = Request(
        as_of=parse_day(day) if day else None, known_on=parse_day(known_on) if known_on else None
    )
    (row,) = worklist.report(Source(reader, books.home, books.force), asked).data["rows"]
    reader.close()
    return row["promise"] and row["promise"]["due_on"]


def test_one_about_an_invoice_nobody_knows_waits_for_it(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", invoice("A", "100.00"))
    books.take("promises.csv", promise("P1", "5.00", "2026-11-18", "2026-11-24", invoice_id="Z"))
    assert _due(books) is None
    books.take("more.csv", invoice("Z", "10.00", "2026-11-01"))
    assert _due(books) == "2026-11-24"


def test_the_newest_row_of_a_promise_counts_and_what_was_known_stays(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", invoice("A", "100.00"))
    new = promise("P1", "5.00", "2026-11-18", "2026-11-30")
    books.take("promises_2026-11-20.csv", new)
    books.take("promises_2026-11-18.csv", promise("P1", "5.00", "2026-11-18", "2026-11-24"))
    assert _due(books) == "2026-11-30"
    books.turn("2026-11-22")
    books.take("promises_2026-11-22.csv", new | {"due_on": "2026-11-28"})
    assert _due(books) == "2026-11-28"
    assert _due(books, known_on="2026-11-20") == "2026-11-30"
    assert _due(books, "2026-11-17") is None


def test_one_that_is_also_on_the_desk_is_the_desks_to_withdraw(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", invoice("A", "100.00"))
    books.take("promises.csv", promise("P1", "5.00", "2026-11-02", "2026-11-24"))
    ann = Person(books)
    number = ann.promise(5_00, "2026-11-24")
    assert _due(books) == "2026-11-24"
    ann.withdraw(number)
    assert (_due(books), _due(books, "2026-11-19")) == (None, "2026-11-24")


def test_a_promise_that_arrives_moves_the_standing_that_is_kept(books: Books) -> None:
    (books.home.folder("policies") / "credit.yaml").write_text(RISK, encoding="utf-8")
    books.adopt()
    books.take("invoices_2026-10-01.csv", invoice("A", "100.00"))
    kept = "SELECT risk_class FROM credit_standing"
    assert books.connection.execute(kept).fetchall() == [("A",)]
    books.take("promises.csv", promise("P1", "5.00", "2026-10-02", "2026-10-09"))
    assert books.connection.execute(kept).fetchall() == [("D",)]


def test_one_about_another_invoice_is_another_promise(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", *(invoice(k, "5.00") for k in "AB"))
    rows = [promise(f"P{k}", "5.00", "2026-11-18", "2026-11-24", invoice_id=k) for k in "AB"]
    books.take("promises.csv", *rows)
    Person(books).promise(5_00, "2026-11-24", InvoiceIdentity("1000", "", "", "a"))
    reader = open_reader(books.home.main, books.home.desk)
    (row,) = worklist.report(Source(reader, books.home, books.force), Request()).data["rows"]
    reader.close()
    assert row["promise"] == {"amount": "10.00", "due_on": "2026-11-24", "part": None}
