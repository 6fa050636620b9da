"""The ranking as upright bars with a line of what they come to together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"
_EIGHTHS = len(_BARS)
_POINT, _LINK = "●", "╌"
#: Cells of the scale to the left: `100 %` and a blank.
_SCALE = 6
_NARROWEST, _WIDEST = 4, 12


@dataclass(frozen=True, slots=True)
class Pareto:
    """Shares of a whole, the greatest first, each a bar, and their running sum above them.

    Attributes:
        shares: fractions of the whole.
        names: what stands below each bar.
    """

    shares: Sequence[Fraction]
    names: Sequence[str]

    def lines(self, width: int, height: int) -> list[str]:
        """The chart as text: bars and points on one scale from 0 to 100 %, shares, names.

        Args:
            width: cells of a line.
            height: lines of the scale.
        """
        room = max(0, width - _SCALE)
        step = max(_NARROWEST, min(_WIDEST, room // max(1, len(self.shares))))
        shown = min(len(self.shares), room // step)
        if shown < 1:
            return []
        bars = [self._row(row, shown, step, height) for row in reversed(range(height))]
        shares = "".join(f"{float(each):.0%}".center(step) for each in self.shares[:shown])
        names = "".join(each[: step - 1].center(step) for each in self.names[:shown])
        return [*bars, (" " * _SCALE + shares).rstrip(), (" " * _SCALE + names).rstrip()]

    def _row(self, row: int, shown: int, step: int, height: int) -> str:
        sums = self._sums(shown)
        cells = [
            _cell(self.shares[n], sums[n], sums[n - 1] if n else None, row, step, height)
            for n in range(shown)
        ]
        return (_scale(row, height) + "".join(cells)).rstrip()

    def _sums(self, shown: int) -> list[Fraction]:
        """What the bars up to each come to."""
        found: list[Fraction] = []
        for share in self.shares[:shown]:
            found.append(share + (found[-1] if found else 0))
        return found


def _scale(row: int, height: int) -> str:
    said = "100%" if row == height - 1 else "0%" if row == 0 and height > 1 else ""
    return said.rjust(_SCALE - 1) + " "


def _line(value: Fraction, height: int) -> int:
    """The line of the scale a point is on."""
    return max(0, min(height - 1, int(value * height - Fraction(1, _EIGHTHS))))


def _cell(
    share: Fraction, total: Fraction, before: Fraction | None, row: int, step: int, height: int
) -> str:
    """One bar's cells of a line: the bar, and in its middle the point of the running sum."""
    eighths = round(share * height * _EIGHTHS) - row * _EIGHTHS
    eighths = max(eighths, 1) if row == 0 and share > 0 else eighths
    bar = " " if eighths <= 0 else _BARS[min(eighths, _EIGHTHS) - 1]
    gap = 1 if step < _WIDEST else 2
    cells = [*(" " * gap), *(bar * (step - 2 * gap)), *(" " * gap)]
    if _line(total, height) != row or (before is None and bar != " "):
        return "".join(cells)
    if before is not None and _line(before, height) == row:
        cells = [each if each != " " else _LINK for each in cells[: step // 2]] + cells[step // 2 :]
    cells[step // 2] = _POINT
    return "".join(cells)
