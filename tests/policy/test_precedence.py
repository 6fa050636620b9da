"""Which of several rules decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from artui.domain.conditions import AllOf, AnyOf, Not, Test
from artui.policy.precedence import asks_about, by_precedence, deciding

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
