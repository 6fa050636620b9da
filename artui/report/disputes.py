"""Disputes: open, closed or all, with the age of what is open and the cycle of what is closed."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.days import iso
from artui.report import amounts
from artui.report.table import Column, Report, Section
from artui.store import cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.report.request import Request, Source

_NINTH = 9
_TENTHS = 10


def report(source: Source, request: Request, status: str = "open") -> Report:
    """The disputes of a state, and a summary of the open and the closed ones."""
    scope = request.scope(source.home.today())
    rows = [_row(raw, scope.as_of, source) for raw in cases.disputes(source.reader, scope, status)]
    everything = cases.disputes(source.reader, scope, "all")
    data = {
        "report": "disputes",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "status": status,
        "rows": rows[: request.limit],
        "summary": _summary(everything, scope.as_of),
    }
    return Report("disputes", data, _about(data, len(rows)), (_section(data), _totals(data)))


def _row(raw: dict[str, Any], as_of: int, source: Source) -> dict[str, Any]:
    closed = _is_closed(raw, as_of)
    end = raw["resolved_on"] if closed else as_of
    amount = raw["billed"] if raw["amount"] is None else raw["amount"]
    code = source.force.policy.reasons.code(raw["reason"]) if raw["reason"] else None
    return {
        "dispute_id": raw["dispute_id"],
        "invoice_id": raw["invoice_id"],
        "customer_id": raw["customer_id"],
        "company": raw["company"],
        "reason": code or raw["reason"],
        "amount": money.plain(amount or 0, raw["currency"]),
        "currency": raw["currency"],
        "opened_on": iso(raw["opened_on"]),
        "age_days": end - raw["opened_on"],
        "owner": raw["owner"],
        "status": raw["status"] or ("closed" if closed else "open"),
        "outcome": raw["outcome"],
        "resolved_on": iso(raw["resolved_on"]) if closed else None,
        "source": raw["source"],
    }


def _is_closed(raw: dict[str, Any], as_of: int) -> bool:
    return raw["resolved_on"] is not None and raw["resolved_on"] <= as_of


def _summary(everything: Sequence[dict[str, Any]], as_of: int) -> dict[str, Any]:
    """Days are of disputes whose opening day is known; percentiles by nearest rank."""
    standing = [raw for raw in everything if not _is_closed(raw, as_of)]
    ended = [raw for raw in everything if _is_closed(raw, as_of)]
    owed: dict[str, int] = defaultdict(int)
    for raw in standing:
        owed[raw["currency"]] += raw["billed"] if raw["amount"] is None else raw["amount"]
    ages = [as_of - raw["opened_on"] for raw in standing if raw["dated"]]
    cycles = [raw["resolved_on"] - raw["opened_on"] for raw in ended if raw["dated"]]
    return {
        "open": len(standing),
        "closed": len(ended),
        "amount": amounts.plain(owed),
        "age_days": {"median": _median(ages), "p90": _ninth(ages)},
        "cycle_days": {"median": _median(cycles), "p90": _ninth(cycles)},
    }


def _median(days: Sequence[int]) -> str | None:
    return f"{median(days):g}" if days else None


def _ninth(days: Sequence[int]) -> str | None:
    """The 90th percentile, nearest rank."""
    if not days:
        return None
    place = -(-len(days) * _NINTH // _TENTHS)
    return str(sorted(days)[place - 1])


def _about(data: dict[str, Any], found: int) -> tuple[str, ...]:
    shown = "" if len(data["rows"]) == found else f" The first {len(data['rows'])} of {found}."
    return (f"Disputes as of {data['as_of']}, {data['status']}: {found}.{shown}",)


_COLUMNS = (
    Column("dispute_id", "Dispute"),
    Column("invoice_id", "Invoice"),
    Column("customer_id", "Customer"),
    Column("company", "Company"),
    Column("reason", "Reason"),
    Column("amount", "Amount", number=True),
    Column("currency", "Currency"),
    Column("opened_on", "Opened"),
    Column("age_days", "Days", number=True),
    Column("owner", "Owner"),
    Column("status", "Status"),
    Column("outcome", "Outcome"),
    Column("resolved_on", "Resolved"),
    Column("source", "From"),
)


def _section(data: dict[str, Any]) -> Section:
    rows = tuple(
        {
            **{key: None if value is None else str(value) for key, value in row.items()},
            "amount": amounts.grouped(row["amount"]),
        }
        for row in data["rows"]
    )
    return Section("rows", _COLUMNS, rows)


def _totals(data: dict[str, Any]) -> Section:
    summary = data["summary"]
    columns = (
        Column("open", "Open", number=True),
        Column("closed", "Closed", number=True),
        Column("disputed", "Open amount"),
        Column("age_median", "Age, median", number=True),
        Column("age_p90", "Age, 90 %", number=True),
        Column("cycle_median", "Cycle, median", number=True),
        Column("cycle_p90", "Cycle, 90 %", number=True),
    )
    row = {
        "open": str(summary["open"]),
        "closed": str(summary["closed"]),
        "disputed": amounts.listed(summary["amount"]),
        "age_median": summary["age_days"]["median"],
        "age_p90": summary["age_days"]["p90"],
        "cycle_median": summary["cycle_days"]["median"],
        "cycle_p90": summary["cycle_days"]["p90"],
    }
    return Section("summary", columns, (row,))
