"""Figures of months as bars: a line of small ones, and a chart with values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    Values = Sequence["Fraction | None"]

_BARS = "▁▂▃▄▅▆▇█"
_EIGHTHS = len(_BARS)
_MIDDLE = _BARS[3]
_GAP = 2
_NARROW_STEP, _WIDEST_STEP = 5, 7


def line(values: Values) -> str:
    """A cell a month between the least and the greatest of them; a blank where there is none."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    least, span = min(known), max(known) - min(known)
    return "".join(" " if value is None else _small(value - least, span) for value in values)


def _small(above: Fraction, span: Fraction) -> str:
    return _BARS[round(above / span * (_EIGHTHS - 1))] if span else _MIDDLE


@dataclass(frozen=True, slots=True)
class Chart:
    """Months as upright bars from zero, with a line at the target.

    Attributes:
        months: as 2026-10, oldest first.
        values: of each; None where there is none.
        texts: what stands below each bar.
        target: where the line is; None for none.
    """

    months: Sequence[str]
    values: Values
    texts: Sequence[str]
    target: Fraction | None = None

    def lines(self, width: int, height: int) -> list[str]:
        """The chart as text: bars, values, months; as many of the latest months as have room.

        Args:
            width: cells of a line.
            height: lines the greatest bar takes.
        """
        step = max(2, min(_WIDEST_STEP, width // max(1, len(self.months))))
        shown = min(len(self.months), max(1, width // step))
        bars = [self._row(row, shown, step, height) for row in reversed(range(height))]
        return [*bars, _spread(self.texts[-shown:], step), _spread(self.months[-shown:], step)]

    @property
    def _most(self) -> Fraction | int:
        known = [value for value in (*self.values, self.target) if value is not None]
        return max(known, default=0)

    def _level(self, value: Fraction | None, height: int) -> int:
        """How many eighths of a line a value is high; a value above zero is seen."""
        if value is None or value <= 0 or self._most <= 0:
            return 0
        return max(1, round(value / self._most * height * _EIGHTHS))

    def _row(self, row: int, shown: int, step: int, height: int) -> str:
        level = self._level(self.target, height)
        at_target = level > 0 and (level - 1) // _EIGHTHS == row
        rest = "─" if at_target else " "
        cells = (
            self._bar(value, row, height, rest) * _bar_cells(step)
            + rest * (step - _bar_cells(step))
            for value in self.values[-shown:]
        )
        return "".join(cells).rstrip()

    def _bar(self, value: Fraction | None, row: int, height: int, rest: str) -> str:
        eighths = self._level(value, height) - row * _EIGHTHS
        return rest if eighths <= 0 else _BARS[min(eighths, _EIGHTHS) - 1]


def _spread(texts: Sequence[str], step: int) -> str:
    """Texts that end where their bars do, every so many of them, the last for sure."""
    longest = max((len(text) for text in texts), default=0)
    every = -(-(longest + 1) // step)
    cells = [" "] * (step * len(texts))
    for at in range(len(texts) - 1, -1, -every):
        end = at * step + _bar_cells(step)
        if end >= len(texts[at]):
            cells[end - len(texts[at]) : end] = texts[at]
    return "".join(cells).rstrip()


def _bar_cells(step: int) -> int:
    return max(1, step - (_GAP if step > _NARROW_STEP else 1))
