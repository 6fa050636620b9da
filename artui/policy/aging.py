"""aging.yaml: the buckets, the date they count from, and where credits and cash are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from artui.domain.aging import Buckets
from artui.domain.aging_conventions import CONVENTIONS, OWN

Basis = Literal["due_date", "invoice_date"]
Unapplied = Literal["own_column", "aged", "oldest_first"]


@dataclass(frozen=True, slots=True)
class AgingPolicy:
    """How open items are aged.

    Attributes:
        buckets: the inclusive upper bounds between the first and the last bucket, where the
            convention is one's own; 0 is one of them whether it is named or not.
        convention: whose bucket edges: a name of `domain.aging_conventions.CONVENTIONS`.
        basis: the date days are counted from.
        unapplied: credits and cash that reduce no invoice stand in their own column, are aged on
            their own date, or are set against the oldest items first.
    """

    buckets: tuple[int, ...] = (30, 60, 90)
    convention: str = OWN
    basis: Basis = "due_date"
    unapplied: Unapplied = "own_column"

    @property
    def scheme(self) -> Buckets:
        """The buckets items are put in."""
        return Buckets.of(self.buckets) if self.convention == OWN else CONVENTIONS[self.convention]


def from_data(data: Any) -> AgingPolicy:
    """The policy of checked data.

    Raises:
        KeyError: where no convention of this version has the name.
    """
    plain = dict(data)
    if "buckets" in plain:
        plain["buckets"] = tuple(plain["buckets"])
    policy = AgingPolicy(**plain)
    CONVENTIONS[policy.convention]
    return policy


def to_data(policy: AgingPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back."""
    return {
        "buckets": list(policy.buckets),
        "convention": policy.convention,
        "basis": policy.basis,
        "unapplied": policy.unapplied,
    }
