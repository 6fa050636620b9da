"""Imports: every file that came, what became of it, and the rows that were rejected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from artui.domain.days import iso
from artui.report import amounts
from artui.report.table import Column, Report, Section
from artui.store import cases, records

if TYPE_CHECKING:
    from artui.report.request import Request, Source


def report(source: Source, request: Request) -> Report:
    """The imports, newest first: files speak of all companies, so no customer narrows them."""
    rows = [_row(raw) for raw in cases.imports(source.reader, request.known_on)]
    heartbeat = records.heartbeat(source.reader)
    data = {
        "report": "imports",
        "known_on": iso(request.known_on),
        "rows": rows[: request.limit],
        "agent": None if heartbeat is None else heartbeat._asdict(),
        "data_as_of": {c: iso(day) for c, day in records.data_as_of(source.reader).items()},
    }
    return Report("imports", data, _about(data, rows, request), (_section(data),))


def _about(data: dict[str, Any], rows: list[dict[str, Any]], request: Request) -> tuple[str, ...]:
    held, failed = (sum(row["state"] == state for row in rows) for state in ("held", "failed"))
    rejected = sum(row["rows_rejected"] for row in rows)
    shown = "" if len(data["rows"]) == len(rows) else f" The first {len(data['rows'])}."
    days = ", ".join(f"{code} {day}" for code, day in data["data_as_of"].items())
    agent = data["agent"]
    narrowed = any((request.company, request.customer, request.collector))
    sentences = (
        f"{len(rows)} files: {held} held, {failed} failed; {rejected} rows rejected.{shown}",
        f"Data as of: {days or 'nothing loaded yet'}.",
        f"The agent gave its last sign of life at {agent['beat_at']}."
        if agent
        else "No agent is running.",
        "A file speaks of many customers: --company, --customer and --collector do not apply."
        if narrowed
        else "",
    )
    return tuple(filter(None, sentences))


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
    Column("warnings", "Warnings"),
    Column("accepted_by", "Accepted by"),
    Column("kept_as", "Kept as"),
)


def _section(data: dict[str, Any]) -> Section:
    keys = [column.key for column in _COLUMNS]
    rows = (
        {**amounts.texts(row, *keys), "warnings": "; ".join(row["warnings"]) or None}
        for row in data["rows"]
    )
    return Section("rows", _COLUMNS, tuple(rows))
