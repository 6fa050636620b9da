"""What proves figures: what they stand on is what is outstanding, and groups come to the whole."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from artui.books.kpis import owed
from artui.books.kpis.groups import scope_at, without_base
from artui.domain.check import Check
from artui.store import aging

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artui.books.kpis.asked import Asked
    from artui.domain.figure import Figure

_Which = tuple[str, str, str]


def receivables(asked: Asked) -> Check:
    """The receivables that figures stand on, against what the entries alone say is outstanding."""
    outstanding = aging.outstanding(asked.reader, scope_at(asked, asked.period.last))
    found: dict[str, int] = defaultdict(int)
    for row in owed.at_end(asked):
        found[row.currency] += row.total
    return Check("ending AR = outstanding", dict(found), outstanding)


def apart(whole: Iterable[Figure], groups: Iterable[Figure]) -> list[Figure]:
    """The figures of everything whose numerator is not what those of its groups come to.

    Left out are figures that no group has, those without a numerator, and those in the base
    currency, of which a group with one currency has none and each group is rounded by itself.
    """
    sums: dict[_Which, list[Fraction | None]] = defaultdict(list)
    for each in groups:
        sums[_which(each)].append(each.numerator)
    return [
        figure
        for figure in whole
        if figure.numerator is not None
        and figure.variant == without_base(figure.variant)
        and _differs(figure.numerator, sums.get(_which(figure), ()))
    ]


def _differs(numerator: Fraction, parts: Sequence[Fraction | None]) -> bool:
    known = [part for part in parts if part is not None]
    return bool(parts) and (len(known) < len(parts) or sum(known, Fraction(0)) != numerator)


def _which(figure: Figure) -> _Which:
    return (figure.kpi, figure.variant, figure.currency)
