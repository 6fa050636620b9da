"""Figures as they were recorded when their months closed, read back."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

from artui.books.kpis.groups import without_base
from artui.books.kpis.judged import judge
from artui.books.kpis.receivables import MORE_THAN
from artui.books.kpis.table import BY_NAME
from artui.domain.figure import Figure
from artui.domain.kpis import KINDS
from artui.store import kpi_months

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from artui.books.kpis.asked import By
    from artui.books.kpis.judged import Judged
    from artui.domain.kpis import Status
    from artui.policy.kpis import KpisPolicy
    from artui.store.kpi_months import Recorded


class Key(NamedTuple):
    """What tells one line of figures from others of the same grouping."""

    kpi: str
    variant: str
    group: str
    currency: str


#: What was recorded of each line, by month.
History = dict[Key, dict[str, "Recorded"]]


def key(figure: Figure) -> Key:
    """The line a figure belongs to."""
    return Key(figure.kpi, figure.variant, figure.key, figure.currency)


def history(
    reader: sqlite3.Connection,
    by: By,
    months: Iterable[str],
    known_on: int | None = None,
    kpis: Collection[str] | None = None,
) -> History:
    """What was recorded of some months.

    Args:
        reader: the main database.
        by: what figures are grouped by.
        months: as 2026-10.
        known_on: only what was recorded by then; None for all.
        kpis: only these, by name; None for all there are.
    """
    found: History = {}
    for row in kpi_months.grouped(reader, by, months):
        known = known_on is None or row.recorded_on <= known_on
        wanted = row.kpi in BY_NAME and (kpis is None or row.kpi in kpis)
        if known and wanted and row.variant in BY_NAME[row.kpi].formula:
            which = Key(row.kpi, row.variant, row.group_key, row.currency)
            found.setdefault(which, {})[row.month] = row
    return found


def figure(row: Recorded) -> Figure:
    """A figure as it was recorded, exact."""
    note = row.note or ""
    unit = KINDS[row.kpi].unit_of(without_base(row.variant))
    sums = (value(row), unit, _exact(row.numerator), _exact(row.denominator))
    marks = (note, note.startswith(MORE_THAN), bool(row.provisional))
    return Figure(row.kpi, row.variant, row.group_key, row.currency, *sums, *marks)


def value(row: Recorded) -> Fraction | None:
    """The value as it was recorded; None where it was undefined."""
    return _exact(row.value)


def judged(policy: KpisPolicy, row: Recorded) -> Judged:
    """What was said of a figure when it was recorded; baseline and benchmarks as they are now."""
    now = judge(policy, figure(row))
    status = cast("Status | None", row.status)
    return now._replace(target=_exact(row.target), status=status)


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
