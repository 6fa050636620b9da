"""Closed months as rows: recorded, now and the difference; late entries, re-dated items, checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.months import BESIDE
from artui.report.amounts import grouped, texts
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = dict[str, Any]

_MONTH = (Column("month", "Month"), Column("currency", "Currency"))
_VIEWS = {"recorded": "closed", "now": "now", "difference": "difference"}
_LAST = (
    *(Column(name, name.capitalize(), number=True) for name in BESIDE),
    Column("closed_on", "Closed on"),
    Column("policy", "Policy"),
    Column("late_entries", "Late entries", number=True),
    Column("late_amount", "Late amount", number=True),
)
_ITEM = (
    Column("company", "Company"),
    Column("document", "Document"),
    Column("item", "Item"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
)
_AMOUNT = (Column("amount", "Amount", number=True), Column("currency", "Currency"))
_SOURCE = (Column("file", "File"), Column("line", "Line", number=True))
_LATE = (
    *_ITEM,
    Column("kind", "What"),
    Column("effective_on", "Effective"),
    *_AMOUNT,
    Column("entered_on", "Entered"),
    Column("taken_back", "Taken back"),
    *_SOURCE,
)
_REDATED = (
    *_ITEM,
    *_AMOUNT,
    Column("due_then", "Was due"),
    Column("due_by_then", "by"),
    Column("days_then", "Days then", number=True),
    Column("due_on", "Is due"),
    Column("due_by", "by"),
    Column("days", "Days", number=True),
    Column("changed_on", "Changed"),
    *_SOURCE,
)
_CHECKS = (
    *_MONTH,
    Column("difference", "Difference", number=True),
    Column("late_amount", "Late amount", number=True),
    Column("ok", "Equal"),
)


def of(data: Row) -> tuple[Section, ...]:
    """The sections of the data of closed months."""
    labels = dict.fromkeys(label for row in data["rows"] for label in row["recorded"]["buckets"])
    buckets = tuple(Column(label, label, number=True) for label in labels)
    columns = (*_MONTH, Column("view", "View"), *buckets, *_LAST)
    rows = tuple(_view(row, view) for row in data["rows"] for view in _VIEWS)
    sections = [Section("rows", columns, rows)]
    for name, shown in (("late", _LATE), ("redated", _REDATED)):
        if name in data:
            sections.append(Section(name, shown, _rows(data[name], shown)))
    return (*sections, Section("checks", _CHECKS, _checked(data["checks"])))


def _view(row: Row, view: str) -> dict[str, str | None]:
    """One of the three lines of a month and currency; what is of the month stands in the first."""
    figures = row[view]
    first = view == "recorded"
    return {
        **texts(row, "month", "currency"),
        "view": _VIEWS[view],
        **{label: grouped(amount) for label, amount in figures["buckets"].items()},
        **{name: grouped(figures[name]) for name in BESIDE},
        **(texts(row, "closed_on", "policy") if first else {}),
        **(
            {"late_entries": str(row["late_entries"]), "late_amount": grouped(row["late_amount"])}
            if view == "difference"
            else {}
        ),
    }


def _rows(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[dict[str, str | None], ...]:
    keys = [column.key for column in columns]
    return tuple(
        {
            **texts(row, *keys),
            "amount": grouped(row["amount"]),
            **({"taken_back": "yes" if row["taken_back"] else None} if "taken_back" in row else {}),
        }
        for row in rows
    )


def _checked(checks: Sequence[Row]) -> tuple[dict[str, str | None], ...]:
    return tuple(
        {
            **texts(check, "month", "currency"),
            "difference": grouped(check["difference"]),
            "late_amount": grouped(check["late_amount"]),
            "ok": "yes" if check["ok"] else "NO, SOMETHING ELSE HAS CHANGED",
        }
        for check in checks
    )
