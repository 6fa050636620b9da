"""Personal accounts in DATEV's files: whose account a booking is on, and which are customers."""

from __future__ import annotations

import pytest

from artui.ingest.grids.personal import Personal

BOOKING = (
    "Umsatz",
    "Soll/Haben-Kennzeichen",
    "Konto",
    "Gegenkonto (ohne BU-Schlüssel)",
    "Generalumkehr",
)
MASTER = (
    "Konto",
    "Name (Adressatentyp Unternehmen)",
    "Name (Adressatentyp natürl. Person)",
    "Vorname (Adressatentyp natürl. Person)",
    "Name (Adressatentyp keine Angabe)",
    "Kurzbezeichnung",
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("S 10000 8400", ["10000", "S", ""]),
        ("H 10000 1200", ["10000", "H", ""]),
        ("S 1200 69999", ["69999", "H", ""]),
        ("H 8400 10000", ["10000", "S", ""]),
        ("H 10000 1200 1", ["10000", "H", "1"]),
        ("H 10000 1200 G", ["10000", "H", "1"]),
        ("H 10000 1200 0", ["10000", "H", ""]),
        ("H 1200 4940", ["", "-", ""]),
        ("S 70001 1200", ["", "-", ""]),
        ("S 10000 10001", ["", "beide", ""]),
        ("S 10000 70001", ["10000", "S", ""]),
        ("X 1200 10000", ["10000", "X", ""]),
    ],
)
def test_a_booking_is_told_from_its_debtor_s_side(cells: str, expected: list[str]) -> None:
    row = (["1,00", *cells.split(), ""])[: len(BOOKING)]
    Personal(BOOKING).widen(row)
    assert row[len(BOOKING) :] == expected


@pytest.mark.parametrize(
    ("account", "length", "expected"),
    [
        ("10000", 4, "Debitor"),
        ("69999", 4, "Debitor"),
        ("70000", 4, "Kreditor"),
        ("99999", 4, "Kreditor"),
        ("8400", 4, "Sachkonto"),
        ("10000", 5, "Sachkonto"),
        ("100000", 5, "Debitor"),
        ("01200", 4, "Sachkonto"),
        ("1000A", 4, "Sachkonto"),
        ("", 4, "Sachkonto"),
    ],
)
def test_an_account_is_told_by_its_length_and_first_digit(
    account: str, length: int, expected: str
) -> None:
    assert Personal(BOOKING, length).art(account) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Bayer GmbH", "", "", "", "BAY"], "Bayer GmbH"),
        (["", "Weiß", "Jörg", "", ""], "Jörg Weiß"),
        (["", "Weiß", "", "", ""], "Weiß"),
        (["", "", "", "Montage", ""], "Montage"),
        (["", "", "", "", "BAY"], "BAY"),
        (["", "", "", "", ""], ""),
    ],
)
def test_a_name_stands_in_one_of_several_columns(names: list[str], expected: str) -> None:
    row = ["10000", *names]
    Personal(MASTER).widen(row)
    assert row[len(MASTER) :] == ["Debitor", expected]


def test_a_row_of_another_width_stays_as_it_is() -> None:
    row = ["1,00", "S", "10000"]
    Personal(BOOKING).widen(row)
    assert row == ["1,00", "S", "10000"]


def test_another_layout_gets_nothing() -> None:
    row = ["400", "Betriebsausstattung"]
    personal = Personal(("Konto", "Kontenbeschriftung"))
    personal.widen(row)
    assert (personal.added, row) == ((), ["400", "Betriebsausstattung"])
