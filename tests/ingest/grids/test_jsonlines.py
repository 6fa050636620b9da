"""JSON lines as rows: what is a cell, and that nothing broken gets in or through."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from artui.ingest import refusal
from artui.ingest.opening import parts
from tests.ingest.grids.told import Rows, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.grid import Broken, Grid
    from tests.ingest.conftest import Load, Write


def grids(write: Write, text: str | bytes) -> Sequence[Grid]:
    """The parts of a JSON text."""
    path = write(text, name="export.json")
    return [each[0] for each in parts(path, path.parent)]


def only(write: Write, text: str | bytes) -> tuple[Rows, list[Broken]]:
    """The rows of a text that has one part."""
    (grid,) = grids(write, text)
    return told(grid)


def test_the_header_has_every_field_of_every_line(write: Write) -> None:
    rows, broken = only(write, '{"a": "1", "b": "2"}\n\n{"b": "3"}\n{"c": "4", "a": "5"}\n')
    assert rows == {
        0: ["a", "b", "c"],
        1: ["1", "2", ""],
        2: [],
        3: ["", "3", ""],
        4: ["5", "", "4"],
    }
    assert not broken


def test_a_field_may_come_first_in_the_last_of_many_lines(write: Write) -> None:
    lines = ['{"id": "%d"}' % each for each in range(9_000)]  # noqa: UP031  # braces all around
    (grid,) = grids(write, "\n".join([*lines, '{"id": "9000", "late": true}']) + "\n")
    rows, _ = told(grid)
    assert rows[0] == ["id", "late"]
    assert rows[9_001] == ["9000", "true"]
    assert len(rows) == 9_002
    assert list(grid.sample(2)) == [(0, ["id", "late"]), (1, ["0", ""])]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("25000.00", "25000.00"),
        ("-0.10", "-0.10"),
        ("12345678901234567890", "12345678901234567890"),
        ("1.5E3", "1500"),
        ("12e-3", "0.012"),
        ("null", ""),
        ("true", "true"),
        ("false", "false"),
        ('"null"', "null"),
        ('["a", 1.50, null]', "a, 1.50, "),
        ("[]", ""),
        ("{}", ""),
        (
            '[{"n": 1.50, "t": "a\\"b", "u": [true, null]}]',
            '[{"n":1.50,"t":"a\\"b","u":[true,null]}]',
        ),
        ('"\\u20ac \\ud83d\\ude00"', "\u20ac \U0001f600"),
        ('"[/x]\\u001b"', "[/x]\x1b"),
    ],
)
def test_a_value_is_the_text_that_stands_there(write: Write, value: str, cell: str) -> None:
    rows, broken = only(write, f'{{"x": {value}, "y": 1}}\n{{"x": "", "y": 2}}\n')
    assert (rows[1], broken) == ([cell, "1"], [])


def test_nested_objects_have_dotted_names(write: Write) -> None:
    rows, _ = only(write, '{"id": 1, "at": {"h": 9, "on": {"d": "x"}}}\n{"id": 2, "at": null}\n')
    assert rows == {
        0: ["id", "at.h", "at.on.d", "at"],
        1: ["1", "9", "x", ""],
        2: ["2", "", "", ""],
    }


BAD = {
    '{"a": 1, "a": 2}': "names the field 'a' twice",
    '{"b": {"a": 1, "a": 2}}': "names the field 'a' twice",
    '{"b": [{"a": 1, "a": 2}]}': "names the field 'a' twice",
    '{"a": {"b": 1}, "a.b": 2}': "names the field 'a.b' twice",
    '{"a": 1': "is a JSON object that is cut off",
    '{"a": "x': "is a JSON object that is cut off",
    '{"a": 1} {"a": 2}': "is no JSON: Extra data at character 10",
    "{'a': 1}": ("is no JSON: Expecting property name enclosed in double quotes at character 2"),
    "[1, 2]": "is no JSON object",
    "7": "is no JSON object",
    '{"a": NaN}': "holds NaN, which is no number",
    '{"a": 1e999}': "holds the number '1e999', which is beyond any amount",
    '{"a": "\\ud800"}': "holds half of a character",
    '{"a": "x\\u0000y"}': "holds a NUL character",
    '{"a": ' + "[" * 100_000: "is nested too deeply",
    '{"a": ' * 30 + "1" + "}" * 30: "is nested deeper than 16 levels",
    '{"a": ' + "[" * 30 + "1" + "]" * 30 + "}": "is nested deeper than 16 levels",
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_line_is_broken_alone(write: Write, bad: str) -> None:
    rows, broken = only(write, f'{{"a": 1}}\n{bad}\n{{"a": 3}}\n')
    assert {line: row for line, row in rows.items() if line} == {1: ["1"], 3: ["3"]}
    assert [(each.line, each.reason, each.raw) for each in broken] == [(2, BAD[bad], bad)]


def test_a_bad_first_line_does_not_make_it_a_document(write: Write) -> None:
    rows, broken = only(write, '{"a": 1, "b\n{"a": 2}\n{"a": 3}\n')
    assert {line: row for line, row in rows.items() if line} == {2: ["2"], 3: ["3"]}
    assert [each.line for each in broken] == [1]


def test_a_cut_off_last_line_is_broken_and_said_so(write: Write) -> None:
    whole = '{"a": "1"}\n{"a": "2"}\n'
    for end in range(12, len(whole) + 1):
        (grid,) = grids(write, whole[:end])
        rows, broken = told(grid)
        assert rows[1] == ["1"]
        assert rows.get(2, ["2"]) == ["2"]
        assert grid.ends_whole == (not broken)
        assert (2 in rows) == (end >= len(whole) - 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_encoding_is_read(write: Write, encoding: str) -> None:
    rows, _ = only(write, '{"n": "Müller GmbH"}\r\n{"n": "B"}\r\n'.encode(encoding))
    assert rows == {0: ["n"], 1: ["Müller GmbH"], 2: ["B"]}


def test_one_flat_object_on_one_line_is_a_row(write: Write) -> None:
    assert only(write, '{"a": 1, "b": [2, 3]}\n')[0] == {0: ["a", "b"], 1: ["1", "2, 3"]}


def test_objects_whose_names_are_data_are_no_table(write: Write) -> None:
    text = "".join(f'{{"INV-{each}": 1}}\n' for each in range(3_000))
    with pytest.raises(refusal.TooManyFieldsError, match="more than 2,000 different fields"):
        grids(write, text)


def test_a_line_beyond_any_object_is_refused(write: Write) -> None:
    with pytest.raises(refusal.LongLineError):
        grids(write, '{"a": 1}\n{"a": "' + "x" * (1 << 20) + '"}\n')


def test_no_amount_passes_through_a_float(write: Write) -> None:
    cells = ["0.1", "1234567890123456.78", "2.675", "100.00"]
    rows, _ = only(write, "".join(f'{{"a": {cell}}}\n' for cell in cells))
    assert [Decimal(row[0]) for line, row in rows.items() if line] == list(map(Decimal, cells))


def test_canonical_lines_need_no_profile(load: Load) -> None:
    one = '{"invoice_id": "A1", "customer_id": "C1", "invoice_date": "2026-10-01", "amount": 12.50}'
    cut, other = one.replace("A1", "A2")[:-9], one.replace("A1", "A3").replace("12.50", "1e2")
    result = load(f"{one}\n{cut}\n{other}\n")
    assert (result.reading.kind.name, result.reading.profile) == ("invoices", None)
    assert result.column("amount") == [1250, 10000]
    assert result.column("file_line") == [1, 3]
    ((line, reason, raw),) = [(each.line, each.reason, each.raw) for each in result.rejects]
    assert (line, reason, raw) == (2, "is a JSON object that is cut off", cut)
    assert result.reading.warnings == ()


def test_what_fits_nothing_is_refused_on_no_line(load: Load) -> None:
    with pytest.raises(refusal.NoProfileError, match=r"export\.csv: No profile fits"):
        load('{"invoice_id": "1", "amount": 2}\n')
