"""The daily run: what was done is recorded, tiers move by one, and only then."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from artui.books.escalation import RunPrecedesLast
from artui.books.worklist import worklist
from artui.domain.days import iso, parse_day
from artui.store.connection import open_reader
from artui.store.desk import AccountIdentity
from tests.desk import Person, run
from tests.homes import application, dispute, invoice, listed, payment

if TYPE_CHECKING:
    from artui.books.worklist import Task
    from tests.homes import Books

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "dunning.json").read_text(encoding="utf-8")
)
WALKS = {case["id"]: case for case in CASES["walks"]}
THREE = """
tiers:
  - {tier: 1, name: One, from_days: 5, action: letter, channel: email, owner: me}
  - {tier: 2, name: Two, from_days: 10, action: call, owner: me}
  - {tier: 3, name: Three, from_days: 20, action: agency, owner: lead}
"""


def adopt(books: Books, text: str) -> None:
    """Put an escalation.yaml in force."""
    (books.home.folder("policies") / "escalation.yaml").write_text(text, encoding="utf-8")
    books.adopt()
    assert books.force.policy.escalation.tiers, "the policy did not pass its check"


def tasks(books: Books, **scope: Any) -> list[Task]:
    """The worklist on the home's day."""
    as_of = scope.pop("as_of", books.home.today())
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return worklist(reader, books.force.policy.escalation, books.scope(as_of, **scope))
    finally:
        reader.close()


def task(books: Books, **scope: Any) -> Task:
    (found,) = tasks(books, **scope)
    return found


def tier(books: Books) -> int:
    return task(books).at.step.tier


def kept(books: Books, columns: str) -> list[tuple[Any, ...]]:
    """What the last run decided."""
    return books.connection.execute(
        f"SELECT {columns} FROM account_tier ORDER BY customer_id"
    ).fetchall()


@pytest.fixture
def ann(books: Books) -> Person:
    """Somebody at work on an account that is 19 days past due."""
    adopt(books, THREE)
    books.take("invoices.csv", invoice("A", "100.00", "2026-10-01", due_date="2026-11-01"))
    run(books)
    return Person(books)


def test_a_mark_moves_the_tier_only_on_the_next_run(books: Books, ann: Person) -> None:
    assert kept(books, "tier, tier_reached, executed, ready") == [(1, 2, 0, 1)]
    ann.done(1)
    assert (tier(books), task(books).state) == (1, "done")
    run(books)
    assert (tier(books), task(books).state) == (1, "done")
    run(books, "2026-11-21")
    assert (tier(books), task(books).state) == (2, "today")
    assert kept(books, "tier, tier_reached, executed, ready, decided_on, policy_id") == [
        (2, 3, 1, 1, parse_day("2026-11-21"), books.force.id)
    ]


def test_three_marks_in_a_day_move_it_no_further_than_the_highest(
    books: Books, ann: Person
) -> None:
    ann.done(1)
    run(books, "2026-11-21")
    ann.done(2)
    ann.done(2, at="2026-11-20T11:00:00+00:00")
    run(books, "2026-11-22")
    assert tier(books) == 3
    rows = books.connection.execute("SELECT tier, how, who FROM executed ORDER BY id").fetchall()
    assert rows == [(1, "task", "ann"), (2, "task", "ann")]


def test_what_was_done_and_known_on_a_day_stays_so(books: Books, ann: Person) -> None:
    ann.done(1)
    run(books, "2026-11-21")
    assert task(books, as_of=parse_day("2026-11-20"), known_on="2026-11-20").at.step.tier == 1
    assert task(books, as_of=parse_day("2026-11-20")).at.step.tier == 2
    assert task(books, as_of=parse_day("2026-11-19")).at.step.tier == 1


def test_an_account_with_nothing_past_due_starts_anew(books: Books, ann: Person) -> None:
    ann.done(1)
    run(books, "2026-11-21")
    books.take("payments.csv", payment("P", "100.00", "2026-11-21"))
    books.take("applications.csv", application("P", "A", "100.00", "2026-11-21"))
    run(books, "2026-11-22")
    assert tasks(books) == []
    assert kept(books, "tier") == []
    books.take("more.csv", invoice("B", "50.00", "2026-10-01", due_date="2026-11-02"))
    run(books, "2026-11-23")
    assert (tier(books), task(books).at.executed.tier) == (1, 0)
    assert task(books, as_of=parse_day("2026-11-21")).at.step.tier == 2


