"""`artui profile suggest`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from artui.ingest.profiles import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

EXPORT = """\
Belegnr.;Kundennr.;Belegdatum;Offener Betrag;Vertreter
R-1;K1;13.09.2026;1.234,50;Ann
R-2;K2;14.09.2026;-20,00;Bo
Summe;;;1.214,50;
"""


def exported(folder: Path, text: str = EXPORT) -> Path:
    path = folder / "unknown.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_proposal_is_yaml_that_loads_and_needs_no_home(artui: Artui, tmp_path: Path) -> None:
    said = artui("profile", "suggest", exported(tmp_path))
    assert said.code == 0
    assert "The header on line 1 reads as open_items" in said.err
    data = yaml.safe_load(said.out)
    assert data["columns"]["amount"] == "Offener Betrag"
    assert data["keep"] == ["Vertreter"]
    assert "# e.g. 1.234,50" in said.out


def test_the_proposal_kept_in_a_home_loads_the_export(
    artui: Artui, tmp_path: Path, home: UserHome
) -> None:
    file = exported(tmp_path)
    folder = home.path / "policies" / "exports"
    proposal = artui("profile", "suggest", file, "--home", home.path).out
    (folder / "ours.yaml").write_text(proposal, encoding="utf-8")
    assert load(folder).findings == ()
    said = artui("ingest", file, "--profile", "ours", "--home", home.path)
    assert "2 rows: 2 loaded" in said.out
    assert said.code == 0


def test_trying_shows_rows_totals_and_rejects_and_loads_nothing(
    artui: Artui, tmp_path: Path, home: UserHome
) -> None:
    more = "".join(f"R-{n};K1;1{n}.09.2026;10,00;Ann\n" for n in range(3, 9))
    bad = "R-9;K1;31.09.2026;20,00;Ann\n"
    file = exported(tmp_path, EXPORT.replace("Summe", f"{more}{bad}Summe"))
    said = artui("profile", "suggest", file, "--try", "--format", "json", "--home", home.path)
    assert said.code == 1
    found = said.json
    assert (found["kind"], found["rows_read"], found["rows_rejected"]) == ("open_items", 9, 1)
    assert found["totals"] == [{"currency": "USD", "amount": "1274.50"}]
    assert found["first"][0]["invoice_date"] == "2026-09-13"
    assert found["rejects"][0]["line"] == "10"
    assert found["classes"] == {"header": 1, "total": 1}
    assert home.states() == []


def test_a_total_that_is_not_the_sum_is_told(artui: Artui, tmp_path: Path) -> None:
    said = artui(
        "profile", "suggest", exported(tmp_path, EXPORT.replace("1.214,50", "1.300,00")), "--try"
    )
    assert "the printed total 1,300.00 USD is not the sum of its rows, 1,214.50" in said.out


def test_what_is_lacking_is_a_finding(artui: Artui, tmp_path: Path) -> None:
    said = artui("profile", "suggest", exported(tmp_path, EXPORT.replace("Kundennr.", "Wer")))
    assert said.code == 1
    assert "The required column 'customer_id' was not found." in said.err
    assert "# customer_id: ???" in said.out


def test_dates_nobody_can_tell_are_a_finding_and_would_be_refused(
    artui: Artui, tmp_path: Path
) -> None:
    text = "Document No,Customer No,Date,Balance Due\nR1,K1,03/09/2026,120.50\n"
    file = exported(tmp_path, text)
    said = artui("profile", "suggest", file)
    assert said.code == 1
    assert "# dates: dmy" in said.out
    assert "day first" in said.err
    tried = artui("profile", "suggest", file, "--try")
    assert tried.code == 1
    assert "It would be refused" in tried.err


def test_a_file_without_a_header_is_an_error(artui: Artui, tmp_path: Path) -> None:
    said = artui("profile", "suggest", exported(tmp_path, "1;2\n3;4\n"))
    assert said.code == 1
    assert said.out == ""
    assert "is a header" in said.err
