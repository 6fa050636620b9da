"""terms.yaml: payment terms, what exports call them, and who gets which."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain import conditions
from artui.domain.discount import Discount
from artui.domain.terms import Instalment, Plan, Term
from artui.policy import steps
from artui.policy.plain import code
from artui.policy.precedence import deciding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.domain.calendar import Rule
    from artui.domain.conditions import Condition
    from artui.domain.steps import Step


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
        business_days: how due dates move off closed days where neither term nor calendar says.
    """

    terms: Mapping[str, Term] = field(default_factory=dict)
    erp_codes: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    assign: tuple[Assignment, ...] = ()
    recompute: bool = False
    business_days: Rule = "none"

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
        business_days=data.get("business_days", "none"),
    )


def _assignment(data: Any) -> Assignment:
    when = data.get("when")
    return Assignment(code(data["terms"]), None if when is None else conditions.from_data(when))


def _term(data: Any) -> Term:
    return Term(
        steps=_steps(data),
        instalments=tuple(map(_instalment, data.get("instalments", []))),
        discounts=_discounts(data),
        discount_basis=data.get("discount_basis", "gross"),
        label=data.get("label", ""),
        business_days=data.get("business_days"),
        plan=_plan(data["every"]) if "every" in data else None,
    )


def _steps(data: Any) -> tuple[Step, ...]:
    return tuple(steps.from_data(step) for step in data.get("steps", []))


def _instalment(data: Any) -> Instalment:
    return Instalment(
        steps=_steps(data),
        percent=_number(data, "percent"),
        amount=_number(data, "amount"),
        rest=data.get("rest", False),
        from_previous=data.get("from") == "previous",
        round_to=_number(data, "round_to"),
        discounts=_discounts(data),
    )


def _plan(data: Any) -> Plan:
    return Plan(data["months"], _number(data, "amount"), data.get("parts"))


def _discounts(data: Any) -> tuple[Discount, ...]:
    return tuple(
        Discount(each["days"], _number(each, "percent"), _number(each, "amount"))
        for each in data.get("discounts", [])
    )


def _number(data: Any, key: str) -> Decimal | None:
    return Decimal(data[key]) if key in data else None


def to_data(policy: TermsPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {
        "terms": {code: _term_data(term) for code, term in policy.terms.items()},
        "erp_codes": dict(policy.erp_codes),
        "default": policy.default,
        "assign": [_assignment_data(rule) for rule in policy.assign],
        "recompute": policy.recompute,
        "business_days": policy.business_days,
    }


def _assignment_data(rule: Assignment) -> dict[str, Any]:
    when = {} if rule.when is None else {"when": conditions.to_data(rule.when)}
    return {"terms": rule.terms, **when}


def _term_data(term: Term) -> dict[str, Any]:
    said = {
        "label": term.label or None,
        "business_days": term.business_days,
        "every": _plan_data(term.plan) if term.plan else None,
        "instalments": [_instalment_data(each) for each in term.instalments] or None,
    }
    return {
        **_said(said),
        "steps": _steps_data(term.steps),
        "discounts": _discounts_data(term.discounts),
        "discount_basis": term.discount_basis,
    }


def _instalment_data(instalment: Instalment) -> dict[str, Any]:
    said = {
        "percent": _digits(instalment.percent),
        "amount": _digits(instalment.amount),
        "rest": instalment.rest or None,
        "from": "previous" if instalment.from_previous else None,
        "round_to": _digits(instalment.round_to),
        "discounts": _discounts_data(instalment.discounts) or None,
    }
    return {**_said(said), "steps": _steps_data(instalment.steps)}


def _plan_data(plan: Plan) -> dict[str, Any]:
    return _said({"months": plan.months, "amount": _digits(plan.amount), "parts": plan.parts})


def _steps_data(taken: Sequence[Step]) -> list[Any]:
    return [steps.to_data(step) for step in taken]


def _discounts_data(discounts: Sequence[Discount]) -> list[dict[str, Any]]:
    return [
        _said({"days": each.days, "percent": _digits(each.percent), "amount": _digits(each.amount)})
        for each in discounts
    ]


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """What is said, without what is not."""
    return {key: value for key, value in data.items() if value is not None}
