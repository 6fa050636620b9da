"""reasons.yaml: why invoices are paid late, in order of precedence, each with an owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from artui.domain import conditions
from artui.domain.conditions import holds
from artui.policy.plain import code

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from artui.domain.conditions import Condition

Owner = Literal["dispatch", "project_template", "billing", "collections", "sales", "customer"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an invoice is paid late.

    Attributes:
        code: its name in reports.
        label: what people call it.
        owner: who can end it.
        erp_codes: what exports call it.
        when: the evidence that shows it, None where only a person or an export can tell.
        complaint: whether the customer is complaining.
        checks: codes of readiness.yaml's checks; where one of them failed as the invoice was
            sent, that shows it as well.
        mend: what its owner does about it, in a sentence; blank where its checks say it.
    """

    code: str
    label: str
    owner: Owner
    erp_codes: tuple[str, ...] = ()
    when: Condition | None = None
    complaint: bool = False
    checks: tuple[str, ...] = ()
    mend: str = ""

    def met_by(self, record: Mapping[str, object], failed: Collection[str] = ()) -> bool:
        """Whether a record, or one of the checks that failed, is evidence of it."""
        meets = self.when is not None and holds(self.when, record)
        return meets or any(check in failed for check in self.checks)


@dataclass(frozen=True, slots=True)
class ReasonsPolicy:
    """The catalogue of reasons, in order of precedence."""

    reasons: tuple[Reason, ...] = ()

    def code(self, name: str) -> str | None:
        """The reason a name in an export or a dispute stands for: its own, then an ERP's code."""
        names = {
            each.casefold(): reason.code for reason in self.reasons for each in reason.erp_codes
        }
        names.update((reason.code.casefold(), reason.code) for reason in self.reasons)
        return names.get(name.strip().casefold())

    def labels(self) -> dict[str, str]:
        """The label of every name a reason goes by, case-folded: its own and the ERP's codes."""
        return {
            name.casefold(): reason.label
            for reason in self.reasons
            for name in (reason.code, *reason.erp_codes)
        }

    def shown_by(self, record: Mapping[str, object], failed: Collection[str] = ()) -> Reason | None:
        """The first reason that evidence shows, None where it shows none; as `met_by`."""
        return next(iter(self.met_by(record, failed)), None)

    def met_by(
        self, record: Mapping[str, object], failed: Collection[str] = ()
    ) -> tuple[Reason, ...]:
        """The reasons that evidence shows, in order of precedence.

        Args:
            record: what conditions may ask about.
            failed: the checks of readiness.yaml that failed as the invoice was sent.
        """
        return tuple(each for each in self.reasons if each.met_by(record, failed))


def from_data(data: Any) -> ReasonsPolicy:
    """The policy of checked data."""
    reasons = data.get("reasons", {})
    return ReasonsPolicy(tuple(_reason(name, reason) for name, reason in reasons.items()))


def _reason(name: str, data: Any) -> Reason:
    when = data.get("when")
    return Reason(
        code=name,
        label=data["label"],
        owner=data["owner"],
        erp_codes=tuple(code(each) for each in data.get("erp_codes", [])),
        when=None if when is None else conditions.from_data(when),
        complaint=data.get("complaint", False),
        checks=tuple(data.get("checks", [])),
        mend=data.get("mend", ""),
    )


def to_data(policy: ReasonsPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry; the order is kept."""
    return {"reasons": {reason.code: _reason_data(reason) for reason in policy.reasons}}


def _reason_data(reason: Reason) -> dict[str, Any]:
    when = {} if reason.when is None else {"when": conditions.to_data(reason.when)}
    return {
        "label": reason.label,
        "owner": reason.owner,
        **({"mend": reason.mend} if reason.mend else {}),
        "erp_codes": list(reason.erp_codes),
        "complaint": reason.complaint,
        "checks": list(reason.checks),
        **when,
    }
