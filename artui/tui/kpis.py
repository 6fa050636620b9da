"""The KPIs of a month as screens show them: recorded figures at once, today's view of them after.

A month that was recorded shows what was recorded; any other is computed, the month that still runs
up to the day looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from artui.books.kpis import proof, recalled
from artui.books.kpis.asked import Asked
from artui.books.kpis.groups import without_base
from artui.books.kpis.judged import Judged, judge, role
from artui.books.kpis.table import compute
from artui.domain.figure import Period, month, month_of
from artui.domain.kpis import KINDS, NAMES
from artui.store.connection import reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from fractions import Fraction

    from artui.books.force import InForce
    from artui.books.kpis.asked import By
    from artui.books.kpis.judged import Role
    from artui.books.kpis.recalled import History, Key
    from artui.domain.check import Check
    from artui.domain.figure import Figure
    from artui.home import Home
    from artui.store.kpi_months import Recorded
    from artui.tui.moment import Moment

#: So many months make a trend.
MONTHS = 24
_ROLES = ("primary", "diagnostic", None)


class Question(NamedTuple):
    """What is asked: a month, what its figures are grouped by, and from where it is looked at."""

    month: str
    by: By
    moment: Moment

    @property
    def whole(self) -> bool:
        """Whether the month is over on the day looked at."""
        return month(self.month).last <= self.moment.as_of

    @property
    def period(self) -> Period:
        """Its days, up to the one looked at."""
        first, last = month(self.month)
        return Period(first, min(last, self.moment.as_of))

    @property
    def view(self) -> str:
        """Whose view what is computed is."""
        return "this view" if self.moment.is_past else "today's view"

    @property
    def before(self) -> str:
        """The month before."""
        return month_of(self.period.first - 1)

    @property
    def months(self) -> tuple[str, ...]:
        """The months of its trend, oldest first; a month that still runs is none of them."""
        found = [self.month if self.whole else self.before]
        while len(found) < MONTHS:
            found.append(month_of(month(found[-1]).first - 1))
        return tuple(reversed(found))

    def asked(self, reader: sqlite3.Connection, home: Home, force: InForce) -> Asked:
        """The question as the books know it."""
        as_of = None if self.moment.as_of == self.moment.today else self.moment.as_of
        return Asked(
            reader,
            home,
            force.policy,
            self.period,
            self.moment.known_on,
            self.by,
            as_of=as_of,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of figures.

    Attributes:
        figure: of the month in view, as it was recorded, else as it is computed.
        judged: what is said of it.
        role: what its KPI is in the quarter.
        past: by month of the trend, where there is a value.
        recorded_on: the day it was recorded; None where it was not.
        today: what the view from the day looked at makes of a figure that was recorded.
    """

    figure: Figure
    judged: Judged
    role: Role | None
    past: Mapping[str, Fraction]
    recorded_on: int | None = None
    today: Figure | None = None

    @property
    def key(self) -> Key:
        """Which line it is."""
        return recalled.key(self.figure)

    @property
    def differs(self) -> bool:
        """Whether today's view is known, and another than what was recorded."""
        return self.today is not None and self.today.value != self.figure.value

    def values(self, months: Iterable[str]) -> list[Fraction | None]:
        """The trend."""
        return [self.past.get(name) for name in months]


@dataclass(frozen=True, slots=True)
class Board:
    """The KPIs of a month.

    Attributes:
        question: what was asked.
        lines: one a KPI, variant, group and currency, the quarter's primary KPI first.
        whole: the same of everything, whatever the lines are grouped by.
        held: whether today's view was computed.
        check: what the figures stand on; None where it was not held.
        apart: figures of everything that their groups do not come to.
    """

    question: Question
    lines: Sequence[Line]
    whole: Sequence[Line]
    held: bool = False
    check: Check | None = None
    apart: Sequence[Figure] = ()

    @property
    def recorded_on(self) -> int | None:
        """The day the month was recorded; None where it was not."""
        return next((line.recorded_on for line in self.lines if line.recorded_on is not None), None)

    @property
    def holds(self) -> bool:
        """Whether nothing is known to be false."""
        return not self.apart and (self.check is None or self.check.holds)

    def line(self, key: Key) -> Line | None:
        """The line of that key."""
        return next((line for line in self.lines if line.key == key), None)

    def first(self, wanted: Role, base_currency: str) -> Line | None:
        """The line that stands for the quarter's primary or diagnostic KPI.

        Its first variant, of all currencies where there are several, else in the home's own.
        """
        lines = [line for line in self.whole if line.role == wanted]
        lines = [line for line in lines if _variant(line.figure) == _variant(lines[0].figure)]
        own = [line for line in lines if line.figure.currency == base_currency]
        based = [line for line in own if is_base(line.figure)]
        return next(iter((*based, *own, *lines)), None)


