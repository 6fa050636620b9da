"""`artui report`: every report in every format, on a pipe, whatever the exports held."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from artui.report.formats import FORMATS
from tests.cli.program import ESCAPE, program
from tests.demonstration import ROOT
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

REPORTS = ("aging", "credit", "disputes", "imports", "months", "readiness", "reasons", "worklist")
HOSTILE = "\x1b]52;c;QQ==\x07[/x]\N{RIGHT-TO-LEFT OVERRIDE}"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_in_every_format(artui: Artui, sample: Path, name: str, form: str) -> None:
    said = artui("--home", sample, "report", name, "--format", form)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("\n")
    assert len(said.out.splitlines()) > 8


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_an_empty_home(artui: Artui, home: UserHome, name: str) -> None:
    said = artui("--home", home.path, "report", name, "--format", "json")
    assert said.code == 0
    assert said.json["report"] == name
    assert said.json["rows"] == []
    assert artui("--home", home.path, "report", name).code == 0


@pytest.mark.parametrize("environment", [{}, {"TERM": "xterm-256color"}, {"NO_COLOR": "1"}])
def test_a_pipe_gets_no_escape_codes(sample: Path, environment: dict[str, str]) -> None:
    said = program("--home", sample, "report", "aging", environment=environment)
    assert said.code == 0
    assert "Northlight Group Holdings" in said.out


def test_a_locale_without_the_letters_of_a_name_loses_no_row(artui: Artui, home: UserHome) -> None:
    customer = home.write("customers.csv", {"customer_id": "C1", "name": "Łazy Cold"})
    bill = {"invoice_id": "I1", "customer_id": "C1", "invoice_date": "2026-10-01", "amount": "5"}
    assert artui("--home", home.path, "ingest", customer, home.write("i.csv", bill)).code == 0
    arguments = ("--home", home.path, "report", "aging", "--format", "csv")
    said = program(*arguments, environment={"PYTHONIOENCODING": "latin-1"})
    assert said.code == 0
    assert "rows,C1,\\u0141azy Cold," in said.out


def rows(text: str, section: str) -> list[dict[str, str]]:
    """The rows of one section of a report in CSV."""
    return [row for row in csv.DictReader(io.StringIO(text)) if row["section"] == section]


def test_the_formats_agree(artui: Artui, sample: Path) -> None:
    data = artui("--home", sample, "report", "aging", "--format", "json").json
    listed = rows(artui("--home", sample, "report", "aging", "--format", "csv").out, "rows")
    table = artui("--home", sample, "report", "aging").out
    assert [row["key"] for row in listed] == [row["key"] for row in data["rows"]]
    assert [row["total"] for row in listed] == [row["total"] for row in data["rows"]]
    assert all(row["name"] in table for row in data["rows"])
    assert data["checks"]
    assert all(check["ok"] for check in data["checks"])


def asked(artui: Artui, home: Path, *options: object) -> dict[str, Any]:
    """The aging in JSON."""
    return artui("--home", home, "report", "aging", "--format", "json", *options).json


def test_options_narrow_a_report(artui: Artui, sample: Path) -> None:
    everything = asked(artui, sample)
    assert {row["currency"] for row in asked(artui, sample, "--company", "2000")["rows"]} == {
        "EUR",
        "USD",
    }
    assert [row["key"] for row in asked(artui, sample, "--customer", "c1001")["rows"]] == ["C1001"]
    mine = asked(artui, sample, "--collector", "mara")["rows"]
    assert 0 < len(mine) < len(everything["rows"])
    few = asked(artui, sample, "--limit", 3)
    assert len(few["rows"]) == 3
    assert few["totals"] == everything["totals"]


def test_a_day_of_the_past_and_what_was_known_on_it(artui: Artui, sample: Path) -> None:
    past = asked(artui, sample, "--as-of", "2026-10-02")
    assert past["as_of"] == "2026-10-02"
    assert past["totals"] != asked(artui, sample)["totals"]
    assert asked(artui, sample, "--known-on", "2026-01-01")["rows"] == []


def test_a_check_that_fails_is_a_finding(
    artui: Artui, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.store.aging.outstanding", lambda *_: {"USD": 1})
    said = artui("--home", sample, "report", "aging")
    assert said.code == 1
    assert "DO NOT ADD UP" in said.out


@pytest.fixture
def hostile(artui: Artui, home: UserHome, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose exports try to act on whoever reads them."""
    monkeypatch.setenv("ARTUI_TODAY", "2026-11-20")
    customers = [{"customer_id": "C1", "name": HOSTILE}, {"customer_id": "C2", "name": "=1+1"}]
    invoices = [
        {"invoice_id": f"I{n}", "customer_id": f"C{n}", "invoice_date": "2026-10-01", "amount": "5"}
        for n in (1, 2)
    ]
    assert artui("--home", home.path, "ingest", home.write("customers.csv", *customers)).code == 0
    assert artui("--home", home.path, "ingest", home.write("invoices.csv", *invoices)).code == 0
    return home.path


@pytest.mark.parametrize("form", FORMATS)
def test_what_an_export_holds_acts_on_no_terminal(artui: Artui, hostile: Path, form: str) -> None:
    said = artui("--home", hostile, "report", "aging", "--format", form)
    assert said.code == 0
    assert said.out.replace("\n", "").isprintable()
    assert "52;c;QQ==" in said.out


def test_what_an_export_holds_is_no_formula_in_a_spreadsheet(artui: Artui, hostile: Path) -> None:
    [first, second] = rows(
        artui("--home", hostile, "report", "aging", "--format", "csv").out, "rows"
    )
    assert {first["name"], second["name"]} > {"'=1+1"}
    assert {first["total"], second["total"]} == {"5.00"}


def test_on_a_terminal_it_is_as_inert(hostile: Path) -> None:
    command = [sys.executable, "-m", "artui", "--home", str(hostile), "report", "aging"]
    with Terminal(command, cwd=ROOT, size=(200, 40)) as terminal:
        assert terminal.ended() == 0
        assert ESCAPE.encode() not in terminal.output
        assert b"52;c;QQ==" in terminal.output
