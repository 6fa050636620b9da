"""credit.yaml: credit limits, and when a customer is put on hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain import conditions
from artui.policy.plain import code
from artui.policy.precedence import deciding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.conditions import Condition


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
class HoldRule:
    """What puts a customer on hold.

    Attributes:
        rule: its name, shown beside the hold.
        when: the condition.
        expected_resolution_days: from the hold's beginning; None where no one can say.
    """

    rule: str
    when: Condition
    expected_resolution_days: int | None = None


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """Credit limits and holds.

    Attributes:
        default_limit: where no rule and no export gives one; None for unlimited.
        default_currency: of limits that name none; None for the home's base currency.
        limits: in the order of the file, see `limit_for`.
        holds: in the order of the file; the first that holds names the hold.
        watch_utilisation: exposure / limit from which a customer is watched.
    """

    default_limit: Decimal | None = None
    default_currency: str | None = None
    limits: tuple[LimitRule, ...] = ()
    holds: tuple[HoldRule, ...] = ()
    watch_utilisation: Decimal = Decimal("0.9")

    def limit_for(self, record: Mapping[str, object]) -> LimitRule | None:
        """The rule that sets a customer's limit, None where no rule applies.

        Rules on `customer_id` come first; of several that match, the last wins.
        """
        return deciding(self.limits, record)


def from_data(data: Any) -> CreditPolicy:
    """The policy of checked data."""
    return CreditPolicy(
        default_limit=_amount(data.get("default_limit")),
        default_currency=data.get("default_currency"),
        limits=tuple(_limit(rule) for rule in data.get("limits", [])),
        holds=tuple(_hold(rule) for rule in data.get("holds", [])),
        watch_utilisation=Decimal(data.get("watch_utilisation", "0.9")),
    )


def _amount(data: Any) -> Decimal | None:
    return None if data is None else Decimal(data)


def _limit(data: Any) -> LimitRule:
    when = data.get("when")
    condition = None if when is None else conditions.from_data(when)
    return LimitRule(_amount(data["limit"]), data.get("currency"), condition)


def _hold(data: Any) -> HoldRule:
    days = data.get("expected_resolution_days")
    return HoldRule(code(data["rule"]), conditions.from_data(data["when"]), days)


def to_data(policy: CreditPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {
        "default_limit": _amount_data(policy.default_limit),
        "default_currency": policy.default_currency,
        "limits": [_limit_data(rule) for rule in policy.limits],
        "holds": [_hold_data(rule) for rule in policy.holds],
        "watch_utilisation": format(policy.watch_utilisation, "f"),
    }


def _amount_data(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _limit_data(rule: LimitRule) -> dict[str, Any]:
    currency = {} if rule.currency is None else {"currency": rule.currency}
    when = {} if rule.when is None else {"when": conditions.to_data(rule.when)}
    return {"limit": _amount_data(rule.limit), **currency, **when}


def _hold_data(rule: HoldRule) -> dict[str, Any]:
    days = rule.expected_resolution_days
    resolution = {} if days is None else {"expected_resolution_days": days}
    return {"rule": rule.rule, "when": conditions.to_data(rule.when), **resolution}
