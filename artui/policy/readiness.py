"""readiness.yaml: the billing gate, what a job or an invoice must have before it can be paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from artui.domain import conditions

if TYPE_CHECKING:
    from artui.domain.conditions import Condition
    from artui.policy.reasons import Owner

Severity = Literal["blocking", "warning"]
#: What a check is asked of.
Thing = Literal["job", "invoice"]
THINGS: tuple[Thing, ...] = ("job", "invoice")


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must be right before a job is billed, or on the invoice that bills it.

    Attributes:
        code: its name in reports.
        label: what people call the failure.
        severity: blocking keeps a job from being billed, warning only says so.
        owner: who can mend it.
        mend: what they do, in a sentence.
        fails_when: the condition under which it fails.
        of: what it is asked of.
        reason: the late reason it turns into, None for none.
    """

    code: str
    label: str
    severity: Severity
    owner: Owner
    mend: str
    fails_when: Condition
    of: tuple[Thing, ...] = THINGS
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReadinessPolicy:
    """The checks of the gate, in the order they are looked at."""

    checks: tuple[Check, ...] = ()

    def asked_of(self, thing: Thing) -> tuple[Check, ...]:
        """The checks of a job, or of an invoice."""
        return tuple(check for check in self.checks if thing in check.of)

    def blocking(self, thing: Thing) -> tuple[Check, ...]:
        """Those of them that keep it from being ready."""
        return tuple(check for check in self.asked_of(thing) if check.severity == "blocking")


def from_data(data: Any) -> ReadinessPolicy:
    """The policy of checked data."""
    checks = data.get("checks", {})
    return ReadinessPolicy(tuple(_check(name, check) for name, check in checks.items()))


def _check(name: str, data: Any) -> Check:
    return Check(
        code=name,
        label=data["label"],
        severity=data["severity"],
        owner=data["owner"],
        mend=data["mend"],
        fails_when=conditions.from_data(data["fails_when"]),
        of=tuple(data.get("of", THINGS)),
        reason=data.get("reason"),
    )


def to_data(policy: ReadinessPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry; the order is kept."""
    return {"checks": {check.code: _check_data(check) for check in policy.checks}}


def _check_data(check: Check) -> dict[str, Any]:
    return {
        "label": check.label,
        "severity": check.severity,
        "owner": check.owner,
        "mend": check.mend,
        "fails_when": conditions.to_data(check.fails_when),
        "of": list(check.of),
        **({} if check.reason is None else {"reason": check.reason}),
    }
