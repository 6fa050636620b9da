"""What would release an account: said, and true once it is done."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import money
from artui.domain.conditions import Condition, from_data, holds
from artui.domain.release import (
    Figures,
    Step,
    days_asked,
    step,
    together,
    within_ceiling,
    within_limit,
)

AGES = (0, 10, 30, 60, 90)
#: Days past due and amount of each item, in minor units.
Items = list[tuple[int, int]]


def figures(items: Items, limit: int | None = None, **more: Any) -> Figures:
    """An account that owes these items."""
    exposure = sum(amount for _, amount in items)
    past_due = sum(amount for days, amount in items if days > 0)
    over = 0 if limit is None else max(0, exposure - limit)
    record = {
        "exposure": money.to_decimal(exposure, "USD"),
        "overrun": money.to_decimal(over, "USD"),
        "past_due_amount": money.to_decimal(past_due, "USD"),
        "utilisation": Decimal(exposure) / limit if limit else None,
        "oldest_overdue_days": max([0, *(days for days, amount in items if amount)]),
        **more,
    }
    older = {age: sum(amount for days, amount in items if days > age) for age in AGES}
    return Figures(record, "USD", exposure, limit, past_due, older)


def paid(items: Items, amount: int) -> Items:
    """What is left once so much was paid, oldest first."""
    left: Items = []
    for days, owed in sorted(items, reverse=True):
        part = min(owed, amount)
        amount -= part
        left.append((days, owed - part))
    return left


ITEMS: Items = [(120, 300_00), (45, 200_00), (5, 100_00), (-9, 400_00)]


@pytest.mark.parametrize(
    ("data", "text", "amount"),
    [
        ({"overrun": {"gt": 0}}, "pay 200.00 USD (or a limit of 1,000.00 USD)", 200_00),
        ({"overrun": {"ge": 50}}, "pay 150.01 USD", 150_01),
        ({"oldest_overdue_days": {"gt": 90}},
         "pay 300.00 USD of items more than 90 days past due", 300_00),
        ({"oldest_overdue_days": {"ge": 31}},
         "pay 500.00 USD of items more than 30 days past due", 500_00),
        ({"oldest_overdue_days": {"gt": 0}}, "pay 600.00 USD of what is past due", 600_00),
        ({"past_due_amount": {"gt": 100}}, "pay 500.00 USD of what is past due", 500_00),
        ({"past_due_amount": {"ge": 100}}, "pay 500.01 USD of what is past due", 500_01),
        ({"exposure": {"gt": 900}}, "pay 100.00 USD", 100_00),
        ({"utilisation": {"ge": 1}}, "pay 200.01 USD", 200_01),
        ({"segment": "public"}, "until segment is not public", None),
        ({"broken_promises": {"ge": 2}}, "until broken promises below 2", None),
        ({"not": {"overrun": {"le": 0}}}, "pay 200.00 USD (or a limit of 1,000.00 USD)", 200_00),
        ({"overrun": {"gt": 0}, "segment": "public"},
         "pay 200.00 USD (or a limit of 1,000.00 USD)", 200_00),
        ({"overrun": {"gt": 0}, "past_due_amount": {"gt": 500}},
         "pay 100.00 USD of what is past due", 100_00),
        ({"any": [{"overrun": {"gt": 0}}, {"oldest_overdue_days": {"gt": 90}}]},
         "pay 300.00 USD, oldest items first", 300_00),
        ({"any": [{"overrun": {"gt": 0}}, {"segment": "public"}]},
         "pay 200.00 USD (or a limit of 1,000.00 USD) and until segment is not public", None),
        ({"any": [{"segment": "public"}, {"region": "N"}]},
         "until segment is not public and until region is not N", None),
        ({"segment": "public", "region": "N"},
         "until segment is not public, or until region is not N", None),
        ({"past_due_amount": {"ge": 0}}, "until past due below 0", None),
        ({"exposure": {"eq": 1000}}, "until exposure is not 1,000", None),
    ],
)  # fmt: skip
def test_what_ends_a_condition(data: dict[str, Any], text: str, amount: int | None) -> None:
    at = figures(ITEMS, 800_00, segment="public", region="N", broken_promises=3)
    assert step(from_data(data), at, wanted=False) == Step(text, amount)


def test_what_already_is_as_wanted_needs_nothing() -> None:
    at = figures(ITEMS, 800_00)
    assert step(from_data({"overrun": {"gt": 500}}), at, wanted=False) is None
    assert step(from_data({"overrun": {"gt": 50}}), at, wanted=True) is None
    assert within_limit(figures(ITEMS, 1000_00)) is None
    assert within_ceiling(at, 0, 10) is None
    assert together([], at) is None


def test_what_brings_a_release_about() -> None:
    at = figures(ITEMS, 800_00)
    wanted = from_data({"oldest_overdue_days": {"le": 30}, "past_due_amount": {"lt": 90}})
    assert step(wanted, at, wanted=True) == Step("pay 510.01 USD, oldest items first", 510_01)
    either = from_data({"any": [{"oldest_overdue_days": {"lt": 61}}, {"exposure": {"le": 10}}]})
    assert step(either, at, wanted=True) == Step(
        "pay 300.00 USD of items more than 60 days past due", 300_00
    )


def test_ceilings_are_told_by_their_margin() -> None:
    at = figures(ITEMS)
    assert within_ceiling(at, 50_00, 10) == Step(
        "pay 50.00 USD of items more than 10 days past due", 50_00
    )
    assert within_ceiling(at, 50_00, 0) == Step("pay 50.00 USD of what is past due", 50_00)


def test_the_ages_conditions_ask_about() -> None:
    condition = from_data(
        {
            "any": [
                {"oldest_overdue_days": {"gt": 90}},
                {"not": {"oldest_overdue_days": {"le": 10, "lt": 31}}},
                {"oldest_overdue_days": {"ge": 61}},
                {"oldest_overdue_days": 5, "overrun": {"gt": 7}},
            ]
        }
    )
    assert set(days_asked(condition)) == {90, 10, 30, 60}
    assert set(days_asked(None)) == set()


tests = st.one_of(
    st.builds(lambda n: {"oldest_overdue_days": {"gt": n}}, st.sampled_from(AGES)),
    st.builds(lambda n: {"overrun": {"gt": n}}, st.integers(0, 50)),
    st.builds(lambda n: {"past_due_amount": {"ge": n}}, st.integers(1, 500)),
    st.builds(lambda n: {"exposure": {"gt": n}}, st.integers(0, 900)),
    st.builds(lambda n: {"utilisation": {"ge": n}}, st.sampled_from(["0.5", "0.9", "1"])),
    st.just({"segment": "public"}),
)
conditions = st.recursive(
    tests,
    lambda part: st.one_of(
        st.builds(lambda each: {"all": each}, st.lists(part, min_size=1, max_size=3)),
        st.builds(lambda each: {"any": each}, st.lists(part, min_size=1, max_size=3)),
    ),
    max_leaves=5,
).map(from_data)
owed = st.lists(st.tuples(st.integers(-30, 150), st.integers(1, 400_00)), min_size=1, max_size=6)


@given(condition=conditions, items=owed, limit=st.none() | st.integers(1, 900_00))
def test_whoever_pays_that_much_oldest_first_is_released(
    condition: Condition, items: Items, limit: int | None
) -> None:
    at = figures(items, limit, segment="public")
    found = step(condition, at, wanted=False)
    assert (found is None) == (not holds(condition, at.record))
    if found is not None and found.amount is not None:
        assert 0 < found.amount <= at.exposure
        after = figures(paid(items, found.amount), limit, segment="public")
        assert not holds(condition, after.record)
