"""A check: figures held against a second computation of what they must come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Stands for the currency of what is counted, not paid.
COUNT = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One equation, by currency; what is zero on both sides is not worth a word.

    Attributes:
        equation: what must be equal, in words: "items = outstanding".
        found: what the figures shown come to, minor units by currency; COUNT for numbers.
        owed: what the second computation gives.
    """

    equation: str
    found: Mapping[str, int]
    owed: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Whether both sides are equal in every currency."""
        return all(found == owed for _, found, owed in self.compared())

    def compared(self) -> Iterator[tuple[str, int, int]]:
        """Currency, what is found, what is owed; by currency."""
        for currency in sorted({*self.found, *self.owed}):
            found, owed = self.found.get(currency, 0), self.owed.get(currency, 0)
            if found or owed:
                yield currency, found, owed
