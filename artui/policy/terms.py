"""terms.yaml: payment terms, what exports call them, and who gets which."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain import conditions
from artui.domain.terms import Discount, Term
from artui.policy import steps
from artui.policy.plain import code
from artui.policy.precedence import deciding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.conditions import Condition


@dataclass(frozen=True, slots=True)
class Assignment:
    """A term for whatever meets a condition, for everything without one."""

    terms: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class TermsPolicy:
    """The payment terms.

    Attributes:
        terms: by code.
        erp_codes: the code of the term each name in an export stands for.
        default: the code of the term where nothing else gives one, None for the invoice date.
        assign: rules for invoices that name no term.
        recompute: whether a due date an export gives is computed anew.
    """

    terms: Mapping[str, Term] = field(default_factory=dict)
    erp_codes: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    assign: tuple[Assignment, ...] = ()
    recompute: bool = False

    def code(self, name: str) -> str | None:
        """The code of the term a name in an export stands for: its own, then the ERP's."""
        exact = name if name in self.terms else self.erp_codes.get(name)
        return exact or self._folded().get(name.strip().casefold())

    def _folded(self) -> dict[str, str]:
        names = {**self.erp_codes, **{code: code for code in self.terms}}
        return {name.casefold(): code for name, code in names.items()}

    def assigned(self, record: Mapping[str, object]) -> str | None:
        """The code the rules give a record, None where no rule applies."""
        rule = deciding(self.assign, record)
        return rule.terms if rule else None


def from_data(data: Any) -> TermsPolicy:
    """The policy of checked data."""
    default = data.get("default")
    return TermsPolicy(
        terms={name: _term(term) for name, term in data.get("terms", {}).items()},
        erp_codes={name: code(each) for name, each in data.get("erp_codes", {}).items()},
        default=None if default is None else code(default),
        assign=tuple(_assignment(rule) for rule in data.get("assign", [])),
        recompute=data.get("recompute", False),
    )


def _assignment(data: Any) -> Assignment:
    when = data.get("when")
    return Assignment(code(data["terms"]), None if when is None else conditions.from_data(when))


def _term(data: Any) -> Term:
    return Term(
        steps=tuple(steps.from_data(step) for step in data["steps"]),
        discounts=tuple(
            Discount(each["days"], Decimal(each["percent"])) for each in data.get("discounts", [])
        ),
        discount_basis=data.get("discount_basis", "gross"),
        label=data.get("label", ""),
    )


def to_data(policy: TermsPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {
        "terms": {code: _term_data(term) for code, term in policy.terms.items()},
        "erp_codes": dict(policy.erp_codes),
        "default": policy.default,
        "assign": [_assignment_data(rule) for rule in policy.assign],
        "recompute": policy.recompute,
    }


def _assignment_data(rule: Assignment) -> dict[str, Any]:
    when = {} if rule.when is None else {"when": conditions.to_data(rule.when)}
    return {"terms": rule.terms, **when}


def _term_data(term: Term) -> dict[str, Any]:
    label = {"label": term.label} if term.label else {}
    return {
        **label,
        "steps": [steps.to_data(step) for step in term.steps],
        "discounts": [
            {"days": each.days, "percent": format(each.percent, "f")} for each in term.discounts
        ],
        "discount_basis": term.discount_basis,
    }
