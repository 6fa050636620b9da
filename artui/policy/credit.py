"""credit.yaml: limits, ceilings and insurance, when a customer is held and released, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain import conditions
from artui.policy import risk
from artui.policy.plain import code
from artui.policy.precedence import deciding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Condition
    from artui.policy.risk import RiskPolicy


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A limit for the customers that meet a condition.

    Attributes:
        limit: in the currency's own units; None for unlimited, 0 for nothing on credit.
        currency: None for the policy's default currency.
        when: None for every customer.
    """

    limit: Decimal | None
    currency: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class CeilingRule:
    """How much may be past due, whatever the limit, for the customers that meet a condition.

    Attributes:
        amount: in the currency's own units; None for any amount.
        currency: None for the policy's default currency.
        margin_days: items past due for so many days or fewer do not count yet.
        when: None for every customer.
    """

    amount: Decimal | None
    currency: str | None = None
    margin_days: int = 0
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class InsuredRule:
    """The sum a credit insurer covers, for the customers that meet a condition.

    Attributes:
        amount: in the currency's own units; it lifts a lower limit to itself.
        currency: None for the policy's default currency.
        when: None for every customer.
    """

    amount: Decimal
    currency: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class HoldRule:
    """What puts a customer on hold, and what ends that.

    Attributes:
        rule: its name, shown beside the hold.
        when: the condition.
        expected_resolution_days: from the hold's beginning; None where no one can say.
        reason: for people, in a sentence; empty for none.
        release: when a hold that has begun ends; None: as soon as `when` no longer holds.
    """

    rule: str
    when: Condition
    expected_resolution_days: int | None = None
    reason: str = ""
    release: Condition | None = None


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """How often the credit of the customers that meet a condition is reviewed, in days."""

    every_days: int
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """Credit limits, holds, reviews and risk. Of rules that match a customer the last wins.

    Attributes:
        default_limit: where no rule and no export gives one; None for unlimited.
        default_currency: of amounts that name none; None for the home's base currency.
        limits: in the order of the file, see `limit_for`.
        overdue_ceilings: as the limits.
        insured: as the limits.
        drafts: whether draft invoices are part of exposure.
        unbilled_jobs: whether completed work that is not invoiced yet is part of exposure.
        open_orders: whether what is ordered and not yet billed is part of exposure.
        holds: in the order of the file; the first that holds names the hold.
        reviews: as the limits; empty where nothing is reviewed.
        risk: how payment behaviour is judged; None where it is not.
        watch_utilisation: the share of a limit or ceiling from which a customer is watched.
    """

    default_limit: Decimal | None = None
    default_currency: str | None = None
    limits: tuple[LimitRule, ...] = ()
    overdue_ceilings: tuple[CeilingRule, ...] = ()
    insured: tuple[InsuredRule, ...] = ()
    drafts: bool = False
    unbilled_jobs: bool = False
    open_orders: bool = False
    holds: tuple[HoldRule, ...] = ()
    reviews: tuple[ReviewRule, ...] = ()
    risk: RiskPolicy | None = None
    watch_utilisation: Decimal = Decimal("0.9")

    def limit_for(self, record: Mapping[str, object]) -> LimitRule | None:
        """The rule that sets a customer's limit, None where no rule applies.

        Rules on `customer_id` come first; of several that match, the last wins.
        """
        return deciding(self.limits, record)

    def conditions(self) -> Iterator[Condition]:
        """Every condition there is, but for those of the risk classes."""
        for rules in (self.limits, self.overdue_ceilings, self.insured, self.reviews, self.holds):
            yield from (rule.when for rule in rules if rule.when is not None)
        yield from (rule.release for rule in self.holds if rule.release is not None)


def from_data(data: Any) -> CreditPolicy:
    """The policy of checked data."""
    return CreditPolicy(
        default_limit=_amount(data.get("default_limit")),
        default_currency=data.get("default_currency"),
        limits=tuple(_limit(rule) for rule in data.get("limits", [])),
        overdue_ceilings=tuple(_ceiling(rule) for rule in data.get("overdue_ceilings", [])),
        insured=tuple(_insured(rule) for rule in data.get("insured", [])),
        drafts=data.get("exposure", {}).get("drafts", False),
        unbilled_jobs=data.get("exposure", {}).get("unbilled_jobs", False),
        open_orders=data.get("exposure", {}).get("open_orders", False),
        holds=tuple(_hold(rule) for rule in data.get("holds", [])),
        reviews=tuple(_review(rule) for rule in data.get("reviews", [])),
        risk=risk.from_data(data["risk"]) if data.get("risk") else None,
        watch_utilisation=Decimal(data.get("watch_utilisation", "0.9")),
    )


def _amount(data: Any) -> Decimal | None:
    return None if data is None else Decimal(data)


def _when(data: Any, name: str = "when") -> Condition | None:
    return conditions.from_data(data[name]) if name in data else None


def _limit(data: Any) -> LimitRule:
    return LimitRule(_amount(data["limit"]), data.get("currency"), _when(data))


def _ceiling(data: Any) -> CeilingRule:
    margin = data.get("margin_days", 0)
    return CeilingRule(_amount(data["amount"]), data.get("currency"), margin, _when(data))


def _insured(data: Any) -> InsuredRule:
    return InsuredRule(Decimal(data["amount"]), data.get("currency"), _when(data))


def _review(data: Any) -> ReviewRule:
    return ReviewRule(data["every_days"], _when(data))


def _hold(data: Any) -> HoldRule:
    return HoldRule(
        code(data["rule"]),
        conditions.from_data(data["when"]),
        data.get("expected_resolution_days"),
        data.get("reason", ""),
        _when(data, "release"),
    )


def to_data(policy: CreditPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {
        "default_limit": _amount_data(policy.default_limit),
        "default_currency": policy.default_currency,
        "limits": [
            {"limit": _amount_data(rule.limit), **_currency_data(rule), **_when_data(rule.when)}
            for rule in policy.limits
        ],
        "overdue_ceilings": [
            {"margin_days": rule.margin_days, **_covered_data(rule)}
            for rule in policy.overdue_ceilings
        ],
        "insured": [_covered_data(rule) for rule in policy.insured],
        "exposure": {
            "drafts": policy.drafts,
            "unbilled_jobs": policy.unbilled_jobs,
            "open_orders": policy.open_orders,
        },
        "holds": [_hold_data(rule) for rule in policy.holds],
        "reviews": [
            {"every_days": rule.every_days, **_when_data(rule.when)} for rule in policy.reviews
        ],
        "risk": None if policy.risk is None else risk.to_data(policy.risk),
        "watch_utilisation": format(policy.watch_utilisation, "f"),
    }


def _amount_data(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _currency_data(rule: LimitRule | CeilingRule | InsuredRule) -> dict[str, str]:
    return {} if rule.currency is None else {"currency": rule.currency}


def _when_data(condition: Condition | None, name: str = "when") -> dict[str, Any]:
    return {} if condition is None else {name: conditions.to_data(condition)}


def _covered_data(rule: CeilingRule | InsuredRule) -> dict[str, Any]:
    amount = {"amount": _amount_data(rule.amount)}
    return {**amount, **_currency_data(rule), **_when_data(rule.when)}


def _hold_data(rule: HoldRule) -> dict[str, Any]:
    days = rule.expected_resolution_days
    return {
        "rule": rule.rule,
        "when": conditions.to_data(rule.when),
        **({} if days is None else {"expected_resolution_days": days}),
        **({"reason": rule.reason} if rule.reason else {}),
        **_when_data(rule.release, "release"),
    }
