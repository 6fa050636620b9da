"""Conditions in words, for the sentence that says why, or what would have to change."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from artui.domain.conditions.fields import FIELDS
from artui.domain.conditions.tree import MISSING, PRESENT, AllOf, AnyOf, Not, Test
from artui.domain.days import iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.conditions.tree import Condition, Value

_OPPOSITE: Mapping[str, str] = {
    "eq": "ne",
    "in": "not_in",
    "lt": "ge",
    "le": "gt",
    MISSING: PRESENT,
    "ne": "eq",
    "not_in": "in",
    "ge": "lt",
    "gt": "le",
    PRESENT: MISSING,
}
_SAID: Mapping[str, str] = {
    "eq": "is",
    "ne": "is not",
    "in": "is one of",
    "not_in": "is none of",
    "lt": "below",
    "le": "at most",
    "gt": "above",
    "ge": "at least",
    MISSING: "is missing",
    PRESENT: "is given",
}
#: What people call the fields whose names do not say it by themselves.
_CALLED: Mapping[str, str] = {
    "customer_id": "customer",
    "past_due_amount": "past due",
    "oldest_overdue_days": "oldest days past due",
    "po_number": "PO",
    "po_required": "PO required",
    "sent_at": "sent",
    "completed_at": "completed",
    "job_id": "job",
    "quote_id": "quote",
    "weighted_days_late": "days late on average",
    "trend_days": "trend in days",
}


def words(condition: Condition, *, negated: bool = False) -> str:
    """A condition as people say it: `past due above 1,000.00 and segment is strategic`.

    Args:
        condition: which.
        negated: whether to say its opposite: `past due at most 1,000.00 or segment is not ...`.
    """
    match condition:
        case Not():
            return words(condition.part, negated=not negated)
        case Test():
            return _test(condition, negated=negated)
        case AllOf() | AnyOf():
            together = isinstance(condition, AllOf) is not negated
            return _joined(condition.parts, " and " if together else " or ", negated=negated)


def _joined(parts: tuple[Condition, ...], link: str, *, negated: bool) -> str:
    said = [words(part, negated=negated) for part in parts]
    if len(said) == 1:
        return said[0]
    groups = (isinstance(part, AllOf | AnyOf | Not) for part in parts)
    return link.join(
        f"({text})" if group and (" and " in text or " or " in text) else text
        for text, group in zip(said, groups, strict=True)
    )


def called(field: str) -> str:
    """What people call a field."""
    return _CALLED.get(field, field.replace("_", " "))


def _test(test: Test, *, negated: bool) -> str:
    operator = _OPPOSITE[test.operator] if negated else test.operator
    name = called(test.field)
    if test.value is None:
        return f"{name} {_SAID[operator]}"
    if isinstance(test.value, tuple):
        several = ", ".join(_value(test.field, each) for each in test.value)
        single = {"in": "is", "not_in": "is not"} if len(test.value) == 1 else _SAID
        return f"{name} {single[operator]} {several}"
    return f"{name} {_SAID[operator]} {_value(test.field, test.value)}"


def _value(field: str, value: Value) -> str:
    kind = FIELDS[field].kind
    if isinstance(value, bool):
        return "yes" if value else "no"
    if kind == "date" and isinstance(value, int):
        return str(iso(value))
    if kind == "money" and isinstance(value, Decimal):
        return f"{value:,f}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
