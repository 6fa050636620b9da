"""The shape of aging.yaml."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from artui.domain.conditions import Problem
from artui.policy.aging import Basis, Unapplied
from artui.policy.shape import (
    Choice,
    Key,
    ListOf,
    Record,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


_MOST_BOUNDS = 11

SHAPE = Record(
    {
        "buckets": Key(
            ListOf(Whole(1, 36500), least=1, most=_MOST_BOUNDS),
            "the last day past due of each bucket, as [30, 60, 90]",
        ),
        "basis": Key(Choice(get_args(Basis)), "the date days are counted from"),
        "unapplied": Key(
            Choice(get_args(Unapplied)),
            "where credits and cash that reduce no invoice are shown",
        ),
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of aging.yaml and still cannot be meant."""
    for index, (low, high) in enumerate(pairwise(data.get("buckets", ()))):
        if high <= low:
            message = f"The bounds of buckets must increase: {high} follows {low}."
            yield Problem(("buckets", index + 1), message)