def is_base(figure: Figure) -> bool:
    """Whether a figure is of all currencies, in the base currency."""
    return figure.variant != without_base(figure.variant)


def _variant(figure: Figure) -> str:
    return without_base(figure.variant)


@dataclass(frozen=True, slots=True)
class Books:
    """What figures are read from, and which of them are wanted; None for every KPI."""

    reader: sqlite3.Connection
    home: Home
    force: InForce
    kpis: Collection[str] | None = None


def recall(books: Books, question: Question) -> Board:
    """What was recorded; no lines where the month was not."""
    with reading(books.reader):
        whole = _recalled(books, question._replace(by=""))
        lines = _recalled(books, question) if question.by else whole
    return Board(question, lines, whole)


def hold(books: Books, question: Question) -> Board:
    """What was recorded with today's view of it; where nothing was, today's view alone."""
    with reading(books.reader):
        asked = question.asked(books.reader, books.home, books.force)
        of_all = replace(asked, by="")
        found = {by: compute(replace(asked, by=by), books.kpis) for by in {"", question.by}}
        whole = _held(books, question._replace(by=""), found[""])
        lines = _held(books, question, found[question.by]) if question.by else whole
        apart = proof.apart(found[""], found[question.by]) if question.by else []
        check = proof.receivables(of_all)
        return Board(question, lines, whole, held=True, check=check, apart=apart)


def _history(books: Books, question: Question) -> History:
    names = {*question.months, question.month}
    known_on = question.moment.known_on
    return recalled.history(books.reader, question.by, names, known_on, books.kpis)


def _recalled(books: Books, question: Question) -> list[Line]:
    found = []
    policy = books.force.policy.kpis
    for rows in _history(books, question).values():
        row = rows.get(question.month)
        if row is not None and question.whole:
            figure, judged = recalled.figure(row), recalled.judged(policy, row)
            which = role(policy, question.period, figure.kpi)
            found.append(Line(figure, judged, which, _past(rows), row.recorded_on))
    return sorted(found, key=_order)


def _held(books: Books, question: Question, figures: Iterable[Figure]) -> list[Line]:
    """Recorded lines with what is computed today; where nothing was recorded, that alone."""
    now = {recalled.key(each): each for each in figures}
    before = _recalled(books, question)
    if before:
        return [replace(line, today=now.get(line.key, _gone(line.figure))) for line in before]
    history, policy = _history(books, question), books.force.policy.kpis
    found = []
    for which, figure in now.items():
        past = _past(history.get(which, {}))
        if question.whole and figure.value is not None:
            past = {**past, question.month: figure.value}
        part = role(policy, question.period, figure.kpi)
        found.append(Line(figure, judge(policy, figure), part, past))
    return sorted(found, key=_order)


def _gone(figure: Figure) -> Figure:
    """What is said of a recorded figure that today's view has not."""
    return replace(figure, value=None, note="nothing of it")


def _past(rows: Mapping[str, Recorded]) -> dict[str, Fraction]:
    values = {name: recalled.value(row) for name, row in rows.items()}
    return {name: value for name, value in values.items() if value is not None}


def _order(line: Line) -> tuple[object, ...]:
    """Primary and diagnostic KPI first; of a variant by group, all currencies before each."""
    figure = line.figure
    variants = KINDS[figure.kpi].variants
    variant = _variant(figure)
    return (
        _ROLES.index(line.role),
        NAMES.index(figure.kpi),
        variants.index(variant) if variant in variants else len(variants),
        figure.key,
        not is_base(figure),
        figure.currency,
    )
