"""The aging as rows: groups, totals with shares, what of both is disputed, and the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.report.aging_base import is_converted
from artui.report.amounts import grouped, texts
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_NO_GROUP = "(none)"
_SHARES = Column("currency", "% of what is owed")
_BASE = Column("currency", "All in")
_CONVERTED = (
    Column("converted", "Entries", number=True),
    Column("rounding", "Rounding", number=True),
    _CHECKS[-1],
)
_RATES = (_CURRENCY, Column("rate", "Rate", number=True), Column("date", "Of"))


def of(data: Row) -> tuple[Section, ...]:
    """The sections of an aging's data; those of disputes only where there are any."""
    buckets = tuple(Column(label, label, number=True) for label in data["buckets"])
    rows, totals = data["rows"], data["totals"]
    key = _key(rows)
    sections = [
        Section("rows", (*key, _CURRENCY, *buckets, *_LAST, _OLDEST), _flat(rows, "buckets")),
        Section("totals", (_CURRENCY, *buckets, *_LAST), _flat(totals, "buckets")),
        *_shares(totals, buckets),
        *_base(data["base"], buckets),
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
            **({"key": _NO_GROUP} if row.get("key", "") is None else {}),
            **{key: grouped(amount) for key, amount in row[buckets].items()},
            **({} if buckets != "buckets" else {c.key: grouped(row[c.key]) for c in _LAST}),
            "disputed": grouped(row["disputed"]),
        }
        for row in rows
    )


def _shares(totals: Sequence[Row], buckets: tuple[Column, ...]) -> Iterator[Section]:
    rows = [{"currency": each["currency"], **each["shares"]} for each in totals if each["shares"]]
    if rows:
        yield Section("shares", (_SHARES, *buckets), tuple(rows))


def _base(base: Row, buckets: tuple[Column, ...]) -> Iterator[Section]:
    """The totals in the base currency and their rates, where anything had to be converted."""
    if not is_converted(base):
        return
    (row,) = _flat([base], "buckets")
    row |= {key: grouped(base[key]) for key in ("converted", "rounding")}
    row["ok"] = _verdict(ok=base["ok"])
    yield Section("base", (_BASE, *buckets, *_LAST, *_CONVERTED), (row,))
    yield Section("rates", _RATES, tuple(base["rates"]))


def _checks(checks: Sequence[Row]) -> Section:
    rows = (
        {
            "currency": check["currency"],
            "outstanding": grouped(check["outstanding"]),
            "buckets_plus_unapplied": grouped(check["buckets_plus_unapplied"]),
            "ok": _verdict(ok=check["ok"]),
        }
        for check in checks
    )
    return Section("checks", _CHECKS, tuple(rows))


def _verdict(*, ok: bool) -> str:
    return "yes" if ok else "NO, THE FIGURES DO NOT ADD UP"
