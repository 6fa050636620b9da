"""disputes.yaml: which target holds for a dispute, and what is said of names nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from artui.policy import disputes
from artui.policy.disputes import NAMES, NEXT_STEP_DAYS, DisputesPolicy, Target
from artui.policy.folder import check

if TYPE_CHECKING:
    from pathlib import Path

TAX = "tax: {label: Tax, owner: billing}\n"
_DAYS = st.one_of(st.none(), st.integers(1, 9))
_TARGETS = st.builds(Target, _DAYS, _DAYS, _DAYS)
_POLICIES = st.builds(
    DisputesPolicy,
    st.sampled_from(("business", "calendar")),
    _TARGETS,
    st.dictionaries(st.sampled_from(("tax", "price")), _TARGETS),
    st.dictionaries(st.sampled_from(("sales", "Kim Lee")), _TARGETS),
)


def test_the_reason_goes_before_the_owner_and_both_before_the_rest() -> None:
    policy = DisputesPolicy(
        "business",
        Target(2, 20, 5),
        {"tax": Target(1, None, None)},
        {"Kim": Target(3, 30, None)},
    )
    assert policy.target("tax", " kim ") == Target(1, 30, 5)
    assert policy.target("tax", None) == Target(1, 20, 5)
    assert policy.target(None, "KIM") == Target(3, 30, 5)
    assert policy.target("other", "somebody") == Target(2, 20, 5)
    assert DisputesPolicy().target(None, None) == Target(None, None, NEXT_STEP_DAYS)


@given(_POLICIES, st.sampled_from(("tax", "price", None)), st.sampled_from(("sales", "x", None)))
def test_every_part_of_a_target_is_the_first_that_is_said(
    policy: DisputesPolicy, reason: str | None, owner: str | None
) -> None:
    said = [policy.reasons.get(reason or ""), policy.owners.get(owner or ""), policy.every]
    found = policy.target(reason, owner)
    for name in NAMES:
        days = [getattr(each, name) for each in said if each and getattr(each, name) is not None]
        default = NEXT_STEP_DAYS if name == "next_step_days" else None
        assert getattr(found, name) == (days[0] if days else default)


@given(_POLICIES)
def test_data_goes_there_and_back(policy: DisputesPolicy) -> None:
    assert disputes.from_data(disputes.to_data(policy)) == policy


def test_a_reason_must_stand_in_reasons_yaml(tmp_path: Path) -> None:
    text = "reasons:\n  taxx: {cycle_days: 3}\n"
    (tmp_path / "disputes.yaml").write_text(text, encoding="utf-8")
    assert check(tmp_path).findings == ()
    (tmp_path / "reasons.yaml").write_text(f"reasons:\n  {TAX}", encoding="utf-8")
    (found,) = check(tmp_path).findings
    assert str(found).endswith("disputes.yaml:2:3: There is no reason 'taxx'. Did you mean 'tax'?")
