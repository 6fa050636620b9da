"""What the cells of a column look like, and whether they could be of a canonical type."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.domain.currencies import CURRENCIES
from artui.ingest import amounts, dates
from artui.ingest.convention import FLAGS
from artui.ingest.suggest.meanings import CURRENCY_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artui.ingest.kinds import Type

_MOST = 400
_ENOUGH = 0.8
#: How likely a column without any value is what its header says.
_BLANK = 0.5
#: How likely a column of dates is one of ids.
_DATES = 0.3


@dataclass(frozen=True, slots=True)
class Looks:
    """The shares of a column's filled cells that can be read as something.

    Attributes:
        filled: how many were looked at.
        dates: as dates.
        money: as amounts.
        codes: as currencies.
        flags: as yes or no.
        letters: how many have letters.
        distinct: how many differ from all others.
    """

    filled: int
    dates: float = 0.0
    money: float = 0.0
    codes: float = 0.0
    flags: float = 0.0
    letters: float = 0.0
    distinct: float = 0.0

    def suits(self, type_: Type) -> float:
        """How well a column of such cells could be of a type, from 0 to 1."""
        if not self.filled:
            return _BLANK
        if type_ == "id":
            written = self.letters + self.money >= _ENOUGH
            return 1.0 if written or self.dates <= _ENOUGH else _DATES
        share = {
            "date": self.dates,
            "timestamp": self.dates,
            "money": self.money,
            "number": self.money,
            "rate": self.money,
            "int": self.money,
            "currency": self.codes,
            "bool": self.flags,
            "disputed": max(self.flags, self.money),
        }.get(type_, 1.0)
        return share if share >= _ENOUGH else 0.0


def looks(cells: Sequence[str]) -> Looks:
    """What some filled cells look like."""
    some = cells[:_MOST]
    if not some:
        return Looks(0)
    counts = Counter(some)

    def share(test: Callable[[str], object]) -> float:
        return sum(number for cell, number in counts.items() if test(cell)) / len(some)

    return Looks(
        len(some),
        dates=share(_is_date),
        money=share(amounts.readings),
        codes=share(_is_currency),
        flags=share(lambda cell: cell.casefold() in FLAGS),
        letters=share(lambda cell: any(map(str.isalpha, cell))),
        distinct=len(counts) / len(some),
    )


def _is_date(cell: str) -> bool:
    return bool(dates.readings(cell)) or cell in ("00.00.0000", "00000000")


def _is_currency(cell: str) -> bool:
    return cell.upper() in CURRENCIES or cell.casefold() in CURRENCY_NAMES
