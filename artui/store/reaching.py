"""The tiers of all accounts in one statement: enough to tell whose tier policies have otherwise.

It says of every account what `domain.escalation.reached` says of its record, conditions by the
one compiler of `store.conditions`; words, fees and days are for whoever asks about few accounts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.conditions import AnyOf
from artui.store import columns, past_due
from artui.store.columns import Money, Text, Whole
from artui.store.conditions import Compiler, equip

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from artui.policy.escalation import EscalationPolicy
    from artui.store.aging import Scope
    from artui.store.columns import Column
    from artui.store.past_due import Asked

_DAYS = ":as_of - a.oldest_due"
_EXECUTED = "max(a.done, a.dunned)"
_EXPONENT = columns.exponent("a.currency")
#: What conditions ask about, of row a of `past_due.select`.
_COLUMNS: Mapping[str, Column] = {
    **columns.customer(lambda name: "a.customer_key" if name == "customer_id" else f"a.{name}"),
    "terms": Text("a.terms"),
    "risk_class": Text("a.risk_class"),
    **{name: Money("a.amount", _EXPONENT) for name in ("amount", "past_due_amount")},
    **{name: Money(f"a.{name}", _EXPONENT) for name in ("exposure", "overrun")},
    "utilisation": Whole("a.utilisation", columns.PLACES_OF_A_SHARE),
    "oldest_overdue_days": Whole(f"coalesce({_DAYS}, 0)"),
    "dunning_level": Whole(_EXECUTED),
}

#: An account's customer and currency, the tier it reached, and the one to act on.
Reached = tuple[int, str, int, int]


def reached(
    connection: sqlite3.Connection, scope: Scope, asked: Asked, *policies: EscalationPolicy
) -> list[set[Reached]]:
    """The accounts that reach a tier, under each of several policies.

    Args:
        connection: a reader, with the desk attached.
        scope: which accounts, as of when.
        asked: how all of these policies look at accounts past due.
        policies: the tiers.
    """
    compiler = Compiler(_COLUMNS, "tier")
    cases = ", ".join(_case(policy, scope.as_of, compiler) for policy in policies)
    plain = replace(asked, interest_from=None)
    rows = equip(connection).execute(
        f"""SELECT a.id, a.currency, {_EXECUTED}, {cases}
        FROM ({past_due.select(scope, plain)}) AS a""",
        {**past_due.parameters(scope, plain), **compiler.parameters},
    )
    found: list[set[Reached]] = [set() for _ in policies]
    for customer, currency, executed, *tiers in rows:
        for tier, accounts in zip(tiers, found, strict=True):
            if tier:
                accounts.add((customer, currency, tier, min(tier, executed + 1)))
    return found


def _case(policy: EscalationPolicy, today: int, compiler: Compiler) -> str:
    """The highest tier that has begun and is open to an account that is not left alone."""
    begun = " ".join(
        f"WHEN {_DAYS} >= {compiler.bound(tier.from_days)}"
        f"{'' if tier.when is None else f' AND {compiler.holds(tier.when)}'} THEN {tier.tier}"
        for tier in reversed(policy.tiers)
    )
    quiet = _quiet(policy, today, compiler)
    return f"CASE WHEN a.oldest_due IS NULL OR {quiet} THEN 0 {begun} ELSE 0 END"


def _quiet(policy: EscalationPolicy, today: int, compiler: Compiler) -> str:
    """Whether an account is left alone: by a rule, or since too little is past due."""
    rules = policy.quiet.rules
    lasting = tuple(rule.when for rule in rules if rule.until is None or today <= rule.until)
    ruled = (compiler.holds(AnyOf(lasting)),) if lasting else ()
    small = [
        f"a.currency = {compiler.bound(currency)} AND a.items > 0"
        f" AND a.amount < {compiler.bound(money.to_minor(least, currency))}"
        for currency, least in policy.minimum.items()
    ]
    return f"({' OR '.join((*ruled, *small, '0'))})"
