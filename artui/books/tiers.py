"""Where each account past due stands in escalation: its tier, and what lateness has cost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain import money
from artui.domain.conditions import holds
from artui.domain.escalation import (
    NO_STEP,
    Executed,
    Step,
    respond_by,
    step,
    still_running_from,
)
from artui.domain.interest import fee, interest
from artui.store import cases
from artui.store import past_due as store
from artui.store.desk import AccountIdentity
from artui.store.past_due import Asked
from artui.store.quiet import Quieting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.policy.escalation import EscalationPolicy, Tier
    from artui.store.aging import Scope


#: The credit standing keeps utilisation in ten-thousandths.
_PLACES_OF_A_SHARE = 4


class Decision(NamedTuple):
    """Where an account stands on a day, by the ledger, the records and the policy.

    Amounts are minor units: `amount` is what may be claimed now, without what is `disputed`,
    `blocked` by the ERP, `held` or `promised`; `in_dispute` is what is disputed, left out or not.
    `fee` and `interest` come on top. `broken` is how many promises were not kept, `promise_part`
    which part of a plan is due next. `quiet` says why an account is left alone, empty where it is
    not. `step` has its tier and days, `executed` what was carried out, `recorded` the tier that our
    own records have as carried out.
    """

    id: int
    account: AccountIdentity
    customer_id: str
    name: str | None
    company: str
    currency: str
    collector: str | None
    phone: str | None
    past_due: bool
    step: Step
    tier: Tier | None
    executed: Executed
    recorded: int
    items: int
    amount: int
    in_dispute: int
    disputed: int
    blocked: int
    held: int
    promised: int
    promise_amount: int | None
    promise_due_on: int | None
    promise_part: str | None
    broken: int
    oldest_due: int | None
    fee: int
    interest: int
    last_dunned: int | None
    respond_by: int | None
    quiet: str
    disputes_overdue: int


def asked(policy: EscalationPolicy, as_of: int) -> Asked:
    """How the policy looks at accounts past due."""
    quiet = policy.quiet
    running = still_running_from(as_of, quiet.grace_days)
    first = min((1, *(tier.from_days for tier in policy.tiers)))
    charged = policy.interest
    return Asked(
        Quieting(
            first,
            quiet.disputed,
            running,
            quiet.promise,
            quiet.kept_percent,
            quiet.plan_broken == "ends",
        ),
        charged.from_days if charged else None,
        policy.waive_on_principal,
    )


def past_due(
    reader: sqlite3.Connection, policy: EscalationPolicy, scope: Scope
) -> list[dict[str, Any]]:
    """The accounts that have anything past due, or anything that a tier may ask for earlier."""
    return store.past_due(reader, scope, asked(policy, scope.as_of))


def decisions(
    reader: sqlite3.Connection,
    policy: EscalationPolicy,
    scope: Scope,
    rows: Iterable[dict[str, Any]] | None = None,
) -> list[Decision]:
    """Every account of the worklist, in no order.

    Args:
        reader: the main database, with the desk attached.
        policy: the tiers.
        scope: which accounts, as of when.
        rows: what `past_due` gave, where it was asked already.
    """
    rows = list(past_due(reader, policy, scope) if rows is None else rows)
    left = [] if policy.waive_on_principal else store.left_over(reader, scope)
    owing = {_key(row): row for row in left}
    steps = {_key(row): row for row in cases.overdue(reader, scope)}
    known = {_key(row) for row in rows}
    others = {key: _PAID | row for key, row in (steps | owing).items() if key not in known}
    return [
        _decision(
            {"disputes_overdue": 0} | row | _overdue(steps.get(key)),
            owing.get(key),
            policy,
            scope.as_of,
        )
        for row in (*rows, *others.values())
        for key in (_key(row),)
    ]


def _overdue(steps: dict[str, Any] | None) -> dict[str, Any]:
    """How many steps of disputes are overdue, where any is."""
    return {} if steps is None else {"disputes_overdue": steps["disputes_overdue"]}


def _key(row: dict[str, Any]) -> tuple[int, str]:
    return row["id"], row["currency"]


#: An account of which nothing is past due.
_PAID: dict[str, Any] = {
    **dict.fromkeys("past amount items in_dispute disputed blocked held promised".split(), 0),
    **dict.fromkeys(("amount_days", "broken", "dunned", "done"), 0),
    **dict.fromkeys(
        "oldest_due last_dunned done_on promise_amount promise_due_on promise_part".split()
    ),
    **dict.fromkeys("exposure overrun utilisation risk_class".split()),
}


def _decision(
    row: dict[str, Any], left: dict[str, Any] | None, policy: EscalationPolicy, today: int
) -> Decision:
    executed = _executed(row)
    record = _record(row, executed, today)
    quiet, row = _quieted(row, record, policy, today)
    due = row["oldest_due"]
    at = NO_STEP
    if due is not None and not quiet:
        at = step(policy.tiers, due, today, executed, record)
    tier = policy.tiers[at.tier - 1] if at.tier else None
    return Decision(
        id=row["id"],
        account=AccountIdentity(row["company_key"], row["customer_key"], row["currency"]),
        **{name: row[name] for name in _TAKEN},
        past_due=bool(row["past"] or due is not None),
        step=at,
        tier=tier,
        executed=executed,
        recorded=row["done"],
        fee=_fees(row, at, policy) + (left["fee"] if left else 0),
        interest=_interest(row, record, policy) + (left["interest"] if left else 0),
        respond_by=_respond_by(tier, at),
        quiet=quiet,
        disputes_overdue=row["disputes_overdue"],
    )


_TAKEN = (
    "customer_id name company currency collector phone items amount in_dispute disputed blocked"
    " held promised promise_amount promise_due_on promise_part broken oldest_due last_dunned"
).split()


def _respond_by(tier: Tier | None, at: Step) -> int | None:
    if tier is None or not at.ready or at.since_on is None:
        return None
    return respond_by(tier, at.since_on)


def _executed(row: dict[str, Any]) -> Executed:
    """What the records have as carried out, or what an ERP reports where that is further."""
    if row["done"] >= row["dunned"]:
        return Executed(row["done"], row["done_on"])
    return Executed(row["dunned"], row["last_dunned"])


def _record(row: dict[str, Any], executed: Executed, today: int) -> dict[str, object]:
    """An account as conditions see it."""
    due, currency = row["oldest_due"], row["currency"]
    amount = money.to_decimal(row["amount"], currency)
    known = {} if row["exposure"] is None else _credit(row, currency)
    return {
        **row,
        "amount": amount,
        "past_due_amount": amount,
        "oldest_overdue_days": 0 if due is None else today - due,
        "dunning_level": executed.tier,
        **known,
    }


def _credit(row: dict[str, Any], currency: str) -> dict[str, object]:
    """The credit standing of an account as conditions see it; without a limit nothing is used."""
    used = row["utilisation"]
    return {
        "exposure": money.to_decimal(row["exposure"], currency),
        "overrun": money.to_decimal(row["overrun"], currency),
        "utilisation": None if used is None else Decimal(used).scaleb(-_PLACES_OF_A_SHARE),
    }


def _quieted(
    row: dict[str, Any], record: dict[str, object], policy: EscalationPolicy, today: int
) -> tuple[str, dict[str, Any]]:
    """Why an account is left alone, and the account as it then stands."""
    for rule in policy.quiet.rules:
        if (rule.until is None or today <= rule.until) and holds(rule.when, record):
            held = row["held"] + row["amount"]
            return rule.reason, {**row, "held": held, "amount": 0, "items": 0, "amount_days": 0}
    least = policy.minimum.get(row["currency"])
    if least is not None and row["items"]:
        minor = money.to_minor(least, row["currency"])
        if row["amount"] < minor:
            return f"below the minimum of {money.grouped(minor, row['currency'])}", row
    return "", row


def _fees(row: dict[str, Any], at: Step, policy: EscalationPolicy) -> int:
    """The fees of the steps that our records have as carried out, and of the one to be done."""
    return sum(
        fee(row["amount"], tier.fee.percent, tier.fee.amounts, row["currency"])
        for tier in policy.tiers
        if tier.fee
        and row["past"]
        and (tier.tier <= row["done"] or (tier.tier == at.tier and at.ready))
    )


def _interest(row: dict[str, Any], record: dict[str, object], policy: EscalationPolicy) -> int:
    charged = policy.interest
    if charged is None or not row["amount_days"]:
        return 0
    if charged.when is not None and not holds(charged.when, record):
        return 0
    return interest(row["amount_days"], charged.percent, charged.year, row["currency"])
