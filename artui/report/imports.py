"""Imports: every file that came, what became of it, and the rows that were rejected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from artui.domain.days import iso
from artui.report.table import Column, Report, Section
from artui.store import cases, records

if TYPE_CHECKING:
    from artui.report.request import Request, Source


def report(source: Source, request: Request) -> Report:
    """The imports, newest first."""
    rows = [_row(raw) for raw in cases.imports(source.reader, request.limit)]
    held = sum(row["state"] == "held" for row in rows)
    failed = sum(row["state"] == "failed" for row in rows)
    rejected = sum(row["rows_rejected"] for row in rows)
    heartbeat = records.heartbeat(source.reader)
    data = {
        "report": "imports",
        "rows": rows,
        "agent": None if heartbeat is None else heartbeat._asdict(),
        "data_as_of": {c: iso(day) for c, day in records.data_as_of(source.reader).items()},
    }
    about = (
        f"{len(rows)} files: {held} held, {failed} failed; {rejected} rows rejected.",
        "No agent is running."
        if heartbeat is None
        else f"The agent gave its last sign of life at {heartbeat.beat_at}.",
    )
    return Report("imports", data, about, (_section(data),))


def _row(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        **raw,
        "as_of": iso(raw["as_of"]),
        "warnings": json.loads(raw["warnings"]),
        "seconds": None if raw["seconds"] is None else f"{raw['seconds']:.3f}",
    }


_COLUMNS = (
    Column("id", "#", number=True),
    Column("file", "File"),
    Column("kind", "Kind"),
    Column("profile", "Profile"),
    Column("state", "State"),
    Column("as_of", "As of"),
    Column("rows_read", "Rows", number=True),
    Column("rows_loaded", "Loaded", number=True),
    Column("rows_unchanged", "Unchanged", number=True),
    Column("rows_rejected", "Rejected", number=True),
    Column("started_at", "Started"),
    Column("seconds", "Seconds", number=True),
    Column("sha256", "sha256"),
    Column("reason", "Reason"),
)


def _section(data: dict[str, Any]) -> Section:
    rows = tuple(
        {key: None if value is None else str(value) for key, value in row.items()}
        for row in data["rows"]
    )
    return Section("rows", _COLUMNS, rows)
