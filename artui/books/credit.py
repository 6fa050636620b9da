"""Credit under policy: where each account stands against its limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain import credit, money
from artui.domain.conditions import holds
from artui.store import accounts as store

if TYPE_CHECKING:
    import sqlite3
    from decimal import Decimal

    from artui.policy.credit import CreditPolicy, HoldRule
    from artui.store.aging import Scope


class Limit(NamedTuple):
    """A credit limit in minor units of a currency (None: unlimited), and what gave it."""

    amount: int | None
    currency: str
    rule: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer's exposure in one currency against the limit that applies to it.

    Amounts are minor units; `expected_resolution` is in days from the as-of day.
    """

    customer_id: str
    name: str | None
    company: str
    collector: str | None
    currency: str
    exposure: credit.Exposure
    limit: int | None
    overrun: int
    utilisation: Decimal | None
    oldest_overdue_days: int
    status: credit.Status
    rule: str
    expected_resolution_days: int | None


def _rule(limit: Limit, currency: str) -> str:
    """What gave the limit, and whether it speaks of another currency."""
    elsewhere = limit.amount is not None and limit.currency != currency
    return f"{limit.rule}, in {limit.currency}" if elsewhere else limit.rule


class Credit:
    """The credit policy applied to accounts."""

    def __init__(self, policy: CreditPolicy, base_currency: str) -> None:
        self._policy = policy
        self._base = base_currency

    def standings(self, connection: sqlite3.Connection, scope: Scope) -> list[Standing]:
        """Every customer with exposure or a limit, one line a currency."""
        made: list[Standing] = []
        rows: dict[int, list[dict[str, Any]]] = {}
        for row in store.exposures(connection, scope):
            rows.setdefault(row["id"], []).append(row)
        for accounts in rows.values():
            made += self._customer(accounts, scope.as_of)
        return made

    def _customer(self, accounts: list[dict[str, Any]], today: int) -> list[Standing]:
        """A customer's accounts; a limit speaks of its own currency alone."""
        limit = self._limit(accounts[0])
        owed = [row for row in accounts if row["open_items"] or row["oldest_due"] is not None]
        if limit.amount is not None and all(row["currency"] != limit.currency for row in owed):
            owed.append({**accounts[0], "currency": limit.currency, "open_items": 0,
                         "past_due": 0, "oldest_due": None})  # fmt: skip
        return [self._standing(row, limit, today) for row in owed]

    def _limit(self, row: dict[str, Any]) -> Limit:
        """Policy rules first, then what the ERP says, then the policy's default."""
        currency = row["customer_currency"] or self._policy.default_currency or self._base
        usual = self._policy.default_currency or self._base
        record = {**row, "currency": row["customer_currency"] or row["currency"]}
        rule = self._policy.limit_for(record)
        if rule is not None:
            number = self._policy.limits.index(rule) + 1
            return self._in_minor(rule.limit, rule.currency or usual, f"limit rule {number}")
        if row["credit_limit"] is not None:
            return Limit(row["credit_limit"], currency, "limit of the export")
        return self._in_minor(self._policy.default_limit, usual, "default limit")

    def _in_minor(self, amount: Decimal | None, currency: str, rule: str) -> Limit:
        minor = None if amount is None else money.to_minor(amount, currency)
        return Limit(minor, currency, rule)

    def _standing(self, row: dict[str, Any], limit: Limit, today: int) -> Standing:
        exposure = credit.Exposure(row["open_items"])
        amount = limit.amount if row["currency"] == limit.currency else None
        over = credit.overrun(exposure.total, amount)
        used = credit.utilisation(exposure.total, amount)
        overdue = row["oldest_due"] is not None and row["oldest_due"] < today
        days = today - row["oldest_due"] if overdue else 0
        hold = self._hold(row, exposure, over, used, days)
        watch = self._policy.watch_utilisation
        return Standing(
            row["customer_id"],
            row["name"],
            row["company"],
            row["collector"],
            row["currency"],
            exposure,
            amount,
            over,
            used,
            days,
            credit.status(over, used, watch, on_hold=hold is not None),
            hold.rule if hold else _rule(limit, row["currency"]),
            hold.expected_resolution_days if hold else None,
        )

    def _hold(
        self,
        row: dict[str, Any],
        exposure: credit.Exposure,
        over: int,
        used: Decimal | None,
        days: int,
    ) -> HoldRule | None:
        """The first hold rule that an account meets."""
        currency = row["currency"]
        record = {
            **row,
            "amount": money.to_decimal(row["past_due"], currency),
            "past_due_amount": money.to_decimal(row["past_due"], currency),
            "exposure": money.to_decimal(exposure.total, currency),
            "overrun": money.to_decimal(over, currency),
            "utilisation": used,
            "oldest_overdue_days": days,
        }
        return next((rule for rule in self._policy.holds if holds(rule.when, record)), None)
