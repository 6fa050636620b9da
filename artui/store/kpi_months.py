"""The KPIs as they were recorded when their months closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class Recorded(NamedTuple):
    """One figure of one month as it was recorded; figures and sums are exact, as text.

    Attributes:
        month: the calendar month, as 2026-10.
        kpi: its name.
        variant: which formula of several; empty where there is one.
        grouped_by: what it was grouped by; empty for a figure of everything.
        group_key: the group.
        currency: of its amounts; empty where none enter.
        value: days, a share of 1 ...; amounts in minor units; None where it was undefined.
        unit: what it is counted in.
        numerator: what is divided; minor units where there is a currency.
        denominator: by what.
        note: what a reader must know.
        target: what it should come to, as the value has it.
        status: ok, watch or missed; None where there was no target.
        provisional: 1 where it could still change.
        recorded_on: the day it was recorded.
        policy_id: the policy in force then.
    """

    month: str
    kpi: str
    variant: str
    grouped_by: str
    group_key: str
    currency: str
    value: str | None
    unit: str
    numerator: str | None
    denominator: str | None
    note: str | None
    target: str | None
    status: str | None
    provisional: int
    recorded_on: int
    policy_id: int


def is_recorded(connection: sqlite3.Connection, month: str) -> bool:
    """Whether the figures of a month were recorded."""
    (found,) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM kpi_month WHERE month = ?)", (month,)
    ).fetchone()
    return bool(found)


def write(connection: sqlite3.Connection, rows: Iterable[Recorded]) -> None:
    """Write the figures of a month; must run inside the write transaction."""
    names, marks = ", ".join(Recorded._fields), ", ".join("?" for _ in Recorded._fields)
    connection.executemany(f"INSERT INTO kpi_month ({names}) VALUES ({marks})", rows)


def history(
    connection: sqlite3.Connection,
    kpi: str,
    variant: str = "",
    by: str = "",
    key: str = "",
    currency: str = "",
    months: int = 24,
) -> list[Recorded]:
    """The last months' recorded figures of one KPI, variant and group, oldest first."""
    rows = connection.execute(
        f"""SELECT {", ".join(Recorded._fields)} FROM kpi_month WHERE kpi = ? AND variant = ?
            AND grouped_by = ? AND group_key = ? AND currency = ? ORDER BY month DESC LIMIT ?""",
        (kpi, variant, by, key, currency, months),
    ).fetchall()
    return [Recorded(*row) for row in reversed(rows)]


def grouped(connection: sqlite3.Connection, by: str, months: Iterable[str]) -> list[Recorded]:
    """Every recorded figure of some months in one grouping, oldest month first."""
    wanted = sorted(set(months))
    marks = ", ".join("?" for _ in wanted)
    rows = connection.execute(
        f"""SELECT {", ".join(Recorded._fields)} FROM kpi_month
        WHERE month IN ({marks}) AND grouped_by = ? ORDER BY month""",
        (*wanted, by),
    )
    return [Recorded(*row) for row in rows]
