"""`artui trace`: from a figure back to the line it came from, and what is said where it fails."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from artui.home import open_home
from artui.report.formats import FORMATS
from tests.homes import application, dispute, invoice, payment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome


@pytest.fixture
def told(artui: Artui, home: UserHome) -> UserHome:
    """A home with two invoices of one number, one of them partly paid and disputed."""
    names = [{"customer_id": "C1", "name": "Harbor", "segment": "strategic"}]
    files = [
        home.write("customers_2026-09-01.csv", *names),
        home.write(
            "invoices_2026-10-01.csv",
            invoice("INV-1", "1000.00", "2026-09-01", terms="net30", **{"class": "service"}),
            invoice("INV-1", "70.00", "2026-09-01", **{"class": "contract"}),
            invoice("INV-2", "50.00", "2026-09-01", customer_id="C2", currency="EUR"),
        ),
        home.write("payments_2026-10-20.csv", payment("P-1", "400.00", "2026-10-20")),
        home.write("disputes_2026-10-20.csv", dispute("D-1", "INV-2", "2026-10-02", reason="tax")),
    ]
    given = application("P-1", "INV-2", "10.00", "2026-10-20")
    files.append(home.write("applications_2026-10-20.csv", given))
    home.set("today: '2026-11-20'\nbase_currency: USD\n")
    assert artui("--home", home.path, "ingest", *files).code == 0
    return home


def trace(artui: Artui, home: UserHome, *arguments: object) -> dict[str, Any]:
    """A trace in JSON; its checks hold."""
    said = artui("--home", home.path, "trace", *arguments, "--format", "json")
    assert (said.code, said.err) == (0, "")
    return said.json


def section(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    (found,) = (each["rows"] for each in data["sections"] if each["name"] == name)
    rows: list[dict[str, Any]] = found
    return rows


def test_an_invoice_back_to_its_line(artui: Artui, told: UserHome) -> None:
    data = trace(artui, told, "invoice", "inv-1", "--class", "service")
    assert data["formula"] == ["1,000.00 USD open on 2026-11-20 = 1,000.00 billed"]
    (entry,) = section(data, "entries")
    assert (entry["file"], entry["line"]) == ("invoices_2026-10-01.csv", 2)
    item, due, aged = section(data, "items")
    assert item["on"] == "2026-10-01"
    assert due["detail"].startswith("2026-10-01 = 2026-09-01 + 30 days · net30, terms.yaml:")
    assert item["place"] == due["place"] == due["detail"].split(", ")[1]
    assert (aged["what"], aged["place"][:10]) == ("in 31-60", "aging.yaml")
    source = next(each for each in data["sources"] if each["line"] == 2)
    assert source["text"] == "INV-1,C1,2026-09-01,1000.00,net30,service,"
    assert source["kept_as"].startswith("archive/")


def test_a_customer_in_its_columns(artui: Artui, told: UserHome) -> None:
    data = trace(artui, told, "customer", "C1")
    assert data["formula"][0] == (
        "670.00 USD outstanding on 2026-11-20 = 1,000.00 31-60 + 70.00 61-90 - 400.00 unapplied"
    )
    assert [row["leads_to"]["id"] for row in section(data, "items")] == ["INV-1", "INV-1", "P-1"]
    buckets = {row["what"]: row["amount"] for row in section(data, "buckets")}
    assert buckets["31-60"] == "1000.00"
    assert buckets["unapplied"] == "-400.00"
    limit = section(data, "credit")[1]
    assert (limit["what"], limit["place"].split(":")[0]) == ("limit", "credit.yaml")
    assert {row["what"]: row["detail"] for row in section(data, "stated")}["name"] == "Harbor"
    assert all(check["ok"] for check in data["checks"])
    assert "31-60 = report aging" in [check["what"] for check in data["checks"]]


def test_the_past_and_what_was_known_of_it(artui: Artui, told: UserHome) -> None:
    before = trace(artui, told, "invoice", "P-1", "--as-of", "2026-10-19")
    assert before["formula"] == ["Nothing of it is open, nor was by that day."]
    assert section(before, "later")[0]["amount"] == "-400.00"
    unknown = trace(artui, told, "invoice", "P-1", "--known-on", "2026-01-01")
    assert unknown["known_on"] == "2026-01-01"
    assert {row["amount"] for row in section(unknown, "learnt since")} == {"-400.00"}


def test_a_kpi_with_the_rows_of_its_parts(artui: Artui, told: UserHome) -> None:
    options = ("kpi", "pct_current", "--month", "2026-09", "--limit", "1")
    data = trace(artui, told, *options)
    assert data["kind"] == "kpi"
    assert data["title"].endswith("USD · 2026-09-01 to 2026-09-30")
    assert all(len(each["rows"]) <= 1 for each in data["sections"])
    assert [check["ok"] for check in data["checks"]] == [True, True]
    shown = section(data, "open debit")[0]
    assert (shown["file"], shown["line"]) == ("invoices_2026-10-01.csv", 3)
    grouped = ("kpi", "pct_current", "--by", "segment", "--key", "strategic")
    assert "segment strategic" in trace(artui, told, *grouped, "--month", "2026-09")["title"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", ["invoice INV-2", "customer C1", "kpi dso", "kpi complaints"])
def test_every_trace_in_every_format(artui: Artui, told: UserHome, kind: str, form: str) -> None:
    said = artui("--home", told.path, "trace", *kind.split(), "--format", form)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("\n")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("invoice INV-9", "There is no invoice 'INV-9'. Did you mean INV-2 or INV-1?"),
        ("customer C9", "There is no customer 'C9'. Did you mean C2 or C1?"),
        (
            "invoice INV-1",
            "'INV-1' could mean INV-1 contract of 1000 or INV-1 service of 1000. Say which with",
        ),
        ("invoice INV-2 --company 77", "There is no invoice 'INV-2' of 77."),
        ("kpi dso --variant best", "There is no such figure of dso. Its variants: "),
        ("kpi dso --by segment", "Its keys: "),
        ("kpi dsoo", "dsoo"),
        ("kpi dso --by dispatcher", "dso cannot be grouped by dispatcher."),
        ("kpi dso --month 2026-09 --week 2026-W36", "Give --month or --week."),
        ("kpi dso --month 2026-13", "'2026-13' is no month; write it as 2026-10."),
        ("invoice INV-2 --as-of tomorrow", "'tomorrow' is no date; write it as 2026-11-21."),
        ("customer", "Missing argument"),
    ],
)
def test_what_is_not_there_is_said(
    artui: Artui, told: UserHome, arguments: str, problem: str
) -> None:
    said = artui("--home", told.path, "trace", *arguments.split())
    assert problem in said.error
    assert said.code == 2


def test_rows_that_do_not_come_to_the_figure_are_a_finding(artui: Artui, told: UserHome) -> None:
    connection = sqlite3.connect(open_home(str(told.path)).main)
    connection.execute("UPDATE item SET open_amount = open_amount + 100 WHERE amount = 5000")
    connection.commit()
    connection.close()
    for arguments in (("invoice", "INV-2"), ("customer", "C2")):
        said = artui("--home", told.path, "trace", *arguments)
        assert said.code == 1
        assert "NO, THE FIGURES DO NOT ADD UP" in said.out


def test_a_file_that_was_moved_is_no_failure(artui: Artui, told: UserHome) -> None:
    for path in told.path.rglob("archive/**/*invoices*.csv"):
        path.unlink()
    said = artui("--home", told.path, "trace", "invoice", "INV-2")
    assert said.code == 0
    assert "is not there any more" in said.out


def test_the_sample_is_traced_customer_by_customer(artui: Artui, sample: Path) -> None:
    rows = artui("--home", sample, "report", "aging", "--format", "json").json["rows"]
    for row in rows[::9]:
        options = ("--company", row["company"], "--currency", row["currency"], "--format", "json")
        data = artui("--home", sample, "trace", "customer", row["key"], *options).json
        assert sum(float(each["amount"]) for each in section(data, "items")) == pytest.approx(
            float(row["total"])
        )
        assert all(check["ok"] for check in data["checks"])
        assert all(each["text"] for each in data["sources"] if each["line"] is not None)
