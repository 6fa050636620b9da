"""Lists of disputes: what was entered a moment ago shows as it will once it is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain.disputes import STATES
from artui.store import case_history, case_listing
from artui.store.case_listing import BY, Asked, Group
from artui.store.connection import open_desk, open_reader
from artui.store.desk import InvoiceIdentity
from artui.store.desk.disputes import ALL
from tests.desk import Person, take_over
from tests.homes import Books, dispute, invoice

if TYPE_CHECKING:
    from collections.abc import Mapping

A, B, C = (InvoiceIdentity("1000", "", "", key) for key in "abc")
_PARTS = [
    invoice("A", "60.00", "2026-10-01", item=label, due_date=due)
    for label, due in (("1", "2026-10-31"), ("2", "2026-11-15"))
]


def fill(books: Books) -> Person:
    """An invoice in parts, one that a file disputes twice, one with two flagged parts."""
    flagged = [
        invoice("C", "30.00", "2026-10-05", item=label, due_date="2026-11-01", disputed=said)
        for label, said in (("1", "yes"), ("2", "20.00"))
    ]
    rows = [*_PARTS, invoice("B", "90.00", "2026-10-02"), invoice("CN", "-5.00", "2026-11-01"),
            invoice("CB", "-9.00", "2026-10-01", credits_invoice="B")]  # fmt: skip
    books.take("invoices_2026-10-06.csv", *rows, *flagged)
    books.take(
        "disputes_2026-10-12.csv",
        dispute("D-1", "B", "2026-10-10", reason="PR1", amount="40.00", owner="koji"),
        dispute("D-2", "B", "2026-10-01", resolved_on="2026-10-05", outcome="agreed"),
    )
    return Person(books)


@pytest.fixture
def ann(books: Books) -> Person:
    """Somebody at that home."""
    return fill(books)


def seen(books: Books, **more: Any) -> list[dict[str, Any]]:
    """The disputes as people see them now."""
    reader = open_reader(books.home.main, books.home.desk)
    try:
        labels = books.force.policy.reasons.labels()
        return case_listing.read(reader, Asked(books.home.today(), labels)._replace(**more))
    finally:
        reader.close()


def told(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What is said of a dispute, wherever it is kept."""
    names = "key invoice amount part word owner code next_on opened_on resolved_on exported".split()
    return tuple(row[name] for name in names)


_STATE = st.sampled_from([None, *STATES])
_ACT = st.tuples(
    st.sampled_from(["open", "take up", "take up a part", "change", "back"]),
    st.sampled_from([None, ALL, 1500]),
    _STATE,
    st.sampled_from([None, "mia"]),
    st.sampled_from([None, "2026-11-19", "2026-11-25"]),
)


def act(ann: Person, done: list[int], what: tuple[Any, ...]) -> None:
    """Do one thing at the desk; `done` has the case of every entry that stands."""
    kind, amount, state, owner, next_on = what
    if kind == "open":
        done.append(ann.dispute(A, amount, "tax", owner=owner, next_on=next_on, item="2"))
    elif kind == "take up":
        done.append(ann.dispute(B, amount, None, owner=owner, next_on=next_on, exported="d-1"))
    elif kind == "take up a part":
        done.append(ann.dispute(C, amount, None, exported="c", item="2", next_on=next_on))
    elif kind == "change" and done:
        given = {"amount": amount, "owner": owner, "next_on": next_on, "state": state}
        ann.change(done[-1], **{name: v for name, v in given.items() if v is not None})
        done.append(done[-1])
    elif kind == "back" and done:
        ann.undo()
        done.pop()


def clear(books: Books) -> None:
    """Let nothing have been entered, and nothing taken over."""
    for path in books.home.desk.parent.glob("desk.db*"):
        path.unlink()
    open_desk(books.home.desk).close()
    take_over(books)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(_ACT, min_size=1, max_size=5))
def test_what_was_just_entered_shows_as_it_will_when_it_is_taken_over(
    books: Books, ann: Person, acts: list[tuple[Any, ...]]
) -> None:
    clear(books)
    done: list[int] = []
    first: dict[str, tuple[Any, ...]] = {}
    for each in acts:
        if first.setdefault(each[0], each) is each or each[0] in ("change", "back"):
            act(ann, done, each)
    before = seen(books)
    take_over(books)
    after = seen(books)
    assert sorted(map(told, before), key=str) == sorted(map(told, after), key=str)
    assert [row["pending"] for row in after] == [0] * len(after)


