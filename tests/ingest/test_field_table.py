"""Every file from the field loads to what its own text says, or is refused for the reason expected.

The expected outcomes stand in `tests/field_files.json`; `python -m tests.field_table` prints them
as they are. The figures are recomputed from the raw files by `tests/field_raw.py`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.field_raw import RAW
from tests.field_table import UNSET, became, expected, files, folder, main, rows, shown

if TYPE_CHECKING:
    from pathlib import Path

    from tests.homes import Books


@pytest.fixture
def place() -> Path:
    found = folder()
    if found is None:
        pytest.skip(UNSET)
    return found


def test_every_file_is_in_the_table_and_nothing_else_is(place: Path) -> None:
    assert files(place) == sorted(expected())


@pytest.mark.parametrize(
    "name", sorted(each for each in expected() if "refused" in expected()[each])
)
def test_the_file_is_refused_for_its_reason(home_books: Books, place: Path, name: str) -> None:
    found = became(place / name, home_books)
    assert found.parts == {}
    assert found.refused.startswith(expected()[name]["refused"])
    assert found.refused.isprintable()
    assert home_books.connection.execute("SELECT count(*) FROM document").fetchone() == (0,)


@pytest.mark.parametrize(
    "name", sorted(each for each in expected() if "refused" not in expected()[each])
)
def test_the_file_loads_to_what_its_text_says(home_books: Books, place: Path, name: str) -> None:
    found, told = became(place / name, home_books), expected()[name]
    assert found.refused == ""
    assert found.parts.keys() == told.keys()
    for profile, part in found.parts.items():
        wanted = told[profile]
        totals = {each: Decimal(total) for each, total in wanted["totals"].items()}
        counts = wanted["read"], wanted["loaded"], 0, wanted["rejected"]
        assert (part.read, part.loaded, part.unchanged, part.rejected) == counts
        assert part.totals == totals
        assert RAW[profile](place / name) == (part.loaded, totals)


def test_the_table_has_a_line_for_each_profile_of_a_file(home_books: Books, place: Path) -> None:
    name = "saas_exports/wave_invoices.csv"
    printed = [shown(row) for row in rows(name, became(place / name, home_books))]
    assert all(line.startswith(name) for line in printed)
    assert sorted(line.partition(" by ")[2].split() for line in printed) == [
        ["wave_applications", "1", "1", "0", "0", "590.50"],
        ["wave_invoices", "3", "3", "0", "0", "9,064.91", "USD"],
        ["wave_payments", "1", "1", "0", "0", "590.50", "USD"],
    ]


def test_without_files_the_command_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ARTUI_FIELD_DATA", raising=False)
    assert main() == 3
    assert capsys.readouterr().err == f"{UNSET}.\n"
