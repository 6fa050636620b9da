"""`artui report kpis`: periods, groups and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.report.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome


@pytest.mark.parametrize("form", FORMATS)
def test_the_sample_in_every_format(artui: Artui, sample: Path, form: str) -> None:
    said = artui("--home", sample, "report", "kpis", "--format", form)
    assert (said.code, said.err) == (0, "")
    assert "days_to_pay" in said.out.replace("\\_", "_")


def test_a_quarter_of_one_kpi_by_company(artui: Artui, sample: Path) -> None:
    period = ("--from", "2026-07-01", "--to", "2026-09-30")
    said = artui("--home", sample, "report", "kpis", *period, "--by", "company", "--kpi", "cei",
                 "--kpi", "add", "--format", "json")  # fmt: skip
    assert said.code == 0
    assert {row["kpi"] for row in said.json["rows"]} == {"add", "cei"}
    assert {row["key"] for row in said.json["rows"]} == {"1000", "2000"}
    variants = {row["variant"].removesuffix("_in_base") for row in said.json["rows"]} - {"in_base"}
    assert variants == {"", "sales_per_month", "all_sales"}
    assert (said.json["from"], said.json["month"]) == ("2026-07-01", None)


def test_a_month_and_the_months_before(artui: Artui, sample: Path) -> None:
    arguments = ("--month", "2026-09", "--history", "3", "--kpi", "dso", "--format", "json")
    said = artui("--home", sample, "report", "kpis", *arguments)
    assert said.code == 0
    assert (said.json["month"], said.json["quarter"]["diagnostic"]) == ("2026-09", "dispute_rate")
    assert all("history" in row for row in said.json["rows"])


def test_a_week_and_what_is_behind_it(artui: Artui, sample: Path) -> None:
    week = ("--week", "2026-W44")
    said = artui("--home", sample, "report", "kpis", *week, "--format", "json")
    assert said.code == 0
    assert (said.json["week"], said.json["month"]) == ("2026-W44", None)
    assert (said.json["from"], said.json["to"]) == ("2026-10-26", "2026-11-01")
    assert said.json["before"] == {"from": "2026-10-19", "to": "2026-10-25"}
    behind = said.json["behind"]
    assert {row["kpi"] for row in behind} <= {row["kpi"] for row in said.json["rows"]}
    told = [(row, cause) for row in behind for cause in row["causes"] if not row["currency"]]
    assert len(told) > 3
    for row, cause in told:
        assert 0 < cause["faults"] <= row["faults"]
        assert cause["rose"] == cause["faults"] - cause["faults_before"]
        assert all(len([c for c in row["causes"] if c["by"] == cause["by"]]) <= 3 for row in behind)
    assert "KPIs of 2026-W44." in artui("--home", sample, "report", "kpis", *week).out


def test_a_cause_is_taken_back_to_its_rows(artui: Artui, sample: Path) -> None:
    data = artui("--home", sample, "report", "kpis", "--format", "json").json
    (row,) = [each for each in data["behind"] if each["kpi"] == "invoice_defect_rate"]
    cause = row["causes"][0]
    which = ("invoice_defect_rate", "--by", cause["by"], "--key", cause["key"])
    traced = artui("--home", sample, "trace", "kpi", *which, "--format", "json")
    assert traced.code == 0
    (again, *_) = [part for part in traced.json["sections"] if part["name"] == row["faults_are"]]
    assert len(again["rows"]) == cause["faults"] > 1
    whole = artui("--home", sample, "trace", "kpi", "invoice_defect_rate", "--format", "json")
    (behind,) = [part for part in whole.json["sections"] if part["name"] == "behind"]
    assert behind["rows"][0]["what"] == f"reason {cause['key']}, 0 before"
    assert behind["rows"][0]["amount"] == str(cause["faults"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--month", "2026-13"), "'2026-13' is no month; write it as 2026-10."),
        (("--month", "oct"), "'oct' is no month; write it as 2026-10."),
        (
            ("--month", "2026-10", "--from", "2026-10-01"),
            "Give --month, or --week, or --from and --to.",
        ),
        (("--month", "2026-10", "--week", "2026-W42"), "Give --month, or --week, or --from"),
        (("--week", "2026-W54"), "'2026-W54' is no ISO week; write it as 2026-W46."),
        (("--week", "0001-W01"), "'0001-W01' is no ISO week; write it as 2026-W46."),
        (("--week", "2026-W046"), "'2026-W046' is no ISO week; write it as 2026-W46."),
        (("--week", "46"), "'46' is no ISO week; write it as 2026-W46."),
        (("--from", "2026-10-01"), "--from and --to belong together."),
        (("--from", "2026-10-02", "--to", "2026-10-01"), "--from lies after --to."),
        (("--kpi", "dos"), "'dos' is not one of"),
        (("--month", "2999-01"), "The period begins after 2026-"),
    ],
)
def test_what_is_no_period(
    artui: Artui, sample: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    said = artui("--home", sample, "report", "kpis", *arguments)
    assert said.code == 2
    assert sentence in said.error


def test_an_empty_home_has_no_figures(artui: Artui, home: UserHome) -> None:
    said = artui("--home", home.path, "report", "kpis", "--format", "json")
    assert said.code == 0
    assert all(row["value"] in (None, "0") for row in said.json["rows"])
    assert artui("--home", home.path, "report", "kpis").code == 0
