"""The tree a condition is, and whether a record meets it."""

from __future__ import annotations

import operator as op
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain.conditions.fields import FIELDS, Kind
from artui.domain.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = str | int | Decimal | bool

MISSING = "missing"
PRESENT = "present"
EQUALITY = ("eq", "ne")
LISTS = ("in", "not_in")
ORDER = ("lt", "le", "gt", "ge")
OPERATORS = (*EQUALITY, *LISTS, *ORDER, MISSING, PRESENT)


@dataclass(frozen=True, slots=True)
class Test:
    """One field compared.

    Attributes:
        field: its name in FIELDS.
        operator: a key of OPERATORS.
        value: what it is compared with: a tuple for in and not_in, None for missing and present;
            a date as a day number.
    """

    __test__ = False  # the word is the field's, and no test runner's

    field: str
    operator: str
    value: Value | tuple[Value, ...] | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where every part does."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where at least one part does."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its part does not."""

    part: Condition


Condition = Test | AllOf | AnyOf | Not

#: What each operator asks of two comparable values.
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": op.eq,
    "ne": op.ne,
    "in": lambda value, options: value in options,
    "not_in": lambda value, options: value not in options,
    "lt": op.lt,
    "le": op.le,
    "gt": op.gt,
    "ge": op.ge,
}


def holds(condition: Condition, record: Mapping[str, object]) -> bool:
    """Whether a record meets a condition; what a missing field means stands at the top."""
    match condition:
        case AllOf():
            return all(holds(part, record) for part in condition.parts)
        case AnyOf():
            return any(holds(part, record) for part in condition.parts)
        case Not():
            return not holds(condition.part, record)
        case Test():
            return _passes(condition, record.get(condition.field))


def _passes(test: Test, found: object) -> bool:
    missing = is_missing(found)
    if test.operator in (MISSING, PRESENT):
        return missing == (test.operator == MISSING)
    if missing:
        return test.operator in ("ne", "not_in")
    kind = FIELDS[test.field].kind
    wanted: object = test.value
    if isinstance(wanted, tuple):
        wanted = tuple(comparable(kind, each) for each in wanted)
    else:
        wanted = comparable(kind, wanted)
    return COMPARE[test.operator](comparable(kind, found), wanted)


def is_missing(found: object) -> bool:
    """Whether a field says nothing."""
    return found is None or (isinstance(found, str) and not found.strip())


def comparable(kind: Kind, value: Any) -> object:
    """A value as its kind compares it."""
    if kind == "id":
        return canonical(str(value))
    if kind == "bool":
        return bool(value)
    return str(value) if kind == "text" else value
