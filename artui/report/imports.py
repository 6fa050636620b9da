"""Imports: every file that came, what became of it, and the rows that were rejected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from artui.domain.check import COUNT, Check
from artui.domain.days import iso
from artui.ingest.classes import counted
from artui.report import amounts, checks
from artui.report.table import Column, Report, Section
from artui.store import cases, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.report.request import Request, Source


def report(source: Source, request: Request) -> Report:
    """The imports, newest first: files speak of all companies, so no customer narrows them.

    A file is known from the day it came, so that --as-of and --known-on mean the same here.
    """
    days = [day for day in (request.as_of, request.known_on) if day is not None]
    known_on = min(days, default=None)
    rows = [_row(raw) for raw in cases.imports(source.reader, known_on)]
    heartbeat = records.heartbeat(source.reader) if known_on is None else None
    data_as_of = records.data_as_of(source.reader, known_on)
    data: dict[str, Any] = {
        "report": "imports",
        "as_of": iso(request.as_of),
        "known_on": iso(request.known_on),
        "rows": rows[: request.limit],
        "agent": None if heartbeat is None else heartbeat._asdict(),
        "data_as_of": {code: iso(day) for code, day in data_as_of.items()},
        "checks": checks.plain(_check(rows)),
    }
    sections = (_section(data), checks.section(data["checks"]))
    about, ok = _about(data, rows, request), checks.hold(data["checks"])
    return Report("imports", data, about, sections, ok)


def _check(rows: Sequence[dict[str, Any]]) -> Check:
    """Every row of the files that loaded was loaded, was known already, or was rejected."""
    loaded = [row for row in rows if row["state"] in ("loaded", "loaded_with_rejects")]
    told = ("rows_loaded", "rows_unchanged", "rows_rejected")
    found = sum(row[name] for row in loaded for name in told)
    read = sum(row["rows_read"] for row in loaded)
    return Check("loaded + unchanged + rejected = rows read", {COUNT: found}, {COUNT: read})


def _about(data: dict[str, Any], rows: list[dict[str, Any]], request: Request) -> tuple[str, ...]:
    held, failed = (sum(row["state"] == state for row in rows) for state in ("held", "failed"))
    rejected = sum(row["rows_rejected"] for row in rows)
    shown = "" if len(data["rows"]) == len(rows) else f" The first {len(data['rows'])}."
    days = ", ".join(f"{code} {day}" for code, day in data["data_as_of"].items())
    narrowed = any((request.company, request.customer, request.collector))
    sentences = (
        f"{len(rows)} files: {held} held, {failed} failed; {rejected} rows rejected.{shown}",
        f"Data as of: {days or 'nothing loaded yet'}.",
        _agent(data),
        "A file speaks of many customers: --company, --customer and --collector do not apply."
        if narrowed
        else "",
    )
    return tuple(filter(None, sentences))


def _agent(data: dict[str, Any]) -> str:
    """When the agent was heard of last; of a day of the past, that it is one."""
    days = [day for day in (data["as_of"], data["known_on"]) if day]
    if days:
        return f"As it stood on {min(days)}; where files are kept is told as of now."
    agent = data["agent"]
    if agent:
        return f"The agent gave its last sign of life at {agent['beat_at']}."
    return "No agent is running."


def _row(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        **raw,
        "as_of": iso(raw["as_of"]),
        "warnings": json.loads(raw["warnings"]),
        "classes": json.loads(raw["classes"]),
        "seconds": None if raw["seconds"] is None else f"{raw['seconds']:.3f}",
    }


_COLUMNS = (
    Column("id", "#", number=True),
    Column("file", "File"),
    Column("part", "Part"),
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
    Column("classes", "Other rows"),
    Column("accepted_by", "Accepted by"),
    Column("kept_as", "Kept as"),
)


def _section(data: dict[str, Any]) -> Section:
    keys = [column.key for column in _COLUMNS]
    rows = (
        {
            **amounts.texts(row, *keys),
            "part": row["part"] or None,
            "warnings": "; ".join(row["warnings"]) or None,
            "classes": counted(row["classes"]) or None,
        }
        for row in data["rows"]
    )
    return Section("rows", _COLUMNS, tuple(rows))
