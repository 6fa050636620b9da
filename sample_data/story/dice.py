"""Seeded draws that come out the same on every machine and every Python."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SEED = "northwind field services 2026-11-20"
T = TypeVar("T")


class Dice:
    """A stream of draws of its own, so that one piece of the story never shifts another.

    Only `random()` is promised to repeat between versions of Python, so all else is built on it.
    """

    def __init__(self, stream: str) -> None:
        self._random = random.Random(f"{SEED}/{stream}")  # noqa: S311 - repeatable, not secret

    def unit(self) -> float:
        """A number in [0, 1)."""
        return self._random.random()

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible."""
        return low + int(self.unit() * (high - low + 1))

    def skewed(self, high: int) -> int:
        """A whole number from 0 up to `high`, small ones more often."""
        draw = self.unit()
        return int((high + 1) * draw * draw)

    def chance(self, probability: float) -> bool:
        """True as often as `probability` says."""
        return self.unit() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.between(0, len(choices) - 1)]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, as often as its weight says."""
        point = self.unit() * sum(weights.values())
        for choice, weight in weights.items():
            point -= weight
            if point < 0:
                return choice
        return choice

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """The things in another order."""
        return [thing for _, _, thing in sorted((self.unit(), n, t) for n, t in enumerate(things))]
