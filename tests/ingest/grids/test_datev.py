"""DATEV's exchange format: the batch's line gives rows their year and their currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.ingest.grids.datev import Batch, Datev, full_date, opened
from artui.ingest.opening import parts
from artui.ingest.sniff import look

if TYPE_CHECKING:
    from tests.ingest.conftest import Write

HEADER = "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Belegdatum;Fälligkeit"


def line(*, begin: str = "20180101", start: str = "20180201", end: str = "20180228") -> str:
    """The line about a batch."""
    return (
        f'"EXTF";700;21;"Buchungsstapel";9;20180306102500000;;"XY";"Chief";"";1001;456;{begin};4;'
        f'{start};{end};"Beispiel";"";1;;0;"EUR";"";"";"";"";"";;;"";""'
    )


def batch(begin: str = "", start: str = "", end: str = "") -> Batch:
    """A batch of these days."""
    return Batch(tuple(line(begin=begin, start=start, end=end).replace('"', "").split(";")))


def datev(write: Write, *rows: str) -> Datev:
    """A booking batch with these rows."""
    path = write("\r\n".join([line(), HEADER, *rows, ""]).encode("cp1252"), name="EXTF.csv")
    ((grid,),) = parts(path, path.parent)
    assert isinstance(grid, Datev)
    return grid


def test_the_first_line_becomes_rows_that_labels_can_read(write: Write) -> None:
    grid = datev(write, "24,95;H;;2102;")
    rows = grid.sample(40)
    assert [(at, row) for at, row in rows[1:9]] == [
        (1, ["Format", "Buchungsstapel"]),
        (1, ["Berater", "1001"]),
        (1, ["Mandant", "456"]),
        (1, ["WKZ", "EUR"]),
        (1, ["Erzeugt am", "2018-03-06"]),
        (1, ["WJ-Beginn", "2018-01-01"]),
        (1, ["Datum von", "2018-02-01"]),
        (1, ["Datum bis", "2018-02-28"]),
    ]
    assert rows[9:] == [(2, HEADER.split(";")), (3, ["24,95", "H", "", "2018-02-21", ""])]
    assert (grid.part, grid.encoding) == ("Buchungsstapel", "cp1252")


def test_all_rows_are_the_sample_s(write: Write) -> None:
    grid = datev(write, '24,95;"H";"";2102;1032018', '5950,00;"S";USD;202;15042018')
    found = [pair for block in grid.blocks() for pair in zip(block.lines, block.rows, strict=True)]
    assert found == list(grid.sample(40))
    assert found[-2:] == [
        (3, ["24,95", "H", "", "2018-02-21", "2018-03-01"]),
        (4, ["5950,00", "S", "USD", "2018-02-02", "2018-04-15"]),
    ]


@pytest.mark.parametrize(
    ("begin", "start", "end", "cell", "expected"),
    [
        ("20180101", "20180201", "20180228", "2102", "2018-02-21"),
        ("20180101", "20180201", "20180228", "103", "2018-03-01"),
        ("20180701", "20190101", "20190131", "3101", "2019-01-31"),
        ("20180701", "", "", "3006", "2019-06-30"),
        ("20180701", "", "", "0107", "2018-07-01"),
        ("20200101", "", "", "3112", "2020-12-31"),
        ("20200101", "", "", "2902", "2020-02-29"),
        ("20190101", "", "", "2902", "2902"),
        ("20180101", "20171201", "20190131", "1512", "2018-12-15"),
        ("", "20171201", "20190131", "1512", "1512"),
        ("", "", "", "2102", "2102"),
        ("20180101", "", "", "3102", "3102"),
        ("20180101", "", "", "", ""),
        ("20180101", "", "", "21.02.2018", "21.02.2018"),
    ],
)
def test_a_day_and_month_get_the_year_of_the_batch(
    begin: str, start: str, end: str, cell: str, expected: str
) -> None:
    assert batch(begin, start, end).dated(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("21022018", "2018-02-21"),
        ("1032018", "2018-03-01"),
        ("31022018", "31022018"),
        ("30", "30"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_a_whole_date_is_written_as_iso(cell: str, expected: str) -> None:
    assert full_date(cell) == expected


@pytest.mark.parametrize("text", ["a;b\n1;2\n", '"EXTF";700\n', f"{HEADER}\n1;H;;;\n"])
def test_another_text_is_left_to_the_others(write: Write, text: str) -> None:
    path = write(text)
    assert opened(look(path), path.parent) is None


def test_a_batch_without_a_header_has_no_rows_to_date(write: Write) -> None:
    path = write(line() + "\r\n")
    ((grid,),) = parts(path, path.parent)
    assert [row for block in grid.blocks() for row in block.rows][1:] == [
        row for _, row in grid.sample(40)
    ][1:]


def test_a_batch_tells_how_long_account_numbers_are() -> None:
    assert batch().length == 4
    assert Batch(tuple(line().replace(";4;", ";5;").replace('"', "").split(";"))).length == 5
    assert Batch(()).length == 4


def test_bookings_get_the_debtor_they_are_about(write: Write) -> None:
    header = "Soll/Haben-Kennzeichen;Konto;Gegenkonto (ohne BU-Schlüssel)"
    text = f"{line()}\r\n{header}\r\nS;1200;10000\r\nS;1200\r\n"
    path = write(text.encode("cp1252"), name="EXTF.csv")
    ((grid,),) = parts(path, path.parent)
    rows = [pair for block in grid.blocks() for pair in zip(block.lines, block.rows, strict=True)]
    assert rows == list(grid.sample(40))
    assert rows[-3:] == [
        (2, [*header.split(";"), "Debitor", "Debitor S/H", "Debitor Umkehr"]),
        (3, ["S", "1200", "10000", "10000", "H", ""]),
        (4, ["S", "1200"]),
    ]
