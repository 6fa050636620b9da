"""The aging as rows: groups, totals, what of both is disputed, and the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.report.amounts import grouped, texts
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = dict[str, Any]

_KEY = (Column("key", "Key"), Column("name", "Name"), Column("company", "Company"))
_CURRENCY = Column("currency", "Currency")
_LAST = (
    Column("unapplied", "Unapplied", number=True),
    Column("total", "Total", number=True),
    Column("disputed", "of which disputed", number=True),
)
_OLDEST = Column("oldest_days", "Oldest days", number=True)
_CHECKS = (
    _CURRENCY,
    Column("buckets_plus_unapplied", "Buckets + unapplied", number=True),
    Column("outstanding", "Outstanding", number=True),
    Column("ok", "Equal"),
)


def of(data: Row) -> tuple[Section, ...]:
    """The sections of an aging's data; those of disputes only where there are any."""
    buckets = tuple(Column(label, label, number=True) for label in data["buckets"])
    rows, totals = data["rows"], data["totals"]
    key = _key(rows)
    sections = [
        Section("rows", (*key, _CURRENCY, *buckets, *_LAST, _OLDEST), _flat(rows, "buckets")),
        Section("totals", (_CURRENCY, *buckets, *_LAST), _flat(totals, "buckets")),
    ]
    if disputed := _with_disputes(rows):
        columns = (*key, _CURRENCY, *buckets, _LAST[-1])
        sections.append(Section("disputed", columns, _flat(disputed, "disputed_buckets")))
    if disputed := _with_disputes(totals):
        columns = (_CURRENCY, *buckets, _LAST[-1])
        sections.append(Section("disputed totals", columns, _flat(disputed, "disputed_buckets")))
    return (*sections, _checks(data["checks"]))


def _key(rows: Sequence[Row]) -> tuple[Column, ...]:
    """The company stands beside customers alone."""
    return tuple(c for c in _KEY if c.key != "company" or any("company" in row for row in rows))


def _with_disputes(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["disputed"].strip("0.")]


def _flat(rows: Sequence[Row], buckets: str) -> tuple[dict[str, str | None], ...]:
    return tuple(
        {
            **texts(row, *(column.key for column in (*_KEY, _CURRENCY, _OLDEST))),
            **{key: grouped(amount) for key, amount in row[buckets].items()},
            **({} if buckets != "buckets" else {c.key: grouped(row[c.key]) for c in _LAST}),
            "disputed": grouped(row["disputed"]),
        }
        for row in rows
    )


def _checks(checks: Sequence[Row]) -> Section:
    rows = (
        {
            "currency": check["currency"],
            "outstanding": grouped(check["outstanding"]),
            "buckets_plus_unapplied": grouped(check["buckets_plus_unapplied"]),
            "ok": "yes" if check["ok"] else "NO, THE FIGURES DO NOT ADD UP",
        }
        for check in checks
    )
    return Section("checks", _CHECKS, tuple(rows))
