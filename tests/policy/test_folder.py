"""A policies folder checked whole: what is said about broken files, and where."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.policy.folder import MOST, Checked, check
from artui.policy.policy import Policy

BROKEN: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("broken.json").read_text(encoding="utf-8")
)
POLICIES = Path(__file__).parents[2] / "policies"

KEYS = [
    *("terms", "steps", "discounts", "days", "percent", "add_days", "proximo", "day", "default"),
    *("assign", "when", "all", "any", "not", "amount", "segment", "customer_id", "in", "ge"),
    *("limits", "limit", "holds", "rule", "tiers", "tier", "name", "buckets"),
    *("reasons", "label", "owner", "erp_codes"),
    *("instalments", "rest", "from", "every", "months", "parts", "round_to", "business_days"),
    *("calendars", "country", "region", "weekend", "add", "remove", "postponed", "date", "to"),
    *("closings", "calendar"),
]
TERMS = "terms: {net30: {steps: [{add_days: 30}]}}\n"
LIMITS = 'limits: [{limit: "5", when: {any: [{customer_id: {in: [C1, C2]}}, {customer_id: C3}]}}]\n'


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def told_by(checked: Checked, folder: Path) -> list[str]:
    return [str(finding).removeprefix(f"{folder}/") for finding in checked.findings]


def told(folder: Path) -> list[str]:
    return told_by(check(folder), folder)


@pytest.mark.parametrize("case", BROKEN, ids=[case["findings"][0] for case in BROKEN])
def test_what_is_said_about_a_broken_file(case: dict[str, Any], tmp_path: Path) -> None:
    text = "".join(f"{line}\n" for line in case["text"])
    (tmp_path / case["file"]).write_text(text, encoding="utf-8")
    checked = check(tmp_path)
    assert told(tmp_path) == case["findings"]
    assert {finding.severity for finding in checked.findings} == {case["severity"]}
    assert (checked.policy is None) == (case["severity"] == "error")


def test_the_corpus_is_whole() -> None:
    assert len(BROKEN) >= 118
    assert {case["severity"] for case in BROKEN} == {"error", "warning"}


def test_an_empty_folder_stands_for_the_defaults(tmp_path: Path) -> None:
    checked = check(tmp_path)
    assert checked.findings == ()
    assert checked.policy == Policy()
    assert checked.policy.aging.buckets == (30, 60, 90)
    assert checked.policy.credit.watch_utilisation == Decimal("0.9")


def test_the_shipped_policies_are_beyond_reproach() -> None:
    checked = check(POLICIES)
    assert checked.findings == ()
    assert checked.policy is not None


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    absent = tmp_path / "none"
    assert [str(each) for each in check(absent).findings] == [
        f"{absent}:1:1: The policies folder cannot be read: No such file or directory."
    ]
    assert check(absent).policy is None


def test_a_file_that_cannot_be_followed_is_no_missing_file(tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").symlink_to(tmp_path / "gone.yaml")
    assert told(tmp_path) == ["terms.yaml:1:1: This is no regular file."]


def test_sub_folders_are_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    write(tmp_path / "exports", terms="terms: [")
    assert check(tmp_path).findings == ()


def test_one_broken_file_takes_the_whole_set_down_and_only_it_is_named(tmp_path: Path) -> None:
    credit = "holds: [{rule: a, when: {terms: net30}}]\n"
    write(tmp_path, terms="terms: [\n", credit=credit)
    assert check(tmp_path).policy is None
    assert [line.split(":")[0] for line in told(tmp_path)] == ["terms.yaml"]


def column(text: str, part: str) -> int:
    return text.index(part) + 1


def test_conditions_may_name_terms_of_the_other_file(tmp_path: Path) -> None:
    credit = "holds: [{rule: a, when: {terms: {in: [net30, net6O]}}}]\n"
    write(tmp_path, terms=TERMS, credit=credit)
    place = f"credit.yaml:1:{column(credit, 'net6O')}"
    assert told(tmp_path) == [f"{place}: There is no term 'net6O'."]


def test_checks_and_reasons_name_each_other(tmp_path: Path) -> None:
    rest = "label: L, severity: warning, owner: billing, mend: M., fails_when: {po_number: missing}"
    readiness = f"checks:\n  po: {{{rest}, reason: mising_po}}\n"
    reasons = "reasons: {missing_po: {label: L, owner: billing, checks: [po, pos, tax]}}\n"
    write(tmp_path, readiness=readiness)
    assert check(tmp_path).findings == ()
    write(tmp_path, reasons=reasons)
    known = column(readiness.splitlines()[1], "mising_po")
    assert told(tmp_path) == [
        f"readiness.yaml:2:{known}: There is no reason 'mising_po'. Did you mean 'missing_po'?",
        f"reasons.yaml:1:{column(reasons, 'pos')}: There is no check 'pos'. Did you mean 'po'?",
        f"reasons.yaml:1:{column(reasons, 'tax')}: There is no check 'tax'.",
    ]
    (tmp_path / "readiness.yaml").write_text("checks: {", encoding="utf-8")
    assert [line.split(":")[0] for line in told(tmp_path)] == ["readiness.yaml"]


def test_a_gate_has_so_many_checks(tmp_path: Path) -> None:
    rest = "label: L, severity: warning, owner: billing, mend: M."
    checks = "".join(
        f"  c{n}: {{{rest}, fails_when: {{amount: {{gt: {n}}}}}}}\n" for n in range(101)
    )
    write(tmp_path, readiness=f"checks:\n{checks}")
    assert told(tmp_path) == ["readiness.yaml:2:3: A gate has up to 100 checks, not 101."]


def test_a_customer_the_home_does_not_know_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, credit=LIMITS)
    checked = check(tmp_path, {"C1"}.__contains__)
    assert checked.policy is not None
    assert {finding.severity for finding in checked.findings} == {"warning"}
    assert told_by(checked, tmp_path) == [
        f"credit.yaml:1:{column(LIMITS, 'C2')}: This home knows no customer 'C2'.",
        f"credit.yaml:1:{column(LIMITS, 'C3')}: This home knows no customer 'C3'.",
    ]
    assert check(tmp_path).findings == ()


def test_names_that_look_like_keys_are_names(tmp_path: Path) -> None:
    terms = "terms: {when: {steps: []}, all: {steps: []}}\nerp_codes: {when: when, any: all}\n"
    write(tmp_path, terms=terms)
    checked = check(tmp_path, lambda _: False)
    assert checked.findings == ()
    assert checked.policy is not None
    assert checked.policy.terms.code("ANY") == "all"


def test_a_file_that_is_wrong_throughout_is_not_told_in_full(tmp_path: Path) -> None:
    write(tmp_path, reasons="reasons:\n" + "".join(f"  r{n}: 1\n" for n in range(MOST + 1)))
    findings = check(tmp_path).findings
    assert len(findings) == MOST + 1
    assert findings[0].message == "More than 100 things are wrong; the others are not shown."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["aging", "calendar", "terms", "credit", "escalation", "reasons", "kpis"]),
    st.recursive(
        st.sampled_from(
            ["a", "missing", "true", "1", "-3", "0.5", '"x"', "~", "eom", "2026-01-01", "02-30"]
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
            st.dictionaries(
                st.sampled_from(KEYS),
                inner,
                max_size=4,
            ).map(lambda parts: "{" + ", ".join(f"{k}: {v}" for k, v in parts.items()) + "}"),
        ),
        max_leaves=20,
    ),
)
def test_no_shape_of_data_makes_the_check_raise(tmp_path: Path, name: str, text: str) -> None:
    for old in tmp_path.iterdir():
        old.unlink()
    checked = check(write(tmp_path, **{name: text}), lambda _: False)
    errors = [each for each in checked.findings if each.severity == "error"]
    assert (checked.policy is None) == bool(errors)
    assert all(str(each).isprintable() for each in checked.findings)
    if checked.policy is not None:
        assert Policy.from_json(checked.policy.to_json()) == checked.policy
