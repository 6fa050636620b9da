"""Printed lists without dividers: columns stand where the dashes do, and nothing is guessed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ingest.grids.aligned import Aligned, cut, opened, spans
from artui.ingest.opening import parts
from artui.ingest.sniff import look

if TYPE_CHECKING:
    from artui.ingest.grid import Broken
    from tests.ingest.conftest import Write

LIST = """\
List of open items
Company Code  1000
As of: 31.07.2026

              Net due     Amount in
Customer Inv  date        loc.cur.
-------- ---- ---------- -----------
{rows}"""


def told(write: Write, text: str) -> tuple[dict[int, list[str]], list[Broken]]:
    """The rows of a list by their lines, without blank ones, and the broken ones."""
    path = write(text)
    (grids,) = parts(path, path.parent)
    assert isinstance(grids[0], Aligned)
    rows: dict[int, list[str]] = {}
    broken: list[Broken] = []
    for block in grids[0].blocks():
        rows |= {line: row for line, row in zip(block.lines, block.rows, strict=True) if row}
        broken += block.broken
    return rows, broken


def test_columns_stand_where_the_dashes_do(write: Write) -> None:
    rows, broken = told(
        write,
        LIST.format(
            rows="Acme Ltd I-1  2026-01-01    1,250.00\nBeta     I-2                 10.00\n"
        ),
    )
    assert rows == {
        1: ["List of open items"],
        2: ["Company Code", "1000"],
        3: ["As of:", "31.07.2026"],
        5: ["", "", "Net due", "Amount in"],
        6: ["Customer", "Inv", "date", "loc.cur."],
        8: ["Acme Ltd", "I-1", "2026-01-01", "1,250.00"],
        9: ["Beta", "I-2", "", "10.00"],
    }
    assert broken == []


def test_a_row_across_a_gap_is_broken_and_the_others_stay(write: Write) -> None:
    wide = "Acme LtdX I-1  2026-01-01    1,250.00"
    rows, broken = told(write, LIST.format(rows=f"{wide}\nBeta     I-2  2026-01-02       10.00\n"))
    assert [(each.line, each.reason, each.raw) for each in broken] == [
        (8, "is written across the gap between two columns", wide)
    ]
    assert rows[9] == ["Beta", "I-2", "2026-01-02", "10.00"]


def test_a_sum_with_a_long_name_keeps_its_amount_in_its_column(write: Write) -> None:
    body = (
        "Beta     I-2  2026-01-02       10.00\n"
        "Total for Beta Industries      10.00\n"
        "-------- ---- ---------- -----------\n"
        "Grand total of everything      10.00\n"
        "Everything beyond the gap\n"
    )
    rows, broken = told(write, LIST.format(rows=body))
    assert rows[9] == ["Total for Beta Industries", "", "", "10.00"]
    assert rows[11] == ["Grand total of everything", "", "", "10.00"]
    assert rows[12] == ["Everything beyond the gap"]
    assert broken == []


def test_the_header_repeats_on_each_page(write: Write) -> None:
    page = (
        "Customer Inv  date        loc.cur.\n"
        "-------- ---- ---------- -----------\n"
        "Beta     I-2  2026-01-02       10.00\n"
    )
    rows, _ = told(write, page + "\f" + page)
    assert rows[1] == rows[4]
    assert rows[3] == rows[6] == ["Beta", "I-2", "2026-01-02", "10.00"]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "Title\n-----\nText\n",
        "---- ----\na    b\n",
        "one long headline above\n---- ---- ----\na    b\n",
    ],
)
def test_what_has_no_header_above_a_rule_is_no_such_list(write: Write, text: str) -> None:
    path = write(text)
    assert opened(look(path), path.parent) is None


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.text("abc019.,-|\"'", max_size=9), st.integers(1, 3)),
        min_size=2,
        max_size=6,
    )
)
def test_what_is_written_in_columns_is_read_from_them(drawn: list[tuple[int, str, int]]) -> None:
    rule = "".join("-" * width + " " * gap for width, _, gap in drawn).rstrip()
    line = "".join(f"{text[:width]:{width}}" + " " * gap for width, text, gap in drawn)
    columns = spans(rule)
    if columns:
        assert cut(line, columns) == [text[:width] for width, text, _ in drawn]
