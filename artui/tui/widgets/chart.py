"""Upright bars across the width there is: months, or shares of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.content import Content
from textual.widget import Widget

from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Lines below the bars: values and months.
_BELOW = 2


class Chart(Protocol):
    """What can be drawn."""

    def lines(self, width: int, height: int) -> Sequence[str]:
        """The chart as text: so many lines of bars, then what stands below them."""


class ChartView(Widget):
    """A chart as high as the style sheet says."""

    ALLOW_SELECT = False

    def __init__(self, chart: Chart | None = None) -> None:
        """Nothing is drawn where there is no chart."""
        super().__init__()
        self._chart = chart

    def show(self, chart: Chart | None) -> None:
        """Draw another one."""
        self._chart = chart
        self.refresh()

    def render(self) -> Content:
        """The chart for the room there is."""
        width, height = self.content_size
        if self._chart is None or width < 1:
            return Content("")
        lines = self._chart.lines(width, max(1, height - _BELOW))
        return Content("\n").join(Content(safe(line)) for line in lines)
