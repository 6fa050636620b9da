"""A trace's data as tables: a table a section, the checks, and the lines of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from artui.report.amounts import grouped
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS = (
    Column("on", "On"),
    Column("amount", "Amount", number=True),
    Column("after", "Comes to", number=True),
    Column("currency", "Cur"),
    Column("detail", "Detail"),
    Column("place", "Policy"),
    Column("from", "From"),
    Column("recorded_on", "Recorded"),
    Column("superseded_on", "Superseded"),
)
_CHECKS = (
    Column("what", "Check"),
    Column("currency", "Cur"),
    Column("found", "Rows come to", number=True),
    Column("expected", "Figure", number=True),
    Column("ok", "Equal"),
)
_SOURCES = (
    Column("file", "File"),
    Column("line", "Line", number=True),
    Column("loaded_at", "Loaded"),
    Column("revision", "Under policy"),
    Column("kept_as", "Kept as"),
    Column("text", "Text"),
)
_LINE_END = re.compile(r"\r\n|\r|\n")


def of(data: dict[str, Any]) -> tuple[Section, ...]:
    """The tables of a trace's data; columns that are empty throughout are left out."""
    sections = [_rows(each) for each in data["sections"]]
    checks = Section("checks", _CHECKS, tuple(map(_check, data["checks"])))
    sources = tuple(map(_source, data["sources"]))
    return (*sections, checks, Section("lines of files", _SOURCES, sources))


def _rows(section: dict[str, Any]) -> Section:
    rows = tuple(map(_row, section["rows"]))
    named = Column("what", section["name"].capitalize())
    return Section(section["name"], (named, *_filled(_COLUMNS, rows)), rows)


def _filled(columns: Sequence[Column], rows: Sequence[dict[str, str | None]]) -> tuple[Column, ...]:
    return tuple(column for column in columns if any(row.get(column.key) for row in rows))


def _row(row: dict[str, Any]) -> dict[str, str | None]:
    where = row["file"] if row["line"] is None else f"{row['file']}:{row['line']}"
    names = ("what", "on", "currency", "detail", "place", "recorded_on", "superseded_on")
    return {
        **{name: row[name] for name in names},
        "amount": grouped(row["amount"]),
        "after": grouped(row["after"]),
        "from": where,
    }


def _check(check: dict[str, Any]) -> dict[str, str | None]:
    return {
        "what": check["what"],
        "currency": check["currency"],
        "found": grouped(check["found"]),
        "expected": grouped(check["expected"]),
        "ok": "yes" if check["ok"] else "NO, THE FIGURES DO NOT ADD UP",
    }


def _source(each: dict[str, Any]) -> dict[str, str | None]:
    text = each["text"]
    said = f"({each['note']})" if text is None else _LINE_END.sub(" ⏎ ", text)
    names = ("file", "loaded_at", "revision", "kept_as")
    line = None if each["line"] is None else str(each["line"])
    return {**{name: each[name] for name in names}, "line": line, "text": said}
