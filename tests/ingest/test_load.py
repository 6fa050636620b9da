"""Loading a file: whole or not at all, every row accounted for, and twice is once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.books import derive
from artui.ingest.load import CountsDisagree, Wish
from artui.store import records
from artui.store.connection import open_reader
from artui.store.facts import stage
from tests.homes import Books, application, dispute, invoice, listed, payment

if TYPE_CHECKING:
    import sqlite3


@pytest.fixture
def books(home_books: Books) -> Books:
    """A home to load into."""
    return home_books


_TABLES = ("company customer document item entry dispute position invoice_fact reject").split()


def _state(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in _TABLES}


_CELL = st.sampled_from(("10.00", "-5.00", "abc", "", "2026-13-01", "7", "1e3"))
_DATE = st.sampled_from(("2026-10-01", "2026-02-30", "", "soon"))
_ROWS = st.lists(
    st.tuples(st.sampled_from(("A", "B", "0B", "C", "")), _CELL, _DATE), min_size=1, max_size=12
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=st.lists(_ROWS, min_size=1, max_size=3))
def test_every_row_is_loaded_unchanged_or_rejected(books: Books, files: list[Any]) -> None:
    for rows in files:
        sure = invoice("SURE", "1.00")
        made = [invoice(number, amount, date) for number, amount, date in rows]
        outcome = books.take("invoices_2026-10-02.csv", sure, *made)
        accounted = outcome.rows_loaded + outcome.rows_unchanged + outcome.rows_rejected
        assert outcome.rows_read == accounted == len(rows) + 1
        assert all(reject.line and reject.reason for reject in outcome.rejects)
        kept = books.connection.execute(
            "SELECT count(*) FROM reject WHERE import_id = ?", (outcome.import_id,)
        ).fetchone()
        assert kept == (outcome.rows_rejected,)


def test_nothing_is_seen_of_a_file_that_breaks_in_the_middle(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "10.00"))
    before = _state(books.connection)
    seen: list[dict[str, list[Any]]] = []
    reader = open_reader(books.home.main)
    real = derive.touched

    def breaks(*wanted: Any) -> set[int]:
        real(*wanted)
        seen.append(_state(reader))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(derive, "touched", breaks)
    with pytest.raises(OSError, match="No space"):
        books.take("invoices_2026-10-03.csv", invoice("A", "11.00"), invoice("B", "1.00"))
    reader.close()
    assert seen == [before]
    assert _state(books.connection) == before
    monkeypatch.undo()
    books.take("invoices_2026-10-03.csv", invoice("A", "11.00"), invoice("B", "1.00"))
    assert books.open("2026-10-03") == {"A": 1100, "B": 100}


def test_a_row_lost_on_the_way_takes_the_file_back(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = stage.count
    monkeypatch.setattr(
        stage, "count", lambda connection, state: real(connection, state) - (state == "new")
    )
    with pytest.raises(CountsDisagree, match="1 read, 0 loaded"):
        books.take("invoices_2026-10-02.csv", invoice("A", "10.00"))
    assert books.open("2026-10-02") == {}


def test_a_dry_run_says_what_would_happen_and_changes_nothing(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "10.00"))
    before = _state(books.connection)
    path = books.drop("invoices_2026-10-03.csv", [invoice("A", "11.00"), invoice("B", "x")])
    outcome = books.load(path, Wish(dry_run=True))
    assert (outcome.state, outcome.rows_loaded, outcome.rows_rejected) == (
        records.WITH_REJECTS,
        1,
        1,
    )
    assert _state(books.connection) == before
    assert books.connection.execute("SELECT count(*) FROM import").fetchone() == (1,)


def test_the_same_bytes_never_count_twice_whatever_their_name(books: Books) -> None:
    rows = [invoice("A", "10.00")]
    books.take("invoices_2026-10-02.csv", *rows)
    for name in ("copy_2026-10-02.csv", "invoices.csv"):
        outcome = books.take(name, *rows)
        assert outcome.state == records.UNCHANGED
        assert outcome.reason == "already loaded as import 1 (invoices_2026-10-02.csv)"
        assert outcome.rows_unchanged == 1


def test_the_name_a_file_is_loaded_under_dates_it(books: Books) -> None:
    path = books.drop("work.csv", [invoice("A", "10.00")])
    outcome = books.load(path, Wish(name="invoices_2026-10-02.csv"))
    assert outcome.dated is not None
    assert (outcome.file, outcome.dated.by) == ("invoices_2026-10-02.csv", "file name")


def test_undated_files_rank_by_arrival(books: Books) -> None:
    books.take("one.csv", invoice("A", "10.00"))
    books.take("two.csv", invoice("A", "11.00"))
    assert books.open("2026-11-20") == {"A": 1100}


def test_a_snapshot_that_only_closes_is_no_unchanged_one(books: Books) -> None:
    first = [listed("A", "1", "2026-11-02"), listed("B", "2", "2026-11-02")]
    books.take("open_items_2026-11-02.csv", *first)
    rows = [listed("A", "1", "2026-11-03")]
    outcome = books.take("open_items_2026-11-03.csv", *rows)
    assert (outcome.state, outcome.rows_unchanged) == (records.LOADED, 1)
    rows = [listed("A", "1", "2026-11-04")]
    assert books.take("open_items_2026-11-04.csv", *rows).state == records.UNCHANGED


def test_an_older_snapshot_is_loaded_as_superseded(books: Books) -> None:
    books.take("open_items_2026-11-03.csv", listed("A", "1", "2026-11-03"))
    outcome = books.take("open_items_2026-11-02.csv", listed("A", "2", "2026-11-02"))
    assert outcome.state == records.SUPERSEDED
    assert (books.open("2026-11-02"), books.open("2026-11-03")) == ({"A": 200}, {"A": 100})


def test_a_foreign_file_is_refused_and_recorded(books: Books) -> None:
    outcome = books.load(books.drop_text("notes_2026-10-02.txt", "one,two\n1,2\n"))
    assert (outcome.state, outcome.kind) == (records.FAILED, None)
    assert outcome.reason
    assert books.connection.execute("SELECT state, reason FROM import").fetchone() == (
        "failed",
        outcome.reason,
    )


def test_data_as_of_is_the_newest_day_a_company_spoke_for(books: Books) -> None:
    books.take("invoices_2026-10-05.csv", invoice("A", "1"), invoice("B", "1", company="2000"))
    books.take("invoices_2026-10-03.csv", invoice("C", "1"))
    found = records.data_as_of(books.connection)
    assert found == {
        "1000": books.scope("2026-10-05").as_of,
        "2000": books.scope("2026-10-05").as_of,
    }


def _two_classes(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("7", "10.00", **{"class": "RV"}),
        invoice("7", "20.00", **{"class": "DR"}),
    )


def test_the_class_tells_two_documents_of_one_number_apart(books: Books) -> None:
    _two_classes(books)
    books.take("invoices_2026-10-03.csv", invoice("007", "21.00", **{"class": "dr"}))
    assert books.open("2026-10-02") == {"7 (DR)": 2100, "7 (RV)": 1000}


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [
        ("invoices", invoice("07", "1.00"), "invoice_id"),
        ("open_items", listed("7", "1.00", "2026-10-05"), "document_id"),
        ("applications", application("P", "7", "1.00", "2026-10-05"), "invoice_id"),
        ("disputes", dispute("D1", "7", "2026-10-05"), "invoice_id"),
    ],
)
def test_a_reference_that_could_mean_two_documents_is_rejected_with_both_named(
    books: Books, name: str, row: dict[str, str], column: str
) -> None:
    _two_classes(books)
    outcome = books.take(f"{name}_2026-10-05.csv", row)
    (reject,) = outcome.rejects
    assert (reject.line, reject.column, reject.reason) == (
        2,
        column,
        "could mean 7 (DR) and 7 (RV)",
    )
    assert outcome.state == records.WITH_REJECTS
    assert sum(books.open("2026-11-20").values()) <= 3000


def test_a_new_class_beside_two_known_ones_is_no_doubt(books: Books) -> None:
    _two_classes(books)
    row = listed("7", "5.00", "2026-10-05", **{"class": "ZZ"})
    assert books.take("open_items_2026-10-05.csv", row).rejects == []


def test_a_class_told_later_names_the_document_that_had_none(books: Books) -> None:
    books.take("open_items_2026-10-01.csv", listed("7", "10.00", "2026-10-01"))
    books.take("invoices_2026-10-02.csv", invoice("7", "10.00", **{"class": "RV"}))
    assert books.open("2026-10-02") == {"7 (RV)": 1000}


def test_two_classes_told_at_once_are_two_documents(books: Books) -> None:
    books.take("open_items_2026-10-01.csv", listed("7", "10.00", "2026-10-01"))
    _two_classes(books)
    (number,) = books.connection.execute("SELECT count(*) FROM document").fetchone()
    assert number == 2


@pytest.mark.parametrize("arrives", ["before", "after"])
def test_an_application_in_doubt_means_neither_document_whenever_it_arrives(
    books: Books, arrives: str
) -> None:
    books.take("payments_2026-10-04.csv", payment("P", "10.00", "2026-10-04"))
    if arrives == "before":
        books.take("invoices_2026-10-01.csv", invoice("7", "10.00", **{"class": "RV"}))
        books.take("applications_2026-10-04.csv", application("P", "7", "10.00", "2026-10-04"))
        assert books.open("2026-10-04") == {}
    _two_classes(books)
    books.take("applications_2026-10-06.csv", application("P", "7", "10.00", "2026-10-04"))
    assert books.open("2026-10-06") == {"7 (DR)": 2000, "7 (RV)": 1000, "P": -1000}


def _snapshot(day: str, **amounts: str) -> list[dict[str, Any]]:
    return [listed(number, amount, day) for number, amount in amounts.items()]


def test_a_rejected_row_of_a_snapshot_is_not_read_as_paid(books: Books) -> None:
    books.take("open_items_2026-11-02.csv", *_snapshot("2026-11-02", A="1", B="2", C="3"))
    outcome = books.take("open_items_2026-11-03.csv", *_snapshot("2026-11-03", A="1", B="two"))
    assert (outcome.state, outcome.rows_rejected) == (records.WITH_REJECTS, 1)
    assert books.open("2026-11-03") == {"A": 100, "B": 200}
    books.take("open_items_2026-11-04.csv", *_snapshot("2026-11-04", A="1"))
    assert books.open("2026-11-03") == {"A": 100, "B": 200}
    assert books.open("2026-11-04") == {"A": 100}


def test_nor_is_a_row_said_twice_otherwise_or_in_doubt(books: Books) -> None:
    two = [invoice("7", "5", "2026-11-01", **{"class": name}) for name in ("RV", "DR")]
    books.take("invoices_2026-11-02.csv", *two)
    books.take("open_items_2026-11-02.csv", *_snapshot("2026-11-02", A="1", B="2"))
    twice = _snapshot("2026-11-03", B="2") + _snapshot("2026-11-03", A="1", B="4")
    books.take("open_items_2026-11-03.csv", *twice, listed("7", "5", "2026-11-03"))
    assert books.open("2026-11-03") == {"A": 100, "B": 200}
    books.take("open_items_b_2026-11-02.csv", listed("07", "5", "2026-11-02"))
    assert books.open("2026-11-02") == {"A": 100, "B": 200, "7 (DR)": 500, "7 (RV)": 500}


def test_a_late_snapshot_with_an_unreadable_row_takes_nothing_back(books: Books) -> None:
    books.take("open_items_2026-11-02.csv", *_snapshot("2026-11-02", A="1", B="2"))
    books.take("open_items_2026-11-04.csv", *_snapshot("2026-11-04", A="1"))
    books.take("open_items_2026-11-03.csv", *_snapshot("2026-11-03", A="1", B="two"))
    assert (books.open("2026-11-03"), books.open("2026-11-04")) == (
        {"A": 100, "B": 200},
        {"A": 100},
    )