def test_what_is_just_entered_says_so_and_the_key_stays(books: Books, ann: Person) -> None:
    number = ann.dispute(A, 2500, owner="kim", next_on="2026-11-19")
    [row] = [row for row in seen(books) if row["pending"]]
    assert row["key"] == case_listing.key_of(number)
    assert (row["state"], row["step"], row["amount"]) == ("O open", "1 d overdue", 2500)
    take_over(books)
    [same] = [row for row in seen(books) if row["invoice"] == "A"]
    assert (same["key"], same["pending"]) == (row["key"], 0)


def test_a_part_that_is_taken_up_leaves_the_other_part_as_it_is(books: Books, ann: Person) -> None:
    ann.dispute(C, None, None, exported="c", item="2", owner="mia")
    before = {row["item"]: row for row in seen(books) if row["invoice"] == "C"}
    take_over(books)
    after = {row["item"]: row for row in seen(books) if row["invoice"] == "C"}
    for found in (before, after):
        assert {item: (row["owner"], row["part"]) for item, row in found.items()} == {
            "1": ("", None),
            "2": ("mia", 2000),
        }


def test_groups_come_to_what_their_disputes_come_to(books: Books, ann: Person) -> None:
    ann.dispute(A, 2500, owner="kim", next_on="2026-11-19")
    asked = Asked(books.home.today(), books.force.policy.reasons.labels())
    reader = open_reader(books.home.main, books.home.desk)
    every = case_listing.read(reader, asked)
    for by in BY[1:]:
        listing = case_listing.grouped(asked, by)
        cursor = reader.execute(listing.rows_sql, listing.parameters)
        names = [column[0] for column in cursor.description]
        groups = [dict(zip(names, row, strict=True)) for row in cursor]
        assert sum(group["count"] for group in groups) == len(every) == 5
        for group in groups:
            one = Group(by, group["of_group"], group["currency"], group["label"])
            behind = case_listing.read(reader, asked._replace(group=one))
            assert len(behind) == group["count"]
            assert sum(row["amount"] for row in behind) == group["amount"]
            assert sum(row["overdue"] for row in behind) == group["overdue"]
            assert max(row["days"] for row in behind) == group["oldest"]
    reader.close()


def test_credit_notes_of_the_invoice_come_first(books: Books, ann: Person) -> None:
    del ann
    [document] = {row["document_id"] for row in seen(books) if row["invoice"] == "B"}
    found = case_history.credits_of(books.connection, document)
    assert [(key, amount, own) for key, _, _, amount, _, own in found] == [
        ("cb", -900, 1),
        ("cn", -500, 0),
    ]


def test_the_journal_tells_what_was_written_and_what_was_taken_back(
    books: Books, ann: Person
) -> None:
    number = ann.dispute(A, 2500)
    ann.change(number, state="waiting_us")
    ann.undo()
    reader = open_reader(books.home.main, books.home.desk)
    found = case_history.journal(reader, number)
    reader.close()
    assert [(row["before"] or {}).get("state") for row in found] == [None, "open", "waiting_us"]
    assert [row["after"]["state"] for row in found] == ["open", "waiting_us", "open"]
    assert [row["taken_back"] for row in found] == [0, 0, 1]


def test_what_an_export_said_later_is_not_known_before(books: Books, ann: Person) -> None:
    del ann
    [document] = {row["document_id"] for row in seen(books) if row["invoice"] == "B"}
    known_on = books.home.today()
    books.turn("2026-11-25")
    said = dispute("D-1", "B", "2026-10-10", reason="PR1", amount="45.00", owner="koji")
    books.take("disputes_2026-10-13.csv", said)

    def told(known_on: int | None) -> list[str]:
        rows = case_history.exported(books.connection, document, "d-1", known_on)
        return [row["amount"] for row in rows]

    assert told(None) == ["40.00", "45.00"]
    assert told(known_on) == ["40.00"]
