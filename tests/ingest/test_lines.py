"""Rows of cells: where they start, which delimiter divides them, and what breaks them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ingest import lines, refusal
from artui.ingest.grid import Broken
from artui.ingest.lines import rank_delimiters, read_blocks
from artui.ingest.sniff import sniff

if TYPE_CHECKING:
    from tests.ingest.conftest import Write


def numbered(path_of: Write, content: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    """The rows of a text with their lines."""
    found: list[tuple[int, list[str]]] = []
    for block in read_blocks(sniff(path_of(content)), delimiter):
        found += zip(block.lines, block.rows, strict=True)
    return found


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,50;2,50;3,50\n", ";"),
        ("a\tb\n1,000,000.00\t2,000,000.00\n", "\t"),
        ("a|b|c\nx, y|z, w|v\n", "|"),
        ('a,b\n"x;y;z;w",1\n"x;y;z;w",2\n', ","),
        ("one\ntwo\n", ","),
        ("Report; of all\n\nid,name,city\n1,x,y\n2,x,y\n", ","),
    ],
)
def test_the_delimiter_is_told_from_content(text: str, delimiter: str) -> None:
    assert rank_delimiters(text.splitlines(keepends=True))[0] == delimiter


def test_lines_are_physical(write: Write) -> None:
    text = 'a,b\r\n"one\r\ntwo",2\r\n\r\n3,"x\ny\nz"\r\n4,5\r\n'
    assert numbered(write, text) == [
        (1, ["a", "b"]),
        (2, ["one\r\ntwo", "2"]),
        (4, []),
        (5, ["3", "x\ny\nz"]),
        (8, ["4", "5"]),
    ]


def test_lines_are_physical_across_blocks(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", 3)
    text = "".join(f'"{n}\n",x\n' for n in range(10))
    assert [line for line, _ in numbered(write, text)] == list(range(1, 21, 2))


@given(
    st.lists(
        st.lists(st.text(alphabet='ab;,\n\r" 1', max_size=6), min_size=2, max_size=4), min_size=1
    )
)
def test_every_row_starts_where_the_lines_before_it_end(rows: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    starts, writer = [], csv.writer(buffer, quoting=csv.QUOTE_ALL)
    for row in rows:
        starts.append(len(list(io.StringIO(buffer.getvalue(), newline=""))) + 1)
        writer.writerow(row)
    text = io.StringIO(buffer.getvalue(), newline="")
    blocks = list(lines._Rows(text, ",", ()).blocks())  # noqa: SLF001  # without a file for each try
    assert [row for block in blocks for row in block.rows] == rows
    assert [line for block in blocks for line in block.lines] == starts


def test_a_broken_row_is_named_and_the_others_stay(write: Write) -> None:
    file = sniff(write('a,b\n1,2\n"x"y,3\n4,5\n'))
    blocks = list(read_blocks(file, ","))
    assert [row for block in blocks for row in block.rows] == [["a", "b"], ["1", "2"], ["4", "5"]]
    assert [line for block in blocks for line in block.lines] == [1, 2, 4]
    assert [each for block in blocks for each in block.broken] == [
        Broken(3, "has text after a closing quote", '"x"y,3')
    ]


def test_a_cell_beyond_the_limit_is_a_broken_row(write: Write) -> None:
    file = sniff(write(f"a,b\n{'x' * 200_000},2\n3,4\n"))
    blocks = list(read_blocks(file, ","))
    assert [row for block in blocks for row in block.rows] == [["a", "b"], ["3", "4"]]
    (broken,) = [each for block in blocks for each in block.broken]
    assert (broken.line, broken.reason) == (2, "has a cell longer than 131,072 characters")


@pytest.mark.parametrize(
    "tail",
    ['3,"x\n', '3,"x\n5,6\n7,8\n', '3,"x\n5,"y"\n7,8\n', '3,"' + "x\n" * 100_000],
)
def test_an_unclosed_quote_refuses_the_file_where_it_opens(write: Write, tail: str) -> None:
    path = write("a,b\n1,2\n" + tail)
    with pytest.raises(refusal.UnclosedQuoteError) as caught:
        list(read_blocks(sniff(path), ","))
    assert caught.value.where == f"{path}:3"
