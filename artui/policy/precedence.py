"""Which of several rules decides: those on single customers first, and of each the last."""

from __future__ import annotations

from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from artui.domain.conditions import AllOf, AnyOf, Not, Test, asked, checker, holds
from artui.domain.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artui.domain.conditions import Condition
    from artui.domain.conditions.checking import Check


class Rule(Protocol):
    """Something decided where a condition holds; without one, everywhere."""

    @property
    def when(self) -> Condition | None:
        """The condition."""


R = TypeVar("R", bound=Rule)


def asks_about(condition: Condition | None, field: str) -> bool:
    """Whether a condition asks about a field anywhere."""
    match condition:
        case None:
            return False
        case Test():
            return condition.field == field
        case Not():
            return asks_about(condition.part, field)
        case AllOf() | AnyOf():
            return any(asks_about(part, field) for part in condition.parts)


def by_precedence(rules: Iterable[R]) -> tuple[R, ...]:
    """The rules in the order they are tried, the first that holds deciding.

    Rules that ask about `customer_id` come before the others, and a later rule of the file before
    an earlier one: the last that matches wins.
    """
    backwards = tuple(rules)[::-1]
    return tuple(sorted(backwards, key=lambda rule: not asks_about(rule.when, "customer_id")))


def deciding(rules: Iterable[R], record: Mapping[str, object]) -> R | None:
    """The rule that decides for a record, None where none applies."""
    return next(
        (rule for rule in by_precedence(rules) if rule.when is None or holds(rule.when, record)),
        None,
    )


class Chosen(NamedTuple, Generic[R]):
    """The rule that decides, and its place in the file, counted from 0."""

    number: int
    rule: R


_Tried = tuple[int, Chosen[R], "Check | None"]


class InTurn(Generic[R]):
    """The first of several rules that holds, for many records.

    Records that are alike in all the rules ask about are decided once.
    """

    def __init__(self, rules: Iterable[Chosen[R]]) -> None:
        self.tried: list[_Tried[R]] = [_tried(rank, each) for rank, each in enumerate(rules)]
        self._fields = sorted(
            frozenset().union(*(asked(chosen.rule.when) for _, chosen, _ in self.tried))
        )
        self._known: dict[tuple[object, ...], Chosen[R] | None] = {}

    def of(self, record: Mapping[str, object]) -> Chosen[R] | None:
        """The rule that decides for a record, None where none applies."""
        key = tuple([record.get(field) for field in self._fields])
        if key in self._known:
            return self._known[key]
        found = first(self.tried, record)
        if len(self._known) < _MOST_KNOWN:
            self._known[key] = found
        return found


_MOST_KNOWN = 10_000


def _tried(rank: int, chosen: Chosen[R]) -> _Tried[R]:
    when = chosen.rule.when
    return rank, chosen, None if when is None else checker(when)


def first(tried: Iterable[_Tried[R]], record: Mapping[str, object]) -> Chosen[R] | None:
    """The first that holds for a record."""
    return next((chosen for _, chosen, check in tried if check is None or check(record)), None)


class Decider(Generic[R]):
    """`deciding` for many records: rules on single customers are looked up, not tried in turn."""

    def __init__(self, rules: Sequence[R]) -> None:
        numbers = {id(rule): number for number, rule in enumerate(rules)}
        ordered = [Chosen(numbers[id(rule)], rule) for rule in by_precedence(rules)]
        self._of_customer: dict[str, list[_Tried[R]]] = {}
        self._others: list[_Tried[R]] = []
        for rank, chosen in enumerate(ordered):
            entry = _tried(rank, chosen)
            customers = _customers(chosen.rule.when)
            for customer in customers:
                self._of_customer.setdefault(customer, []).append(entry)
            if not customers:
                self._others.append(entry)
        self._in_turn = InTurn([chosen for _, chosen, _ in self._others])

    def of(self, record: Mapping[str, object]) -> Chosen[R] | None:
        """The rule that decides for a record, None where none applies."""
        if self._of_customer:
            named = self._of_customer.get(canonical(str(record.get("customer_id"))))
            if named:
                return first(merge(named, self._others, key=itemgetter(0)), record)
        return self._in_turn.of(record)


def _customers(condition: Condition | None) -> frozenset[str]:
    """The customers a condition can hold for; empty where it names none, or not only those."""
    match condition:
        case Test("customer_id", "eq", str(value)):
            return frozenset((canonical(value),))
        case Test("customer_id", "in", tuple(values)):
            return frozenset(canonical(str(value)) for value in values)
        case AllOf(parts):
            return next((found for part in parts if (found := _customers(part))), frozenset())
        case _:
            return frozenset()
