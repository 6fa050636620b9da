"""What takes effect after the day of an aging, and what that leaves of what stands open on it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.report.amounts import grouped, texts
from artui.report.table import Column, Section
from artui.store.later import later

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.store.aging import Scope

_AMOUNTS = (
    Column("total", "Total", number=True),
    Column("later", "Later", number=True),
    Column("remaining", "Remaining", number=True),
)
_CURRENCY = Column("currency", "Currency")
_KEY = (Column("key", "Key"), Column("name", "Name"), _CURRENCY)


def add(connection: sqlite3.Connection, scope: Scope, by: str, data: dict[str, Any]) -> None:
    """Add `later` and `remaining` to the rows and totals of an aging's data.

    `later` is the change after its day of what stands open on it, negative where it will be paid
    or credited; `remaining` = `total` + `later`.
    """
    groups: Counter[tuple[str | None, str | None, str]] = Counter()
    totals: Counter[str] = Counter()
    for each in later(connection, scope, by):
        groups[each.company, each.key, each.currency] += each.amount
        totals[each.currency] += each.amount
    for row in data["rows"]:
        _put(row, groups[row.get("company"), row["key"], row["currency"]])
    for row in data["totals"]:
        _put(row, totals[row["currency"]])


def _put(row: dict[str, Any], change: int) -> None:
    currency = row["currency"]
    remaining = money.to_minor(Decimal(row["total"]), currency) + change
    row["later"] = money.plain(change, currency)
    row["remaining"] = money.plain(remaining, currency)


def sections(data: dict[str, Any]) -> Iterator[Section]:
    """The rows of which something changes later, and the totals; nothing where it was not asked."""
    totals = [row for row in data["totals"] if "later" in row]
    if not totals:
        return
    rows = [row for row in data["rows"] if row["later"].strip("0.")]
    yield Section("later", (*_KEY, *_AMOUNTS), tuple(map(_cells, rows)))
    yield Section("later totals", (_CURRENCY, *_AMOUNTS), tuple(map(_cells, totals)))


def _cells(row: dict[str, Any]) -> dict[str, str | None]:
    return {
        **texts(row, *(column.key for column in _KEY)),
        **{column.key: grouped(row[column.key]) for column in _AMOUNTS},
    }
