"""One figure of a KPI: its months as bars, what it is held against, its formula and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from artui.domain.days import iso
from artui.text import safe
from artui.tui import kpi_words, kpis, why
from artui.tui.screens.trace import TraceScreen
from artui.tui.trend import Chart
from artui.tui.widgets.chart import ChartView
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from artui.tui.kpis import Board, Line
    from artui.tui.why import Figures


class FigureScreen(TraceScreen):
    """A figure over 24 months; { and } go to the other figures of its KPI."""

    #: Between few lines and many its rows need what is above and below them.
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (9, "-low"), (18, "-middle"), (30, "-high")]  # noqa: RUF012 - Textual's own way

    def __init__(self, board: Board, beside: Sequence[Line], line: Line) -> None:
        """Nothing more is read before it is shown.

        Args:
            board: the month it is of.
            beside: the figures of its KPI and group, itself among them.
            line: the figure.
        """
        self._question = board.question
        self._lines = list(beside)
        keys = [each.key for each in beside]
        super().__init__(why.kpis(board.question, keys, keys.index(line.key)))

    @property
    def line(self) -> Line:
        """The figure in view."""
        return self._lines[self._at]

    def compose(self) -> ComposeResult:
        """The frame of every trace, with the months above its rows."""
        for widget in super().compose():
            if isinstance(widget, VirtualTable):
                yield ChartView()
            yield widget

    def title_line(self) -> Content:
        """Value, target and what it is compared to, then the formula with its numbers."""
        line, question = self.line, self._question
        span = question.month if question.whole else f"{question.month} so far"
        head = f"{kpi_words.title(line, question.by)}   {span}   {kpi_words.own(line.figure)}"
        formula = self._told.trace.formula if self._told else ("… is taken back to its rows",)
        sentence, *numbers = formula
        said = [
            *numbers,
            kpi_words.held_against(line, question),
            *self._recorded(line),
            sentence,
            *kpi_words.others(line),
        ]
        lines = [Content.assemble((safe(head), "bold")), *(Content(safe(f"  {s}")) for s in said)]
        return Content("\n").join(lines)

    def _recorded(self, line: Line) -> Iterator[str]:
        if line.recorded_on is not None and line.differs and line.today is not None:
            yield (
                f"recorded {iso(line.recorded_on)}, {self._question.view} differs:"
                f" {kpi_words.own(line.today)}"
            )

    def entitle(self) -> None:
        """The chart goes with the title."""
        super().entitle()
        line, months = self.line, kpi_words.seen(self._lines, self._question)
        values = line.values(months)
        texts = ["" if each is None else kpi_words.short(line.figure, each) for each in values]
        chart = Chart(months, values, texts, line.judged.target)
        self.query_one(ChartView).show(chart if any(texts) else None)

    def refreshed(self) -> None:
        """Take the figure back, and find its KPI's figures anew, each in a thread."""
        super().refreshed()
        artui, force, question = self.artui, self.artui.force, self._question
        kpi = self.line.key.kpi

        def find() -> Board | None:
            if force is None:
                return None
            with artui.work.reader("figure") as reader:
                return kpis.hold(kpis.Books(reader, artui.home, force, (kpi,)), question)

        self.background(find, self._found, self.wrong)

    def _found(self, board: Board | None) -> None:
        """Take over what was found, each in the place of what was there before."""
        if board is not None:
            self._lines = [board.line(each.key) or each for each in self._lines]
            self.entitle()

    def why(self) -> Figures:
        """The same figure with its rows alone."""
        return why.kpis(self._question, [each.key for each in self._lines], self._at)
