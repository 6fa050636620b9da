"""How a numerator or denominator is made of the sums of the rows behind it."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: One part for each month of sales and the like: `sales 2026-10`.
_OF_MONTH = re.compile(r"^(.+) \d{4}-\d{2}$")
_MOST_PARTS = 4


class Proof:
    """What the parts of a formula come to, and what can be made of them.

    A formula adds and takes away whole parts, or averages them; the parts of several months are
    one. What no such combination of them comes to is not proved.
    """

    def __init__(self, sums: Mapping[str, int], months: int = 1) -> None:
        """Take the sums.

        Args:
            sums: what the rows of each part come to.
            months: the months of the period, over which sales may be averaged.
        """
        merged: dict[str, int] = defaultdict(int)
        for name, amount in sums.items():
            found = _OF_MONTH.match(name)
            merged[found[1] if found else name] += amount
        self._parts = {name: Fraction(amount) for name, amount in merged.items()}
        self._months = months

    def of(self, wanted: Fraction) -> str | None:
        """`ending AR - disputed` for what comes to `wanted`; None where nothing does.

        Nothing at all is proved by there being no rows.
        """
        if not wanted:
            return "nothing"
        for size in range(1, min(_MOST_PARTS, len(self._parts)) + 1):
            for names in combinations(self._parts, size):
                for said, amount in self._combined(names):
                    if amount == wanted:
                        return said
        return None

    def _combined(self, names: Sequence[str]) -> Iterator[tuple[str, Fraction]]:
        """The ways these parts can be put together, all of them added up first."""
        yield from self._signed(names, self._parts, "")
        if len(names) > 1:
            mean = sum((self._parts[name] for name in names), Fraction()) / len(names)
            yield f"the average of {' and '.join(names)}", mean
        if self._months > 1 and any("sales" in name for name in names):
            parts = {
                name: amount / self._months if "sales" in name else amount
                for name, amount in self._parts.items()
            }
            yield from self._signed(names, parts, ", sales of a month on average")

    @staticmethod
    def _signed(
        names: Sequence[str], parts: Mapping[str, Fraction], end: str
    ) -> Iterator[tuple[str, Fraction]]:
        for signs in product((1, -1), repeat=len(names)):
            terms = list(zip(signs, names, strict=True))
            said = " ".join(f"{'+' if sign > 0 else '-'} {name}" for sign, name in terms)
            amount = sum((sign * parts[name] for sign, name in terms), Fraction())
            yield said.removeprefix("+ ") + end, amount
