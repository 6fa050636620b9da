"""Traces as reports: every reason and KPI of the sample proved, lines of files quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.books.causes import Causes
from artui.books.kpis.table import MEASURES
from artui.books.trace import cause, invoice, items, kpi, naming
from artui.books.trace.entries import Entries
from artui.books.trace.model import View
from artui.domain.days import parse_day
from artui.report import kpis as report_of_kpis
from artui.report import trace
from artui.report.formats import FORMATS, as_json
from artui.report.kpis import Wish
from artui.report.request import Request
from artui.store import records
from tests.homes import invoice as billed
from tests.homes import listed
from tests.report.conftest import LAST_DAY, asking

if TYPE_CHECKING:
    from artui.books.kpis.asked import Measure
    from artui.report.request import Source
    from artui.report.table import Report
    from tests.homes import Books

DAY = parse_day(LAST_DAY)


def view(source: Source, as_of: int = DAY, known_on: int | None = None) -> View:
    return View(source.reader, source.force, source.home, as_of, known_on)


@pytest.mark.parametrize("back", [0, 30])
def test_each_late_invoice_of_the_sample_has_the_reason_the_week_gives_it(
    sample_source: Source, back: int
) -> None:
    day = DAY - back
    policy = sample_source.force.policy
    late = Causes(sample_source.reader, policy, range(day, day + 1), None).late()
    looking = view(sample_source, day)
    assert len(late) > 100
    for each in late[::3]:
        found = items.known(looking, each.document_id)
        entries = Entries(looking, each.document_id)
        past_due = sum(
            max(0, entries.open_of(i["id"])) for i in found if not i["void"] and i["due_on"] < day
        )
        assert past_due == each.amount
        primary = cause.Causes(looking, each.document_id, past_due).primary
        code = primary.reason.code if primary.reason else None
        assert (code, primary.because) == (each.reason, each.because), each


@pytest.mark.parametrize("by", ["", "segment"])
@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.kpi)
def test_every_kpi_of_the_sample_is_made_of_its_rows(
    sample_source: Source, measure: Measure, by: Any
) -> None:
    asked = report_of_kpis.question(sample_source, Request(), Wish(None, by))
    for figure in measure.figures(asked):
        found = kpi.trace(asked, measure, figure, limit=1)
        assert found.ok, (figure, [check.sentence for check in found.checks])


def made(books: Books, number: str, as_of: str = "2026-11-20", **more: Any) -> Report:
    with asking(books) as source:
        document = naming.document(source.reader, number)
        day = parse_day(as_of)
        return trace.report(source, invoice.trace(view(source, day), document), day, None, **more)


@pytest.fixture
def kept(books: Books) -> Books:
    """An invoice out of a file that was kept, and a snapshot that omits it, which was not."""
    outcome = books.take("i_2026-10-01.csv", billed("I-1", "1000.00", po_number='P"O, 7\nnext'))
    archive = books.home.folder("archive")
    archive.mkdir()
    (books.home.folder("drop") / "i_2026-10-01.csv").rename(archive / "x_i.csv")
    assert outcome.import_id is not None
    records.keep_as(books.connection, outcome.import_id, "archive/x_i.csv")
    books.take("o_2026-10-30.csv", listed("I-2", "5.00", "2026-10-30"))
    return books


def test_every_row_says_where_it_stands_and_the_line_is_quoted(kept: Books) -> None:
    data = made(kept, "I-1").data
    entries = next(each for each in data["sections"] if each["name"] == "entries")["rows"]
    assert [(row["what"], row["amount"], row["after"], row["line"]) for row in entries] == [
        ("billed", "1000.00", "1000.00", 2),
        ("inferred", "-1000.00", "0.00", None),
    ]
    assert {row["file"] for row in entries} == {"i_2026-10-01.csv", "o_2026-10-30.csv"}
    assert entries[0]["revision"] == kept.force.revision
    assert entries[0]["loaded_at"].startswith("20")
    assert entries[1]["detail"] == "not listed any more"
    first, second = data["sources"]
    assert first["text"] == 'I-1,C1,2026-10-01,1000.00,"P""O, 7\nnext"'
    assert (first["line"], first["kept_as"], first["note"]) == (2, "archive/x_i.csv", None)
    assert (second["line"], second["text"]) == (None, None)
    assert second["note"] == "the file as a whole says so"
    assert data["checks"] == [
        {
            "what": "entries = open in aging",
            "currency": "USD",
            "found": "0.00",
            "expected": "0.00",
            "ok": True,
        }
    ]


def test_a_line_that_cannot_be_read_says_why(kept: Books) -> None:
    (kept.home.folder("archive") / "x_i.csv").unlink()
    source = made(kept, "I-1").data["sources"][0]
    assert source["text"] is None
    assert "archive/x_i.csv is not there any more" in source["note"]


def test_as_of_an_earlier_day_what_comes_later_stands_apart(kept: Books) -> None:
    data = made(kept, "I-1", "2026-10-10").data
    assert data["formula"] == ["1,000.00 USD open on 2026-10-10 = 1,000.00 billed"]
    assert [each["name"] for each in data["sections"]][:2] == ["entries", "later"]
    assert data["sections"][1]["rows"][0]["amount"] == "-1000.00"


def test_a_limit_keeps_the_first_rows_and_says_so(kept: Books) -> None:
    found = made(kept, "I-1", limit=1)
    assert all(len(each["rows"]) <= 1 for each in found.data["sections"])
    assert "entries: the first 1 of 2." in found.about
    assert len(found.data["sources"]) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_every_part(kept: Books, form: str) -> None:
    text = FORMATS[form](made(kept, "I-1"))
    for said in ("i_2026-10-01.csv", "1000.00", "open in aging", 'P"O, 7' if form != "csv" else ""):
        assert said in text.replace("1,000.00", "1000.00").replace("\\", "").replace('""', '"')


@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_hostile_text_stays_text(books: Books, form: str) -> None:
    hostile = "\x1b]52;c;QQ==\x07[/x]\N{RIGHT-TO-LEFT OVERRIDE}"
    books.take("i_2026-10-01.csv", billed("I-1", "1000.00", po_number=hostile, approver="=cmd()"))
    text = FORMATS[form](made(books, "I-1"))
    assert "\x1b" not in text
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    assert "\x1b" not in as_json(made(books, "I-1"))
