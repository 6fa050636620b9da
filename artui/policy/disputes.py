"""disputes.yaml: how soon a dispute is to be answered and settled, by reason and by owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Days = Literal["business", "calendar"]
#: How soon the next step of a dispute is, where nothing says.
NEXT_STEP_DAYS = 5
#: The names of what a target sets, in order.
NAMES = ("response_days", "cycle_days", "next_step_days")


@dataclass(frozen=True, slots=True)
class Target:
    """How soon; None sets no target.

    Attributes:
        response_days: from the day a dispute was opened to our first reaction.
        cycle_days: from the day it was opened to the day it is over.
        next_step_days: from today to the next step, as a form proposes it.
    """

    response_days: int | None = None
    cycle_days: int | None = None
    next_step_days: int | None = None

    def over(self, other: Target) -> Target:
        """What this says, and the other where this says nothing."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in NAMES)
        return Target(*(theirs if mine is None else mine for mine, theirs in pairs))


@dataclass(frozen=True, slots=True)
class DisputesPolicy:
    """The targets of disputes.

    Attributes:
        days: business days of the default calendar, or calendar days.
        every: of every dispute that nothing else speaks of.
        reasons: by the code of a reason; it goes before the owner's.
        owners: by owner, as cases name them, in any case of letters.
    """

    days: Days = "business"
    every: Target = field(default_factory=Target)
    reasons: Mapping[str, Target] = field(default_factory=dict)
    owners: Mapping[str, Target] = field(default_factory=dict)

    def target(self, reason: str | None, owner: str | None) -> Target:
        """What holds for a dispute: of its reason, else its owner, else of every one."""
        said = (owner or "").strip().casefold()
        owners = {name.casefold(): target for name, target in self.owners.items()}
        by_owner = owners.get(said, Target())
        by_reason = self.reasons.get(reason or "", Target())
        return by_reason.over(by_owner).over(self.every).over(Target(None, None, NEXT_STEP_DAYS))


def from_data(data: Any) -> DisputesPolicy:
    """The policy of checked data."""
    return DisputesPolicy(
        data.get("days", "business"),
        _target(data),
        {name: _target(each) for name, each in data.get("reasons", {}).items()},
        {name: _target(each) for name, each in data.get("owners", {}).items()},
    )


def _target(data: Any) -> Target:
    return Target(*(data.get(name) for name in NAMES))


def to_data(policy: DisputesPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {
        "days": policy.days,
        **_target_data(policy.every),
        "reasons": {name: _target_data(each) for name, each in policy.reasons.items()},
        "owners": {name: _target_data(each) for name, each in policy.owners.items()},
    }


def _target_data(target: Target) -> dict[str, int]:
    said = {name: getattr(target, name) for name in NAMES}
    return {name: days for name, days in said.items() if days is not None}
