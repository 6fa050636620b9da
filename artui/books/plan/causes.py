"""What moves due dates, in words: the terms before and after, and the line that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.books.due import ASSIGNED, CUSTOMER, DEFAULT, INVOICE_DATE, OWN, TERMS
from artui.books.plan.effects import ruled
from artui.policy.precedence import by_precedence

if TYPE_CHECKING:
    from artui.books.due import Due
    from artui.policy.policy import Policy


class Cause(NamedTuple):
    """What moves due dates: in words, and the file and line that say so."""

    change: str
    rule: str


def cause(was: Due, will: Due, before: Policy, after: Policy) -> Cause:
    """Why a due date is another: what gives it now, and what would."""
    old, new = _called(was, before), _called(will, after)
    change = old if old == new else f"{old} → {new}"
    return Cause(change, _rule(was, will, before, after))


def _called(due: Due, policy: Policy) -> str:
    if due.by in (OWN, INVOICE_DATE):
        return {OWN: "export's date", INVOICE_DATE: "invoice date"}[due.by]
    return _code(due, policy) or due.by


def _code(due: Due, policy: Policy) -> str | None:
    return policy.terms.code(due.terms) if due.terms else None


def _rule(was: Due, will: Due, before: Policy, after: Policy) -> str:
    """Where the edited files say so: the term, the rule that gives it, or what moves off days."""
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
