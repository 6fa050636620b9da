"""Exposure against a limit."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import credit, money

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "credit_limits.json").read_text(encoding="utf-8")
)["cases"]
WATCH = Decimal("0.9")
amounts = st.integers(-(10**9), 10**9)
limits = st.one_of(st.none(), st.integers(0, 10**9))


def minor(text: str | None) -> int | None:
    return None if text is None else money.to_minor(Decimal(text), "USD")


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES])
def test_limits_others_have_published(case: dict[str, Any]) -> None:
    exposure, limit = minor(case["exposure"]) or 0, minor(case["limit"])
    over = credit.overrun(exposure, limit)
    assert over == minor(case["overrun"])
    used = credit.utilisation(exposure, limit)
    assert credit.status(over, used, WATCH, on_hold=False) == case["status"]


def test_its_parts_make_exposure() -> None:
    assert credit.Exposure(100, 20, 3).total == 123
    assert credit.Exposure(-5).total == -5


@pytest.mark.parametrize(
    ("exposure", "limit", "expected"),
    [
        (200, 300, "0.6667"),
        (100_005, 1_000_000, "0.1000"),
        (100_050, 1_000_000, "0.1001"),
        (0, 5, "0.0000"),
        (5, 0, None),
        (5, None, None),
    ],
)
def test_utilisation_is_rounded_half_up(
    exposure: int, limit: int | None, expected: str | None
) -> None:
    found = credit.utilisation(exposure, limit)
    assert (None if found is None else str(found)) == expected


@given(exposure=amounts, limit=limits)
def test_over_is_what_lies_above(exposure: int, limit: int | None) -> None:
    over = credit.overrun(exposure, limit)
    assert over >= 0
    assert (over > 0) == (limit is not None and exposure > limit)
    status = credit.status(over, credit.utilisation(exposure, limit), WATCH, on_hold=False)
    assert (status == "over") == (over > 0)
    assert credit.status(over, None, WATCH, on_hold=True) == "hold"