def test_a_dispute_of_everything_does_not_start_it_anew(books: Books, ann: Person) -> None:
    ann.done(1)
    run(books, "2026-11-21")
    books.take("disputes.csv", dispute("D", "A", "2026-11-21"))
    run(books, "2026-11-22")
    assert tier(books) == 0
    books.take("disputes_2.csv", dispute("D", "A", "2026-11-21", resolved_on="2026-11-23"))
    run(books, "2026-11-23")
    assert tier(books) == 2


def test_a_mark_taken_back_after_a_run_counts_no_more_after_the_next(
    books: Books, ann: Person
) -> None:
    ann.done(1)
    run(books, "2026-11-21")
    ann.undo()
    assert tier(books) == 2
    run(books, "2026-11-22")
    assert tier(books) == 1
    assert task(books, known_on="2026-11-21").at.step.tier == 2
    (row,) = books.connection.execute("SELECT recorded_on, superseded_on FROM executed")
    assert [iso(day) for day in row] == ["2026-11-21", "2026-11-22"]


def test_a_desk_that_is_gone_takes_nothing_back(books: Books, ann: Person) -> None:
    ann.done(1)
    run(books, "2026-11-21")
    for path in books.home.desk.parent.iterdir():
        path.unlink()
    run(books, "2026-11-22")
    assert tier(books) == 2


def test_a_run_done_twice_does_no_harm(books: Books, ann: Person) -> None:
    ann.done(1)
    for _ in range(2):
        run(books, "2026-11-21")
    before = kept(books, "*")
    books.connection.execute("DELETE FROM escalation_run")
    run(books)
    assert kept(books, "*") == before
    assert books.connection.execute("SELECT count(*) FROM executed").fetchone() == (1,)


def test_an_account_keeps_its_number_while_it_stands(books: Books, ann: Person) -> None:
    (number,) = kept(books, "id")
    books.take("more.csv", invoice("B", "50.00", due_date="2026-11-02", customer_id="A0"))
    run(books, ann.books.settings.today)
    assert number in kept(books, "id")
    assert len(kept(books, "id")) == 2


def test_an_erps_level_and_ours_count_by_the_higher(books: Books) -> None:
    adopt(books, THREE)
    row = listed("A", "9.00", "2026-11-20", due_date="2026-10-01", dunning_level=1)
    books.take("open_items.csv", row | {"last_dunned": "2026-11-01"})
    run(books)
    assert tier(books) == 2
    Person(books).done(2)
    run(books, "2026-11-21")
    assert task(books).at.executed == (2, parse_day("2026-11-20"))
    assert tier(books) == 3


def test_days_must_lie_between_two_steps(books: Books) -> None:
    adopt(
        books,
        THREE.replace(
            "action: call", "after_previous_days: 7, respond_within_days: 2, action: call"
        ),
    )
    books.take("invoices.csv", invoice("A", "100.00", "2026-10-01", due_date="2026-11-01"))
    run(books)
    assert task(books).at.respond_by is None
    Person(books).done(1)
    for day in range(21, 27):
        run(books, f"2026-11-{day}")
        found = task(books)
        assert (found.at.step.tier, found.state, iso(found.next_on)) == (2, "waiting", "2026-11-27")
    run(books, "2026-11-27")
    found = task(books)
    assert (found.at.step.tier, found.state) == (2, "today")
    assert iso(found.at.respond_by) == "2026-11-29"


def test_those_dealt_with_stand_apart_behind_the_others(books: Books) -> None:
    adopt(books, THREE)
    bills = [invoice(n, "9.00", "2026-09-01", due_date="2026-10-01", customer_id=n) for n in "abcd"]
    books.take("invoices.csv", *bills)
    run(books)
    people = {n: Person(books, AccountIdentity("1000", n, "USD")) for n in "abcd"}
    people["a"].done(1)
    people["b"].contact(next_on="2026-11-25")
    people["c"].contact(next_on="2026-11-20")
    assert [(t.at.customer_id, t.state) for t in tasks(books)] == [
        ("c", "today"),
        ("d", "today"),
        ("b", "waiting"),
        ("a", "done"),
    ]
    books.turn("2026-11-25")
    states = {t.at.customer_id: (t.state, iso(t.next_on)) for t in tasks(books)}
    assert states["b"] == ("today", "2026-11-25")
    people["b"].contact()
    assert [t.state for t in tasks(books) if t.at.customer_id == "b"] == ["today"]


