"""What each policy file may look like: NAME.yaml is described by the module NAME."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from artui.policy.files import (
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Problem
    from artui.policy.shape import Record


class File(Protocol):
    """The description of one policy file."""

    SHAPE: Record

    def contradictions(self, data: Any) -> Iterator[Problem]:
        """What fits the shape and still cannot be meant."""


#: Every policy file this release reads, by its name without the suffix.
FILES: Mapping[str, File] = {
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
