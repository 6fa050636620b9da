"""Terms, instalments, discounts and holidays others have published, as policies and commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cli.conftest import Artui

CASES = Path(__file__).parents[1] / "cases"


def read(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / name).read_text(encoding="utf-8"))["cases"]
    return cases


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=f"{number}-{case['id']}") for number, case in enumerate(cases)]


DUE_DATES = read("due_dates.json")
EXPLAINED = [
    case for name in ("instalments.json", "discounts.json", "holidays.json") for case in read(name)
]
REFUSED = read("terms_validation.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The policies folder of a home that has nothing else."""
    (tmp_path / "home" / "policies").mkdir(parents=True)
    (tmp_path / "home" / "artui.yaml").write_text("base_currency: USD\n", encoding="utf-8")
    return tmp_path / "home" / "policies"


def write(folder: Path, policies: Mapping[str, Any]) -> None:
    for name, data in policies.items():
        (folder / f"{name}.yaml").write_text(json.dumps(data), encoding="utf-8")


def explained(artui: Artui, folder: Path, *ask: str) -> dict[str, Any]:
    said = artui("terms", "explain", "t", *ask, "--format", "json", "--home", folder.parent)
    assert (said.code, said.err) == (0, "")
    return said.json


def seen(report: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What a report says of everything a case is about."""
    parts = report["instalments"]
    known = {
        "due_dates": [part["due_date"] for part in parts],
        "contractual_dates": [part["contractual_date"] for part in parts],
        "amounts": [part["amount"] for part in parts],
        "instalments": [[part["due_date"], part["amount"]] for part in parts],
        "discounts": [
            {key: each[key] for key in asked}
            for each, asked in zip(report["discounts"], wanted.get("discounts", []), strict=False)
        ],
    }
    assert len(report["discounts"]) == len(wanted.get("discounts", report["discounts"]))
    return {key: known[key] for key in wanted}


@pytest.mark.parametrize("case", named(DUE_DATES))
def test_due_dates(case: dict[str, Any], artui: Artui, folder: Path) -> None:
    term = {"steps": case["steps"], "discounts": case.get("discounts", [])}
    write(folder, {"terms": {"terms": {"t": term}}})
    report = explained(artui, folder, case["invoice_date"])
    assert [part["due_date"] for part in report["instalments"]] == [case["due_date"]]
    assert [each["last_day"] for each in report["discounts"]] == [
        case["discount_date"] for _ in term["discounts"]
    ]


@pytest.mark.parametrize("case", named(EXPLAINED))
def test_what_is_due_when(case: dict[str, Any], artui: Artui, folder: Path) -> None:
    write(folder, case["policies"])
    wanted = case.get("ours") or case["expected"]
    assert seen(explained(artui, folder, *case["ask"]), wanted) == wanted


@pytest.mark.parametrize("case", named(REFUSED))
def test_what_cannot_be_meant(case: dict[str, Any], artui: Artui, folder: Path) -> None:
    write(folder, case["policies"])
    said = artui("policy", "check", "--home", folder.parent)
    assert said.code == 1
    assert [sentence for sentence in case["findings"] if sentence not in said.out] == []
    refused = artui("terms", "explain", "t", "2026-01-01", "--home", folder.parent)
    assert (refused.code, refused.out) == (1, "")
    assert [sentence for sentence in case["findings"] if sentence not in refused.err] == []


def test_what_differs_from_the_source_says_why() -> None:
    special = [case for case in EXPLAINED if case["trust"] == "peer_specific"]
    assert {case["id"] for case in special} >= {"DSC-18", "DUE-OCA-19"}
    for case in special:
        due = case["published"].get("due_date")
        assert "why" in case or case["ours"]["due_dates"] == [due]


def test_every_case_published_is_here() -> None:
    assert len(DUE_DATES) == 43
    assert len(EXPLAINED) == 33
    assert len(REFUSED) == 9
