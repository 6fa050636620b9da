"""Rules that never decide, told with the one that does."""

from __future__ import annotations

from typing import Any

from artui.policy.shadow import forestalled, overruled

CUSTOMER: dict[str, Any] = {"when": {"customer_id": "C1"}}
STRATEGIC: dict[str, Any] = {"when": {"segment": "strategic"}}
BIG: dict[str, Any] = {"when": {"segment": "strategic", "region": "north"}}
ALL: dict[str, Any] = {}


def told(*rules: dict[str, Any]) -> list[tuple[Any, str]]:
    return [(problem.path[-1], problem.message) for problem in overruled(rules, ("limits",))]


def test_the_last_rule_wins_and_leaves_nothing_to_those_before() -> None:
    message = "This rule never applies: rule {}."
    assert told(ALL, STRATEGIC, BIG) == []
    assert told(STRATEGIC, ALL) == [(0, message.format("2 after it is for everyone"))]
    assert told(BIG, STRATEGIC) == [(0, message.format("2 after it holds wherever it does"))]
    assert told(STRATEGIC, STRATEGIC) == [(0, message.format("2 after it asks the same"))]
    assert told(CUSTOMER, ALL) == []
    assert told(CUSTOMER, STRATEGIC, CUSTOMER) == [(0, message.format("3 after it asks the same"))]
    assert told(CUSTOMER, {"when": {"customer_id": "c1", "region": "north"}}) == []
    assert told({"when": {"customer_id": "c1", "region": "north"}}, CUSTOMER) == [
        (0, message.format("2 after it holds wherever it does"))
    ]
    assert told(CUSTOMER, {"when": {"segment": "strategic", "any": [CUSTOMER["when"]]}}) == []


def test_the_first_reason_that_holds_is_the_reason() -> None:
    found = list(forestalled({"a": STRATEGIC, "b": ALL, "c": BIG, "d": CUSTOMER}, ("reasons",)))
    assert [(each.path, each.message) for each in found] == [
        (("reasons", "c", "when"), "This is never looked at: 'a' above holds wherever it does.")
    ]
