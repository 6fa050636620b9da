"""The KPIs of a month, recorded when it closes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from artui.books.kpis.asked import Asked, By
from artui.books.kpis.judged import judge
from artui.books.kpis.table import compute
from artui.domain import figure
from artui.store import kpi_months
from artui.store.connection import transaction
from artui.store.kpi_months import Recorded

if TYPE_CHECKING:
    import sqlite3
    from fractions import Fraction

    from artui.books.force import InForce
    from artui.domain.figure import Figure
    from artui.home import Home

#: What the figures of a month are recorded by.
GROUPINGS: tuple[By, ...] = get_args(By)


def record(
    connection: sqlite3.Connection,
    reader: sqlite3.Connection,
    force: InForce,
    home: Home,
    month: str,
) -> bool:
    """Record the figures of a month, whole and by each group, as they are known now.

    Args:
        connection: the main database for writing, outside a transaction.
        reader: a reader of it with the desk attached; the figures are computed before anything
            is locked.
        force: the policy in force.
        home: whose figures.
        month: a calendar month, as 2026-10.

    Returns:
        Whether they were recorded now; a month once recorded stays as it is.
    """
    if kpi_months.is_recorded(connection, month):
        return False
    asked = Asked(reader, home, force.policy, figure.month(month))
    rows = [
        _row(month, by, each, force, home.today())
        for by in GROUPINGS
        for each in compute(replace(asked, by=by))
    ]
    with transaction(connection):
        if kpi_months.is_recorded(connection, month):
            return False
        kpi_months.write(connection, rows)
    return bool(rows)


def _row(month: str, by: By, each: Figure, force: InForce, today: int) -> Recorded:
    judged = judge(force.policy.kpis, each)
    return Recorded(
        month,
        each.kpi,
        each.variant,
        by,
        each.key,
        each.currency,
        _text(each.value),
        each.unit,
        _text(each.numerator),
        _text(each.denominator),
        each.note or None,
        _text(judged.target),
        judged.status,
        int(each.provisional),
        today,
        force.id,
    )


def _text(value: Fraction | None) -> str | None:
    """An exact fraction as text that `Fraction` reads back: 3/2."""
    return None if value is None else str(value)
