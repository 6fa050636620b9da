"""aging.yaml: the buckets, the date they count from, and where credits and cash are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Basis = Literal["due_date", "invoice_date"]
Unapplied = Literal["own_column", "aged", "oldest_first"]


@dataclass(frozen=True, slots=True)
class AgingPolicy:
    """How open items are aged.

    Attributes:
        buckets: the inclusive upper bounds between the first and the last bucket.
        basis: the date days are counted from.
        unapplied: credits and cash that reduce no invoice stand in their own column, are aged on
            their own date, or are set against the oldest items first.
    """

    buckets: tuple[int, ...] = (30, 60, 90)
    basis: Basis = "due_date"
    unapplied: Unapplied = "own_column"


def from_data(data: Any) -> AgingPolicy:
    """The policy of checked data."""
    plain = dict(data)
    if "buckets" in plain:
        plain["buckets"] = tuple(plain["buckets"])
    return AgingPolicy(**plain)


def to_data(policy: AgingPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back."""
    return {
        "buckets": list(policy.buckets),
        "basis": policy.basis,
        "unapplied": policy.unapplied,
    }
