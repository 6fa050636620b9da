"""Tiers: the highest whose conditions hold, and one more than was done at the most."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.conditions import Test
from artui.domain.escalation import Reached, reached
from artui.policy.escalation import Tier

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "dunning.json").read_text(encoding="utf-8")
)["levels"]
UNBLOCKED = [case for case in CASES if not (case["blocked"] or case["paid"])]


def tiers(*from_days: int, least: int | None = None) -> list[Tier]:
    when = None if least is None else Test("amount", "ge", Decimal(least))
    return [Tier(n, f"T{n}", days, "call", "me", when=when) for n, days in enumerate(from_days, 1)]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in UNBLOCKED])
def test_levels_others_have_published(case: dict[str, Any]) -> None:
    found = reached(tiers(*case["from_days"]), case["days"], case["executed"], {})
    assert (found.tier, found.tier_reached) == (case["tier"], case["reached"])


def test_a_condition_that_does_not_hold_closes_a_tier() -> None:
    policy = [*tiers(3), *tiers(3, 15, least=50)[1:]]
    assert reached(policy, 20, 1, {"amount": Decimal(49)}) == Reached(1, 1, None)
    assert reached(policy, 20, 1, {"amount": Decimal(50)}) == Reached(2, 2, None)


def test_the_next_step_is_the_nearest_open_one() -> None:
    assert reached(tiers(-3, 5, 9), -4, 0, {}) == Reached(0, 0, -3)
    assert reached(tiers(-3, 5, 9), -3, 0, {}) == Reached(1, 1, 5)
    assert reached(tiers(-3, 5, 9), 9, 0, {}) == Reached(1, 3, None)
    assert reached([], 9, 0, {}) == Reached(0, 0, None)


@given(
    from_days=st.lists(st.integers(-10, 120), max_size=6, unique=True).map(sorted),
    days=st.integers(-20, 200),
    executed=st.integers(0, 8),
)
def test_no_tier_is_skipped_and_none_comes_early(
    from_days: list[int], days: int, executed: int
) -> None:
    found = reached(tiers(*from_days), days, executed, {})
    assert found.tier_reached == sum(days >= each for each in from_days)
    assert found.tier == min(found.tier_reached, executed + 1)
    if found.next_from_days is not None:
        assert found.next_from_days == min(each for each in from_days if each > days)
