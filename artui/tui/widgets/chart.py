"""Months as upright bars across the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from artui.text import safe

if TYPE_CHECKING:
    from artui.tui.trend import Chart

#: Lines below the bars: values and months.
_BELOW = 2


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
