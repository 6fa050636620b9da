"""What spreadsheets do to cells, and what it is taken back to."""

from __future__ import annotations

import pytest

from artui.ingest.spreadsheet import bare, bare_text, is_error, is_rounded, may_be_odd


@pytest.mark.parametrize(
    ("cell", "amount", "text"),
    [
        (" 12 ", "12", "12"),
        ('="0000100"', "0000100", "0000100"),
        ('="a""b"', 'a"b', 'a"b'),
        ('=""', "", ""),
        ("'0000100", "0000100", "0000100"),
        ("'=SUM(A1)", "=SUM(A1)", "=SUM(A1)"),
        ("'-50,00", "-50,00", "-50,00"),
        ("'A-100", "A-100", "A-100"),
        ("'s-Hertogenbosch", "s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'68 Reunion Ltd", "68 Reunion Ltd", "'68 Reunion Ltd"),
        ('="open', '="open', '="open'),
        ("=A1", "=A1", "=A1"),
    ],
)
def test_guards_are_taken_off(cell: str, amount: str, text: str) -> None:
    assert bare(cell) == amount
    assert bare_text(cell) == text


@pytest.mark.parametrize("cell", ["1.23457E+15", "1,23457E+15", "9E+11", "4.5e+09"])
def test_a_rounded_number_is_seen(cell: str) -> None:
    assert is_rounded(cell)
    assert may_be_odd(f"I1\0{cell}")


@pytest.mark.parametrize("cell", ["1E15", "12E5", "1E-5", "E+5", "1.2.3E+4", "4310000000000000001"])
def test_other_ids_are_not_rounded(cell: str) -> None:
    assert not is_rounded(cell)


def test_errors_are_seen() -> None:
    assert is_error("#REF!")
    assert is_error("#n/a")
    assert not is_error("#12")


@pytest.mark.parametrize("column", ["O'Brien\0I1", "A=B", ""])
def test_an_ordinary_column_needs_no_look_at_each_cell(column: str) -> None:
    assert not may_be_odd(column)


@pytest.mark.parametrize("cell", ['="1"', "'1", " '1", "#REF!", "1E+5"])
def test_an_odd_cell_is_seen_wherever_it_stands(cell: str) -> None:
    for column in (f"{cell}\0I1", f"I1\0{cell}", cell):
        assert may_be_odd(column)
