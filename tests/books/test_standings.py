"""Credit standings: what the agent keeps of a day agrees with the report, and holds have a past."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.books.credit import Credit
from artui.domain.days import iso, parse_day
from artui.settings import Settings
from artui.store import entered, holds, standings
from artui.store.connection import open_reader
from tests.desk import Person
from tests.homes import Books, application, invoice, payment

if TYPE_CHECKING:
    from artui.books.credit import Standing

POLICY = """
exposure: {drafts: true}
limits:
  - {limit: "100.00", when: {customer_id: {in: [C1, C2]}}}
  - {limit: "70.00", when: {risk_class: C}}
overdue_ceilings: [{amount: "40.00", margin_days: 5}]
insured: [{amount: "80.00", when: {segment: strategic}}]
holds:
  - {rule: over, when: {overrun: {gt: 0}}, expected_resolution_days: 10, reason: Too much.}
  - {rule: old, when: {oldest_overdue_days: {gt: 20}}, release: {oldest_overdue_days: {le: 5}}}
  - {rule: liar, when: {broken_promises: {ge: 1}}}
reviews: [{every_days: 365}, {every_days: 30, when: {risk_class: C}}]
risk:
  classes: [{class: A, when: {weighted_days_late: {le: 5}}}, {class: C}]
"""


def put(books: Books, text: str) -> None:
    """Put a credit.yaml in force."""
    (books.home.folder("policies") / "credit.yaml").write_text(text, encoding="utf-8")
    before = books.force.id
    books.adopt()
    assert books.force.id != before


def kept(books: Books) -> dict[tuple[str, str], dict[str, Any]]:
    """What the agent keeps, by customer and currency."""
    cursor = books.connection.execute(
        "SELECT c.number, s.* FROM credit_standing AS s JOIN customer AS c ON c.id = s.customer_id"
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return {(row["number"], row["currency"]): row for row in rows}


def computed(books: Books, as_of: str | None = None, **more: Any) -> list[Standing]:
    """What the report is made of."""
    reader = open_reader(books.home.main, books.home.desk)
    try:
        credit = Credit(books.force.policy, "USD", entered.read(reader))
        return credit.standings(reader, books.scope(as_of or books.home.today(), **more))
    finally:
        reader.close()


def one(books: Books, as_of: str | None = None, **more: Any) -> Standing:
    """The only one there is."""
    (standing,) = computed(books, as_of, **more)
    return standing


def agree(books: Books) -> None:
    """What is kept is what is computed anew."""
    rows = kept(books)
    found = computed(books)
    assert len(found) == len(rows)
    for standing in found:
        row = rows[standing.account.customer_id, standing.account.currency]
        held, step, judged = standing.held, standing.release, standing.judged
        assert judged is not None
        used = standing.utilisation
        assert (
            row
            | {
                "status": standing.status,
                "limit_amount": standing.limit.amount,
                "insured": standing.limit.insured,
                "own_risk": standing.limit.own_risk,
                "exposure": standing.exposure.total,
                "open_items": standing.exposure.open_items,
                "drafts": standing.exposure.drafts,
                "unbilled_jobs": standing.exposure.unbilled_jobs,
                "overrun": standing.overrun,
                "utilisation": None if used is None else int(used * 10_000),
                "oldest_overdue_days": standing.oldest_overdue_days,
                "past_due": standing.overdue.past_due,
                "overdue": standing.overdue.beyond_margin,
                "overdue_ceiling": standing.overdue.ceiling,
                "rule": standing.rule,
                "place": standing.place,
                "limit_rule": standing.limit.rule,
                "limit_place": standing.limit_place,
                "reason": held.reason if held else "",
                "hold_since": held.since if held else None,
                "expected_resolution": held.expected_resolution if held else None,
                "release": step.text if step else "",
                "release_amount": step.amount if step else None,
                "risk_class": judged.risk_class,
                "risk": judged.sentence,
                "reviewed_on": standing.review.reviewed_on,
                "known_since": standing.review.known_since,
                "review_days": standing.review.every_days,
                "policy_id": books.force.id,
            }
            == row
        )


def test_what_is_kept_agrees_with_the_report_through_a_life(books: Books) -> None:
    put(books, POLICY)
    person = Person(books)
    agree(books)
    books.take(
        "customers.csv",
        {"customer_id": "C1", "name": "One", "segment": "strategic"},
        {"customer_id": "C3", "name": "Three", "credit_limit": "55.00"},
    )
    agree(books)
    books.take(
        "invoices_2026-11-20.csv",
        invoice("A", "90.00", "2026-10-01", due_date="2026-11-19"),
        invoice("B", "60.00", "2026-10-01", due_date="2026-10-30", customer_id="C2"),
        invoice("D", "60.00", "2026-10-01", due_date="2026-12-30", status="draft"),
        invoice("E", "60.00", "2026-10-01", customer_id="C3", currency="EUR"),
    )
    agree(books)
    person.promise(50_00, "2026-11-20")
    for day in ("2026-11-23", "2026-11-26", "2026-12-04"):
        books.turn(day)
        agree(books)
    states = {key: (row["status"], row["rule"]) for key, row in kept(books).items()}
    assert states == {
        ("C1", "USD"): ("hold", "over"),
        ("C2", "USD"): ("hold", "old"),
        ("C3", "EUR"): ("hold", "old"),
        ("C3", "USD"): ("ok", "limit rule 2"),
    }
    books.take("p.csv", payment("P", "90.00", "2026-12-03"))
    books.take("a.csv", application("P", "A", "90.00", "2026-12-03"))
    agree(books)
    books.take("invoices_2026-12-04.csv", invoice("D", "60.00", "2026-10-01", status="void"))
    agree(books)
    assert kept(books)["C1", "USD"]["rule"] == "liar"
    put(books, "holds: []\n")
    assert {row["status"] for row in kept(books).values()} == {"ok"}


def test_a_customer_file_alone_moves_a_limit(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "90.00", "2026-11-01", due_date="2026-12-01"))
    books.take("customers_1.csv", {"customer_id": "C1", "name": "One", "credit_limit": "80.00"})
    assert kept(books)["C1", "USD"]["status"] == "hold"
    books.take("customers_2.csv", {"customer_id": "C1", "name": "One", "credit_limit": "95.00"})
    assert kept(books)["C1", "USD"]["status"] == "watch"
    agree_without_risk = kept(books)["C1", "USD"]
    assert agree_without_risk["limit_amount"] == 95_00


def test_a_row_keeps_its_id_and_goes_with_its_account(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "90.00"), invoice("B", "9.00", customer_id="C2"))
    before = kept(books)["C1", "USD"]["id"]
    books.take("more.csv", invoice("C", "5.00"))
    assert kept(books)["C1", "USD"]["id"] == before
    books.take(
        "void.csv", invoice("A", "90.00", status="void"), invoice("C", "5.00", status="void")
    )
    assert set(kept(books)) == {("C2", "USD")}


def past(books: Books) -> list[tuple[str, str | None, str | None]]:
    """Every hold there was, newest first."""
    return [
        (hold.rule, iso(hold.began_on), iso(hold.ended_on))
        for hold in holds.history(books.connection, 1, "USD")
    ]


def test_a_hold_begins_when_it_is_first_seen_and_ends_when_it_is_over(books: Books) -> None:
    put(books, POLICY)
    books.take("i.csv", invoice("A", "150.00", "2026-11-01", due_date="2026-12-30"))
    books.turn("2026-11-25")
    held = one(books).held
    assert held is not None
    assert (held.rule, held.reason) == ("over", "Too much.")
    assert (iso(held.since), iso(held.expected_resolution)) == ("2026-11-20", "2026-11-30")
    books.take("p.csv", payment("P", "60.00", "2026-11-24"))
    assert one(books).held is None
    assert past(books) == [("over", "2026-11-20", "2026-11-25")]
    was = one(books, "2026-11-22").held
    assert was is not None
    assert iso(was.since) == "2026-11-20"
    books.turn("2026-11-28")
    books.take("j.csv", invoice("B", "60.00", "2026-11-27", due_date="2026-12-30"))
    assert past(books)[0] == ("over", "2026-11-28", None)
    assert len(past(books)) == 2


def test_a_hold_with_a_release_stays_until_that_holds(books: Books) -> None:
    put(books, POLICY)
    row = {"due_date": "2026-10-30"}
    books.take("i.csv", invoice("A", "20.00", "2026-10-01", **row))
    books.take("j.csv", invoice("B", "20.00", "2026-10-01", due_date="2026-11-05"))
    books.turn("2026-11-21")
    assert one(books).rule == "old"
    books.take("p.csv", payment("P", "20.00", "2026-11-20"))
    books.take("a.csv", application("P", "A", "20.00", "2026-11-20"))
    standing = one(books)
    assert standing.oldest_overdue_days == 16
    assert (standing.status, standing.rule) == ("hold", "old")
    assert standing.release is not None
    assert standing.release.text == "pay 20.00 USD of items more than 5 days past due"
    books.take("q.csv", payment("Q", "20.00", "2026-11-21"))
    books.take("b.csv", application("Q", "B", "20.00", "2026-11-21"))
    assert past(books) == [("old", "2026-11-20", "2026-11-21")]
    assert one(books).status == "ok"


def test_every_rule_that_holds_is_recorded_and_the_first_names_it(books: Books) -> None:
    put(books, POLICY)
    books.take("i.csv", invoice("A", "150.00", "2026-08-01", due_date="2026-09-01"))
    standing = one(books)
    assert standing.held is not None
    assert [rule.rule for rule in standing.held.rules] == ["over", "old"]
    assert {rule for rule, _, _ in past(books)} == {"over", "old"}
    assert standing.release is not None
    assert standing.release == ("pay 150.00 USD, oldest items first", 150_00)


def test_a_hold_ends_with_its_rule_and_says_under_which_policy(books: Books) -> None:
    put(books, POLICY)
    books.take("i.csv", invoice("A", "150.00", "2026-11-01", due_date="2026-12-30"))
    before = books.force.id
    put(books, "holds: []\n")
    assert past(books) == [("over", "2026-11-20", "2026-11-20")]
    rows = books.connection.execute(
        "SELECT h.policy_id, e.policy_id FROM credit_hold AS h"
        " JOIN credit_hold_end AS e ON e.hold_id = h.id"
    ).fetchall()
    assert rows == [(before, books.force.id)]


def test_nothing_is_recorded_twice_where_the_clock_goes_back(books: Books) -> None:
    put(books, POLICY)
    books.take("i.csv", invoice("A", "150.00", "2026-11-01", due_date="2026-12-30"))
    books.turn("2026-11-10")
    assert past(books) == [("over", "2026-11-20", None)]
    assert kept(books)["C1", "USD"]["hold_since"] == parse_day("2026-11-20")
    books.turn("2026-11-25")
    assert past(books) == [("over", "2026-11-20", None)]
    agree(books)


def test_promises_and_reviews_of_the_desk_reach_the_standing(books: Books) -> None:
    put(books, POLICY)
    books.take("customers_2026-11-01.csv", {"customer_id": "C1", "name": "One"})
    books.take("i.csv", invoice("A", "50.00", "2026-11-01", due_date="2026-12-30"))
    person = Person(books)
    review = one(books).review
    assert (review.reviewed_on, iso(review.due_on)) == (None, "2026-12-01")
    person.promise(10_00, "2026-11-20")
    person.reviewed()
    books.turn("2026-11-27")
    agree(books)
    standing = one(books)
    assert standing.judged is not None
    assert standing.judged.sentence == "C: no payments to judge by, 1 promise broken"
    assert (standing.status, standing.rule) == ("hold", "liar")
    assert iso(standing.review.due_on) == "2026-12-20"
    assert one(books, "2026-11-19").review.reviewed_on is None
    person.undo()
    person.undo()
    assert one(books).judged != standing.judged
    assert one(books).review == review


amounts = st.integers(1, 200).map(lambda n: f"{n}.00")
days = st.integers(0, 80).map(lambda n: str(iso(parse_day("2026-09-20") + n)))
files = st.lists(
    st.tuples(st.sampled_from(["draft", "", "void"]), amounts, days, st.sampled_from("AB"),
              st.integers(1, 3), st.booleans()),
    min_size=1, max_size=8,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(files=files, turns=st.lists(st.integers(1, 20), max_size=3))
def test_what_is_kept_agrees_with_the_report_whatever_comes(
    files: list[tuple[str, str, str, str, int, bool]], turns: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), Settings(today="2026-11-20"))
        try:
            put(books, POLICY)
            day = books.home.today()
            for number, (status, amount, due, document, customer, pays) in enumerate(files):
                who = {"customer_id": f"C{customer}"}
                row = invoice(document, amount, "2026-09-01", due_date=due, status=status, **who)
                books.take(f"i{number}.csv", row)
                if pays:
                    books.take(f"p{number}.csv", payment(f"P{number}", amount, due, **who))
                    gives = application(f"P{number}", document, amount, due)
                    books.take(f"a{number}.csv", gives)
                if number < len(turns):
                    day += turns[number]
                    books.turn(str(iso(day)))
                agree(books)
        finally:
            books.connection.close()


def test_of_what_day_and_policy_the_standings_are(books: Books) -> None:
    of = standings.of(books.connection)
    assert of is not None
    assert (of.day, of.policy_id) == (books.home.today(), books.force.id)
    books.turn("2026-11-21")
    later = standings.of(books.connection)
    assert later is not None
    assert iso(later.day) == "2026-11-21"
