"""The shape of credit.yaml."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain.conditions import Problem, fields_about
from artui.policy.plain import code
from artui.policy.shape import (
    AMOUNT,
    CODE,
    CURRENCY,
    Key,
    ListOf,
    Nullable,
    Number,
    Record,
    When,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIMIT = Record(
    {
        "limit": Key(
            Nullable(AMOUNT), "the amount, null for none, 0 for nothing on credit", required=True
        ),
        "currency": Key(CURRENCY, "the limit's currency"),
        "when": Key(When(fields_about("customer")), "for whom"),
    }
)
_HOLD = Record(
    {
        "rule": Key(CODE, "the rule's name", required=True),
        "when": Key(
            When(fields_about("customer", "account")), "what puts a customer on hold", required=True
        ),
        "expected_resolution_days": Key(Whole(0, 3650), "days until it should be resolved"),
    }
)
SHAPE = Record(
    {
        "default_limit": Key(Nullable(AMOUNT), "where no rule and no export gives one"),
        "default_currency": Key(Nullable(CURRENCY), "of limits that name none"),
        "limits": Key(ListOf(_LIMIT, most=10_000), "rules; the last that matches wins"),
        "holds": Key(ListOf(_HOLD), "what puts a customer on hold"),
        "watch_utilisation": Key(
            Number("a share from 0 to 1, as 0.9", most=Decimal(1)),
            "exposure / limit from which a customer is watched",
        ),
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of credit.yaml and still cannot be meant."""
    seen: set[str] = set()
    for index, hold in enumerate(data.get("holds", [])):
        name = code(hold["rule"])
        if name in seen:
            yield Problem(("holds", index, "rule"), f"There are two holds named '{name}'.")
        seen.add(name)