def test_quiet_rules_leave_accounts_alone_until_a_day(books: Books) -> None:
    rule = "quiet: {rules: [{reason: Insolvent, until: 2026-11-20, when: {region: west}}]}\n"
    adopt(books, rule + THREE)
    books.take("customers.csv", {"customer_id": "C1", "name": "B", "region": "west"})
    books.take("invoices.csv", invoice("A", "9.00", "2026-09-01", due_date="2026-10-01"))
    at = task(books).at
    assert (at.step.tier, at.items, at.amount, at.held, at.quiet) == (0, 0, 0, 900, "Insolvent")
    assert task(books, as_of=parse_day("2026-11-21")).at.step.tier == 1


def test_nobody_is_chased_for_less_than_the_minimum(books: Books) -> None:
    adopt(books, 'minimum: {USD: "9.01"}\n' + THREE)
    for company, number in (("1000", "A"), ("2000", "B")):
        bill = invoice(number, "9.00", "2026-09-01", due_date="2026-10-01", company=company)
        books.take(f"invoices_{company}.csv", bill)
    found = {t.at.currency: (t.at.step.tier, t.at.amount) for t in tasks(books)}
    assert found == {"USD": (0, 900), "EUR": (1, 900)}


def test_promises_count_or_not_as_the_policy_says(books: Books, ann: Person) -> None:
    ann.promise(10_000, "2026-11-23")
    assert (task(books).at.promised, task(books).at.step.tier) == (10_000, 0)
    for day, running in (("2026-11-26", True), ("2026-11-27", False)):
        books.turn(day)
        assert (task(books).at.promised > 0) == running
    books.turn("2026-11-20")
    adopt(books, "quiet: {promise: false}\n" + THREE)
    assert (task(books).at.promised, task(books).at.step.tier) == (0, 1)


# What other systems' tests have published, by policy and runs.

FEES = """
waive_on_principal: {waive}
interest: {{percent: 10}}
tiers:
  - {{tier: 1, name: One, from_days: 1, action: letter, channel: email, owner: me,
     fee: {{amounts: {{USD: "10.00"}}}}}}
"""


@pytest.mark.parametrize("waive", [False, True])
def test_paying_the_principal_leaves_what_was_charged(books: Books, *, waive: bool) -> None:
    case = WALKS["DUN-07"]
    adopt(books, FEES.format(waive=str(waive).lower()))
    owed = case["input"]["outstanding"]
    books.take("invoices.csv", invoice("A", owed, "2026-10-01", due_date="2026-11-05"))
    run(books)
    at = task(books).at
    assert (Decimal(at.interest), Decimal(at.fee)) == tuple(
        Decimal(case["input"][name]) * 100 for name in ("interest", "fee")
    )
    books.take("payments.csv", payment("P", case["input"]["payment"], "2026-11-21"))
    books.take("applications.csv", application("P", "A", case["input"]["payment"], "2026-11-21"))
    for day in ("2026-11-21", "2026-11-22"):
        run(books, day)
        if waive:
            assert tasks(books) == []
        else:
            at = task(books).at
            assert at.fee + at.interest == Decimal(case["expected"]["still_claimable"]) * 100
            assert (at.step.tier, at.amount, at.past_due) == (0, 0, False)


def test_the_fees_of_two_steps_are_of_the_invoice_alone(books: Books) -> None:
    case = next(case for case in CASES["costs"] if case["id"] == "DUN-TRY-08")
    percents, due_after = case["input"]["fee_percent_by_level"], case["expected"]["due_after_level"]
    lines = [
        f"  - {{tier: {n}, name: T, from_days: {n}, action: call, owner: x, fee: {{percent: {p}}}}}"
        for n, p in enumerate(percents, 1)
    ]
    adopt(books, "tiers:\n" + "\n".join(lines) + "\n")
    books.take(
        "invoices.csv",
        invoice("A", case["input"]["invoice"], "2026-10-01", due_date="2026-11-01"),
    )
    for n, due in enumerate(due_after):
        run(books, f"2026-11-{20 + n}")
        at = task(books).at
        assert at.amount + at.fee == Decimal(due) * 100
        Person(books).done(n + 1)


def test_a_run_may_not_precede_the_last(books: Books) -> None:
    case = WALKS["DUN-OCA-02"]["input"]
    last = books.home.today() + case["last_run"]
    run(books)
    with pytest.raises(RunPrecedesLast, match="2026-11-20 already"):
        run(books, str(iso(last + case["new_run"])))


