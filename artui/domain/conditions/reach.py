"""What conditions can never hold, and which of several rules is never asked.

A condition only compares fields with values, so a field need not be tried with every value there
is: one in each gap between the values named, those values themselves, and no value at all say
everything. Where there would be too many to try, nothing is claimed: what is said here is certain.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any

from artui.domain.conditions.fields import FIELDS, Field
from artui.domain.conditions.tree import AllOf, AnyOf, Condition, Not, Test, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: How many comparisons may be tried for one question, and for all those of one list of rules.
MOST = 50_000
MOST_OF_A_LIST = 200_000

_NO_FIELD = Field("text", (), "")


def tests(condition: Condition) -> Iterator[Test]:
    """Every comparison in a condition."""
    match condition:
        case Test():
            yield condition
        case Not():
            yield from tests(condition.part)
        case AllOf() | AnyOf():
            for part in condition.parts:
                yield from tests(part)


def impossible(condition: Condition, known: Mapping[str, object] | None = None) -> bool:
    """Whether no record at all meets a condition; False where that cannot be told.

    Args:
        condition: the condition.
        known: fields whose values stand: only records with these values are meant.
    """
    parts = _independent(condition.parts) if isinstance(condition, AllOf) else [condition]
    return any(_impossible(part, known or {}) for part in parts)


def _impossible(condition: Condition, known: Mapping[str, object]) -> bool:
    if isinstance(condition, Test) and condition.field not in known:
        return False
    if _effort(condition, known) > MOST:
        return False
    return not any(holds(condition, record) for record in _records(condition, known))


def certain(condition: Condition | None, known: Mapping[str, object] | None = None) -> bool:
    """Whether every record (with these values) meets a condition; no condition always holds."""
    return condition is None or impossible(Not(condition), known)


def implies(condition: Condition, other: Condition) -> bool:
    """Whether every record that meets a condition meets another; False where it cannot be told."""
    return impossible(AllOf((condition, Not(other))))


def unreached(rules: Iterable[Condition | None]) -> Iterator[tuple[int, int]]:
    """The rules that never decide, where the first that holds does; each with the one before it.

    Only single rules are held against each other: two that together leave nothing for a third
    are not found, and in a very long list only equal rules and rules without a condition are.
    """
    before: dict[Condition | None, int] = {}
    comparisons = _Comparisons()
    for index, rule in enumerate(rules):
        found = before.get(None, before.get(rule))
        if found is None and rule is not None and not comparisons.spent:
            wider = (at for each, at in before.items() if each and comparisons.imply(rule, each))
            found = next(wider, None)
        if found is not None:
            yield index, found
        before.setdefault(rule, index)


class _Comparisons:
    """Questions whether one rule implies another, as many as may be asked of one list."""

    def __init__(self) -> None:
        self._left = MOST_OF_A_LIST
        self._fields: dict[Condition, frozenset[str]] = {}

    @property
    def spent(self) -> bool:
        """Whether no more may be asked."""
        return self._left <= 0

    def imply(self, rule: Condition, other: Condition) -> bool:
        """Whether a rule is known to imply another; one about more fields is not asked."""
        self._left -= 1
        if self.spent or not self._about(other) <= self._about(rule):
            return False
        self._left -= min(_effort(AllOf((rule, other)), {}), MOST)
        return implies(rule, other)

    def _about(self, rule: Condition) -> frozenset[str]:
        if rule not in self._fields:
            self._fields[rule] = frozenset(test.field for test in tests(rule))
        return self._fields[rule]


def _effort(condition: Condition, known: Mapping[str, object]) -> int:
    """How many comparisons with a value it takes to try everything a condition tells apart."""
    told_apart = _values(condition)
    each = sum(len(values) for values in told_apart.values())
    return each * prod(len(values) for name, values in told_apart.items() if name not in known)


def _records(condition: Condition, known: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Records that differ in everything a condition can tell apart."""
    values = {name: each for name, each in _values(condition).items() if name not in known}
    for combination in product(*values.values()):
        yield {**known, **dict(zip(values, combination, strict=True))}


def _values(condition: Condition) -> dict[str, list[object]]:
    """By field, no value, and the values that differ for a condition."""
    named: dict[str, list[Any]] = {}
    for test in tests(condition):
        wanted = test.value if isinstance(test.value, tuple) else (test.value,)
        named.setdefault(test.field, []).extend(each for each in wanted if each is not None)
    return {name: [None, *_told_apart(name, values)] for name, values in named.items()}


def _told_apart(name: str, values: list[Any]) -> list[object]:
    kind = FIELDS.get(name, _NO_FIELD).kind
    if kind == "bool":
        return [False, True]
    if kind in ("id", "text"):
        other = "-".join(map(str, values)) + "-"
        return [*dict.fromkeys(map(str, values)), f"other {other}"]
    if not values:
        return [Decimal(0) if kind in ("money", "number") else 0]
    ordered = sorted(set(values))
    if kind in ("money", "number"):
        between = [(low + high) / 2 for low, high in pairwise(ordered)]
    else:
        between = [value + 1 for value in ordered[:-1]]
    return sorted({ordered[0] - 1, *ordered, *between, ordered[-1] + 1})


def _independent(parts: Iterable[Condition]) -> list[Condition]:
    """Parts of a conjunction that share no field with the others: each can be asked alone."""
    groups: list[tuple[set[str], list[Condition]]] = []
    for part in _flat(parts):
        fields, joined = {test.field for test in tests(part)}, [part]
        apart: list[tuple[set[str], list[Condition]]] = []
        for others, conditions in groups:
            if others & fields:
                fields |= others
                joined = [*conditions, *joined]
            else:
                apart.append((others, conditions))
        groups = [*apart, (fields, joined)]
    return [joined[0] if len(joined) == 1 else AllOf(tuple(joined)) for _, joined in groups]


def _flat(parts: Iterable[Condition]) -> Iterator[Condition]:
    """The parts of a conjunction and of conjunctions in it."""
    for part in parts:
        if isinstance(part, AllOf):
            yield from _flat(part.parts)
        else:
            yield part
