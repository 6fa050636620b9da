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

PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "cases" / "credit_limits.json").read_text(encoding="utf-8")
)
CASES, ORDERS = PUBLISHED["cases"], PUBLISHED["orders"]
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


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in ORDERS])
def test_open_orders_are_part_of_exposure(case: dict[str, Any]) -> None:
    for step in case["steps"]:
        orders = (minor(step["open_orders"]) or 0) + (minor(step["new_order"]) or 0)
        exposure = credit.Exposure(0, open_orders=orders)
        assert credit.overrun(exposure.total, minor(step["limit"])) == minor(step["overrun"])


def test_its_parts_make_exposure() -> None:
    assert credit.Exposure(100, 20, 3).total == 123
    assert credit.Exposure(100, 20, 3, 4).total == 127
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


@pytest.mark.parametrize(
    ("past_due", "beyond", "ceiling", "status"),
    [
        (550, 550, 499, "over"),
        (499, 499, 499, "watch"),
        (550, 0, 499, "watch"),
        (450, 450, 500, "watch"),
        (449, 449, 500, "ok"),
        (1, 1, 0, "over"),
        (1, 0, 0, "watch"),
        (0, 0, 0, "ok"),
        (10**9, 10**9, None, "ok"),
    ],
)
def test_what_is_past_due_has_a_ceiling_of_its_own(
    past_due: int, beyond: int, ceiling: int | None, status: str
) -> None:
    overdue = credit.Overdue(past_due, beyond, ceiling)
    assert credit.status(0, None, WATCH, on_hold=False, overdue=overdue) == status
    assert credit.status(0, None, WATCH, on_hold=True, overdue=overdue) == "hold"


@given(limit=limits, insured=st.integers(0, 10**9))
def test_insurance_lifts_a_limit_and_takes_risk_away(limit: int | None, insured: int) -> None:
    lifted = credit.lifted(limit, insured)
    own = credit.own_risk(lifted, insured)
    if limit is None:
        assert (lifted, own) == (None, None)
    else:
        assert lifted == max(limit, insured)
        assert own == max(0, limit - insured)
