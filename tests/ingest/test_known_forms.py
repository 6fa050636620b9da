"""Every form of a value that exports are known to have, once: a column in, its values out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from artui.domain import days
from artui.ingest import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.ingest.conftest import Load

AMOUNTS = {
    "SAP list, German user": (["1.234,56-", "9.876,00"], [-123456, 987600]),
    "SAP list, US user": (["1,234.56-", "155.22-"], [-123456, -15522]),
    "SAP floats": (["15522E-2", "1.5522E+02"], [15522, 15522]),
    "SAP, guarded": (['="155,22-"', "'1.000,00"], [-15522, 100000]),
    "SAP, with a currency": (["10€", "$10", "1.234,56 EUR"], [1000, 1000, 123456]),
    "NetSuite, parentheses": (["($100.00)", "1,020.00"], [-10000, 102000]),
    "NetSuite, minus": (["-100.00", "-$1,234.56"], [-10000, -123456]),
    "Excel, accounting": (["$ (1,234.56)", "$ 12.00 "], [-123456, 1200]),
    "Oracle": (["<1,234.56>", "12.00"], [-123456, 1200]),
    "QuickBooks, grouped": (["99,250.02", "-23,480.00"], [9925002, -2348000]),
    "Tally": (["₹13,19,31,723.04", "12,34,567.89 Cr"], [1319317230_4, -123456789]),
    "Tally, debits": (["500.00 Dr.", "500.00Cr."], [50000, -50000]),
    "Swiss": (["1'234.50", "1\u2019234\u2019567.05", "50.\u2013"], [123450, 123456705, 5000]),
    "French": (["1\u202f234,56", "1\u00a0234,56 €", "1\u2009234,56"], [123456] * 3),
    "bank, signed": (["+31070,11", "-50,00"], [3107011, -5000]),
    "German statement": (["1.234,56 S", "1.234,56 H"], [123456, -123456]),
    "Scandinavian": (["kr 1 234,50", "-99,00 kr"], [123450, -9900]),
    "currency first": (["EUR 1,234.56", "EUR -0.50"], [123456, -50]),
    "typographic minus": (["\u22121,234.56"], [-123456]),
}

DATES = {
    "SAP": (["03.02.2021", "05.03.2021"], ["2021-02-03", "2021-03-05"]),
    "SAP, US user": (["02/13/2021", "05/03/2021"], ["2021-02-13", "2021-05-03"]),
    "SAP, table": (["20190220", "20190307.0"], ["2019-02-20", "2019-03-07"]),
    "S/4": (["2025-04-02T00:00:00.000Z"], ["2025-04-02"]),
    "NetSuite": (["31/07/2026", "1/8/2026"], ["2026-07-31", "2026-08-01"]),
    "NetSuite, named": (["31-Jul-2026"], ["2026-07-31"]),
    "QuickBooks": (["07/31/26", "8/1/2026"], ["2026-07-31", "2026-08-01"]),
    "QuickBooks, named": (["Jul 31, 2026", "31-Jul-26"], ["2026-07-31"] * 2),
    "Invoicely": (["Jan 28 2021"], ["2021-01-28"]),
    "Oracle": (["31-JUL-26", "01-AUG-26"], ["2026-07-31", "2026-08-01"]),
    "Dynamics": (["2026-07-31 00:00:00"], ["2026-07-31"]),
    "spreadsheet": (["45991", "45991.5"], ["2025-11-30", "2025-11-30"]),
    "German": (["31. Juli 2026", "31. M\u00e4rz 2026"], ["2026-07-31", "2026-03-31"]),
    "with weekdays": (["Fri, 31 Jul 2026", "Freitag, 31.07.2026"], ["2026-07-31"] * 2),
}

NO_DATES = (
    *("00.00.0000", "00000000", "0000-00-00", "1900-01-01", "1900-01-00", "31.12.9999", "-"),
    *("n/a", "1900-01-01 00:00:00", "0001-01-01", ""),
)


def column(load: Load, header: str, cells: Sequence[str], zone: str = "UTC") -> list[object]:
    """What a column of an invoice file reads as, in a company with books in a sign-less money."""
    usual = {"invoice_date": "2026-01-31", "due_date": "", "amount": "1", "currency": ""}
    rows = [{"invoice_id": f"I{n}", "customer_id": "C1", **usual} for n in range(len(cells))]
    for row, cell in zip(rows, cells, strict=True):
        row[header] = cell
        row["currency"] = next((code for sign, code in SIGNS.items() if sign in cell), "")
    lines = ["\t".join(rows[0]), *("\t".join(map(quoted, row.values())) for row in rows), ""]
    result = load("\n".join(lines), zone=ZoneInfo(zone))
    assert result.rejects == []
    return result.column(header)


SIGNS = {"€": "EUR", "EUR": "EUR", "₹": "INR", "kr": "SEK"}


def quoted(cell: str) -> str:
    """A cell between quotes."""
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize(("cells", "minor"), AMOUNTS.values(), ids=AMOUNTS)
def test_amounts(load: Load, cells: list[str], minor: list[int]) -> None:
    assert column(load, "amount", cells) == minor


@pytest.mark.parametrize("zone", ["UTC", "America/Phoenix", "Asia/Kolkata"])
@pytest.mark.parametrize(("cells", "iso"), DATES.values(), ids=DATES)
def test_dates(load: Load, cells: list[str], iso: list[str], zone: str) -> None:
    assert column(load, "invoice_date", cells, zone) == list(map(days.parse_day, iso))


def test_what_means_no_date(load: Load) -> None:
    assert column(load, "due_date", NO_DATES) == [None] * len(NO_DATES)


def test_a_destroyed_date_refuses_the_file(load: Load) -> None:
    with pytest.raises(refusal.DestroyedDateError):
        column(load, "due_date", ["00:00.0"])


@pytest.mark.parametrize(
    ("cell", "given", "key"),
    [
        ("0000100", "0000100", "100"),
        ('="0000100"', "0000100", "100"),
        ("'0000100", "0000100", "100"),
        ("1234.0", "1234.0", "1234"),
        ("364,134", "364,134", "364134"),
        ("INV-7", "INV-7", "inv-7"),
        ("4310000000000000001", "4310000000000000001", "4310000000000000001"),
        ("1234567890123450000", "1234567890123450000", "1234567890123450000"),
        ("12E5", "12E5", "12e5"),
    ],
)
def test_ids(load: Load, cell: str, given: str, key: str) -> None:
    content = f"invoice_id\tcustomer_id\tinvoice_date\tamount\n{quoted(cell)}\tC1\t2026-01-31\t1\n"
    result = load(content)
    assert [(row["invoice_id"], row["invoice_id_key"]) for row in result.rows] == [(given, key)]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1.23457E+15", "was rounded by a spreadsheet"),
        ("1,23457E+15", "was rounded by a spreadsheet"),
        ("4.31E+18", "was rounded by a spreadsheet"),
        ("#REF!", "is an error of a spreadsheet"),
    ],
)
@pytest.mark.parametrize("others", [0, 30_000])
def test_lost_ids_are_rejected(load: Load, cell: str, reason: str, others: int) -> None:
    rows = [f"{n}\tC1\t2026-01-31\t1" for n in range(others)]
    header = "invoice_id\tcustomer_id\tinvoice_date\tamount"
    result = load("\n".join([header, *rows, f"{cell}\tC1\t2026-01-31\t1", ""]))
    assert len(result.rows) == others
    assert [(e.line, e.value, e.reason) for e in result.rejects] == [(others + 2, cell, reason)]
