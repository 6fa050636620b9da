"""escalation.yaml: the tiers of collection, from a friendly reminder to an agency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from artui.domain import conditions

if TYPE_CHECKING:
    from artui.domain.conditions import Condition

Action = Literal["letter", "call", "task", "credit_hold", "agency"]
Channel = Literal["", "email", "post", "phone", "sms", "portal"]


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of escalation.

    Attributes:
        tier: its number, counted from 1 without gaps.
        name: what people call it.
        from_days: days past due of the oldest item it begins at; negative before the due date.
        action: what is to be done.
        owner: who does it.
        channel: how the customer is reached, empty where the action says it.
        template: the letter, by its file name in letters/, empty for none.
        tone: how it should sound, empty for unsaid.
        when: for which accounts, None for all; `amount` is what is past due.
    """

    tier: int
    name: str
    from_days: int
    action: Action
    owner: str
    channel: Channel = ""
    template: str = ""
    tone: str = ""
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """The tiers of collection, mildest first."""

    tiers: tuple[Tier, ...] = ()


def from_data(data: Any) -> EscalationPolicy:
    """The policy of checked data."""
    return EscalationPolicy(tuple(_tier(tier) for tier in data.get("tiers", [])))


def _tier(data: Any) -> Tier:
    when = data.get("when")
    condition = None if when is None else conditions.from_data(when)
    return Tier(**{**data, "when": condition})


_OPTIONAL = ("channel", "template", "tone")


def to_data(policy: EscalationPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {"tiers": [_tier_data(tier) for tier in policy.tiers]}


def _tier_data(tier: Tier) -> dict[str, Any]:
    optional = {name: text for name in _OPTIONAL if (text := getattr(tier, name))}
    when = {} if tier.when is None else {"when": conditions.to_data(tier.when)}
    return {
        "tier": tier.tier,
        "name": tier.name,
        "from_days": tier.from_days,
        "action": tier.action,
        "owner": tier.owner,
        **optional,
        **when,
    }
