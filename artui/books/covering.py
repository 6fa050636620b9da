"""What covers an account: its limit, the sum insured, the ceiling on what is past due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain import credit, money
from artui.policy.precedence import Decider

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from artui.policy.credit import CreditPolicy

Path = tuple[str | int, ...]


class Limit(NamedTuple):
    """A credit limit, and what gave it.

    Attributes:
        amount: minor units of the currency; None for unlimited.
        currency: of the limit.
        rule: what gave it.
        path: where that stands in credit.yaml; where the export gave it, nowhere.
        insured: what of it an insurer covers.
    """

    amount: int | None
    currency: str
    rule: str
    path: Path
    insured: int = 0

    @property
    def own_risk(self) -> int | None:
        """What of the limit is not insured; None where it has no end."""
        return credit.own_risk(self.amount, self.insured)

    def in_currency(self, currency: str) -> Limit:
        """The limit as it applies to an account in a currency: to another one it does not."""
        if self.amount is None or self.currency == currency:
            return self
        return Limit(None, currency, f"{self.rule}, in {self.currency}", self.path)


class Ceiling(NamedTuple):
    """How much may be past due for more than the margin days; None for any amount."""

    amount: int | None = None
    margin_days: int = 0
    rule: str = ""
    path: Path = ()


class Covering:
    """The limits, ceilings, insurances and reviews of the credit policy."""

    def __init__(self, policy: CreditPolicy, base_currency: str) -> None:
        self._policy = policy
        self.usual = policy.default_currency or base_currency
        self._limits = Decider(policy.limits)
        self._ceilings = Decider(policy.overdue_ceilings)
        self._insured = Decider(policy.insured)
        self._reviews = Decider(policy.reviews)

    @property
    def margins(self) -> set[int]:
        """The days past due beyond which some ceiling counts."""
        return {0, *(rule.margin_days for rule in self._policy.overdue_ceilings)}

    def limit(self, row: Mapping[str, Any], paying: Mapping[str, object]) -> Limit:
        """A customer's limit: policy, then what the ERP says, then the policy's default.

        A sum insured in the limit's currency lifts a lower limit to itself.
        """
        record = {**row, **paying, "currency": row["customer_currency"] or row["currency"]}
        limit = self._stated(row, record)
        chosen = self._insured.of(record)
        if chosen is None or (chosen.rule.currency or self.usual) != limit.currency:
            return limit
        insured = money.to_minor(chosen.rule.amount, limit.currency)
        amount = credit.lifted(limit.amount, insured)
        if amount == limit.amount:
            return limit._replace(insured=insured)
        rule = f"{limit.rule}, lifted by insured rule {chosen.number + 1}"
        return Limit(amount, limit.currency, rule, ("insured", chosen.number), insured)

    def _stated(self, row: Mapping[str, Any], record: Mapping[str, object]) -> Limit:
        chosen = self._limits.of(record)
        if chosen is not None:
            number, rule = chosen
            currency = rule.currency or self.usual
            path = ("limits", number)
            return Limit(_minor(rule.limit, currency), currency, f"limit rule {number + 1}", path)
        if row["credit_limit"] is not None:
            currency = row["customer_currency"] or self.usual
            return Limit(row["credit_limit"], currency, "limit of the export", ())
        amount = _minor(self._policy.default_limit, self.usual)
        return Limit(amount, self.usual, "default limit", ("default_limit",))

    def ceiling(self, row: Mapping[str, Any]) -> Ceiling:
        """The ceiling of an account; none where its rule speaks of another currency."""
        chosen = self._ceilings.of(row)
        if chosen is None:
            return Ceiling()
        number, rule = chosen
        if (rule.currency or self.usual) != row["currency"]:
            return Ceiling()
        amount = _minor(rule.amount, row["currency"])
        name, path = f"overdue ceiling {number + 1}", ("overdue_ceilings", number)
        return Ceiling(amount, rule.margin_days, name, path)

    def review_days(self, record: Mapping[str, object]) -> int | None:
        """How often a customer's credit is reviewed; None for never."""
        chosen = self._reviews.of(record)
        return None if chosen is None else chosen.rule.every_days


def _minor(amount: Decimal | None, currency: str) -> int | None:
    return None if amount is None else money.to_minor(amount, currency)
