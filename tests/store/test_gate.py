"""Where what checks ask stands, and which export of a job counts when."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain.conditions import fields_about
from artui.domain.days import iso, parse_day
from artui.settings import Settings
from artui.store import columns, gate
from artui.store.conditions import equip
from tests.homes import Books, Row, invoice, job, line, quoted

if TYPE_CHECKING:
    import random

_FIRST = parse_day("2026-11-01")
_DAYS = 6
_SHOWN = settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "10")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_what_checks_may_ask_has_its_column() -> None:
    made = columns.gate("x.{}".format)
    assert made.keys() == fields_about("customer", "job").keys()
    for stored in (gate.job(), gate.invoice("i.{}".format)):
        assert columns.gate(stored.__getitem__).keys() == made.keys()


def test_what_an_invoice_says_itself_and_what_its_job_says() -> None:
    stored = gate.invoice("i.{}".format)
    assert (stored["po_number"], stored["evidence"]) == ("i.po_number", "j.evidence")
    assert stored["site"] == "coalesce(i.site, j.site)"
    assert gate.job("f")["evidence"] == "f.evidence"
    assert gate.job()["lines"] == "NULL"


@given(st.sampled_from([None, "", " ", "B1", "B2", "b1"]), st.sampled_from([None, "", "B1", "B2"]))
def test_what_one_side_does_not_say_does_not_differ(one: str | None, other: str | None) -> None:
    connection = sqlite3.connect(":memory:")
    sql = f"SELECT {columns.differs(':one', ':other')}"
    ((found,),) = connection.execute(sql, {"one": one, "other": other}).fetchall()
    said = bool(one and one.strip() and other)
    connection.close()
    assert found == (int(one != other) if said else None)


_ROW = st.fixed_dictionaries(
    {"completed_at": st.sampled_from(("", "2026-11-01")), "evidence": st.sampled_from(("a", "b"))}
)


@_SHOWN
@given(rows=st.dictionaries(st.integers(0, _DAYS), _ROW, min_size=1), order=st.randoms())
def test_which_export_of_a_job_counts(rows: dict[int, Row], order: random.Random) -> None:
    """Files come in any order; a row that a newer one repeats counts from that one on."""
    days = sorted(rows)
    arrival = list(days)
    order.shuffle(arrival)
    completed = [day for day in days if rows[day]["completed_at"]]
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), Settings(today="2026-11-20"))
        for day in arrival:
            # a second row, so that no two files are the same bytes
            also = job(f"K{day}", completed_at="2026-11-01")
            books.take(f"jobs_{iso(_FIRST + day)}.csv", job("J1", **rows[day]), also)
        first = _fact(books, gate.at_completion(_J1))
        assert first == (rows[completed[0]]["evidence"] if completed else None)
        for sent in range(-1, _DAYS + 2):
            in_time = [day for day in completed if day <= sent]
            counts = in_time[-1:] or completed[:1]
            wanted = rows[counts[0]]["evidence"] if counts else None
            assert _fact(books, gate.at_sending(_J1, str(_FIRST + sent))) == wanted
        books.connection.close()


_J1 = "(SELECT o.id FROM job AS o WHERE o.key = 'j1')"


def _fact(books: Books, select: str) -> str | None:
    row = books.connection.execute(
        f"SELECT evidence FROM job_fact WHERE id = ({select})"
    ).fetchone()
    return None if row is None else str(row[0])


def test_lines_as_they_are_as_known_and_as_first_told(books: Books) -> None:
    books.turn("2026-11-02")
    books.take("invoices_2026-11-02.csv", invoice("A", "10.00", quote_id="Q1"))
    books.take("quote_lines_2026-11-02.csv", quoted("q1", "1", status="approved"))
    told = line("A", "1", quote_line="9"), line("A", "2", completion_code="DONE")
    books.take("invoice_lines_2026-11-02.csv", *told)
    books.turn("2026-11-06")
    mended = line("A", "1", quote_line="01", completion_code="RTN", quantity="1")
    books.take("invoice_lines_2026-11-06.csv", mended)
    assert _lines(books) == (2, 0, 1, 0)
    assert _lines(books, known_on="2026-11-03") == (2, 1, 2, 0)
    assert _lines(books, at_first=True) == (2, 1, 2, 0)
    assert _lines(books, untied=False) == (2, 0, 0, 0)
    books.take("quote_lines_2026-11-07.csv", quoted("q1", "1", status="sent"))
    assert _lines(books) == (2, 0, 2, 0)


def test_words_alone_and_an_unknown_quote(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", quote_id="Q7"), invoice("B", "5.00"))
    books.take("invoice_lines.csv", line("A", "1", description="As agreed", amount="10.00"))
    assert _lines(books) == (1, 1, 0, 1)


def _lines(
    books: Books, known_on: str | None = None, *, at_first: bool = False, untied: bool = True
) -> tuple[int, ...]:
    """How many lines A has, those uncoded, those untied, and whether they are words alone."""
    known = None if known_on is None else parse_day(known_on)
    select = gate.lines("asked", known, at_first=at_first, untied=untied)
    row = (
        equip(books.connection)
        .execute(
            f"""WITH asked AS (SELECT d.id AS document_id, d.company_id, i.quote_id
                FROM document AS d JOIN item AS i ON i.document_id = d.id)
            SELECT lines, lines_uncoded, lines_untied, narrative_only FROM ({select})""",
            {"known_on": known},
        )
        .fetchall()
    )
    (found,) = row
    return tuple(found)
