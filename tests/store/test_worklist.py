"""The list behind the screen: the last run's tiers with the desk laid over, as the report says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.books.worklist import worklist
from artui.domain.days import iso, parse_day
from artui.domain.escalation import still_running_from
from artui.store.connection import open_reader
from artui.store.desk import AccountIdentity
from artui.store.listing import Arrangement
from artui.store.snapshot import Snapshot
from artui.store.worklist import listing
from tests.desk import Person, run
from tests.homes import activity, application, dispute, invoice, listed, payment

if TYPE_CHECKING:
    from tests.homes import Books

Row = dict[str, Any]


def rows(books: Books, collector: str | None = None) -> list[Row]:
    """The list as the screen gets it."""
    today = books.home.today()
    made = listing(today, still_running_from(today, 3), collector)
    snapshot = Snapshot(made, lambda: open_reader(books.home.main, books.home.desk))
    for ordering in snapshot.build(Arrangement()):
        snapshot.show(ordering)
    found = [dict(zip(made.fields, row, strict=True)) for row in snapshot.page(0) or ()]
    snapshot.close()
    return found


@pytest.fixture
def people(books: Books) -> dict[str, Person]:
    """Eight accounts on the day after their run, all older than every tier's beginning."""
    customers = [{"customer_id": n, "name": f"Name {n}", "collector": n < "e"} for n in "abcdefgh"]
    books.take(
        "customers.csv",
        *(
            {**c, "collector": "ann"} if c["collector"] else {**c, "collector": "bob"}
            for c in customers
        ),
    )
    bills = [
        invoice(f"I{n}", "100.00", "2026-09-01", due_date=f"2026-10-{day:02d}", customer_id=n)
        for day, n in enumerate("hgfedcba", 1)
    ]
    books.take("invoices.csv", *bills)
    run(books)
    return {n: Person(books, AccountIdentity("1000", n, "USD")) for n in "abcdefgh"}


def test_a_talk_of_an_export_is_a_contact_of_all_the_customers_accounts(
    books: Books, people: dict[str, Person]
) -> None:
    people["h"].contact(next_on="2026-11-21")
    before = {row["number"]: row for row in rows(books)}
    told = {"g": "2026-11-18 09:00", "h": "2026-10-18 09:00", "c": "2026-12-18 09:00"}
    talks = [activity(n, at, customer_id=n, next_on="2026-12-24") for n, at in told.items()]
    books.take("activities.csv", *talks)
    after = {row["number"]: row for row in rows(books)}
    assert after["g"] == before["g"] | {"last_contact_on": parse_day("2026-11-18")}
    assert {n: row for n, row in after.items() if n != "g"} == {
        n: row for n, row in before.items() if n != "g"
    }


def test_the_list_says_what_the_report_says(books: Books, people: dict[str, Person]) -> None:
    people["h"].done(1)
    people["g"].contact(next_on="2026-11-21")
    people["f"].contact(next_on="2026-11-25")
    people["e"].done(1)
    run(books, "2026-11-21")
    people["d"].done(1)
    reader = open_reader(books.home.main, books.home.desk)
    try:
        tasks = worklist(reader, books.force.policy.escalation, books.scope(books.home.today()))
    finally:
        reader.close()
    expected = [
        (t.at.customer_id, t.state, t.at.step.tier, t.at.amount, iso(t.next_on)) for t in tasks
    ]
    found = [
        (r["number"], r["state"], r["tier"], r["owed"], iso(r["next_step_on"])) for r in rows(books)
    ]
    assert found == expected
    assert [state for _, state, *_ in found] == ["today"] * 4 + ["waiting"] * 3 + ["done"]
    assert [row["last_contact_on"] for row in rows(books)] == [t.last_contact_on for t in tasks]


def test_entries_show_at_once_and_the_tier_after_the_run(
    books: Books, people: dict[str, Person]
) -> None:
    def row() -> Row:
        return next(row for row in rows(books) if row["number"] == "a")

    assert (row()["state"], row()["flags"], row()["tier"]) == ("today", "", 1)
    number = people["a"].hold()
    assert (row()["state"], row()["flags"]) == ("waiting", "H")
    people["a"].release(number)
    people["a"].promise(5000, "2026-11-23")
    assert (row()["state"], row()["flags"]) == ("today", "P")
    people["a"].done(1)
    assert (row()["state"], row()["tier"]) == ("done", 1)
    people["a"].undo()
    assert row()["state"] == "today"
    run(books, "2026-12-01")
    assert row()["flags"] == "B"


def test_a_broken_plan_runs_no_more_unless_something_of_it_was_left_out(
    books: Books, people: dict[str, Person]
) -> None:
    def flags() -> str:
        return next(str(row["flags"]) for row in rows(books) if row["number"] == "a")

    people["a"].plan((3000, "2026-11-23"), (3000, "2026-12-23"))
    assert flags() == "P"
    run(books, "2026-11-27")
    assert flags() == "B"
    people["a"].promise(3000, "2026-12-04")
    assert flags() == "P B"
    run(books, "2026-11-30")
    assert flags() == "P B"


def test_flags_of_the_ledger(books: Books) -> None:
    items = [
        listed("A", "50.00", "2026-11-20", due_date="2026-10-01"),
        listed("B", "70.00", "2026-11-20", due_date="2026-10-01", dunning_block="B"),
        listed("P", "-5.00", "2026-11-20"),
    ]
    books.take("open_items.csv", *items)
    books.take("disputes.csv", dispute("D", "A", "2026-11-01", amount="1.00"))
    run(books)
    assert [row["flags"] for row in rows(books)] == ["D H U"]


def test_what_was_paid_since_the_run_is_gone(books: Books, people: dict[str, Person]) -> None:
    books.take("payments.csv", payment("P", "100.00", "2026-11-20", customer_id="a"))
    books.take("applications.csv", application("P", "Ia", "100.00", "2026-11-20"))
    assert people["a"].account.customer not in {row["number"] for row in rows(books)}
    assert len(rows(books)) == 7


def test_one_collectors_accounts(books: Books, people: dict[str, Person]) -> None:
    assert [row["number"] for row in rows(books, "ann")] == ["d", "c", "b", "a"]
    assert people.keys() == {row["number"] for row in rows(books)}
