"""What an export would load to by a proposed profile; nothing is changed by asking."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.days import iso
from artui.ingest import contents
from artui.ingest.classes import counted
from artui.report.table import Column, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from artui.ingest.apart.task import Limits
    from artui.ingest.block import Reject
    from artui.ingest.convert import Defaults
    from artui.ingest.profile import Profile
    from artui.ingest.reading import Reading

_FIRST, _REJECTS = 5, 10


def trial(
    path: Path,
    scratch: Path,
    profile: Profile,
    defaults: Defaults,
    limits: Limits | None = None,
) -> Report:
    """What a file would load to by one profile.

    Args:
        path: a regular file.
        scratch: a private folder for what has to be written to be read.
        profile: the only one it may fit.
        defaults: the company and currency of rows that name none.
        limits: what a workbook may take, where that is not what it usually may.

    Raises:
        RefusedError: the file would be refused whole.
    """
    found = contents.read(
        path, scratch, profiles=[profile], defaults=defaults, profile=profile.name, limits=limits
    )
    reading = found.readings[0]
    first: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    sums: Counter[str] = Counter()
    for chunk in reading.chunks():
        rows = [dict(zip(reading.fields, row, strict=True)) for row in chunk.rows]
        first += rows[: _FIRST - len(first)]
        rejects += chunk.rejects[: _REJECTS - len(rejects)]
        for row in rows:
            if _has_money(reading) and row["amount"] is not None:
                sums[str(row["currency"])] += row["amount"]
    return _report(path.name, reading, first, sums, rejects)


def _report(
    name: str,
    reading: Reading,
    first: Sequence[Mapping[str, Any]],
    sums: Mapping[str, int],
    rejects: Sequence[Reject],
) -> Report:
    counts = reading.counts
    known = (
        f"{counts.rows:,} rows: {counts.loaded:,} would load, {counts.rejected:,} rejected,"
        f" {counts.duplicates:,} repeated."
    )
    classes: dict[str, int] = {what: number for what, number in counts.classes.items() if number}
    others = counted(classes)
    about = [f"{name} as {reading.kind.name}.", known]
    about += [f"Besides: {others}."] if others else []
    about += reading.warnings
    shown = [_shown(reading, row) for row in first]
    totals: list[dict[str, str | None]] = [
        {"currency": each, "amount": money.plain(sums[each], each)} for each in sorted(sums)
    ]
    bad = [_bad(each) for each in rejects]
    data = {
        "report": "trial",
        "file": name,
        "kind": reading.kind.name,
        "rows_read": counts.rows,
        "rows_loaded": counts.loaded,
        "rows_rejected": counts.rejected,
        "rows_repeated": counts.duplicates,
        "classes": classes,
        "first": shown,
        "totals": totals,
        "rejects": bad,
        "warnings": list(reading.warnings),
    }
    sections = (
        Section("first rows", _columns(reading, shown), tuple(shown)),
        Section("totals", (Column("currency", "currency"), _AMOUNT), tuple(totals)),
        Section("rejects", _REJECTED, tuple(bad)),
    )
    return Report("trial", data, tuple(about), sections, ok=not counts.rejected)


_AMOUNT = Column("amount", "amount", number=True)
_REJECTED = tuple(Column(name, name) for name in ("line", "column", "value", "reason"))


def _has_money(reading: Reading) -> bool:
    column = reading.kind.column("amount")
    has_currency = "currency" in reading.fields
    return bool(column and column.type == "money" and has_currency and "amount" in reading.fields)


def _shown(reading: Reading, row: Mapping[str, Any]) -> dict[str, str | None]:
    """The canonical columns of a row as people write them."""
    return {
        column.name: _text(column.type, row[column.name], row)
        for column in reading.kind.columns
        if row.get(column.name) is not None
    }


def _text(type_: str, value: Any, row: Mapping[str, Any]) -> str:
    if type_ == "money" and row.get("currency"):
        return money.plain(value, str(row["currency"]))
    return str(iso(value)) if type_ == "date" else str(value)


def _columns(reading: Reading, shown: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(
        Column(each.name, each.name, number=each.type in ("money", "number", "rate"))
        for each in reading.kind.columns
        if any(each.name in row for row in shown)
    )


def _bad(reject: Reject) -> dict[str, str | None]:
    return {
        "line": str(reject.line),
        "column": reject.column,
        "value": reject.value,
        "reason": reject.reason,
    }
