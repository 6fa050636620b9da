"""Every figure of aging taken back to its rows, in random worlds: they come to what is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import given, note, settings
from hypothesis import strategies as st

from artui.books.trace import customer, invoice, naming
from artui.books.trace.model import Check, Row, Trace, View, equation
from artui.books.trace.placed import DISPUTED, OUTSTANDING, UNAPPLIED
from artui.domain.days import iso
from artui.policy.aging import Basis, Unapplied
from artui.store.connection import open_desk, open_reader
from tests.books.test_any_order import SHOWN, home, loaded, template
from tests.books.worlds import FIRST, LAST, Export, exports, rearranged
from tests.homes import application, dispute, payment
from tests.homes import invoice as billed

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from tests.homes import Books

__all__ = ["template"]

#: Every example takes back every figure of a whole report.
SOME = settings(SHOWN, max_examples=10)
_DAYS = st.integers(FIRST - 1, LAST)


def looking(
    books: Books, reader: sqlite3.Connection, as_of: int, known_on: int | None = None
) -> View:
    """The books as of a day."""
    return View(reader, books.force, books.home, as_of, known_on)


def reading(books: Books) -> sqlite3.Connection:
    open_desk(books.home.desk).close()
    return open_reader(books.home.main, books.home.desk)


def by_day(books: Books, made: list[Export]) -> None:
    """Load exports each on the day it speaks for."""
    for number, export in enumerate(sorted(made, key=lambda each: each.day)):
        books.turn(str(iso(export.day)))
        loaded(books, [(export.name(str(number)), export.text())])


def summed(trace: Trace, name: str = "items") -> int:
    """What the rows of a section come to."""
    (section,) = (each for each in trace.sections if each.name == name)
    return sum(row.amount or 0 for row in section.rows)


def explained(books: Books, view: View) -> list[dict[str, Any]]:
    """Take every figure of every row of aging back; the rows."""
    rows = books.aged(
        str(iso(view.as_of)),
        None if view.known_on is None else iso(view.known_on),
        policy=view.force.policy.aging,
    )
    for row in rows:
        columns = [key for key in row if key[0] == "b" and key[1:].isdigit()]
        for key in (*columns, UNAPPLIED, OUTSTANDING, DISPUTED):
            found = customer.figure(view, row["customer_id"], row["currency"], key)
            assert summed(found) == row[key], (key, row)
            assert found.ok, (key, [check.sentence for check in found.checks])
            assert bool(row[key]) <= bool(found.checks), key
        whole = customer.trace(view, row["customer_id"], row["currency"])
        assert whole.ok, [check.sentence for check in whole.checks]
        assert summed(whole) == row[OUTSTANDING]
        parts = row["outstanding"]
        assert summed(whole, "buckets") == parts
    return rows


@SOME
@given(made=exports(), data=st.data())
def test_every_figure_of_aging_is_what_its_rows_come_to(
    template: Path, made: list[Export], data: st.DataObject
) -> None:
    unapplied = data.draw(st.sampled_from(get_args(Unapplied)))
    basis = data.draw(st.sampled_from(get_args(Basis)))
    with home(template) as books:
        loaded(books, data.draw(rearranged(made)))
        aging = replace(books.force.policy.aging, unapplied=unapplied, basis=basis)
        books.force = books.force._replace(policy=replace(books.force.policy, aging=aging))
        reader = reading(books)
        explained(books, looking(books, reader, data.draw(_DAYS)))
        reader.close()


@SOME
@given(made=exports(), data=st.data())
def test_every_figure_as_known_on_a_day_is_what_its_rows_come_to(
    template: Path, made: list[Export], data: st.DataObject
) -> None:
    with home(template) as books:
        by_day(books, made)
        reader = reading(books)
        explained(books, looking(books, reader, data.draw(_DAYS), data.draw(_DAYS)))
        reader.close()


@SOME
@given(made=exports(), data=st.data())
def test_every_document_is_what_its_entries_come_to(
    template: Path, made: list[Export], data: st.DataObject
) -> None:
    with home(template) as books:
        by_day(books, made)
        reader = reading(books)
        day, known_on = data.draw(_DAYS), data.draw(st.one_of(st.none(), _DAYS))
        note(f"as of {iso(day)}, known on {iso(known_on)}")
        view = looking(books, reader, day, known_on)
        opened = books.open(day, None if known_on is None else iso(known_on))
        for (document,) in reader.execute("SELECT id FROM document").fetchall():
            trace = invoice.trace(view, document)
            assert trace.ok, [check.sentence for check in trace.checks]
            of_it = {
                name: amount
                for name, amount in opened.items()
                if name.split("/")[0].split(" ")[0] == trace.number
            }
            assert summed(trace, "entries") == sum(of_it.values())
            learnt = [s for s in trace.sections if s.name == "learnt since"]
            if known_on is not None:
                now = invoice.trace(looking(books, reader, day), document)
                difference = sum(row.amount or 0 for each in learnt for row in each.rows)
                assert summed(now, "entries") == summed(trace, "entries") + difference
        reader.close()


@SOME
@given(made=exports())
def test_what_was_stated_last_is_what_the_items_have(template: Path, made: list[Export]) -> None:
    with home(template) as books:
        loaded(books, [(e.name(str(n)), e.text()) for n, e in enumerate(made)])
        reader = reading(books)
        view = looking(books, reader, LAST + 30)
        rows = reader.execute(
            "SELECT d.id, i.po_number FROM document AS d JOIN item AS i ON i.document_id = d.id"
            " WHERE i.label = '' AND d.family = 'invoice' AND NOT i.void"
        ).fetchall()
        for document, number in rows:
            said = stated(invoice.trace(view, document))
            assert said.get("po number", Row("")).detail.split(" · ")[0] == (number or "")
            assert all(row.import_id is not None for row in said.values())
        reader.close()


def stated(trace: Trace) -> dict[str, Row]:
    """What exports state, by attribute."""
    return {row.what: row for each in trace.sections if each.name == "stated" for row in each.rows}


def rows_of(trace: Trace, name: str) -> tuple[Row, ...]:
    (section,) = (each for each in trace.sections if each.name == name)
    return section.rows


def traced(books: Books, number: str, as_of: str, known_on: str | None = None) -> Trace:
    reader = reading(books)
    try:
        scope = books.scope(as_of, known_on)
        view = looking(books, reader, scope.as_of, scope.known_on)
        return invoice.trace(view, naming.document(reader, number))
    finally:
        reader.close()


def test_an_invoice_entry_by_entry_with_what_comes_later(books: Books) -> None:
    books.take("i_2026-10-01.csv", billed("I-1", "1000.00", terms="net30", po_number="PO-7"))
    books.take("p_2026-10-20.csv", payment("P-1", "400.00", "2026-10-20"))
    books.take("a_2026-10-20.csv", application("P-1", "I-1", "400.00", "2026-10-20"))
    books.take("d_2026-11-02.csv", dispute("D-1", "I-1", "2026-11-02", amount="150.00"))
    trace = traced(books, "i-1", "2026-11-20")
    assert trace.formula == ("600.00 USD open on 2026-11-20 = 1,000.00 billed - 400.00 payment",)
    entries = rows_of(trace, "entries")
    assert [(row.what, iso(row.on), row.amount, row.after) for row in entries] == [
        ("billed", "2026-10-01", 100000, 100000),
        ("payment P-1", "2026-10-20", -40000, 60000),
    ]
    assert (entries[1].leads_to or ("",))[0] == "invoice"
    item, due, aged = rows_of(trace, "items")
    assert (item.what, iso(item.on), item.amount) == ("item due by terms", "2026-10-31", 60000)
    assert item.detail == "terms net30 · billed 1,000.00 · 150.00 disputed · policy " + (
        books.force.revision
    )
    place = books.force.policy.places.of("terms", "terms", "net30")
    assert due.detail == f"2026-10-31 = 2026-10-01 + 30 days · net30, {place}"
    assert (due.place, aged.what) == (place, "in 1-30")
    assert aged.detail.startswith("20 days past due = 2026-11-20 - 2026-10-31 · current <= 0")
    (contested,) = rows_of(trace, "disputes")
    assert (contested.what, contested.amount, contested.line) == ("dispute D-1", 15000, 2)
    assert stated(trace)["po number"].detail == "PO-7"
    before = traced(books, "I-1", "2026-10-10")
    assert before.formula == ("1,000.00 USD open on 2026-10-10 = 1,000.00 billed",)
    (later,) = rows_of(before, "later")
    assert (later.what, later.amount, later.after) == ("payment P-1", -40000, 60000)
    assert [each.name for each in before.sections][:2] == ["entries", "later"]


def test_what_was_learnt_after_the_day_of_knowledge_stands_apart(books: Books) -> None:
    books.turn("2026-10-02")
    books.take("i_2026-10-01.csv", billed("I-1", "1000.00"))
    books.turn("2026-10-25")
    books.take("p_2026-10-10.csv", payment("P-1", "400.00", "2026-10-09"))
    books.take("a_2026-10-10.csv", application("P-1", "I-1", "400.00", "2026-10-09"))
    then = traced(books, "I-1", "2026-10-20", "2026-10-12")
    assert then.formula == ("1,000.00 USD open on 2026-10-20 = 1,000.00 billed",)
    (learnt,) = rows_of(then, "learnt since")
    assert (learnt.what, learnt.amount, iso(learnt.recorded_on)) == (
        "payment P-1",
        -40000,
        "2026-10-25",
    )
    assert then.ok


def test_an_entry_that_was_superseded_says_so(books: Books) -> None:
    books.turn("2026-10-02")
    books.take("i_2026-10-01.csv", billed("I-1", "1000.00"))
    books.turn("2026-10-05")
    books.take("i_2026-10-05.csv", billed("I-1", "900.00"))
    then = traced(books, "I-1", "2026-10-20", "2026-10-03")
    (entry,) = rows_of(then, "entries")
    assert (entry.amount, iso(entry.superseded_on)) == (100000, "2026-10-05")
    assert entry.detail == "superseded 2026-10-05"
    assert sorted(row.amount or 0 for row in rows_of(then, "learnt since")) == [-100000, 90000]
    assert [row.amount for row in rows_of(traced(books, "I-1", "2026-10-20"), "entries")] == [90000]


def test_a_check_that_fails_says_so_with_both_figures() -> None:
    check = Check("items = entries", 100, 250, "USD")
    assert not check.ok
    assert check.sentence == "items = entries   USD 1.00 ≠ 2.50 ✗ THE FIGURES DO NOT ADD UP"
    assert not Trace("invoice", "I", "I", checks=(Check("x", 1, 1), check)).ok
    assert Check("x", 1200, 1200).sentence == "x   1,200 ✓"


def test_an_equation_reads_as_one() -> None:
    assert equation("0.50 open", [(100, "billed"), (-50, "paid")], "USD") == (
        "0.50 open = 1.00 billed - 0.50 paid"
    )
    assert equation("0.00 open", [], "USD") == "0.00 open = nothing"
    assert equation("3 late", [(1, "old"), (2, "new")], "") == "3 late = 1 old + 2 new"
