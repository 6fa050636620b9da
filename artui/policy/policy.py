"""The checked policies of a home in one piece, and as JSON for the database.

Nothing here reads YAML: the terminal opens with the policy the agent checked and stored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from artui.errors import ArtuiError
from artui.policy import (
    aging,
    calendar,
    credit,
    disputes,
    escalation,
    kpis,
    readiness,
    reasons,
    terms,
)
from artui.policy.aging import AgingPolicy
from artui.policy.calendar import CalendarPolicy
from artui.policy.credit import CreditPolicy
from artui.policy.disputes import DisputesPolicy
from artui.policy.escalation import EscalationPolicy
from artui.policy.kpis import KpisPolicy
from artui.policy.places import Places
from artui.policy.readiness import ReadinessPolicy
from artui.policy.reasons import ReasonsPolicy
from artui.policy.terms import TermsPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 2
#: Formats that can be read: 1 knew no places.
READABLE = (1, FORMAT)


class UnreadablePolicyError(ArtuiError):
    """The policy in the database cannot be read by this version of artui."""

    hint = "Run `artui policy check`; the agent stores it anew."


class Subject(Protocol):
    """The way between one file's plain data and the typed policy."""

    def from_data(self, data: Any) -> Any:
        """The policy of checked data."""

    def to_data(self, policy: Any) -> dict[str, Any]:
        """Plain data that `from_data` reads back, and JSON can carry."""


#: Every subject there is; NAME.yaml is its file, NAME its attribute of Policy.
SUBJECTS: Mapping[str, Subject] = {
    "aging": aging,
    "calendar": calendar,
    "terms": terms,
    "credit": credit,
    "escalation": escalation,
    "reasons": reasons,
    "readiness": readiness,
    "disputes": disputes,
    "kpis": kpis,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything the policy files say; a subject without a file has its built-in default.

    Policies are equal where they decide alike, wherever their values stand: `places` does not
    count.
    """

    aging: AgingPolicy = field(default_factory=AgingPolicy)
    calendar: CalendarPolicy = field(default_factory=CalendarPolicy)
    terms: TermsPolicy = field(default_factory=TermsPolicy)
    credit: CreditPolicy = field(default_factory=CreditPolicy)
    escalation: EscalationPolicy = field(default_factory=EscalationPolicy)
    reasons: ReasonsPolicy = field(default_factory=ReasonsPolicy)
    readiness: ReadinessPolicy = field(default_factory=ReadinessPolicy)
    disputes: DisputesPolicy = field(default_factory=DisputesPolicy)
    kpis: KpisPolicy = field(default_factory=KpisPolicy)
    places: Places = field(default_factory=Places, compare=False)

    @classmethod
    def from_data(cls, data: Mapping[str, Any], places: Places | None = None) -> Policy:
        """The policy of checked data by subject; a subject left out has its default."""
        subjects = {name: SUBJECTS[name].from_data(each) for name, each in data.items()}
        return cls(**subjects, places=places or Places())

    def to_json(self) -> str:
        """The policy as text that `from_json` reads back, equal in every part."""
        data = {name: each.to_data(getattr(self, name)) for name, each in SUBJECTS.items()}
        places = self.places.to_data()
        return json.dumps({"format": FORMAT, **data, "places": places}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Policy:
        """The policy of text that `to_json` wrote.

        Raises:
            UnreadablePolicyError: where another version wrote the text, or none did.
        """
        try:
            data = json.loads(text)
            if data.pop("format") not in READABLE:
                raise UnreadablePolicyError
            places = Places.from_data(data.pop("places", {}))
            return cls.from_data(data, places)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise UnreadablePolicyError from error
