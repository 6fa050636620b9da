"""Interest and fees: on the invoices alone, rounded once."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import money
from artui.domain.interest import fee, interest

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "dunning.json").read_text(encoding="utf-8")
)["costs"]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES])
def test_costs_others_have_published(case: dict[str, Any]) -> None:
    owed = money.to_minor(Decimal(case["amount"]), "USD")
    charged = interest(owed * case["days"], Decimal(case["percent"]), 365, "USD")
    fees = sum(
        fee(owed, Decimal(each.get("percent", 0)), {"USD": Decimal(each.get("amount", 0))}, "USD")
        for each in case["fees"]
    )
    assert money.plain(charged, "USD") == case["interest"]
    assert money.plain(fees, "USD") == case["fee"]


def test_interest_is_rounded_once_half_up() -> None:
    assert interest(10_000 * 15, Decimal(10), 365, "USD") == 41
    assert interest(10_000 * 15, Decimal(10), 360, "USD") == 42
    assert interest(365, Decimal(50), 365, "JPY") == 1
    assert interest(364, Decimal(50), 365, "JPY") == 0


def test_a_currency_that_is_not_named_bears_no_fixed_fee() -> None:
    assert fee(10_000, Decimal(2), {"EUR": Decimal(9)}, "USD") == 200
    assert fee(10_000, Decimal(2), {"EUR": Decimal(9)}, "EUR") == 1100
    assert fee(1000, Decimal(0), {"JPY": Decimal("9.50")}, "JPY") == 10


@given(st.integers(0, 10**12), st.lists(st.integers(0, 100).map(Decimal), max_size=6))
def test_fees_of_several_steps_do_not_compound(base: int, percents: list[Decimal]) -> None:
    total = sum(fee(base, each, {}, "USD") for each in percents)
    assert abs(total - base * sum(percents, Decimal(0)) / 100) <= len(percents)
