"""Which of several rules decides: those on single customers first, and of each the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from artui.domain.conditions import AllOf, AnyOf, Not, Test, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from artui.domain.conditions import Condition


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
