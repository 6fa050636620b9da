"""Response and cycle in the policy's days, against its targets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.books.pace import Pace, Pacing, Run
from artui.domain.days import business_days, parse_day
from artui.policy.disputes import DisputesPolicy, Target
from artui.policy.policy import Policy

MONDAY = parse_day("2026-11-09")
_DAYS = st.one_of(st.none(), st.integers(MONDAY - 9, MONDAY + 40))


def pacing(days: str = "business", target: Target | None = None) -> Pacing:
    policy = DisputesPolicy(every=target or Target(2, 10))
    return Pacing(Policy(disputes=replace(policy, days=days)))  # type: ignore[arg-type]


def paced(run: Run, as_of: int, days: str = "business") -> Pace:
    return pacing(days).pace(run, as_of)


def test_a_weekend_is_no_time_to_answer() -> None:
    friday = MONDAY - 3
    run = Run(friday, None, None, None, None, None)
    assert paced(run, MONDAY + 1).standing == ("ok",)
    assert paced(run, MONDAY + 2).standing == ("response late",)
    assert paced(run, MONDAY, "calendar").standing == ("response late",)


def test_what_comes_later_is_not_seen() -> None:
    run = Run(MONDAY, MONDAY + 1, MONDAY + 20, MONDAY + 5, None, None)
    early = paced(run, MONDAY)
    assert (early.response_days, early.cycle_days, early.overdue) == (None, 0, False)
    assert paced(run, MONDAY + 8).standing == ("step overdue",)
    late = paced(run, MONDAY + 21)
    assert (late.response_days, late.overdue, late.standing) == (1, False, ("cycle late",))


@pytest.mark.parametrize("days", ["business", "calendar"])
@given(st.integers(MONDAY - 9, MONDAY + 9), _DAYS, _DAYS, _DAYS, st.integers(0, 40))
def test_it_is_what_counting_gives(
    days: str,
    opened: int,
    reacted: int | None,
    ended: int | None,
    next_on: int | None,
    passed: int,
) -> None:
    as_of = opened + passed
    reacted = None if reacted is None else max(opened, reacted)
    ended = None if ended is None else max(opened, ended)
    found = paced(Run(opened, reacted, ended, next_on, None, None), as_of, days)

    def count(last: int) -> int:
        return business_days(opened, last) if days == "business" else last - opened

    over = ended is not None and ended <= as_of
    seen = [day for day in (reacted, ended) if day is not None and day <= as_of]
    response = count(min(seen)) if seen else None
    cycle = count(ended if over and ended is not None else as_of)
    overdue = not over and next_on is not None and next_on < as_of
    assert found[:3] == (response, cycle, overdue)
    wrong = [
        word
        for word, holds in (
            ("response late", (cycle if response is None else response) > 2),
            ("step overdue", overdue),
            ("cycle late", cycle > 10),
        )
        if holds
    ]
    assert list(found.standing) == (wrong or ["ok"])
