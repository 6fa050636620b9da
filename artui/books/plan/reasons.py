"""Late invoices that would get another reason, if edited policies were in force."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from artui.books.plan.effects import Effect, ruled
from artui.books.weeks import late_invoices
from artui.domain.days import week_of
from artui.domain.reasons import UNEXPLAINED
from artui.policy.precedence import asks_about

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.domain.reasons import Late
    from artui.policy.policy import Policy

#: What moves with due dates.
_DATED = ("days_past_due", "within_habit", "usual_days_late")

#: The late invoices of the running week, by document and currency.
Reasons = dict[tuple[int, str], "Late"]


def relevant(before: Policy, after: Policy, *, moved: bool) -> bool:
    """Whether reasons can differ, where due dates move or not."""
    if before.reasons != after.reasons or _checks(before) != _checks(after):
        return True
    quiet, will = before.escalation.quiet, after.escalation.quiet
    kept = (quiet.grace_days, quiet.kept_percent) != (will.grace_days, will.kept_percent)
    asked = (*(_DATED if moved else ()), *(("promise_broken",) if kept else ()))
    rules = [reason.when for reason in after.reasons.reasons]
    return any(asks_about(when, field) for when in rules for field in asked)


def _checks(policy: Policy) -> dict[str, object]:
    """What shows that a check failed on an invoice; what it is called and who mends it do not."""
    return {check.code: check.fails_when for check in policy.readiness.asked_of("invoice")}


def found(reader: sqlite3.Connection, policy: Policy, today: int) -> Reasons:
    """Why invoices are late this week, under a policy."""
    late = late_invoices(reader, policy, week_of(today), today)
    return {(each.document_id, each.currency): each for each in late}


def compare(before: Reasons, after: Reasons, policy: Policy) -> Iterator[Effect]:
    """The invoices late either way whose reason is another, together by account and reasons.

    What is late on one side alone is told by its due date.
    """
    invoices: Counter[tuple[int, str, str, str]] = Counter()
    amounts: Counter[tuple[int, str, str, str]] = Counter()
    for key in before.keys() & after.keys():
        was, will = before[key], after[key]
        if was.reason != will.reason:
            change = (will.customer_id, will.currency, _named(was), _named(will))
            invoices[change] += 1
            amounts[change] += will.amount
    for change in sorted(invoices):
        customer, currency, old, new = change
        place = policy.places.of("reasons", "reasons", new)
        rule = ruled(place, new) if new != UNEXPLAINED else f"{old} no longer holds"
        yield Effect(
            customer,
            currency,
            "reason",
            "reassigned",
            f"{old} → {new}",
            invoices[change],
            amounts[change],
            rule,
        )


def _named(late: Late) -> str:
    return late.reason or UNEXPLAINED
