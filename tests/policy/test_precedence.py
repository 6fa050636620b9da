"""Which of several rules decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.conditions import AllOf, AnyOf, Not, Test
from artui.policy.precedence import Decider, asks_about, by_precedence, deciding

if TYPE_CHECKING:
    from artui.domain.conditions import Condition


@dataclass(frozen=True)
class Rule:
    """A rule known by its name."""

    name: str
    when: Condition | None = None


CUSTOMER = Test("customer_id", "eq", "C1")
PUBLIC = Test("segment", "eq", "public")
RULES = (Rule("c1", CUSTOMER), Rule("c1 too", AnyOf((CUSTOMER, PUBLIC))), Rule("public", PUBLIC))


def test_the_order_rules_are_tried_in() -> None:
    rules = (*RULES, Rule("all"))
    assert [rule.name for rule in by_precedence(rules)] == ["c1 too", "c1", "all", "public"]


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"customer_id": "C1"}, "c1 too"),
        ({"customer_id": "C2", "segment": "public"}, "c1 too"),
        ({"customer_id": "C2", "segment": "private"}, None),
    ],
)
def test_the_rule_that_decides(record: dict[str, object], name: str | None) -> None:
    rule = deciding(RULES, record)
    assert (rule.name if rule else None) == name


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, False),
        (PUBLIC, False),
        (Not(CUSTOMER), True),
        (AllOf((PUBLIC, AnyOf((PUBLIC, CUSTOMER)))), True),
    ],
)
def test_what_a_condition_asks_about(condition: Condition | None, *, expected: bool) -> None:
    assert asks_about(condition, "customer_id") is expected


customers = st.sampled_from(["C1", "c1", "0C2", "C2", "C3"])
one_customer = st.builds(lambda value: Test("customer_id", "eq", value), customers)
leaves = st.one_of(
    one_customer,
    st.builds(
        lambda values: Test("customer_id", "in", tuple(values)), st.lists(customers, min_size=1)
    ),
    st.just(Test("customer_id", "present")),
    st.builds(lambda value: Test("segment", "eq", value), st.sampled_from(["public", "private"])),
)
conditions = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.builds(Not, part),
        st.builds(lambda parts: AllOf(tuple(parts)), st.lists(part, min_size=1, max_size=3)),
        st.builds(lambda parts: AnyOf(tuple(parts)), st.lists(part, min_size=1, max_size=3)),
    ),
    max_leaves=4,
)
several = st.lists(st.none() | conditions, max_size=6)


@given(whens=several, customer=customers, segment=st.sampled_from(["public", "private", None]))
def test_a_decider_decides_as_trying_every_rule_in_turn(
    whens: list[Condition | None], customer: str, segment: str | None
) -> None:
    rules = [Rule(str(number), when) for number, when in enumerate(whens)]
    record = {"customer_id": customer, "segment": segment}
    wanted = deciding(rules, record)
    found = Decider(rules).of(record)
    assert (None if found is None else found.rule) == wanted
    assert found is None or rules[found.number] is found.rule


def test_one_rule_of_ten_thousand_is_looked_up() -> None:
    asked: list[str] = []

    class Told(dict[str, object]):
        def get(self, key: str, default: object = None) -> object:
            asked.append(key)
            return super().get(key, default)

    rules = [Rule(f"C{n}", Test("customer_id", "eq", f"C{n}")) for n in range(10_000)]
    found = Decider(rules).of(Told(customer_id="C77"))
    assert found is not None
    assert (found.number, found.rule.name) == (77, "C77")
    assert len(asked) == 2