def test_one_level_a_run_however_late(books: Books) -> None:
    case = next(case for case in CASES["runs"] if case["id"] == "DUN-OCA-01")
    waits = ["", *(f", after_previous_days: {n}" for n in case["after_previous_days"][1:])]
    lines = [
        f"  - {{tier: {n}, name: T, from_days: {days}, action: call, owner: me{wait}}}"
        for n, (days, wait) in enumerate(zip(case["from_days"], waits, strict=True), 1)
    ]
    adopt(books, "tiers:\n" + "\n".join(lines) + "\n")
    today = books.home.today()
    due = str(iso(today + case["input"]["due"]))
    books.take("invoices_2025-01-01.csv", invoice("A", "9.00", "2025-01-01", due_date=due))
    found = []
    for day in case["input"]["run_days"]:
        run(books, str(iso(today + day)))
        assert task(books).state == "today"
        found.append(tier(books))
        Person(books).done(tier(books))
    assert found == case["expected"]["lines_after_each_run"]


def test_after_the_last_level_the_case_is_final(books: Books) -> None:
    case = WALKS["DUN-TRY-07"]
    (days,) = case["input"]["levels_days"]
    adopt(
        books,
        f"tiers: [{{tier: 1, name: T, from_days: {days}, action: call, owner: me}}]\n",
    )
    books.take("invoices.csv", invoice("A", "9.00", "2026-10-01", due_date="2026-11-20"))
    run(books, "2026-11-21")
    first = task(books)
    Person(books).done(1)
    run(books, "2026-11-22")
    second = task(books)
    waiting = (first.at.step.ready, second.at.step.ready)
    assert waiting == (True, False)
    assert second.next_on is None
    assert case["expected"] == {"after_day_1": "waiting", "after_day_2": "final"}


def test_a_calendar_of_reminders(books: Books) -> None:
    case = WALKS["DUN-IN-01"]
    asked = case["input"]
    tiers = [
        f"  - {{tier: {n}, name: T, from_days: {days - asked['terms_days']}, action: call, owner: x"
        + (f", repeat_days: {asked['then_every_days']}}}" if n == 3 else "}")
        for n, days in enumerate(asked["reminders_after_invoice_days"], 1)
    ]
    books.turn(asked["invoice_date"])
    adopt(books, "tiers:\n" + "\n".join(tiers) + "\n")
    terms = f"terms: {{t: {{steps: [{{add_days: {asked['terms_days']}}}]}}}}\ndefault: t\n"
    (books.home.folder("policies") / "terms.yaml").write_text(terms, encoding="utf-8")
    books.adopt()
    books.take("invoices.csv", invoice("A", "9.00", asked["invoice_date"]))
    assert books.due()["A"][0] == case["expected"]["due_date"]
    sent, first = [], books.home.today()
    for day in range(first, first + 31):
        run(books, str(iso(day)))
        for each in tasks(books):
            if each.state == "today":
                sent.append(iso(day))
                Person(books).done(each.at.step.tier, at=f"{iso(day)}T10:00:00")
    assert sent == case["expected"]["reminders"]


def test_a_tier_may_ask_for_the_credit_standing(books: Books) -> None:
    asked = ("exposure: {ge: 100}", "overrun: {gt: 0}", "utilisation: {ge: 0.5}", "risk_class: C")
    lines = [
        f"  - {{tier: {n}, name: T, from_days: {n}, action: call, owner: x, when: {{{each}}}}}"
        for n, each in enumerate(asked, 1)
    ]
    adopt(books, "tiers:\n" + "\n".join(lines) + "\n")
    bill = invoice("A", "100.00", "2026-10-01", due_date="2026-11-01")
    books.take("customers.csv", {"customer_id": "C1", "name": "B", "credit_limit": "150.00"})
    books.take("invoices.csv", bill)
    assert task(books).at.step.tier_reached == 3
    books.connection.execute("UPDATE credit_standing SET risk_class = 'C'")
    assert task(books).at.step.tier_reached == 4
    books.connection.execute("UPDATE credit_standing SET utilisation = 4999, risk_class = 'D'")
    assert task(books).at.step.tier_reached == 1
    books.connection.execute("UPDATE credit_standing SET overrun = 1")
    assert task(books).at.step.tier_reached == 2


def test_any_sqlite_tool_can_read_what_was_decided(books: Books, ann: Person) -> None:
    ann.done(1)
    run(books, "2026-11-21")
    (found,) = books.connection.execute(
        "SELECT company, customer_id, currency, tier, amount, oldest_due, policy FROM account_tiers"
    )
    assert found == ("1000", "C1", "USD", 2, "100.00", "2026-11-01", books.force.revision)
    (found,) = books.connection.execute(
        "SELECT customer_id, tier, executed_on, how, who, recorded_on, superseded_on"
        " FROM executed_tiers"
    )
    assert found == ("C1", 1, "2026-11-20", "task", "ann", "2026-11-21", None)
