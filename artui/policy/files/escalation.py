"""The shape of escalation.yaml."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from artui.domain.conditions import Problem, fields_about
from artui.policy.escalation import Action, Channel
from artui.policy.shape import (
    NAME,
    Choice,
    Key,
    ListOf,
    Record,
    Text,
    When,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = Text("a name of letters, digits, '_', '.' and '-'", NAME)
_TIER = Record(
    {
        "tier": Key(Whole(1, 99), "its number, counted from 1", required=True),
        "name": Key(Text(), "what people call it", required=True),
        "from_days": Key(
            Whole(-365, 3650), "days past due it begins at, negative before", required=True
        ),
        "action": Key(Choice(get_args(Action)), "what is to be done", required=True),
        "owner": Key(_NAME, "who does it, as collector", required=True),
        "channel": Key(Choice(get_args(Channel)[1:]), "how the customer is reached"),
        "template": Key(_NAME, "the letter, by its file name in letters/"),
        "when": Key(
            When(fields_about("customer", "account")), "for whom; amount is what is past due"
        ),
        "tone": Key(Text(), "how it should sound"),
    }
)
SHAPE = Record({"tiers": Key(ListOf(_TIER, most=99), "mildest first")})


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of escalation.yaml and still cannot be meant."""
    tiers = data.get("tiers", [])
    for index, tier in enumerate(tiers):
        if tier["tier"] != index + 1:
            yield _misnumbered(tiers, index)
            return
    for index, (milder, firmer) in enumerate(pairwise(tiers)):
        if firmer["from_days"] <= milder["from_days"]:
            days, before = firmer["from_days"], milder["from_days"]
            message = f"Tier {firmer['tier']} must begin later than tier {milder['tier']}: "
            yield Problem(
                ("tiers", index + 1, "from_days"), f"{message}{days} days follow {before}."
            )


def _misnumbered(tiers: list[Any], index: int) -> Problem:
    number = tiers[index]["tier"]
    path = ("tiers", index, "tier")
    if any(number == tier["tier"] for tier in tiers[:index]):
        return Problem(path, f"There are two tiers with the number {number}.")
    message = f"Tiers are numbered 1, 2, 3 without a gap: {number} stands where {index + 1} must."
    return Problem(path, message)
