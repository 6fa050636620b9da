"""Conditions made ready once for many records: the same answer as `holds`, several times faster."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from artui.domain.conditions.fields import FIELDS
from artui.domain.conditions.tree import (
    COMPARE,
    MISSING,
    PRESENT,
    AllOf,
    AnyOf,
    Not,
    Test,
    comparable,
    is_missing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from artui.domain.conditions.tree import Condition

    Check = Callable[[Mapping[str, object]], bool]


def asked(condition: Condition | None) -> frozenset[str]:
    """The fields a condition asks about."""
    match condition:
        case None:
            return frozenset()
        case Test():
            return frozenset((condition.field,))
        case Not():
            return asked(condition.part)
        case AllOf() | AnyOf():
            return frozenset().union(*map(asked, condition.parts))


@lru_cache(maxsize=65_536)
def checker(condition: Condition) -> Check:
    """Whether a record meets a condition, as a function of the record."""
    match condition:
        case Not():
            part = checker(condition.part)
            return lambda record: not part(record)
        case Test():
            return _test(condition)
        case AllOf():
            parts = tuple(map(checker, condition.parts))
            return lambda record: all([check(record) for check in parts])  # noqa: C419 - few and short: a list is faster
        case AnyOf():
            parts = tuple(map(checker, condition.parts))
            return lambda record: any([check(record) for check in parts])  # noqa: C419 - as above


def _test(test: Test) -> Check:
    field, operator, value = test.field, test.operator, test.value
    if operator in (MISSING, PRESENT):
        wanted = operator == MISSING
        return lambda record: is_missing(record.get(field)) == wanted
    kind, compare = FIELDS[field].kind, COMPARE[operator]
    if isinstance(value, tuple):
        bound: object = tuple(comparable(kind, each) for each in value)
    else:
        bound = comparable(kind, value)
    absent = operator in ("ne", "not_in")

    def check(record: Mapping[str, object]) -> bool:
        found = record.get(field)
        return absent if is_missing(found) else compare(comparable(kind, found), bound)

    return check
