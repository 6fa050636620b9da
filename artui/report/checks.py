"""What proves a report: its figures against a second computation, in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.check import COUNT
from artui.report.amounts import grouped
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.domain.check import Check

    Row = dict[str, Any]

FALSE = "NO, THE FIGURES DO NOT ADD UP"
_COLUMNS = (
    Column("check", "Check"),
    Column("currency", "Currency"),
    Column("found", "Found", number=True),
    Column("entries", "Must be", number=True),
    Column("ok", "Equal"),
)


def plain(*checks: Check) -> list[Row]:
    """Checks as JSON has them: one row a currency; `entries` is the second computation."""
    return [
        {
            "check": check.equation,
            "currency": currency or None,
            "found": _plain(found, currency),
            "entries": _plain(owed, currency),
            "ok": found == owed,
        }
        for check in checks
        for currency, found, owed in check.compared()
    ]


def section(rows: Sequence[Row]) -> Section:
    """The same for people."""
    shown = tuple(
        {
            **row,
            "found": grouped(row["found"]),
            "entries": grouped(row["entries"]),
            "ok": "yes" if row["ok"] else FALSE,
        }
        for row in rows
    )
    return Section("checks", _COLUMNS, shown)


def hold(rows: Sequence[Row]) -> bool:
    """Whether every check holds."""
    return all(row["ok"] for row in rows)


def _plain(amount: int, currency: str) -> str:
    return str(amount) if currency == COUNT else money.plain(amount, currency)
