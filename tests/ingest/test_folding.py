"""Documents of several rows: repeated, standing on the first, or added up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from artui.ingest import lines
from artui.ingest.contents import read
from artui.ingest.profile import Profile
from tests.ingest.conftest import Books, followed

if TYPE_CHECKING:
    from artui.ingest.profile import Lines
    from tests.ingest.conftest import Load, Result, Write

COLUMNS = {
    "invoice_id": ("InvoiceNumber",),
    "customer_id": ("Contact",),
    "invoice_date": ("Date",),
    "amount": ("Total",),
    "po_number": ("PO",),
}
HEAD = "Contact,InvoiceNumber,Date,Total,PO,Item,LineAmount\n"


@pytest.fixture(params=[1, 2, 3, 4096], autouse=True)
def _blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", request.param)


def profile(how: Lines) -> Profile:
    """A profile whose documents have several rows."""
    return Profile("xero", "invoices", columns=COLUMNS, lines=how)


def unknown(result: Result) -> list[tuple[int, str, str]]:
    """The rows that were rejected: line, column, reason."""
    return sorted((each.line, each.column, each.reason) for each in result.rejects)


def test_values_that_repeat_on_every_line_count_once(load: Load) -> None:
    body = (
        "A,1,2026-07-01,5.00,P,x,2.00\nA,1,2026-07-01,5.00,P,y,3.00\n"
        "B,2,2026-07-01,9.00,,x,9.00\nA,1,2026-07-01,5.0,P,z,0.00\n"
    )
    result = load(HEAD + body, [profile("repeated")])
    assert result.column("amount") == [500, 900]
    counts = result.reading.counts
    assert (counts.rows, counts.duplicates, counts.classes["line"]) == (2, 0, 2)


def test_lines_that_say_otherwise_are_rejected_with_each_other(load: Load) -> None:
    body = "A,1,2026-07-01,5.00,P,x,2.00\nA,1,2026-07-01,5.01,P,y,3.00\n"
    assert unknown(load(HEAD + body, [profile("repeated")])) == [
        (2, "InvoiceNumber", "stands on line 3 too, saying otherwise"),
        (3, "InvoiceNumber", "stands on line 2 too, saying otherwise"),
    ]


def test_rows_that_go_on_with_the_document_above_are_its_lines(load: Load) -> None:
    body = (
        "A,1,2026-07-01,5.00,P,x,2.00\n,,,,,y,3.00\n\n,,,,,z,0.00\n"
        "B,2,2026-07-01,9.00,,x,9.00\n,3,,1.00,,,\n"
    )
    result = load(HEAD + body, [profile("first")])
    assert result.column("amount") == [500, 900]
    assert result.reading.counts.classes == {"header": 1, "line": 2, "blank": 1}
    assert unknown(result) == [(7, "Contact", "is required")]


def test_a_line_above_every_document_is_none(load: Load) -> None:
    result = load(HEAD + ",,,,,y,3.00\nA,1,2026-07-01,5.00,P,x,2.00\n", [profile("first")])
    assert unknown(result) == [(2, "", "is no row this export is known to have")]


def test_the_amounts_of_a_document_s_lines_add_up(load: Load) -> None:
    body = (
        "A,1,2026-07-01,5.00,P,x,\nA,01,2026-07-01,5.00,,y,\nA,1,2026-07-01,-1.50,,z,\n"
        "B,2,2026-07-01,9.00,,x,\nB,3,2026-07-01,1.00,,x,\nB,3,2026-07-01,1.00,,x,\n"
    )
    result = load(HEAD + body, [profile("summed")])
    assert [(row["invoice_id"], row["amount"], row["file_line"]) for row in result.rows] == [
        ("1", 850, 2),
        ("2", 900, 5),
        ("3", 200, 6),
    ]
    assert result.column("po_number") == ["P", None, None]
    assert (result.reading.counts.rows, result.reading.counts.classes["line"]) == (3, 3)


def test_lines_of_one_document_that_stand_apart_are_rejected(load: Load) -> None:
    row = "A,1,2026-07-01,5.00,P,x,\n"
    result = load(HEAD + row + "B,2,2026-07-01,9.00,,x,\n" + row, [profile("summed")])
    assert result.column("invoice_id") == ["2"]
    assert unknown(result) == [
        (2, "InvoiceNumber", "stands on line 4 too, apart from its other lines"),
        (4, "InvoiceNumber", "stands on line 2 too, apart from its other lines"),
    ]


def test_lines_that_do_not_agree_are_rejected(load: Load) -> None:
    body = "A,1,2026-07-01,5.00,P,x,\nB,1,2026-07-01,5.00,P,x,\n"
    assert unknown(load(HEAD + body, [profile("summed")])) == [
        (2, "Contact", "is another on lines 2 to 3"),
        (3, "Contact", "is another on lines 2 to 3"),
    ]


@pytest.mark.parametrize("bad", ["A,1,2026-07-01,x,P,x,", "A,1,2026-07-01,5.00", 'A,1,"q"x,,,,'])
def test_a_document_with_a_line_that_was_rejected_is_rejected(load: Load, bad: str) -> None:
    body = f"A,1,2026-07-01,5.00,P,x,\n{bad}\nA,1,2026-07-01,2.00,P,x,\nB,2,2026-07-01,1.00,,,\n"
    result = load(HEAD + body, [profile("summed")])
    assert result.column("invoice_id") == ["2"]
    assert [line for line, *_ in unknown(result)] == [2, 3, 4]


def test_a_document_whose_last_line_may_be_cut_off_is_rejected(load: Load) -> None:
    body = "B,2,2026-07-01,1.00,,,\nA,1,2026-07-01,5.00,P,x,\nA,1,2026-07-01,5.00,P,x,1"
    result = load(HEAD + body, [profile("summed")])
    assert result.column("invoice_id") == ["2"]


@pytest.mark.parametrize("how", ["first", "repeated"])
def test_lines_without_a_number_are_numbered(load: Load, how: Lines) -> None:
    columns = {"invoice_id": ("InvoiceNumber",), "amount": ("LineAmount",)}
    of_lines = Profile("p", "invoice_lines", columns=columns, lines=how)
    again = "" if how == "first" else "1"
    body = f"A,1,,,,x,2.00\n,{again},,,,x,2.00\nB,2,,,,x,9.00\nTotal,,,,,,13.00\nA,1,,,,z,1.00\n"
    result = load(HEAD + body, [of_lines])
    assert [(row["invoice_id"], row["line"]) for row in result.rows] == [
        ("1", "1"),
        ("1", "2"),
        ("2", "1"),
        ("1", "3"),
    ]
    assert result.reading.counts.classes == {"header": 1, "total": 1}


def test_the_lines_of_documents_are_read_beside_them(write: Write) -> None:
    of_lines = Profile(
        "odoo_lines",
        "invoice_lines",
        columns={"invoice_id": ("InvoiceNumber",), "line": ("Item",), "amount": ("LineAmount",)},
        lines="first",
    )
    path = write(HEAD + "A,1,2026-07-01,5.00,P,x,2.00\n,,,,,y,3.00\nB,2,2026-07-01,9.00,,x,9.00\n")
    found = read(path, path.parent, profiles=[of_lines, profile("first")], defaults=Books())
    documents, items = map(followed, found.readings)
    assert documents.column("invoice_id") == ["1", "2"]
    assert items.column("invoice_id") == ["1", "1", "2"]
    assert items.column("amount") == ["2.00", "3.00", "9.00"]
    assert {found.name(each) for each in found.readings} == {"xero", "odoo_lines"}


def test_a_row_nobody_takes_spoils_its_own_document_alone(load: Load) -> None:
    took = replace(profile("summed"), take={"Item": frozenset(("x", "y"))})
    body = (
        "A,1,2026-07-01,5.00,P,x,2.00\nA,1,2026-07-01,3.00,P,y,3.00\n"
        "B,2,2026-07-01,9.00,,z,9.00\nC,3,2026-07-01,4.00,,x,4.00\n"
        "C,3,2026-07-01,1.00,,z,1.00\nD,4,2026-07-01,7.00,,y,7.00\n"
    )
    result = load(HEAD + body, [took])
    assert result.column("invoice_id") == ["1", "4"]
    assert result.column("amount") == [800, 700]
    nobody = "is none that xero takes"
    assert unknown(result) == [
        (4, "Item", nobody),
        (5, "InvoiceNumber", "is of a document that line 6 may belong to"),
        (6, "Item", nobody),
    ]
