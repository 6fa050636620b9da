"""A trace as a report: the formula, the rows section by section, the checks, the lines of files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.days import iso
from artui.report import trace_sections
from artui.report.sources import Sources
from artui.report.table import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.trace.model import Check, Row, Section, Trace
    from artui.report.request import Source


def report(
    source: Source, trace: Trace, as_of: int, known_on: int | None, limit: int | None = None
) -> Report:
    """A trace in every format.

    Args:
        source: where its figures come from.
        trace: the figure taken back to its rows.
        as_of: the day it is of.
        known_on: as known on this day; None for today.
        limit: how many rows of each section to print.
    """
    kept = tuple(replace(each, rows=each.rows[:limit]) for each in trace.sections)
    sources = Sources(source, (row for each in kept for row in each.rows))
    data = {
        "report": "trace",
        "kind": trace.kind,
        "id": trace.number,
        "title": trace.title,
        "as_of": iso(as_of),
        "known_on": iso(known_on),
        "policy": source.force.revision,
        "formula": list(trace.formula),
        "sections": [
            _section(each, whole, sources) for each, whole in zip(kept, trace.sections, strict=True)
        ],
        "checks": [_check(each) for each in trace.checks],
        "sources": list(sources.data()),
    }
    return Report("trace", data, tuple(_about(data)), trace_sections.of(data), trace.ok)


def _about(data: dict[str, Any]) -> Iterator[str]:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    yield f"{data['title']}"
    yield f"As of {data['as_of']}{known}. Policy {data['policy']}."
    yield from data["formula"]
    for section in data["sections"]:
        if len(section["rows"]) < section["of"]:
            shown = f"the first {len(section['rows']):,} of {section['of']:,}"
            yield f"{section['name']}: {shown}."


def _section(section: Section, whole: Section, sources: Sources) -> dict[str, Any]:
    return {
        "name": section.name,
        "about": section.about,
        "of": len(whole.rows) if whole.count is None else whole.count,
        "rows": [_row(row, sources) for row in section.rows],
    }


def _row(row: Row, sources: Sources) -> dict[str, Any]:
    leads = row.leads_to
    return {
        "what": row.what,
        "on": iso(row.on),
        "amount": _amount(row.amount, row.currency),
        "currency": row.currency or None,
        "after": _amount(row.after, row.currency),
        "detail": row.detail or None,
        "place": row.place or None,
        **sources.of(row),
        "recorded_on": iso(row.recorded_on),
        "superseded_on": iso(row.superseded_on),
        "leads_to": {"kind": leads.kind, "id": leads.number} if leads else None,
    }


def _amount(amount: int | None, currency: str) -> str | None:
    """Money as a string with the currency's decimals, a plain number as one without."""
    if amount is None:
        return None
    return money.plain(amount, currency) if currency else str(amount)


def _check(check: Check) -> dict[str, Any]:
    return {
        "what": check.what,
        "currency": check.currency or None,
        "found": _amount(check.found, check.currency),
        "expected": _amount(check.expected, check.currency),
        "ok": check.ok,
    }
