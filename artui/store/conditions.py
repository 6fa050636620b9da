"""Conditions as SQL: one expression that holds for the rows whose records meet the condition.

Of any row it says exactly what `domain.conditions.holds` says of its record, and it is never NULL:
what is missing equals nothing and lies on no side of any limit. Amounts and hours are compared as
integers, the value of the policy scaled to what the column counts. Values are bound, not written.

The statement stays within SQLite's limits for the largest policy a file can hold. A list is one
value; negation is carried down to the tests; and parts are joined so that neither the tree nor
the parser's stack grows with their number, but with its logarithm.
"""

from __future__ import annotations

import heapq
import json
import math
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, Protocol, assert_never

from artui.domain.conditions import MISSING, PRESENT, AllOf, AnyOf, Not, Test
from artui.domain.identity import canonical
from artui.policy.precedence import by_precedence
from artui.store.columns import OTHER_PLACES, USUAL_PLACES, Flag, Id, Money, Text, Whole

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from artui.domain.conditions import Condition, Value
    from artui.store.columns import Column

#: What text consists of that says nothing.
BLANK = "".join(filter(str.isspace, map(chr, range(0x3001))))
_LEAST, _MOST = -(2**63), 2**63 - 1
_PLACES = (*OTHER_PLACES, USUAL_PLACES)
_LISTS = ("in", "not_in")
_NEGATED = ("ne", "not_in", PRESENT)
_NEVER, _ALWAYS = "0", "1"
#: An id of one spelling but for its case: what `identity.canonical` merely folds.
_PLAIN_ID = "{0} GLOB '[1-9A-Za-z]*' AND {0} NOT GLOB '*[^0-9A-Za-z/#_-]*'"


class Rule(Protocol):
    """Something decided where a condition holds; without one, everywhere."""

    @property
    def when(self) -> Condition | None:
        """The condition."""


class Expression(NamedTuple):
    """An SQL expression and the values bound in it, by name."""

    sql: str
    parameters: Mapping[str, object]


