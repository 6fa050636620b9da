"""Findings for machines: JSON, and what GitHub and GitLab show beside changed lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from artui.policy.finding import Finding
from artui.report.findings import FORMATS, as_github, as_gitlab, as_json, as_lines

if TYPE_CHECKING:
    from pathlib import Path

ERROR = Finding("policies/terms.yaml", 3, 7, "error", "Unknown key 'a,b:c'. 50 % of it.")
WARNING = Finding("policies/credit.yaml", 1, 1, "warning", "No customer 'C9'.")
HOSTILE = Finding("a,b:%\n::error::.yaml", 1, 2, "error", "x\n::error file=y::z \x1b[2J\x85")


def test_lines_for_people() -> None:
    assert as_lines([ERROR, WARNING]) == (
        "policies/terms.yaml:3:7: Unknown key 'a,b:c'. 50 % of it.\n"
        "policies/credit.yaml:1:1: No customer 'C9'. (warning)\n"
    )


def test_json_has_every_part() -> None:
    assert json.loads(as_json([ERROR])) == [
        {
            "file": "policies/terms.yaml",
            "line": 3,
            "column": 7,
            "severity": "error",
            "message": "Unknown key 'a,b:c'. 50 % of it.",
        }
    ]
    assert json.loads(as_json([])) == []


def test_github_gets_workflow_commands() -> None:
    assert as_github([ERROR, WARNING]).splitlines() == [
        "::error file=policies/terms.yaml,line=3,col=7::Unknown key 'a,b:c'. 50 %25 of it.",
        "::warning file=policies/credit.yaml,line=1,col=1::No customer 'C9'.",
    ]


def test_data_begins_no_command_of_its_own() -> None:
    [line] = as_github([HOSTILE]).splitlines()
    assert line.startswith("::error file=a%2Cb%3A%25")
    assert line.isprintable()
    head, _, message = line.removeprefix("::error ").partition("::")
    assert [part.partition("=")[0] for part in head.split(",")] == ["file", "line", "col"]
    assert "\n" not in message


def test_paths_are_those_of_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    within = Finding(f"{tmp_path}/policies/a.yaml", 1, 1, "error", "x")
    assert as_github([within]).startswith("::error file=policies/a.yaml,")
    assert json.loads(as_gitlab([within]))[0]["location"]["path"] == "policies/a.yaml"


def test_gitlab_gets_a_report_of_code_quality() -> None:
    moved = Finding(ERROR.file, 9, 1, "error", ERROR.message)
    first, again, other = json.loads(as_gitlab([ERROR, ERROR, WARNING]))
    assert first["location"] == {"path": "policies/terms.yaml", "lines": {"begin": 3}}
    assert (first["severity"], other["severity"]) == ("major", "minor")
    assert len({first["fingerprint"], again["fingerprint"], other["fingerprint"]}) == 3
    assert json.loads(as_gitlab([moved]))[0]["fingerprint"] == first["fingerprint"]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_acts_on_a_terminal(form: str) -> None:
    text = FORMATS[form]([ERROR, HOSTILE])
    assert all(each.isprintable() for each in text.splitlines())
