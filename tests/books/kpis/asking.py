"""Asking for figures, and for what lies behind them."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from artui.books.kpis.asked import Asked
from artui.books.kpis.table import BY_NAME
from artui.domain.days import parse_day
from artui.domain.figure import Period, month
from artui.store.connection import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.domain.figure import Figure
    from tests.homes import Books


@contextmanager
def asked(books: Books, when: str | Period, known_on: str = "", **more: Any) -> Iterator[Asked]:
    """A question about a month or a period, with the desk attached."""
    reader = open_reader(books.home.main, books.home.desk)
    period = month(when) if isinstance(when, str) else when
    known = parse_day(known_on) if known_on else None
    try:
        yield Asked(reader, books.home, books.force.policy, period, known, **more)
    finally:
        reader.close()


def figures(books: Books, kpi: str, when: str | Period, **more: Any) -> list[Figure]:
    """The figures of a KPI, each checked against the rows behind it."""
    with asked(books, when, **more) as question:
        measure = BY_NAME[kpi]
        found = list(measure.figures(question))
        for figure in found:
            assert figure.variant in measure.formula
            sums: Counter[str] = Counter()
            for row in measure.inputs(question, figure):
                sums[row.part] += row.amount
            above, below = figure.numerator, figure.denominator
            if above is not None:
                assert sum(sums.values()) == above + (below or 0)
        return found


def figure(books: Books, kpi: str, when: str | Period, variant: str = "", **more: Any) -> Figure:
    """The one figure of a variant."""
    (found,) = [each for each in figures(books, kpi, when, **more) if each.variant == variant]
    return found


def parts(figure: Figure) -> tuple[object, object]:
    """What is divided, and by what."""
    return figure.numerator, figure.denominator


def told(figure: Figure) -> tuple[object, str]:
    """The value and its note."""
    return figure.value, figure.note