def equip(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Teach a connection the canonical form of ids, which conditions about jobs and quotes ask."""
    connection.create_function("canonical", 1, _canonical, deterministic=True)
    return connection


def _canonical(value: object) -> str | None:
    return None if value is None else canonical(str(value))


def expression(
    condition: Condition, columns: Mapping[str, Column], prefix: str = "c"
) -> Expression:
    """A condition as SQL.

    Args:
        condition: one that `domain.conditions.parse` accepts.
        columns: where each field stands.
        prefix: what the names of its values begin with.

    Raises:
        KeyError: it asks about a field without a column.
    """
    made = Compiler(columns, prefix)
    return Expression(made.holds(condition), made.parameters)


def deciding(rules: Sequence[Rule], columns: Mapping[str, Column], prefix: str = "c") -> Expression:
    """The place of the rule that decides, counted from 0 in the order given, NULL where none does.

    Of several that hold, it is the one that `policy.precedence` says.

    Raises:
        KeyError: a rule asks about a field without a column.
    """
    places = {id(rule): place for place, rule in enumerate(rules)}
    made = Compiler(columns, prefix)
    ordered = ((places[id(rule)], rule.when) for rule in by_precedence(rules))
    return Expression(made.first(ordered), made.parameters)


class Compiler:
    """Conditions of one statement as SQL; their values are bound once each, in `parameters`."""

    def __init__(self, columns: Mapping[str, Column], prefix: str = "c") -> None:
        self.parameters: dict[str, object] = {}
        self._columns = columns
        self._prefix = prefix
        self._names: dict[tuple[type, object], str] = {}

    def holds(self, condition: Condition) -> str:
        """An expression that is 1 for the rows that meet a condition, and 0 for the others."""
        return self._part(condition, negated=False).sql

    def first(self, conditions: Iterable[tuple[int, Condition | None]]) -> str:
        """The number that stands beside the first condition that holds, NULL where none does."""
        cases = []
        otherwise = "NULL"
        for number, condition in conditions:
            if condition is None:
                otherwise = str(number)
                break
            cases.append(f"WHEN {self.holds(condition)} THEN {number}")
        return f"CASE {' '.join(cases)} ELSE {otherwise} END" if cases else otherwise

    def bound(self, value: object) -> str:
        """The name of a value, bound once."""
        key = (type(value), value)
        if key not in self._names:
            self._names[key] = name = f"{self._prefix}{len(self._names)}"
            self.parameters[name] = value
        return f":{self._names[key]}"

    def _part(self, condition: Condition, *, negated: bool) -> _Part:
        match condition:
            case Not():
                return self._part(condition.part, negated=not negated)
            case AllOf() | AnyOf():
                parts = [self._part(part, negated=negated) for part in condition.parts]
                return _joined("OR" if isinstance(condition, AllOf) == negated else "AND", parts)
            case Test():
                return _Part(_OF_A_TEST, self._test(condition, negated=negated))
            case _:
                assert_never(condition)

    def _test(self, test: Test, *, negated: bool) -> str:
        negated ^= test.operator in _NEGATED
        column = self._columns[test.field]
        if test.operator in (MISSING, PRESENT):
            return self._missing(column, negated=negated)
        compared = self._compared(column, test)
        if compared is None:
            return _ALWAYS if negated else _NEVER
        return f"(({compared}) IS {'NOT ' if negated else ''}TRUE)"

    def _missing(self, column: Column, *, negated: bool) -> str:
        if isinstance(column, Text | Id):
            blank = f"coalesce(trim({column.sql}, {self.bound(BLANK)}), '')"
            return f"({blank} {'<>' if negated else '='} '')"
        return f"(({column.sql}) IS {'NOT ' if negated else ''}NULL)"

    def _compared(self, column: Column, test: Test) -> str | None:
        """A comparison that is TRUE where the test holds of a value; None where it never does."""
        if isinstance(column, Whole):
            return self._scaled(column.sql, test, column.scale)
        if isinstance(column, Money):
            return self._money(column, test)
        sql, convert = _FORMS[type(column)](column)
        if test.operator in _LISTS:
            said = [convert(value) for value in _values(test)]
            return self._among(sql, [value for value in said if value != ""])
        value = convert(_value(test))
        return None if value == "" else f"{sql} = {self.bound(value)}"

    def _among(self, sql: str, values: Sequence[object]) -> str | None:
        if not values:
            return None
        listed = self.bound(json.dumps(values, ensure_ascii=False))
        return f"({sql}) IN (SELECT value FROM json_each({listed}))"

    def _scaled(self, sql: str, test: Test, scale: int) -> str | None:
        """A comparison with a column that counts `scale` times the value."""
        if test.operator in _LISTS:
            scaled = (_bound("eq", value, scale) for value in _values(test))
            return self._among(sql, [value for value in scaled if value is not None])
        bound = _bound(test.operator, _value(test), scale)
        return None if bound is None else f"({sql}) {_SIGNS[test.operator]} {self.bound(bound)}"

    def _money(self, column: Money, test: Test) -> str:
        """A comparison with minor units, for each number of decimals a currency may have."""
        scaled = [self._scaled(column.sql, test, 10**places) or _NEVER for places in _PLACES]
        if len(set(scaled)) == 1:
            return scaled[0]
        *cases, usual = zip(_PLACES, scaled, strict=True)
        others = " ".join(f"WHEN {places} THEN {sql}" for places, sql in cases)
        return f"CASE ({column.exponent}) {others} ELSE {usual[1]} END"


def _values(test: Test) -> tuple[Value, ...]:
    assert isinstance(test.value, tuple)  # noqa: S101 - `in` and `not_in` have several
    return test.value


def _value(test: Test) -> Value:
    assert test.value is not None  # noqa: S101 - every comparison has one
    assert not isinstance(test.value, tuple)  # noqa: S101 - but not several
    return test.value


def _text(value: object) -> str:
    """Text as it stands; blank text equals nothing."""
    text = str(value)
    return text if text.strip() else ""


def folded(sql: str) -> str:
    """The canonical form of an id that stands as an export spells it, on an equipped connection."""
    return f"CASE WHEN {_PLAIN_ID.format(sql)} THEN lower({sql}) ELSE canonical({sql}) END"


_FORMS: Mapping[type, Callable[..., tuple[str, Callable[[object], object]]]] = {
    Text: lambda column: (column.sql, _text),
    Id: lambda column: (
        column.sql if column.canonical else folded(column.sql),
        lambda value: canonical(str(value)),
    ),
    Flag: lambda column: (f"({column.sql} <> 0)", lambda value: int(bool(value))),
}

_SIGNS = {"eq": "=", "ne": "=", "lt": "<=", "le": "<=", "gt": ">=", "ge": ">="}


def _bound(operator: str, value: Value, scale: int) -> int | None:
    """What a whole number is compared with by `_SIGNS`; None where none of 64 bits can pass."""
    assert not isinstance(value, str)  # noqa: S101 - what has an order is a number
    exact = Fraction(value) * scale
    if operator in ("eq", "ne"):
        whole = int(exact)
        return whole if whole == exact and _LEAST <= whole <= _MOST else None
    if operator in ("lt", "le"):
        most = math.ceil(exact) - 1 if operator == "lt" else math.floor(exact)
        return None if most < _LEAST else min(most, _MOST)
    least = math.floor(exact) + 1 if operator == "gt" else math.ceil(exact)
    return None if least > _MOST else max(least, _LEAST)


class _Part(NamedTuple):
    """A part of a condition, and what the parser has on its stack at the deepest place of it."""

    stack: int
    sql: str


#: The deepest place of any test.
_OF_A_TEST = 12
_LEFT, _RIGHT = 1, 3


def _joined(word: str, parts: Iterable[_Part]) -> _Part:
    """Parts joined in pairs, the shallowest first and the deeper one of a pair to the left."""
    order = count()
    heap = [(part.stack, next(order), part.sql) for part in parts]
    heapq.heapify(heap)
    while len(heap) > 1:
        shallow, _, right = heapq.heappop(heap)
        deep, _, left = heapq.heappop(heap)
        stack = max(deep + _LEFT, shallow + _RIGHT)
        heapq.heappush(heap, (stack, next(order), f"({left} {word} {right})"))
    stack, _, sql = heap[0]
    return _Part(stack, sql)
