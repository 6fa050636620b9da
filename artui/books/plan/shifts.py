"""Due dates moved, account by account, and the weeks the money would then fall due in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from artui.books.due import ASSIGNED, CUSTOMER, DEFAULT, INVOICE_DATE, OWN, TERMS
from artui.books.plan.effects import PAST_DUE, Effect, Week, ruled
from artui.domain.days import week_of
from artui.policy.precedence import by_precedence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from artui.books.due import Due
    from artui.books.plan.dues import Dues, Moved, Reason
    from artui.policy.policy import Policy


def effects(found: Dues, before: Policy, after: Policy) -> Iterator[Effect]:
    """One line an account and cause."""
    together: dict[tuple[int, str, str, str], list[Moved]] = {}
    for (customer, currency, reason), moved in found.moved.items():
        change = _change(reason, before, after)
        key = (customer, currency, change, _rule(reason, before, after))
        together.setdefault(key, []).append(moved)
    for (customer, currency, change, rule), several in sorted(together.items()):
        items = sum(each.items for each in several)
        amount = sum(each.amount for each in several)
        days = sum(each.amount_days for each in several)
        direction = "later" if days > 0 else "earlier" if days < 0 else "moved"
        by = f", {_days(days, amount)} {direction}" if days else ""
        yield Effect(
            customer, currency, "due_date", direction, f"{change}{by}", items, amount, rule
        )


def moves(effects: Iterable[Effect]) -> dict[tuple[int, str], str]:
    """By customer and currency, what moves due dates: tiers and holds may follow from it."""
    found: dict[tuple[int, str], dict[str, None]] = {}
    for each in effects:
        found.setdefault((each.customer_id, each.currency), {})[each.rule] = None
    return {account: ", ".join(rules) for account, rules in found.items()}


def _change(reason: Reason, before: Policy, after: Policy) -> str:
    old, new = _called(reason.before, before), _called(reason.after, after)
    return old if old == new else f"{old} → {new}"


def _days(amount_days: int, amount: int) -> str:
    """How many days on average, weighted with the amounts."""
    days = abs(amount_days) / amount if amount else 0.0
    return f"{days:.0f} days" if days.is_integer() else f"{days:.1f} days"


def _called(due: Due, policy: Policy) -> str:
    if due.by in (OWN, INVOICE_DATE):
        return {OWN: "export's date", INVOICE_DATE: "invoice date"}[due.by]
    return _code(due, policy) or due.by


def _code(due: Due, policy: Policy) -> str | None:
    return policy.terms.code(due.terms) if due.terms else None


def _rule(reason: Reason, before: Policy, after: Policy) -> str:
    """Where the edited files say so: the term, the rule that gives it, or what moves off days."""
    was, will = reason
    code = _code(will, after)
    if was.by == will.by and _agreed(was) == _agreed(will):
        return _business_days(code, after)
    given = _given(will, code, after)
    if given:
        return given
    if code is not None:
        return ruled(after.places.of("terms", "terms", code), code)
    return ruled(before.places.of("terms", "recompute"), will.by)


def _agreed(due: Due) -> int:
    return due.day if due.contractual_on is None else due.contractual_on


def _business_days(code: str | None, policy: Policy) -> str:
    places = policy.places
    candidates = (
        places.of("terms", "terms", code, "business_days") if code else "",
        places.of("terms", "business_days"),
        places.of("calendar", "closings"),
        places.of("calendar", "calendars"),
    )
    return ruled(next(filter(None, candidates), ""), "business days")


def _given(due: Due, code: str | None, policy: Policy) -> str:
    """The rule that gives an item its term, where its export names none."""
    places, terms = policy.places, policy.terms
    if due.by == ASSIGNED:
        rules = [rule for rule in by_precedence(terms.assign) if rule.terms == code]
        found = [places.of("terms", "assign", terms.assign.index(rule)) for rule in rules]
        return ruled(next(filter(None, found), ""), f"assign {code}")
    if due.by == DEFAULT:
        return ruled(places.of("terms", "default"), f"default {code}")
    if due.by in (TERMS, CUSTOMER) and due.terms and code is not None and due.terms != code:
        place = places.of("terms", "erp_codes", due.terms)
        return ruled(place, f"{due.terms} = {code}") if place else ""
    return ""


def weeks(found: Dues, today: int) -> tuple[Week, ...]:
    """What falls due when, of the items that move."""
    running = week_of(today)
    sums: tuple[Counter[tuple[str, str]], ...] = (Counter(), Counter())
    for side, falling in zip(sums, found.falling, strict=True):
        for (currency, week), amount in falling.items():
            side[currency, week if week >= running else ""] += amount
    before, after = sums
    return tuple(
        Week(week or PAST_DUE, currency, before[currency, week], after[currency, week])
        for currency, week in sorted({*before, *after})
        if before[currency, week] != after[currency, week]
    )
