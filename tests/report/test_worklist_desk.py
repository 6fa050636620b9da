"""The worklist with what people entered, and with what lateness costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.days import parse_day
from artui.report import worklist
from artui.report.formats import FORMATS
from artui.report.request import Request, Source
from artui.store.connection import open_reader
from tests.desk import Person, run
from tests.homes import activity, application, invoice, payment

if TYPE_CHECKING:
    from artui.report.table import Report
    from tests.homes import Books

TIERS = """
interest: {percent: 10, when: {segment: commercial}}
tiers:
  - {tier: 1, name: One, from_days: 3, action: call, owner: me, when: {amount: {ge: 50}},
     fee: {amounts: {USD: "10.00"}, percent: 1}}
"""


def report(books: Books, **asked: Any) -> Report:
    """The report under the policies as they stand, on the home's day."""
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return worklist.report(Source(reader, books.home, books.force), Request(**asked))
    finally:
        reader.close()


def row(books: Books, **asked: Any) -> dict[str, Any]:
    (found,) = report(books, **asked).data["rows"]
    return dict(found)


def late(books: Books) -> Person:
    """An account of 100.00 that is 15 days past due."""
    (books.home.folder("policies") / "escalation.yaml").write_text(TIERS, encoding="utf-8")
    books.adopt()
    books.take("customers.csv", {"customer_id": "C1", "name": "Baker", "segment": "commercial"})
    books.take("invoices.csv", invoice("A", "100.00", "2026-10-01", due_date="2026-11-05"))
    run(books)
    return Person(books)


def test_a_talk_of_an_export_is_a_contact_and_nothing_else(books: Books) -> None:
    late(books)
    before = row(books)
    assert before["last_contact_on"] is None
    talks = [
        activity("T1", "2026-11-16 10:00", next_on="2026-12-24"),
        activity("T2", "2026-11-18 09:00", invoice_id="A", direction="in"),
        activity("T3", "2026-11-25 09:00"),
    ]
    books.turn("2026-11-21")
    books.take("activities_2026-11-19.csv", *talks)
    books.turn("2026-11-20")
    assert row(books) == before | {"last_contact_on": "2026-11-18"}
    assert row(books, as_of=parse_day("2026-11-17"))["last_contact_on"] == "2026-11-16"
    assert row(books, known_on=parse_day("2026-11-20"))["last_contact_on"] is None


def test_fees_and_interest_stand_beside_what_is_past_due(books: Books) -> None:
    late(books)
    found = row(books)
    assert (found["amount"], found["fee"], found["interest"]) == ("100.00", "11.00", "0.41")
    assert found["why"] == (
        "1 item, 100.00 USD past due, the oldest 15 days; 0.41 interest and 11.00 fees on top;"
        " tier 1 'One' begins at 3 days where amount at least 50"
    )


def test_interest_only_where_its_condition_holds(books: Books) -> None:
    late(books)
    books.turn("2026-11-21")
    books.take("customers_2026-11-21.csv", {"customer_id": "C1", "name": "B", "segment": "public"})
    assert row(books)["interest"] == "0.00"


def test_promises_holds_and_contacts_are_told(books: Books) -> None:
    ann = late(books)
    ann.promise(2500, "2026-11-28")
    ann.contact(next_on="2026-11-29")
    found = row(books)
    assert found["promise"] == {"amount": "25.00", "due_on": "2026-11-28", "part": None}
    assert (found["promised"], found["amount"]) == ("25.00", "75.00")
    assert (found["last_contact_on"], found["next_step_on"]) == ("2026-11-20", "2026-11-29")
    assert "25.00 promised by 2026-11-28 and left out" in found["why"]
    assert found["why"].endswith("waits until 2026-11-29")
    number = ann.hold("at the lawyer's", until="2026-12-31")
    found = row(books)
    assert (found["held"], found["tier"], found["action"]) == ("100.00", 0, None)
    assert "100.00 on hold (at the lawyer's) and left out" in found["why"]
    ann.release(number)
    books.turn("2026-12-04")
    found = row(books)
    assert (found["promise"], found["broken_promises"]) == (None, 1)
    assert "1 promise broken" in found["why"]


def test_a_promise_that_enough_was_paid_of_is_not_told_of_as_broken(books: Books) -> None:
    ann = late(books)
    ann.promise(5000, "2026-11-24")
    books.turn("2026-12-04")
    books.take("p.csv", payment("P", "49.49", "2026-11-23"))
    books.take("a.csv", application("P", "A", "49.49", "2026-11-23"))
    assert row(books)["broken_promises"] == 1
    books.take("q.csv", payment("Q", "0.01", "2026-11-24"))
    books.take("b.csv", application("Q", "A", "0.01", "2026-11-24"))
    assert row(books)["broken_promises"] == 0


def test_what_was_entered_later_is_not_told_of_before(books: Books) -> None:
    ann = late(books)
    before = row(books)
    books.turn("2026-11-21")
    ann.contact(next_on="2026-11-29")
    ann.promise(2500, "2026-11-28")
    ann.hold()
    ann.done(1)
    assert row(books, as_of=parse_day("2026-11-20")) == before
    assert row(books, known_on=parse_day("2026-11-20"))["state"] == "today"


def test_every_format_has_every_column(books: Books) -> None:
    ann = late(books)
    ann.promise(2500, "2026-11-28")
    made = report(books)
    for name, form in FORMATS.items():
        text = form(made)
        assert "25.00" in text, name
        assert "2026-11-28" in text, name
