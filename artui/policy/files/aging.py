"""The shape of aging.yaml."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from artui.domain.aging import MOST_BUCKETS
from artui.domain.aging_conventions import CONVENTIONS, OWN
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


_FURTHEST = 36500

SHAPE = Record(
    {
        "buckets": Key(
            ListOf(Whole(-_FURTHEST, _FURTHEST), least=1, most=MOST_BUCKETS - 1),
            "the last day past due of each bucket, as [30, 60, 90]; negative before the due date,"
            " and 0 is always one of them",
        ),
        "convention": Key(
            Choice(tuple(CONVENTIONS)),
            "artui for buckets of your own, else the system whose edges are taken over",
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
    convention, bounds = data.get("convention", OWN), data.get("buckets", ())
    for index, (low, high) in enumerate(pairwise(bounds)):
        if high <= low:
            message = f"The bounds of buckets must increase: {high} follows {low}."
            yield Problem(("buckets", index + 1), message)
    made = len({0, *bounds}) + 1
    if made > MOST_BUCKETS:
        message = f"With the due date between them these bounds make {made} buckets,"
        yield Problem(("buckets",), f"{message} and there may be {MOST_BUCKETS}.")
    if bounds and convention != OWN:
        message = f"The convention '{convention}' has buckets of its own: leave out one of the two."
        yield Problem(("convention",), message)
