"""The middle and the high end of whole numbers, exact, out of how often each occurs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PERCENT = 100


def mean(counts: Mapping[int, int]) -> Fraction | None:
    """The arithmetic mean; None of none."""
    number = sum(counts.values())
    total = sum(value * times for value, times in counts.items())
    return Fraction(total, number) if number else None


def median(counts: Mapping[int, int]) -> Fraction | None:
    """The median, of an even number the mean of the middle two; None of none."""
    number = sum(counts.values())
    if not number:
        return None
    lower, upper = _ranked(counts, (number + 1) // 2), _ranked(counts, number // 2 + 1)
    return Fraction(lower + upper, 2)


def percentile(counts: Mapping[int, int], percent: int) -> Fraction | None:
    """The nearest-rank percentile: the least value that so many percent do not exceed."""
    number = sum(counts.values())
    rank = max(1, -(-number * percent // _PERCENT))
    return Fraction(_ranked(counts, rank)) if number else None


def _ranked(counts: Mapping[int, int], rank: int) -> int:
    """The value of a rank, counted from 1 at the least."""
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= rank:
            return value
    raise IndexError(rank)
