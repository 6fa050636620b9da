"""Genuine workbooks: what loads is what their own XML says, summed by other means."""

from __future__ import annotations

import os
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from artui.ingest.contents import read
from artui.ingest.profiles import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.ingest.contents import Contents
    from tests.ingest.conftest import Books

FIELD_DATA = os.environ.get("ARTUI_FIELD_DATA")
pytestmark = pytest.mark.skipif(FIELD_DATA is None, reason="ARTUI_FIELD_DATA is not set")
SHIPPED = Path(__file__).parents[2] / "policies" / "exports"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
AKAUNTING, FACTORING = "akaunting_invoices_import.xlsx", "barbarzilay_ar_aging_report.xlsx"


def field_file(name: str) -> Path:
    return Path(str(FIELD_DATA)) / "xlsx" / name


def raw(name: str, sheet: int) -> list[Mapping[str, str]]:
    """The cells of a sheet by row and letter, straight from its XML."""
    with zipfile.ZipFile(field_file(name)) as archive:
        texts = []
        if "xl/sharedStrings.xml" in archive.namelist():
            strings = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314 - a known file
            texts = ["".join(each.itertext()) for each in strings.iter(f"{MAIN}si")]
        tree = ET.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 - as above
    return [
        {
            re.sub(r"\d", "", cell.attrib["r"]): value(cell, texts)
            for cell in row.iter(f"{MAIN}c")
            if value(cell, texts)
        }
        for row in tree.iter(f"{MAIN}row")
    ]


def value(cell: ET.Element, texts: list[str]) -> str:
    found = cell.find(f"{MAIN}v")
    if found is not None and found.text:
        return texts[int(found.text)] if cell.get("t") == "s" else found.text
    return "".join(text for each in cell.iter(f"{MAIN}is") for text in each.itertext())


def contents(name: str, tmp_path: Path, books: Books) -> Contents:
    return read(field_file(name), tmp_path, profiles=load(SHIPPED).profiles, defaults=books)


def amounts(found: Contents, profile: str) -> list[int]:
    """What a profile reads of a file, in cents; nothing may be rejected."""
    (reading,) = [each for each in found.readings if each.profile == profile]
    place = reading.fields.index("amount")
    chunks = list(reading.chunks())
    assert not any(chunk.rejects for chunk in chunks)
    return [row[place] for chunk in chunks for row in chunk.rows]


def test_every_open_advance_loads(tmp_path: Path, books: Books) -> None:
    found = contents(FACTORING, tmp_path, books)
    rows = [row for row in raw(FACTORING, 2) if re.fullmatch(r"INV-\d{4}-\d{4}", row.get("A", ""))]
    expected = [int(Decimal(row["H"]) * 100) for row in rows]
    assert len(expected) == 26
    assert amounts(found, "factoring_open_advances") == expected
    assert sum(expected) == 7_670_150_00
    assert found.unread == ["Aging Report"]
    total = next(row for row in raw(FACTORING, 1) if row.get("A", "").startswith("Total"))
    assert int(Decimal(total["G"]) * 100) == sum(expected)


def test_invoices_and_payments_of_one_workbook_load_each_by_its_profile(
    tmp_path: Path, books: Books
) -> None:
    found = contents(AKAUNTING, tmp_path, books)
    invoices, payments = raw(AKAUNTING, 1)[1:], raw(AKAUNTING, 6)[1:]
    assert {each.profile for each in found.readings} == {
        "akaunting_invoices",
        "akaunting_payments",
        "akaunting_applications",
        "akaunting_lines",
    }
    billed = [int(Decimal(row["F"]) * 100) for row in invoices]
    paid = [int(Decimal(row["D"]) * 100) for row in payments]
    assert (billed, paid) == ([100_00], [90_00])
    assert amounts(found, "akaunting_invoices") == billed
    assert amounts(found, "akaunting_payments") == paid
    assert amounts(found, "akaunting_applications") == paid
    assert found.unread == ["invoice_item_taxes", "invoice_histories", "invoice_totals"]
