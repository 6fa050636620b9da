"""Every shipped profile reads its sample, and no other one fits it; to the cent, and to the row.

What a sample must load to lies beside it; see `tests/ingest/samples.py`.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from artui.domain.days import iso
from artui.ingest.contents import read
from artui.ingest.load import Wish
from artui.store.records import LOADED
from tests.ingest.samples import (
    EXPECTED,
    SAMPLES,
    SHIPPED,
    aging,
    expected,
    legible,
    named,
    sample,
    shipped,
    totals,
)
from tests.workbooks import xlsx

if TYPE_CHECKING:
    from artui.ingest.load import Outcome
    from tests.homes import Books
    from tests.ingest.samples import Expected
    from tests.workbooks import Cell

samples = pytest.mark.parametrize("path", EXPECTED, ids=named)


def dropped(path: Path, folder: Path) -> Path:
    """The sample in a folder, under the name it comes by."""
    folder.mkdir(exist_ok=True)
    name = str(expected(path).get("name", sample(path).name))
    return Path(shutil.copyfile(sample(path), folder / name))


def check_rows(file: Path, told: Expected, books: Books) -> None:
    """Make sure that the right profile alone reads a file, and to which rows."""
    settings = books.home.settings
    readings = read(file, books.path, profiles=shipped(), defaults=settings).readings
    wanted = [told["profile"], *told.get("beside", [])]
    assert Counter(each.profile for each in readings) == Counter(wanted)
    (reading,) = [each for each in readings if each.profile == told["profile"]]
    rows = list(legible(reading))
    assert reading.kind.name == told["kind"]
    assert len(rows) == told["rows"]
    assert totals(rows) == {each: Decimal(sum_) for each, sum_ in told["totals"].items()}
    assert reading.complete == told.get("complete")
    assert dict(+reading.counts.classes) == told["classes"]
    by_line = {row["line"]: row for row in rows}
    assert told["shown"]
    assert [by_line.get(row["line"]) for row in told["shown"]] == told["shown"]


@pytest.mark.parametrize("profile", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_profile_has_a_sample_and_says_where_its_layout_is_known_from(profile: Path) -> None:
    assert yaml.safe_load(profile.read_text(encoding="utf-8")).get("sample") in (
        "genuine",
        "documented",
    )
    assert profile.stem in {expected(path)["profile"] for path in EXPECTED}


def test_every_sample_has_its_expectations() -> None:
    wanted = {sample(path) for path in EXPECTED}
    assert {path for path in SAMPLES.rglob("*") if path.is_file()} == {*wanted, *EXPECTED}


@samples
def test_the_sample_is_read_by_its_profile_alone_row_by_row(
    path: Path, tmp_path: Path, home_books: Books
) -> None:
    check_rows(dropped(path, tmp_path / "came"), expected(path), home_books)


@samples
def test_the_sample_loads_to_the_cent_and_again_changes_nothing(
    path: Path, tmp_path: Path, home_books: Books
) -> None:
    told, books = expected(path), home_books
    books.profiles = shipped()
    file = dropped(path, tmp_path / "came")
    outcome = part(books.load(file), told)
    assert (outcome.state, outcome.reason) == (told.get("state", LOADED), None)
    assert outcome.rows_loaded == told["rows"]
    assert [reject(each) for each in outcome.rejects] == told.get("rejects", [])
    assert list(outcome.warnings) == told["warnings"]
    assert outcome.dated is not None
    if "snapshot_date" in told:
        assert iso(outcome.dated.day) == told["snapshot_date"]
    assert aging(books, told["aging"]) == told["aging"]
    books.load(file, Wish(again=True))
    assert aging(books, told["aging"]) == told["aging"]


def part(outcome: Outcome, told: Expected) -> Outcome:
    """What became of the part that the profile reads."""
    parts = outcome.parts or [outcome]
    (found,) = [each for each in parts if each.profile == told["profile"]]
    return replace(found, parts=[])


def reject(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("line", "column", "value", "reason")}


#: Exports that are workbooks where they come from: the samples they are made of, which hold what a
#: person sees there, with the delimiter, the form of dates and the decimal sign.
WORKBOOKS = [
    ("business_central_ledger_entries/english", ",", "%m/%d/%Y", "."),
    ("erpnext_receivable", ",", "%Y-%m-%d", "."),
    ("netsuite_aging_detail", ",", "%m/%d/%Y", "."),
    ("odoo_invoices/with_lines", ",", "%Y-%m-%d", "."),
    ("odoo_invoices/without_lines", ",", "%Y-%m-%d", "."),
    ("odoo_open_items", ",", "%d/%m/%Y", "."),
    ("quickbooks_online_aging_detail/new_headers", ",", "%m/%d/%Y", "."),
    ("sap_fbl5n/sheet_english", "\t", "%m/%d/%Y", "."),
    ("sap_fbl5n/sheet_german", "\t", "%d.%m.%Y", ","),
    ("servicetitan_jobs/job_costing", ",", "%m/%d/%Y", "."),
    ("xero_aged_detail", ",", "%d %b %Y", "."),
]
AMOUNT = re.compile(r"[-($]*[\d.,]*\d[.,]\d\d[-)]?")


@pytest.mark.parametrize(("name", "delimiter", "form", "mark"), WORKBOOKS)
def test_the_same_export_as_a_workbook_loads_alike(
    name: str, delimiter: str, form: str, mark: str, home_books: Books
) -> None:
    path = SAMPLES / f"{name}.json"
    told, books = expected(path), home_books
    with sample(path).open(encoding="utf-16" if delimiter == "\t" else "utf-8") as text:
        rows = [
            [typed(cell, form, mark) for cell in row]
            for row in csv.reader(text, delimiter=delimiter)
        ]
    file = books.drop_text(
        str(told.get("name", f"{path.stem}.csv")).rpartition(".")[0] + ".xlsx", ""
    )
    file.write_bytes(xlsx({"Sheet1": rows}))
    check_rows(file, told, books)
    books.profiles = shipped()
    outcome = books.load(file)
    assert outcome.state == told.get("state", LOADED)
    assert [reject(each) for each in outcome.rejects] == told.get("rejects", [])
    assert list(outcome.warnings) == told["warnings"]
    assert aging(books, told["aging"]) == told["aging"]


def typed(cell: str, form: str, mark: str) -> Cell:
    """A cell as a workbook holds it: dates and amounts typed, all else as text, nothing as none."""
    try:
        return dt.datetime.strptime(cell, form).replace(tzinfo=None).date()  # noqa: DTZ007 - a date
    except ValueError:
        pass
    if not AMOUNT.fullmatch(cell):
        return cell or None
    digits = "".join(each for each in cell if each.isdigit() or each == mark).replace(mark, ".")
    return -float(digits) if set(cell) & set("-(") else float(digits)
