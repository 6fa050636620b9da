"""What conditions can never hold, and which rules are never asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.conditions import from_data, holds
from artui.domain.conditions.reach import MOST_OF_A_LIST, certain, implies, impossible, unreached

VALUES = st.sampled_from(["a", "b", "c", "A"])
NUMBERS = st.integers(-2, 4)
CONDITIONS = st.recursive(
    st.one_of(
        st.fixed_dictionaries({"segment": VALUES | st.sampled_from(["missing", "present"])}),
        st.fixed_dictionaries(
            {"segment": st.fixed_dictionaries({"not_in": st.lists(VALUES, min_size=1, max_size=2)})}
        ),
        st.fixed_dictionaries({"customer_id": st.sampled_from(["7", "007", "C1", "c1"])}),
        st.fixed_dictionaries({"autopay": st.booleans()}),
        *(
            st.fixed_dictionaries(
                {
                    field: st.dictionaries(
                        st.sampled_from(["lt", "le", "gt", "ge", "eq", "ne"]),
                        NUMBERS,
                        min_size=1,
                        max_size=2,
                    )
                }
            )
            for field in ("amount", "days_past_due")
        ),
    ),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=6,
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "segment": st.sampled_from(["a", "b", "c", "A", "other", " "]),
        "customer_id": st.sampled_from(["7", "C1", "x"]),
        "autopay": st.sampled_from([0, 1]),
        "amount": st.decimals(-4, 6, places=1),
        "days_past_due": st.integers(-4, 6),
    },
)


@pytest.mark.parametrize(
    "data",
    [
        {"amount": {"gt": 10, "lt": 5}},
        {"amount": {"gt": 5, "lt": 5}},
        {"amount": {"ge": 5, "ne": 5, "le": 5}},
        {"days_past_due": {"gt": 5, "lt": 6}},
        {"segment": "a", "all": [{"segment": {"in": ["b", "c"]}}]},
        {"all": [{"region": "n"}, {"not": {"region": "present"}}]},
        {"customer_id": "007", "not": {"customer_id": "7"}},
        {"autopay": True, "all": [{"autopay": False}]},
        {"any": [{"amount": {"lt": 1, "gt": 2}}, {"all": [{"site": "x"}, {"site": "y"}]}]},
        {"not": {"any": [{"segment": "missing"}, {"segment": "present"}]}},
    ],
)
def test_what_can_never_hold(data: dict[str, Any]) -> None:
    assert impossible(from_data(data))


@pytest.mark.parametrize(
    "data",
    [
        {"amount": {"gt": 5, "lt": 6}},
        {"days_past_due": {"gt": 5, "lt": 7}},
        {"segment": {"ne": "a"}, "region": "missing"},
        {"not": {"amount": {"lt": 5}}, "all": [{"not": {"amount": {"ge": 5}}}]},
        {"customer_id": "7", "all": [{"customer_id": {"in": ["007", "8"]}}]},
        {"completed_at": {"ge": "2026-01-01", "lt": "2026-01-02"}},
    ],
)
def test_what_can_hold(data: dict[str, Any]) -> None:
    assert not impossible(from_data(data))


@given(CONDITIONS, RECORDS)
def test_nothing_meets_what_is_called_impossible(data: Any, record: dict[str, object]) -> None:
    condition = from_data(data)
    if impossible(condition):
        assert not holds(condition, record)
    if certain(condition):
        assert holds(condition, record)
    if impossible(condition, record):
        assert not holds(condition, record)
    if certain(condition, record):
        assert holds(condition, record)


@given(CONDITIONS, CONDITIONS, RECORDS)
def test_what_is_implied_holds(one: Any, other: Any, record: dict[str, object]) -> None:
    rule, wider = from_data(one), from_data(other)
    if implies(rule, wider) and holds(rule, record):
        assert holds(wider, record)


@given(CONDITIONS)
def test_a_condition_implies_itself_and_never_its_contrary(data: Any) -> None:
    condition = from_data(data)
    assert implies(condition, condition)
    assert impossible(from_data({"all": [data, {"not": data}]}))
    assert certain(from_data({"any": [data, {"not": data}]}))


@given(st.lists(st.none() | CONDITIONS, max_size=5), RECORDS)
def test_an_unreached_rule_never_decides(rules: list[Any], record: dict[str, object]) -> None:
    made = [None if rule is None else from_data(rule) for rule in rules]
    deciding = next((n for n, rule in enumerate(made) if rule is None or holds(rule, record)), None)
    assert deciding not in {index for index, _ in unreached(made)}


def test_which_rule_stands_before_another() -> None:
    rules = [
        {"segment": "a"},
        {"segment": "a", "region": "n"},
        {"amount": {"ge": 10}},
        {"amount": {"gt": 20}},
        {"segment": "a"},
        None,
        {"segment": "b"},
    ]
    made = [None if rule is None else from_data(rule) for rule in rules]
    assert list(unreached(made)) == [(1, 0), (3, 2), (4, 0), (6, 5)]


def test_a_field_that_is_known_settles_a_condition() -> None:
    rule = from_data({"segment": "a", "amount": {"ge": 5}})
    assert impossible(rule, {"segment": "b"})
    assert not impossible(rule, {"segment": "a"})
    assert not certain(rule, {"segment": "a"})
    assert certain(rule, {"segment": "a", "amount": Decimal(5)})
    assert impossible(from_data({"segment": "a"}), {"segment": None})


def test_too_much_to_try_is_not_claimed_and_takes_no_time() -> None:
    many = [f"C{number}" for number in range(1000)]
    apart = {"customer_id": {"in": many}, "all": [{"customer_id": {"not_in": many}}]}
    assert not impossible(from_data(apart))
    rules = [from_data({"customer_id": {"in": [f"C{n}", f"D{n}"]}}) for n in range(3000)]
    assert len(rules) ** 2 > MOST_OF_A_LIST
    assert list(unreached([*rules, rules[7], None, rules[8]])) == [(3000, 7), (3002, 3001)]
