"""Printed lists with dividers: what is a row, what is not, and that no cell is ever shifted."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ingest import refusal
from artui.ingest.contents import read
from artui.ingest.grids.listing import Listing, opened
from artui.ingest.opening import parts
from artui.ingest.profile import Profile
from artui.ingest.sniff import look

if TYPE_CHECKING:
    from artui.ingest.grid import Broken
    from tests.ingest.conftest import Books, Write

PAGE = """\
22.11.2026            Customer Line Item Display            Page  {page}
Customer         1234567
Company Code  1000
Name: Acme "Best" GmbH

------------------------------------------------------
|S|DocumentNo|Ty|Doc. Date |Text         | Amount DC |
------------------------------------------------------
{rows}------------------------------------------------------
"""
FIRST = '|@|1400012345|RV|03.02.2021|12" pipe     | 1.234,56- |\n'
SECOND = "|@|1400012346|RV|00.00.0000|             |     12,00 |\n"


def listing(write: Write, text: str | bytes) -> Listing:
    """A text that is to be a printed list."""
    path = write(text, name="list.xls")
    (grids,) = parts(path, path.parent)
    assert isinstance(grids[0], Listing)
    return grids[0]


def told(grid: Listing) -> tuple[dict[int, list[str]], list[Broken]]:
    """The rows of a list by their lines, without blank ones, and the broken ones."""
    rows: dict[int, list[str]] = {}
    broken: list[Broken] = []
    for block in grid.blocks():
        rows |= {line: row for line, row in zip(block.lines, block.rows, strict=True) if row}
        broken += block.broken
    return rows, broken


def test_rows_stand_between_pipes_and_quotes_are_text(write: Write) -> None:
    rows, broken = told(listing(write, PAGE.format(page=1, rows=FIRST + SECOND)))
    assert rows == {
        1: ["22.11.2026", "Customer Line Item Display", "Page", "1"],
        2: ["Customer", "1234567"],
        3: ["Company Code", "1000"],
        4: ["Name:", 'Acme "Best" GmbH'],
        7: ["S", "DocumentNo", "Ty", "Doc. Date", "Text", "Amount DC"],
        9: ["@", "1400012345", "RV", "03.02.2021", '12" pipe', "1.234,56-"],
        10: ["@", "1400012346", "RV", "00.00.0000", "", "12,00"],
    }
    assert broken == []


def test_every_page_repeats_the_same_header(write: Write) -> None:
    pages = PAGE.format(page=1, rows=FIRST) + "\f" + PAGE.format(page=2, rows=SECOND)
    rows, _ = told(listing(write, pages))
    assert rows[7] == rows[17]
    assert rows[11] == ["22.11.2026", "Customer Line Item Display", "Page", "2"]
    assert rows[19][1] == "1400012346"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "|@|1400012347|RV|03.02.2021|a|b          |     12,00 |",
            "has 7 cells, the list has 6: one may hold the | that divides them",
        ),
        (
            "|@|1400012347|RV|03.02.2021|a            |     12,0",
            "does not end in | as the others do, so it may be cut off",
        ),
        (
            "|@|1400012347|RV|03.02.2021|a",
            "does not end in | as the others do, so it may be cut off",
        ),
    ],
)
def test_a_row_with_another_number_of_dividers_is_broken(
    write: Write, line: str, reason: str
) -> None:
    rows, broken = told(listing(write, PAGE.format(page=1, rows=f"{FIRST}{line}\n{SECOND}")))
    assert [(each.line, each.reason, each.raw) for each in broken] == [(10, reason, line)]
    assert (rows[9][1], rows[11][1]) == ("1400012345", "1400012346")


def test_a_sum_keeps_its_amount_in_its_column(write: Write) -> None:
    sums = (
        "|*|1234567   |  |          |             | 9.876,00  |\n"
        "|** Account 1234567                      | 9.876,00  |\n"
        "|***         \n"
    )
    rows, broken = told(listing(write, PAGE.format(page=1, rows=FIRST + SECOND + sums)))
    assert rows[11] == ["*", "1234567", "", "", "", "9.876,00"]
    assert rows[12] == ["** Account 1234567", "", "", "", "", "9.876,00"]
    assert rows[13] == ["***"]
    assert broken == []


def test_a_list_below_a_blank_column_keeps_it(write: Write) -> None:
    text = (
        "Customer  1\n"
        "    |      Stat|Account |No|Date\n"
        "    |      x   |1       |2 |3\n"
        " *  |          |1       |2 |7\n"
    )
    rows, _ = told(listing(write, text))
    assert rows == {
        1: ["Customer", "1"],
        2: ["", "Stat", "Account", "No", "Date"],
        3: ["", "x", "1", "2", "3"],
        4: ["*", "", "1", "2", "7"],
    }


def test_tabs_below_a_blank_column_are_a_list(write: Write) -> None:
    text = '\tStat\tAccount\tText\n\n\tx\t1\t10" pipe\n\tx\t2\t"so called\nPage 1  of  2\n'
    rows, _ = told(listing(write, text.encode("utf-16")))
    assert rows == {
        1: ["", "Stat", "Account", "Text"],
        3: ["", "x", "1", '10" pipe'],
        4: ["", "x", "2", '"so called'],
        5: ["Page 1", "of", "2"],
    }


def test_drawn_rules_make_a_list_of_divided_text(write: Write) -> None:
    rows, _ = told(listing(write, " id | name\n----+------\n  1 | a\n  2 | b\n(2 rows)\n"))
    assert rows == {1: ["id", "name"], 3: ["1", "a"], 4: ["2", "b"], 5: ["(2 rows)"]}


def test_a_line_beside_the_table_is_never_as_wide_as_its_rows(write: Write) -> None:
    text = "|a |b |\n|1 |2 |\n|3 |4 |\n|5 |6 |\nCustomer  17\nx | y\n"
    rows, broken = told(listing(write, text))
    assert (rows[1], rows[5], rows[6]) == (["a", "b"], ["Customer  17"], ["x | y"])
    assert broken == []


@pytest.mark.parametrize(
    "text",
    [
        "a|b|c\n1|2|3\n",
        '|"a"|"b"|\n|"x|y"|"2"|\n',
        '\t"a"\t"b"\n\t"x\ty"\t"2"\n',
        "a,b\n-----,x\n1|2,3\n",
        "a\tb\n1\t2\n\t3\n",
        "| a |\n",
    ],
)
def test_what_only_looks_like_a_list_is_none(write: Write, text: str) -> None:
    path = write(text)
    assert opened(look(path), path.parent) is None


def test_a_last_line_without_an_end_is_said(write: Write) -> None:
    page = PAGE.format(page=1, rows=FIRST + SECOND)
    assert listing(write, page).ends_whole
    assert not listing(write, page.rstrip("\n")).ends_whole


PROFILE = Profile(
    "list",
    "open_items",
    columns={
        "document_id": ("DocumentNo",),
        "customer_id": ("S",),
        "invoice_date": ("Doc. Date",),
        "amount": ("Amount DC",),
    },
    numbers="comma",
    dates="dmy",
)


@given(st.lists(st.sampled_from([FIRST, SECOND, *'|-*"\f x1.,\n']), max_size=30).map("".join))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None
)
def test_whatever_a_list_holds_is_read_or_refused(write: Write, books: Books, body: str) -> None:
    path = write(PAGE.format(page=1, rows=FIRST + body + "\n"))
    with suppress(refusal.RefusedError):
        for reading in read(path, path.parent, profiles=[PROFILE], defaults=books).readings:
            rows = [row for chunk in reading.chunks() for row in chunk.rows]
            place = reading.fields.index("amount")
            assert {row[place] for row in rows} <= {-123456, 1200}
