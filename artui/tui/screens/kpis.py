"""KPIs: the quarter's two first, every figure of a month behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, get_args

from textual.content import Content

from artui.books.kpis.asked import By
from artui.domain.days import iso
from artui.domain.figure import month, month_of
from artui.store import kpi_listing, weekly
from artui.store.snapshot import Snapshot
from artui.text import safe
from artui.tui import kpi_words, kpis, why
from artui.tui.actions import Place, bindings
from artui.tui.kpis import Board, Question
from artui.tui.screens.figure import FigureScreen
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.events import Resize

    from artui.store.listing import Listing
    from artui.tui.kpis import Line
    from artui.tui.why import Figures

_BY: tuple[By, ...] = get_args(By)
_MARGIN = 4


class KpisScreen(ListedScreen):
    """One month's figures; [ and ] go through the months, b through what they are grouped by."""

    PLACE: ClassVar[str] = "kpis"
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "week", "grouped")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("week"), *bindings("grouped")]

    def __init__(self) -> None:
        super().__init__()
        self._month: str | None = None
        self._by: By = ""
        self._board: Board | None = None

    @property
    def question(self) -> Question:
        """What is in view: at first the last complete month, and all in one."""
        moment = self.artui.moment
        last = month_of(month(month_of(moment.as_of)).first - 1)
        this = month_of(moment.as_of)
        return Question(min(self._month or last, this), self._by, moment)

    def listing(self) -> Listing:
        """The figures."""
        return kpi_listing.listing(self._by)

    def snapshot(self) -> Snapshot:
        """The figures; a list that says that it is loading until there are any."""
        rows = kpi_words.rows(self._board) if self._board else ()
        connect = self.artui.work.connect
        snapshot = Snapshot(
            self.listing(), lambda: weekly.offer(connect(), kpi_listing.OFFERED, rows)
        )
        if self._board is None:
            snapshot.close()
        return snapshot

    # Finding the figures.

    def refreshed(self) -> None:
        """Show what was recorded, then hold it against today's view, each in a thread."""
        self._find(self._recalled, held=False)

    def _find(self, then: Callable[[Board], None], *, held: bool) -> None:
        artui, question, force = self.artui, self.question, self.artui.force
        if force is None:
            self.wrong("There is no policy in force, so there are no KPIs.")
            return

        def find() -> Board:
            with artui.work.reader("kpis") as reader:
                books = kpis.Books(reader, artui.home, force)
                return (kpis.hold if held else kpis.recall)(books, question)

        self.background(find, then, self.wrong)

    def _recalled(self, board: Board) -> None:
        if board.question != self.question:
            return
        stands = self._board is not None and self._board.question == board.question
        if board.lines and not stands:
            self._show(board)
        self._find(self._held, held=True)

    def _held(self, board: Board) -> None:
        if board.question == self.question:
            self._show(board)

    def _show(self, board: Board) -> None:
        self._board = board
        self.entitle()
        self.table.open(self.snapshot(), keep=self.table.key, arrangement=self.table.arrangement)

    def _ask(self) -> None:
        """Another month or grouping is wanted."""
        self._board = self._check = None
        self.entitle()
        self.truth("")
        self.table.open(self.snapshot(), arrangement=self.table.arrangement)
        self.refreshed()

    def follow(self) -> None:
        """The data or the day changed: find the figures anew; until then what is there stays."""
        if self._board is not None and self._board.question != self.question:
            self._ask()
        else:
            self.refreshed()

    # What stands around the figures.

    def on_resize(self, event: Resize) -> None:
        """The two that come first take the room there is."""
        del event
        if self.query("#title"):
            self.entitle()

    def title_line(self) -> Content:
        """Which month, how it is known, and the quarter's two."""
        question, board = self.question, self._board
        by = f" by {question.by}" if question.by else ""
        so_far = "" if question.whole else f" so far (to {iso(question.period.last)})"
        head = Content.assemble((f"KPIs of {question.month}{so_far}{by}", "bold"), self._how(board))
        return Content("\n").join([head, *(Content(safe(each)) for each in self._leads(board))])

    def _how(self, board: Board | None) -> str:
        if board is None:
            return "   being read …"
        base = self.artui.home.settings.base_currency
        every = any(kpis.is_base(line.figure) for line in board.lines)
        note = f"   all: in {base}" if every else ""
        if board.recorded_on is not None:
            return f"   recorded {iso(board.recorded_on)}{note}"
        return f"   computed{', not recorded' if board.question.whole else ''}{note}"

    def _leads(self, board: Board | None) -> list[str]:
        if board is None:
            return []
        base, width = self.artui.home.settings.base_currency, self.app.size.width - _MARGIN
        found = [board.first(role, base) for role in ("primary", "diagnostic")]
        leads = [kpi_words.lead(line, board.question, width) for line in found if line]
        return [line for lines in leads for line in lines] or [
            "No primary KPI is set for this quarter (kpis.yaml)."
        ]

    def counted(self, count: int) -> None:
        """How many figures there are, and what holds of them."""
        board = self._board
        if board is None:
            return
        self._check = board.check
        number = f"{count:,} figures" if count != 1 else "1 figure"
        said = [number + (f" with “{self.words}”" if self.words else "")]
        said += kpi_words.verdicts(board)
        self.truth("   ".join(said), ok=board.holds)

    # What keys do.

    def why(self) -> Figures | None:
        """The figure under the cursor, and the others of its KPI and group."""
        line = self._line
        if line is None:
            return None
        keys = [each.key for each in self._beside(line)]
        return why.kpis(self.question, keys, keys.index(line.key))

    @property
    def _line(self) -> Line | None:
        """The figure under the cursor."""
        lines = self._board.lines if self._board else ()
        return next((each for each in lines if kpi_words.row_key(each) == self.table.key), None)

    def _beside(self, line: Line) -> list[Line]:
        lines = self._board.lines if self._board else ()
        which = (line.key.kpi, line.key.group)
        return [each for each in lines if (each.key.kpi, each.key.group) == which]

    def objection(self, action: str) -> str:
        """Months to come have not begun."""
        if action == "week_after" and self.question.month == month_of(self.artui.moment.as_of):
            return "The month after this one has not begun."
        return super().objection(action)

    def action_week(self, step: int) -> None:
        """Go to another month, never beyond this one."""
        if step > 0 and not self.allows("week_after"):
            return
        first, last = month(self.question.month)
        self._month = month_of(last + 1 if step > 0 else first - 1)
        self._ask()

    def action_group(self) -> None:
        """Group by the next: all in one, class, segment, company, and from the start."""
        self._by = _BY[(_BY.index(self._by) + 1) % len(_BY)]
        self._ask()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The figure with its months, its formula and its rows."""
        del key, row
        board, line = self._board, self._line
        if board is not None and line is not None:
            self.app.push_screen(FigureScreen(board, self._beside(line), line))
