"""Cases in the reports: what is quiet in dunning, against policy, on the worklist, in groups."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from artui.books.worklist import worklist as tasks
from artui.domain.days import parse_day
from artui.domain.figure import month
from artui.report import disputes, kpis, worklist
from artui.report.disputes_groups import BY
from artui.report.formats import FORMATS
from artui.report.request import Request, Source
from artui.store import worklist as store
from artui.store.connection import open_reader
from artui.store.desk import InvoiceIdentity, log_contact
from artui.store.desk.contacts import Contact
from tests.desk import Person, run, take_over
from tests.homes import activity, application, dispute, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

A, B = (InvoiceIdentity("1000", "", "", name) for name in "ab")
TODAY = "2026-11-20"
TARGETS = """
days: {days}
response_days: 2
cycle_days: 10
reasons: {{tax: {{response_days: 4}}}}
owners: {{kim: {{cycle_days: 30}}}}
"""


def _asked(books: Books, make: Any, *more: Any, **asked: Any) -> dict[str, Any]:
    reader = open_reader(books.home.main, books.home.desk)
    try:
        report = make(Source(reader, books.home, books.force), Request(**asked), *more)
    finally:
        reader.close()
    assert report.ok
    return dict(report.data)


def listed(books: Books, status: str = "all", by: str = "none", **asked: Any) -> dict[str, Any]:
    take_over(books)
    return _asked(books, disputes.report, status, by, **asked)


def only(books: Books, **asked: Any) -> dict[str, Any]:
    (row,) = listed(books, **asked)["rows"]
    return dict(row)


def worked(books: Books) -> list[dict[str, Any]]:
    take_over(books)
    return list(_asked(books, worklist.report)["rows"])


def claimed(books: Books) -> tuple[str, str]:
    """What may be claimed of the one account, and what is disputed of it."""
    (row,) = worked(books)
    return row["amount"], row["disputed"]


def screen(books: Books) -> list[dict[str, Any]]:
    """The worklist as the terminal lists it."""
    reader = open_reader(books.home.main, books.home.desk)
    try:
        made = store.listing(books.home.today(), books.home.today())
        rows = reader.execute(f"SELECT id FROM ({made.rows_sql})", made.parameters).fetchall()
        found = [store.row(reader, made, int(number)) for (number,) in rows]
    finally:
        reader.close()
    return [row for row in found if row is not None]


def adopt(books: Books, days: str = "business") -> None:
    path = books.home.folder("policies") / "disputes.yaml"
    path.write_text(TARGETS.format(days=days), encoding="utf-8")
    books.adopt()
    assert books.force.policy.disputes.every.cycle_days == 10


@pytest.fixture
def ann(books: Books) -> Person:
    """Somebody at a home with 100.00 and 60.00 past due."""
    rows = [
        invoice("A", "100.00", "2026-10-01", due_date="2026-10-31"),
        invoice("B", "60.00", "2026-10-01", due_date="2026-11-05"),
    ]
    books.take("customers.csv", {"customer_id": "C1", "name": "Baker", "collector": "ann"})
    books.take("invoices_2026-10-02.csv", *rows)
    run(books)
    return Person(books)


def test_only_the_disputed_part_is_quiet_and_a_rejection_frees_it_at_once(
    books: Books, ann: Person
) -> None:
    assert claimed(books) == ("160.00", "0.00")
    assert [row["owed"] for row in screen(books)] == [16000]
    number = ann.dispute(A, 4000)
    assert claimed(books) == ("120.00", "40.00")
    assert [(row["owed"], row["flags"]) for row in screen(books)] == [(12000, "D")]
    ann.change(number, amount=25000)
    assert claimed(books) == ("60.00", "100.00")
    for state in ("rejected", "withdrawn"):
        ann.change(number, state=state, closed_on=TODAY)
        assert claimed(books) == ("160.00", "0.00")
        assert [row["owed"] for row in screen(books)] == [16000]
        ann.undo()
        assert claimed(books) == ("60.00", "100.00")


def test_several_cases_of_one_invoice_are_quiet_together_and_not_beyond_what_is_open(
    books: Books, ann: Person
) -> None:
    ann.dispute(A, 3000, reason="tax")
    ann.dispute(A, 2000, reason="price_or_quantity")
    over = ann.dispute(A, 5000, reason="proof_of_work")
    ann.change(over, state="rejected", closed_on=TODAY)
    assert claimed(books) == ("110.00", "50.00")
    books.take("payments_2026-11-19.csv", payment("P", "70.00", "2026-11-19"))
    books.take("applications_2026-11-19.csv", application("P", "A", "70.00", "2026-11-19"))
    assert claimed(books) == ("60.00", "30.00")


def test_a_dispute_of_an_instalment_leaves_the_others_claimable(books: Books) -> None:
    due = {"1": "2026-10-31", "2": "2026-11-10", "3": "2026-12-31"}
    rows = [
        invoice("A", "50.00", "2026-10-01", item=label, due_date=day) for label, day in due.items()
    ]
    books.take("invoices_2026-10-02.csv", *rows)
    run(books)
    ann = Person(books)
    number = ann.dispute(A, None, item="2")
    assert claimed(books) == ("50.00", "50.00")
    assert only(books)["amount"] == "50.00"
    ann.change(number, amount=2000)
    assert claimed(books) == ("80.00", "20.00")


def test_days_are_counted_against_the_policy(books: Books, ann: Person) -> None:
    adopt(books)
    ann.dispute(A, opened="2026-11-12", reason="price_or_quantity", next_on="2026-11-19")
    row = only(books)
    assert (row["response_days"], row["cycle_days"]) == (None, 6)
    assert row["target"] == {"response_days": 2, "cycle_days": 10}
    assert (row["overdue"], row["standing"]) == (True, "response late, step overdue")
    ann.change(1, owner="Kim", next_on="2026-11-20", reason="tax")
    row = only(books)
    assert row["target"] == {"response_days": 4, "cycle_days": 30}
    assert (row["overdue"], row["standing"]) == (False, "response late")
    ann.note(1)
    assert (only(books)["response_days"], only(books)["notes"]) == (6, 1)
    adopt(books, "calendar")
    assert (only(books)["response_days"], only(books)["cycle_days"]) == (8, 8)


@pytest.mark.parametrize("how", ["note", "state", "call", "exported call", "taken up", "end"])
def test_the_first_thing_we_do_about_it_is_the_response(
    books: Books, ann: Person, how: str
) -> None:
    adopt(books)
    books.take("disputes_2026-11-10.csv", dispute("D", "A", "2026-11-10", reason="PR1"))
    books.turn("2026-11-11")
    if how == "exported call":
        books.take("activities.csv", activity("T", "2026-11-11", invoice_id="A", direction="out"))
    elif how == "call":
        with ann.desk() as connection:
            said = Contact(ann.today, "phone", "out", "callback", document=A)
            log_contact(connection, ann.account, said, "ann", ann.at)
    else:
        number = ann.dispute(A, reason=None, exported="d")
        if how == "note":
            ann.note(number)
        elif how in ("state", "end"):
            state = "waiting_us" if how == "state" else "rejected"
            ann.change(number, state=state)
    books.turn(TODAY)
    row = only(books)
    assert (row["response_days"], row["standing"]) == (1, "ok")


def test_what_is_noted_as_a_case_is_opened_is_no_response(books: Books, ann: Person) -> None:
    ann.dispute(A, note="they say it was never done")
    row = only(books)
    assert (row["response_days"], row["notes"]) == (None, 1)
    books.turn("2026-11-23")
    ann.note(1, "rang the crew")
    row = only(books)
    assert (row["response_days"], row["notes"]) == (1, 2)


def test_a_call_of_theirs_and_one_before_are_no_response(books: Books, ann: Person) -> None:
    adopt(books)
    talks = [
        activity("T1", "2026-11-09 09:00", invoice_id="A", direction="out"),
        activity("T2", "2026-11-11 09:00", invoice_id="A", direction="in"),
        activity("T3", "2026-11-11 09:00", invoice_id="B", direction="out"),
    ]
    books.take("activities.csv", *talks)
    ann.dispute(A, opened="2026-11-10", reason="price_or_quantity")
    assert (only(books)["response_days"], only(books)["standing"]) == (None, "response late")


def test_a_dispute_whose_opening_nobody_knows_is_not_measured(books: Books, ann: Person) -> None:
    adopt(books)
    del ann
    books.take("invoices.csv", invoice("C", "5.00", "2026-01-01", disputed="yes"))
    row = only(books)
    assert (row["response_days"], row["cycle_days"], row["standing"]) == (None, None, "ok")


def test_a_case_against_the_policy_is_of_the_day_asked_about(books: Books, ann: Person) -> None:
    adopt(books)
    number = ann.dispute(A, opened="2026-11-02", next_on="2026-11-12", reason="price_or_quantity")
    ann.change(number, state="upheld", closed_on="2026-11-18", outcome="credited", credit="cn 7")
    row = only(books)
    assert (row["state"], row["credit"], row["cycle_days"]) == ("upheld", "cn 7", 12)
    assert (row["standing"], row["overdue"]) == ("response late, cycle late", False)
    row = only(books, as_of=parse_day("2026-11-13"))
    assert (row["state"], row["credit"], row["cycle_days"]) == ("open", None, 9)
    assert (row["overdue"], row["resolved_on"]) == (True, None)


def test_an_overdue_step_is_on_the_worklist_though_nothing_is_to_be_claimed(
    books: Books, ann: Person
) -> None:
    one, _ = ann.dispute(A, next_on="2026-11-19"), ann.dispute(B, next_on="2026-11-21")
    (row,) = worked(books)
    assert (row["amount"], row["disputes_overdue"]) == ("0.00", 1)
    assert "1 dispute with an overdue step" in row["why"]
    assert [row["flags"] for row in screen(books)] == ["D S"]
    rows = [payment("P", "100.00", "2026-11-18"), payment("Q", "60.00", "2026-11-18")]
    books.take("payments_2026-11-18.csv", *rows)
    given = [application("P", "A", "100.00", "2026-11-18"), application("Q", "B", "60.00", TODAY)]
    books.take("applications_2026-11-18.csv", *given)
    (row,) = worked(books)
    assert (row["items"], row["tier"], row["state"]) == (0, 0, "today")
    assert row["why"] == "nothing past due; 1 dispute with an overdue step"
    run(books)
    assert [(row["state"], row["flags"], row["owed"]) for row in screen(books)] == [
        ("today", "S", 0)
    ]
    ann.change(one, next_on="2026-11-24")
    assert worked(books) == []
    assert screen(books) == []


def test_accounts_with_an_overdue_step_alone_come_after_those_past_due(
    books: Books, ann: Person
) -> None:
    books.take("customers_2.csv", {"customer_id": "C0", "name": "Able"})
    books.take(
        "invoices_2.csv",
        invoice("Z", "5.00", "2026-11-01", customer_id="C0", due_date="2027-01-01"),
    )
    ann.dispute(A, 100, next_on="2026-11-25")
    able = Person(books, ann.account._replace(customer="c0"))
    able.dispute(InvoiceIdentity("1000", "", "", "z"), next_on="2026-11-01")
    assert [row["customer_id"] for row in worked(books)] == ["C1", "C0"]
    run(books)
    assert [row["number"] for row in sorted(screen(books), key=lambda row: row["apart"])]
    with open_reader(books.home.main, books.home.desk) as reader:
        scope = books.scope(TODAY)
        order = [
            (task.at.customer_id, task.state)
            for task in tasks(reader, books.force.policy.escalation, scope)
        ]
    reader.close()
    assert order == [("C1", "today"), ("C0", "today")]


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("form", FORMATS)
def test_every_grouping_has_every_form(books: Books, ann: Person, by: str, form: str) -> None:
    books.take(
        "disputes_2026-11-03.csv",
        dispute("D", "B", "2026-08-01", reason="PR1", amount="10.00", owner="Sam"),
    )
    ann.dispute(A, 4000, opened="2026-11-15", owner="[bold]x\x1b[31m")
    take_over(books)
    reader = open_reader(books.home.main, books.home.desk)
    made = disputes.report(Source(reader, books.home, books.force), Request(), "open", by)
    reader.close()
    text = FORMATS[form](made)
    assert "\x1b" not in text
    if form == "json":
        assert json.loads(text)["by"] == by


def test_groups_count_and_add_up_and_say_how_many_a_customer_has(books: Books, ann: Person) -> None:
    rows = [
        dispute("D", "B", "2026-08-01", reason="PR1", amount="10.00", owner="Sam"),
        dispute("E", "B", "2026-11-16", reason="PR1", amount="5.00"),
    ]
    books.take("disputes_2026-11-17.csv", *rows)
    ann.dispute(A, 4000, opened="2026-11-15", next_on="2026-11-18")
    found = listed(books, by="reason")["rows"]
    assert [(row["key"], row["count"], row["amount"]) for row in found] == [
        ("price_or_quantity", 2, {"USD": "15.00"}),
        ("tax", 1, {"USD": "40.00"}),
    ]
    assert found[0]["age_days"] == {"median": "57.5", "p90": "111"}
    (customer,) = listed(books, by="customer")["rows"]
    assert (customer["name"], customer["per_customer"], customer["overdue"]) == ("Baker", "3", 1)
    ages = [(row["key"], row["count"]) for row in listed(books, by="age")["rows"]]
    assert ages == [("0-7", 2), ("91+", 1)]
    owners = {row["key"]: row["count"] for row in listed(books, by="owner")["rows"]}
    assert owners == {"Sam": 1, "not said": 2}
    summary = listed(books)["summary"]
    assert (summary["per_customer"], summary["steps_overdue"]) == ("3", 1)
    for by in BY[1:]:
        everything = listed(books, by=by)["rows"]
        assert sum(Decimal(row["amount"]["USD"]) for row in everything) == Decimal(55)


def test_kpis_count_cases_of_the_desk(books: Books, ann: Person) -> None:
    number = ann.dispute(A, 4000, opened="2026-11-02")
    ann.dispute(B, 100, opened="2026-10-20", reason="cash_short")
    ann.change(number, state="partly_upheld", closed_on="2026-11-12")
    take_over(books)
    names = ("dispute_rate", "dispute_cycle_days", "complaints")
    found: dict[tuple[str, str, str], str | None] = {}
    for name in ("2026-10", "2026-11"):
        for row in _asked(books, kpis.report, kpis.Wish(month(name), kpis=names))["rows"]:
            found[name, row["kpi"], row["variant"]] = row["value"]
    assert found["2026-10", "dispute_rate", "count"] == "1"
    assert found["2026-11", "dispute_cycle_days", "median"] == "10"
    assert found["2026-11", "complaints", ""] == "1"
    assert found["2026-10", "complaints", ""] == "0"


def test_customers_of_two_companies_with_one_number_are_two_groups(
    books: Books, ann: Person
) -> None:
    ann.dispute(A, 4000)
    books.take("others_2026-10-02.csv", invoice("Z", "9.00", company="2000", currency="EUR"))
    books.take("disputes_2026-11-03.csv", dispute("D", "Z", "2026-11-02", company="2000"))
    found = listed(books, by="customer")["rows"]
    assert [(row["key"], row["company"], row["amount"]) for row in found] == [
        ("C1", "1000", {"USD": "40.00"}),
        ("C1", "2000", {"EUR": "9.00"}),
    ]
