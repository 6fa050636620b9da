"""Where the values of a policy stand, through the check and the database's JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from artui.policy.folder import check
from artui.policy.places import Places, pointer
from artui.policy.policy import Policy

if TYPE_CHECKING:
    from pathlib import Path

CREDIT = """\
# limits
limits:
  - {limit: "5", currency: USD}
  - limit: "6"
    when: {segment: a}
watch_utilisation: "0.8"
"""
TERMS = """\
terms:
  net30: {steps: [{add_days: 30}]}
  a.b:
    steps:
      - end_of_month
erp_codes: {"x/y~z": net30}
"""


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    (tmp_path / "credit.yaml").write_text(CREDIT, encoding="utf-8")
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    found = check(tmp_path).policy
    assert found is not None
    return found


def test_every_value_has_its_file_and_line(policy: Policy) -> None:
    of = policy.places.of
    assert of("credit", "limits") == "credit.yaml:2"
    assert of("credit", "limits", 0) == of("credit", "limits", 0, "currency") == "credit.yaml:3"
    assert of("credit", "limits", 1) == "credit.yaml:4"
    assert of("credit", "limits", 1, "when", "segment") == "credit.yaml:5"
    assert of("terms", "terms", "a.b") == "terms.yaml:3"
    assert of("terms", "terms", "a.b", "steps", 0) == "terms.yaml:5"
    assert of("terms", "erp_codes", "x/y~z") == "terms.yaml:6"


def test_what_no_file_says_has_no_place(policy: Policy) -> None:
    for path in (
        ("credit", "default_limit"),
        ("credit", "limits", 2),
        ("aging", "buckets"),
        ("x",),
    ):
        assert policy.places.of(*path) == ""
        assert policy.places.line(*path) is None


def test_the_database_keeps_them(policy: Policy) -> None:
    again = Policy.from_json(policy.to_json())
    assert again == policy
    assert again.places == policy.places
    assert again.places.of("credit", "limits", 1) == "credit.yaml:4"


def test_policies_are_equal_wherever_their_values_stand(policy: Policy, tmp_path: Path) -> None:
    (tmp_path / "credit.yaml").write_text(f"\n\n{CREDIT}", encoding="utf-8")
    moved = check(tmp_path).policy
    assert moved == policy
    assert moved.places != policy.places
    assert moved.places.of("credit", "limits", 1) == "credit.yaml:6"


def test_what_an_older_version_stored_still_reads(policy: Policy) -> None:
    data = json.loads(policy.to_json())
    del data["places"]
    old = Policy.from_json(json.dumps({**data, "format": 1}))
    assert old == policy
    assert old.places == Places()


def test_pointers_are_those_of_the_standard() -> None:
    assert pointer(()) == ""
    assert pointer(("a/b", 0, "m~n")) == "/a~1b/0/m~0n"
