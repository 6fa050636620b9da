"""Cases of the desk laid over what exports say: one row each, in whatever order they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.books import cases, tiers
from artui.domain.days import parse_day
from artui.store import desk_cases
from artui.store.connection import open_reader
from artui.store.desk import InvoiceIdentity, UndoOvertaken
from artui.store.past import looking_back
from tests.books.tables import table
from tests.desk import Person, run, take_over
from tests.homes import dispute, invoice, listed

if TYPE_CHECKING:
    from tests.homes import Books, Row

A = InvoiceIdentity("1000", "", "", "a")
_A = invoice("A", "100.00", "2026-10-01", due_date="2026-10-31")
_PARTS = [
    invoice("A", "60.00", "2026-10-01", item=label, due_date=due)
    for label, due in (("1", "2026-10-31"), ("2", "2026-11-15"))
]


@pytest.fixture
def ann(books: Books) -> Person:
    """Somebody at a home with one invoice of 100.00."""
    books.take("invoices_2026-10-02.csv", _A)
    return Person(books)


def only(books: Books) -> Row:
    """The one dispute there is, after the desk was taken over."""
    take_over(books)
    (found,) = books.disputes()
    return found


def disputed(books: Books, day: str = "2026-11-20", known_on: str | None = None) -> int:
    return sum(row["disputed"] for row in books.aged(day, known_on))


def position(books: Books) -> int:
    """What the positions have as disputed, which must be what aging computes."""
    (found,) = books.connection.execute("SELECT sum(disputed) FROM position").fetchone()
    assert found == disputed(books, "2026-11-20")
    return int(found)


def test_a_case_of_ones_own_is_a_dispute_once_taken_over(books: Books, ann: Person) -> None:
    number = ann.dispute(A, 2500, opened="2026-11-18", owner="kim", next_on="2026-11-25")
    assert books.disputes() == []
    row = only(books)
    assert (row["number"], row["source"], row["desk_id"]) == ("desk-1", "desk", number)
    assert (row["opened_on"], row["resolved_on"], row["state"]) == ("2026-11-18", None, "open")
    assert (row["reason"], row["amount"], row["owner"]) == ("tax", 2500, "kim")
    assert row["next_on"] == parse_day("2026-11-25")
    assert position(books) == 2500
    assert take_over(books) == 0


def test_a_case_waits_for_its_invoice(books: Books) -> None:
    Person(books).dispute(A, 2500)
    take_over(books)
    assert books.disputes() == []
    books.take("invoices_2026-10-02.csv", _A)
    assert position(books) == 2500


@pytest.mark.parametrize("state", ["rejected", "withdrawn", "upheld", "partly_upheld"])
def test_a_case_that_is_over_leaves_the_amount_free_from_that_day(
    books: Books, ann: Person, state: str
) -> None:
    number = ann.dispute(A, opened="2026-11-10")
    assert only(books)["amount"] is None
    assert position(books) == 10000
    ann.change(number, state=state, closed_on="2026-11-19", outcome="checked", credit="cn1")
    row = only(books)
    assert (row["state"], row["resolved_on"]) == (state, "2026-11-19")
    assert (row["outcome"], row["credit"]) == ("checked", "cn1")
    assert (disputed(books, "2026-11-18"), position(books)) == (10000, 0)
    ann.change(number, state="waiting_us")
    assert (only(books)["resolved_on"], position(books)) == (None, 10000)


def test_a_case_that_is_over_and_does_not_say_since_when_is_so_since_it_was_entered(
    books: Books, ann: Person
) -> None:
    number = ann.dispute(A, opened="2026-11-10")
    ann.change(number, state="rejected")
    assert only(books)["resolved_on"] == "2026-11-20"


def test_the_desk_wins_where_it_says_something_and_the_export_elsewhere(
    books: Books, ann: Person
) -> None:
    row = dispute("D-07", "A", "2026-11-02", reason="TX1", amount="40.00", owner="Sam")
    books.take("disputes_2026-11-03.csv", row)
    ann.dispute(A, 1500, reason=None, exported="d-07", next_on="2026-11-27")
    found = only(books)
    assert (found["number"], found["source"], found["desk_id"]) == ("D-07", "export", 1)
    assert (found["reason"], found["owner"], found["state"]) == ("TX1", "Sam", "open")
    assert (found["opened_on"], found["amount"]) == ("2026-11-02", 1500)
    said = "the export of 2026-11-03 says 40.00 USD, the desk says 15.00 USD"
    assert found["conflict"] == said


def test_all_of_it_can_be_said_over_an_export_that_names_an_amount(
    books: Books, ann: Person
) -> None:
    books.take("disputes_2026-11-03.csv", dispute("D7", "A", "2026-11-02", amount="40.00"))
    number = ann.dispute(A, reason=None, exported="d7")
    assert (only(books)["amount"], position(books)) == (4000, 4000)
    ann.change(number, amount=-1)
    assert (only(books)["amount"], position(books)) == (None, 10000)
    ann.change(number, amount=None)
    assert (only(books)["amount"], only(books)["conflict"]) == (4000, None)


def test_an_import_changes_nothing_on_the_desk_and_the_conflict_is_said(
    books: Books, ann: Person
) -> None:
    books.take("disputes_2026-11-03.csv", dispute("D7", "A", "2026-11-02", status="in review"))
    number = ann.dispute(A, reason=None, exported="d7")
    ann.change(number, state="waiting_us", owner="Kim")
    assert only(books)["conflict"] is None
    with ann.desk() as connection:
        before = connection.execute("SELECT * FROM dispute").fetchall()
    closed = dispute("D7", "A", "2026-11-02", status="Resolved", owner="SAM")
    books.take("disputes_2026-11-19.csv", closed)
    found = only(books)
    assert (found["state"], found["resolved_on"], found["owner"]) == ("waiting_us", None, "Kim")
    assert found["conflict"] == (
        "the export of 2026-11-19 says Resolved and owner SAM,"
        " the desk says waiting for us and owner Kim"
    )
    with ann.desk() as connection:
        assert connection.execute("SELECT * FROM dispute").fetchall() == before
    assert position(books) == 10000
    ann.change(number, state=None, owner=None)
    accepted = only(books)
    assert (accepted["state"], accepted["resolved_on"]) == ("closed", "2026-11-19")
    assert (accepted["owner"], accepted["conflict"]) == ("SAM", None)


def test_an_export_that_repeats_itself_leaves_the_day_it_first_said_so(
    books: Books, ann: Person
) -> None:
    books.take("disputes_2026-11-03.csv", dispute("D7", "A", "2026-11-02", amount="40.00"))
    ann.dispute(A, 1500, reason=None, exported="d7")
    books.take("disputes_2026-11-19.csv", dispute("D7", "A", "2026-11-02", amount="40.00"))
    before = only(books)["conflict"]
    assert str(before).startswith("the export of 2026-11-03 ")
    books.rebuild()
    assert only(books)["conflict"] == before


@pytest.mark.parametrize("first", ["desk", "export"])
def test_a_flag_and_a_case_about_the_same_part_are_one(books: Books, first: str) -> None:
    flagged = _A | {"disputed": "yes"}
    books.take("invoices_2026-10-02.csv", _A)
    ann = Person(books)
    if first == "export":
        books.take("invoices_2026-11-16.csv", flagged)
    ann.dispute(A, 2500, opened="2026-11-12")
    if first == "desk":
        assert only(books)["source"] == "desk"
        books.take("invoices_2026-11-16.csv", flagged)
    row = only(books)
    assert (row["source"], row["amount"], row["opened_on"]) == ("flag", 2500, "2026-11-12")
    assert row["conflict"] == "the export of 2026-11-16 says all of it, the desk says 25.00 USD"
    assert position(books) == 2500


def test_a_rejected_case_ends_what_a_flag_still_says(books: Books, ann: Person) -> None:
    books.take("invoices_2026-11-16.csv", _A | {"disputed": "yes"})
    number = ann.dispute(A, reason="tax", exported="a")
    ann.change(number, state="rejected", closed_on="2026-11-19")
    row = only(books)
    said = "the export of 2026-11-16 says disputed, the desk says rejected"
    assert (row["resolved_on"], row["conflict"]) == ("2026-11-19", said)
    assert position(books) == 0
    books.take("invoices_2026-11-20.csv", _A | {"disputed": "no"})
    assert (only(books)["conflict"], position(books)) == (None, 0)


def test_another_reason_is_another_dispute(books: Books, ann: Person) -> None:
    books.take(
        "disputes_2026-11-03.csv", dispute("D7", "A", "2026-11-02", reason="PR1", amount="40.00")
    )
    ann.dispute(A, 2500, reason="tax")
    take_over(books)
    assert [row["number"] for row in books.disputes()] == ["D7", "desk-1"]
    assert position(books) == 6500


def test_what_ended_before_a_case_began_is_no_part_of_it(books: Books, ann: Person) -> None:
    books.take("invoices_2026-10-05.csv", _A | {"disputed": "yes"})
    books.take("invoices_2026-10-09.csv", _A | {"disputed": "no"})
    ann.dispute(A, 2500, reason="tax", opened="2026-11-01")
    take_over(books)
    spans = [(row["source"], row["resolved_on"]) for row in books.disputes()]
    assert spans == [("flag", "2026-10-09"), ("desk", None)]


def test_a_flag_that_became_a_record_keeps_the_case_that_took_it_up(
    books: Books, ann: Person
) -> None:
    books.take("invoices_2026-11-05.csv", _A | {"disputed": "yes"})
    ann.dispute(A, 2500, reason="tax", exported="a", owner="kim")
    assert only(books)["number"] == "A"
    books.take("disputes_2026-11-09.csv", dispute("D1", "A", "2026-11-05", reason="TX1"))
    row = only(books)
    assert (row["number"], row["owner"], row["opened_on"]) == ("D1", "kim", "2026-11-05")
    assert position(books) == 2500


def test_parts_of_an_invoice_are_disputed_apart_and_never_beyond_what_is_open(
    books: Books,
) -> None:
    books.take("invoices_2026-10-02.csv", *_PARTS)
    ann = Person(books)
    ann.dispute(A, 2500, item="2")
    assert only(books)["item_id"] is not None
    assert position(books) == 2500
    ann.dispute(A, 4000, reason="price_or_quantity", item="2")
    take_over(books)
    assert position(books) == 6000
    whole = ann.dispute(A, 1000, reason="proof_of_work")
    take_over(books)
    assert position(books) == 7000
    ann.change(whole, amount=None)
    take_over(books)
    assert position(books) == 12000
    buckets = books.aged("2026-11-20")[0]
    assert [buckets[f"d{n}"] for n in range(3)] == [0, 12000, 0]


def test_undo_takes_it_back_and_what_was_known_between_stays_known(
    books: Books, ann: Person
) -> None:
    books.turn("2026-11-18")
    ann.dispute(A, 2500)
    take_over(books)
    books.turn("2026-11-19")
    ann.change(1, amount=4000)
    take_over(books)
    books.turn("2026-11-20")
    assert ann.undo().action == "change_dispute"
    assert ann.undo().action == "open_dispute"
    take_over(books)
    assert books.disputes() == []
    assert position(books) == 0
    reader = open_reader(books.home.main, books.home.desk)
    known = []
    for day in ("2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"):
        with looking_back(reader, parse_day(day)):
            known.append([a for (a,) in reader.execute("SELECT amount FROM dispute")])
    reader.close()
    assert known == [[], [2500], [4000], []]


def test_two_people_who_take_up_the_same_dispute_work_on_one_case(
    books: Books, ann: Person
) -> None:
    books.take("disputes_2026-11-03.csv", dispute("D7", "A", "2026-11-02"))
    bert = Person(books, who="bert")
    first = ann.dispute(A, None, reason="tax", exported="d7", owner="ann")
    second = bert.dispute(A, 3000, reason=None, exported="d7", next_on="2026-11-24")
    assert first == second
    row = only(books)
    assert (row["owner"], row["amount"], row["reason"]) == ("ann", 3000, "tax")
    bert.undo()
    assert only(books)["amount"] is None


def test_nobody_takes_a_case_back_on_which_another_has_noted_something(
    books: Books, ann: Person
) -> None:
    bert = Person(books, who="bert")
    number = ann.dispute(A, 2500)
    assert bert.note(number, "they want the photos") == 1
    with pytest.raises(UndoOvertaken):
        ann.undo()
    bert.undo()
    assert ann.undo().action == "open_dispute"
    assert only_none(books)


def only_none(books: Books) -> bool:
    take_over(books)
    return books.disputes() == []


def test_a_note_needs_a_case(books: Books) -> None:
    assert Person(books).note(17) == 0


def test_a_rebuild_ends_where_it_was(books: Books, ann: Person) -> None:
    books.take("disputes_2026-11-03.csv", dispute("D7", "A", "2026-11-02", amount="40.00"))
    ann.dispute(A, 1500, reason="price_or_quantity", exported="d7")
    ann.dispute(A, 700, reason="tax")
    take_over(books)
    before = table(books, "dispute"), table(books, "exported_dispute"), table(books, "position")
    books.rebuild()
    after = table(books, "dispute"), table(books, "exported_dispute"), table(books, "position")
    assert after == before
    assert not differs(books)


def differs(books: Books) -> bool:
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return desk_cases.differ(reader)
    finally:
        reader.close()


def test_a_new_catalogue_is_held_against_the_cases_too(books: Books, ann: Person) -> None:
    books.take("disputes_2026-11-03.csv", dispute("D7", "A", "2026-11-02", reason="Q9"))
    ann.dispute(A, None, reason="tax", exported="d7")
    said = "the export of 2026-11-03 says reason Q9, the desk says reason tax"
    assert only(books)["conflict"] == said
    path = books.home.folder("policies") / "reasons.yaml"
    path.write_text(path.read_text().replace("erp_codes: [TX1]", "erp_codes: [TX1, Q9]"))
    books.adopt()
    assert only(books)["conflict"] is None


def test_a_void_invoice_has_no_case(books: Books, ann: Person) -> None:
    ann.dispute(A, 2500)
    take_over(books)
    books.take("invoices_2026-11-05.csv", _A | {"status": "void"})
    assert books.disputes() == []
    books.take("invoices_2026-11-06.csv", _A | {"status": "open"})
    assert len(books.disputes()) == 1


def test_disputes_and_tiers_move_together_or_not_at_all(
    books: Books, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(books)
    ann.dispute(A, 2500)

    def cut(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as power:
        power.setattr(tiers, "decisions", cut)
        with pytest.raises(ZeroDivisionError):
            take_over(books)
    assert (books.disputes(), claimed(books), differs(books)) == ([], [10_000], True)
    take_over(books)
    assert (disputed(books), claimed(books), differs(books)) == (2500, [7500], False)


def claimed(books: Books) -> list[int]:
    """What may be claimed of each account, as it was decided."""
    return [amount for (amount,) in books.connection.execute("SELECT amount FROM account_tier")]


def test_without_an_agent_whoever_entered_it_takes_it_over(books: Books, ann: Person) -> None:
    ann.dispute(A, 2500)
    books.connection.execute("PRAGMA wal_checkpoint")
    assert cases.follow(books.home)
    assert not differs(books)
    assert position(books) == 2500


def test_while_a_load_is_at_work_it_waits(books: Books, ann: Person) -> None:
    from artui import lock

    ann.dispute(A, 2500)
    with lock.waiting(books.home.loading_lock):
        assert not cases.follow(books.home)
    assert differs(books)
    with lock.waiting(books.home.path / "db" / "agent.lock"):
        assert not cases.follow(books.home)
    assert cases.follow(books.home)


def test_a_snapshot_repeats_a_flag_whose_case_is_over(books: Books) -> None:
    flagged: dict[str, Any] = {"disputed": "yes", "invoice_date": "2026-10-01"}
    books.take("open_items_2026-11-05.csv", listed("A", "9", "2026-11-05", **flagged))
    ann = Person(books)
    number = ann.dispute(A, exported="a")
    ann.change(number, state="rejected", closed_on="2026-11-10")
    take_over(books)
    books.take("open_items_2026-11-19.csv", listed("A", "9", "2026-11-19", **flagged))
    row = only(books)
    assert (row["source"], row["state"], row["resolved_on"]) == ("flag", "rejected", "2026-11-10")
    assert position(books) == 0
