"""Reasons: the weekly top ten, and the invoices behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, get_args

from textual.content import Content

from artui.books import weeks
from artui.books.trace.reason import Asked
from artui.domain.days import week_bounds, week_of
from artui.domain.reasons import By, Rank, Scope
from artui.store import weekly
from artui.tui import why
from artui.tui.actions import Place, bindings
from artui.tui.compared import compared, recomputed
from artui.tui.screens.late import LateScreen
from artui.tui.screens.ranked import RankedScreen
from artui.tui.topten import TopTen, again, named
from artui.tui.widgets.chart import ChartView
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from artui.books.ranked import Week, Wish
    from artui.domain.check import Check
    from artui.store.listing import Listing
    from artui.tui.compared import Compared
    from artui.tui.why import Figures

_RANKS: tuple[Rank, ...] = get_args(Rank)
_SCOPES: tuple[Scope, ...] = get_args(Scope)
_BY: tuple[By, ...] = get_args(By)
_Each = TypeVar("_Each")


class ReasonsScreen(RankedScreen):
    """One week ranked; [ and ] go through the weeks."""

    PLACE: ClassVar[str] = "reasons"
    PLACES: ClassVar[tuple[Place, ...]] = (
        *("everywhere", "list", "table", "week", "ranked", "grouped"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("week"),
        *bindings("ranked"),
        *bindings("grouped"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._today: Week | None = None
        self._compared: Compared | None = None
        self._beside = False

    def compose(self) -> ComposeResult:
        """The frame of every list, with the chart above its rows."""
        for widget in super().compose():
            if isinstance(widget, VirtualTable):
                chart = ChartView()
                chart.display = False
                yield chart
            yield widget

    # What is in the table.

    def listing(self) -> Listing:
        """The ranking, or a frozen week beside today's view."""
        of = self._wish.by.capitalize()
        owner = "Owner" if self._wish.by == "reason" else "Top reasons"
        if self._side_by_side is not None:
            return weekly.compared(of, owner, self._side_by_side.amounts)
        return weekly.ranked(of, owner, self._found.amounts if self._found else ())

    @property
    def _side_by_side(self) -> Compared | None:
        """The two views, where they are asked for and known."""
        return self._compared if self._beside and self._found is not None else None

    def offered(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[object, ...]]]:
        """The rows of either."""
        found, both = self._found, self._side_by_side
        if both is not None:
            return weekly.with_amounts(weekly.COMPARED, both.amounts), both.rows
        columns = weekly.with_amounts(weekly.RANKED, found.amounts if found else ())
        return columns, found.rows if found else ()

    def show(self) -> None:
        """Put the ranking into the table and the chart, and hold it against today's view."""
        self._compare()
        self._charted()
        super().show()
        found = self._found
        if found is not None and found.shown.frozen and self._today is None:
            self._recompute(found)

    def _charted(self) -> None:
        chart, found = self.query_one(ChartView), self._found
        chart.show(found.pareto if found is not None else None)

    def _compare(self) -> None:
        found, today = self._found, self._today
        known = found is not None and today is not None and found.shown.frozen
        self._compared = compared(found, today) if known and found and today else None

    def _recompute(self, found: TopTen) -> None:
        """See a frozen week as it is seen today, in a thread."""

        def compute() -> Week | None:
            with self.artui.work.reader("today") as reader:
                view = self.view(reader)
                return None if view is None else recomputed(view, found)

        self.background(compute, self._recomputed, self.wrong)

    def _recomputed(self, today: Week | None) -> None:
        if today is None or self._found is None or today.week != self._found.week.week:
            return
        self._today = today
        self._compare()
        self.entitle()
        if self._beside:
            super().show()

    def follow(self) -> None:
        """The data changed: today's view is another."""
        self._today = None
        super().follow()

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """The ranking against the entries, or against its frozen record."""
        found, week, moment = self._found, self.week, self.artui.moment
        if found is None:
            return None
        scope = found.wish.scope

        def hold(reader: sqlite3.Connection) -> Check:
            days = (moment.as_of, moment.known_on)
            return weeks.check(reader, found.ranking, found.shown, week, *days, scope=scope)

        return hold

    def title_line(self) -> Content:
        """Which week, how many were late, how many of those are explained."""
        found, both = self._found, self._compared
        if found is None:
            return Content.assemble((f"Week {self.week}", "bold"), " is being ranked …")
        if both is None or not (both.differing or self._beside):
            return found.title
        return Content.assemble(found.title, " · ", (both.sentence, "bold"))

    def why(self) -> Figures | None:
        """The row under the cursor."""
        key, found = self.table.key, self._found
        if found is None or not isinstance(key, str):
            return None
        tally, label = found.tally(key), str(self.table.row["label"])
        code = named(key) if found.wish.by == "reason" else None
        late = found.invoices(key)
        return why.reason(Asked(self.week, code, label, late, tally.amount, tally.amount_days))

    # What keys do.

    def objection(self, action: str) -> str:
        """Weeks to come have not begun; only what is frozen has another view today."""
        if action == "week_after" and self._monday(1) > self.artui.moment.as_of:
            return "The week after this one has not begun."
        if action == "today" and not (self._found and self._found.shown.frozen):
            return "The week is not frozen: this is today's view."
        return super().objection(action)

    def _monday(self, step: int) -> int:
        """The Monday so many weeks away."""
        monday, _ = week_bounds(self.week)
        return monday + 7 * step

    def action_week(self, step: int) -> None:
        """Go to another week, never beyond this one."""
        if step > 0 and not self.allows("week_after"):
            return
        self._week, self._found, self._today, self._beside = (
            *(week_of(self._monday(step)), None, None),
            False,
        )
        self.entitle()
        self.refreshed()

    def action_rank(self) -> None:
        """Rank by the next measure."""
        self._ask(self._wish._replace(rank=_next(_RANKS, self._wish.rank)))

    def action_scope(self) -> None:
        """All that is late, or what is late for the first time."""
        self._ask(self._wish._replace(scope=_next(_SCOPES, self._wish.scope)))

    def action_group(self) -> None:
        """Group by the next: reason, owner, where invoices came from, and from the start."""
        self._ask(self._wish._replace(by=_next(_BY, self._wish.by)))

    def _ask(self, wish: Wish) -> None:
        """Rank the same weeks as another wish has it."""
        self._wish, found = wish, self._found
        if found is None:
            self._rank()
        else:
            self.background(lambda: again(found, wish), self._ranked, self.wrong)

    def action_chart(self) -> None:
        """Show the rows as bars, or no longer."""
        chart = self.query_one(ChartView)
        chart.display = not chart.display

    def action_today(self) -> None:
        """Put today's view beside a frozen week, or take it away."""
        if self.allows("today"):
            self._beside = not self._beside
            super().show()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The row's invoices."""
        found = self._found
        if found is not None:
            self.app.push_screen(LateScreen(self.week, found, str(key), row))


def _next(every: Sequence[_Each], now: _Each) -> _Each:
    return every[(every.index(now) + 1) % len(every)]
