"""Rules that never decide, since another decides wherever they would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain import conditions
from artui.domain.conditions import Problem
from artui.domain.conditions.reach import unreached
from artui.policy.precedence import by_precedence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artui.domain.conditions import Condition, Path


class _Rule(NamedTuple):
    """A rule, and which of the list it is, counted from 0."""

    place: int
    when: Condition | None


def overruled(rules: Sequence[Any], where: Path) -> Iterator[Problem]:
    """Rules of a list in which those on `customer_id` beat the others, and the last one wins.

    Args:
        rules: checked data, each a mapping with or without `when`.
        where: the path of the list.
    """
    ordered = by_precedence(_Rule(place, _when(rule)) for place, rule in enumerate(rules))
    for at, before in unreached(rule.when for rule in ordered):
        rule, other = ordered[at], ordered[before]
        side = "after" if other.place > rule.place else "before"
        message = f"This rule never applies: rule {other.place + 1} {side} it {_why(rule, other)}."
        yield Problem((*where, rule.place), message)


def forestalled(rules: Mapping[str, Any], where: Path) -> Iterator[Problem]:
    """Named rules of which the first whose `when` holds decides; one without `when` never does.

    Args:
        rules: checked data by name.
        where: the path of the mapping.
    """
    asking = [(name, _when(rule)) for name, rule in rules.items() if "when" in rule]
    for at, before in unreached(when for _, when in asking):
        name, other = asking[at][0], asking[before][0]
        message = f"This is never looked at: '{other}' above holds wherever it does."
        yield Problem((*where, name, "when"), message)


def _why(rule: _Rule, other: _Rule) -> str:
    if other.when is None:
        return "is for everyone"
    return "asks the same" if other.when == rule.when else "holds wherever it does"


def _when(rule: Any) -> Condition | None:
    when = rule.get("when")
    return None if when is None else conditions.from_data(when)
