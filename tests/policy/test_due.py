"""terms.yaml and calendar.yaml together: which rule moves what, and where to."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from artui.domain.days import iso, parse_day
from artui.policy.due import DueRule
from artui.policy.folder import check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TERMS = """
terms:
  plain: {steps: [{add_days: 4}]}
  back: {steps: [{add_days: 4}], business_days: preceding}
  stays: {steps: [{add_days: 4}], business_days: none}
  halves: {instalments: [{percent: 50, steps: [{add_days: 4}]}, {rest: true, steps: []}]}
"""
CALENDAR = """
calendars:
  silent: {}
  back: {business_days: preceding}
  gulf: {weekend: [friday, saturday], business_days: following}
default: silent
assign: [{calendar: back, when: {region: back}}, {calendar: gulf, when: {region: gulf}}]
"""
TUESDAY = "2026-11-17"


def rule(folder: Path, terms: str = TERMS, calendar: str = CALENDAR) -> DueRule:
    (folder / "terms.yaml").write_text(terms, encoding="utf-8")
    (folder / "calendar.yaml").write_text(calendar, encoding="utf-8")
    checked = check(folder)
    assert checked.findings == ()
    assert checked.policy is not None
    return DueRule(checked.policy.terms, checked.policy.calendar)


@pytest.mark.parametrize(
    ("code", "record", "by", "due"),
    [
        ("plain", {}, "following", "2026-11-23"),
        ("plain", {"region": "back"}, "preceding", "2026-11-20"),
        ("plain", {"region": "gulf"}, "following", "2026-11-22"),
        ("back", {"region": "gulf"}, "preceding", "2026-11-19"),
        ("stays", {"region": "gulf"}, "none", "2026-11-21"),
    ],
)
def test_the_terms_rule_beats_the_calendars_and_that_the_one_for_all(
    code: str, record: Mapping[str, object], by: str, due: str, tmp_path: Path
) -> None:
    dues = rule(tmp_path, f"{TERMS}business_days: following\n")
    (part,) = dues.parts(code, parse_day(TUESDAY), 100, "USD", record)
    assert dues.rule(code, record) == by
    assert (iso(part.contractual_on), iso(part.due_on)) == ("2026-11-21", due)


def test_without_a_term_the_calendars_rule_moves_a_date(tmp_path: Path) -> None:
    dues = rule(tmp_path)
    saturday = parse_day("2026-11-21")
    assert iso(dues.moved(saturday, {"region": "back"})) == "2026-11-20"
    assert iso(dues.moved(saturday, {"region": "back"}, "stays")) == "2026-11-21"
    assert iso(dues.moved(saturday, {})) == "2026-11-21"


@pytest.mark.parametrize(
    ("terms", "calendar", "moves"),
    [
        ("terms: {t: {steps: []}}", "calendars: {us: {country: US}}\ndefault: us", False),
        ("business_days: following", "closings: []", True),
        ("terms: {t: {steps: [], business_days: preceding}}", "closings: []", True),
        ("terms: {}", "closings: [{from: 12-24, to: 12-31}]", True),
        ("terms: {}", "calendars: {c: {business_days: following}}", True),
        ("terms: {}", "calendars: {c: {postponed: [{day: 2026-01-01, to: 2026-01-02}]}}", True),
        ("terms: {}", "calendars: {c: {business_days: none}}", False),
    ],
)
def test_whether_anything_can_move(
    terms: str,
    calendar: str,
    moves: bool,  # noqa: FBT001 - an expectation
    tmp_path: Path,
) -> None:
    assert rule(tmp_path, terms, calendar).moves is moves


def test_instalments(tmp_path: Path) -> None:
    dues = rule(tmp_path)
    assert dues.splits("halves")
    assert not dues.splits("plain")
    found = dues.parts("halves", parse_day(TUESDAY), 101, "USD", {"region": "back"})
    assert [(part.label, iso(part.due_on), part.amount) for part in found] == [
        ("1", "2026-11-20", 51),
        ("2", "2026-11-17", 50),
    ]
    assert dues.parts("halves", parse_day(TUESDAY), 101, "USD", {"region": "back"}) is found


def test_no_country_no_library_of_holidays(tmp_path: Path) -> None:
    (tmp_path / "calendar.yaml").write_text(
        "closings: [{from: 12-24, to: 01-02}]\n", encoding="utf-8"
    )
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from artui.policy.due import DueRule\n"
        "from artui.policy.folder import check\n"
        f"policy = check(Path({str(tmp_path)!r})).policy\n"
        "print(DueRule(policy.terms, policy.calendar).moved(20811, {}))\n"
        "print('holidays' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["20821", "False"]
