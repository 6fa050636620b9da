"""Disputes: open, closed or all, with the age of what is open and the cycle of what is closed."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.check import Check
from artui.domain.days import iso
from artui.report import amounts, checks
from artui.report.table import Column, Report, Section
from artui.store import cases
from artui.store import checks as entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.report.request import Request, Source
    from artui.store.aging import Scope

_NINTH = 9
_TENTHS = 10


def report(source: Source, request: Request, status: str = "open") -> Report:
    """The disputes of a state, and a summary of the open and the closed ones."""
    scope = request.scope(source.home.today())
    rows = [_row(raw, scope.as_of, source) for raw in cases.disputes(source.reader, scope, status)]
    everything = cases.disputes(source.reader, scope, "all")
    disputed = cases.disputed_amounts(source.reader, scope)
    data: dict[str, Any] = {
        "report": "disputes",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "status": status,
        "rows": rows[: request.limit],
        "summary": _summary(everything, scope.as_of) | {"amount": amounts.plain(disputed)},
        "checks": checks.plain(_check(source, scope, everything)),
    }
    sections = (_section(data), _totals(data), checks.section(data["checks"]))
    ok = checks.hold(data["checks"])
    return Report("disputes", data, _about(data, len(rows)), sections, ok)


def _check(source: Source, scope: Scope, everything: Sequence[dict[str, Any]]) -> Check:
    """The open disputes, each at most what is open, against what the entries say is open."""
    found: dict[str, int] = defaultdict(int)
    for raw in everything:
        if not _is_closed(raw, scope.as_of):
            found[raw["currency"]] += _amount(raw, closed=False)
    owed = entries.disputed(source.reader, scope, scope.as_of)
    return Check("open disputes = what the entries leave of them", found, owed)


def _row(raw: dict[str, Any], as_of: int, source: Source) -> dict[str, Any]:
    closed = _is_closed(raw, as_of)
    end = raw["resolved_on"] if closed else as_of
    code = source.force.policy.reasons.code(raw["reason"]) if raw["reason"] else None
    return {
        "dispute_id": raw["dispute_id"],
        "invoice_id": raw["invoice_id"],
        "customer_id": raw["customer_id"],
        "company": raw["company"],
        "reason": code or raw["reason"],
        "amount": money.plain(_amount(raw, closed=closed), raw["currency"]),
        "currency": raw["currency"],
        "opened_on": iso(raw["opened_on"]),
        "age_days": end - raw["opened_on"],
        "owner": raw["owner"],
        "status": _status(raw, closed=closed),
        "outcome": raw["outcome"] if closed else None,
        "resolved_on": iso(raw["resolved_on"]) if closed else None,
        "source": raw["source"],
    }


def _is_closed(raw: dict[str, Any], as_of: int) -> bool:
    return raw["resolved_on"] is not None and raw["resolved_on"] <= as_of


def _amount(raw: dict[str, Any], *, closed: bool) -> int:
    """What is disputed of what is open; of a closed dispute, of what was billed."""
    most = max(0, (raw["billed"] if closed else raw["standing"]) or 0)
    return most if raw["amount"] is None else min(raw["amount"], most)


def _status(raw: dict[str, Any], *, closed: bool) -> str:
    """The export's word, unless it speaks of another day than the report."""
    word = raw["status"]
    if closed:
        return word if word and word.casefold() != "open" else "closed"
    return word if word and raw["resolved_on"] is None else "open"


def _summary(everything: Sequence[dict[str, Any]], as_of: int) -> dict[str, Any]:
    """Days are of disputes whose opening day is known; percentiles by nearest rank."""
    standing = [raw for raw in everything if not _is_closed(raw, as_of)]
    ended = [raw for raw in everything if _is_closed(raw, as_of)]
    ages = [as_of - raw["opened_on"] for raw in standing if raw["dated"]]
    cycles = [raw["resolved_on"] - raw["opened_on"] for raw in ended if raw["dated"]]
    return {
        "open": len(standing),
        "closed": len(ended),
        "amount": {},
        "age_days": {"median": middle(ages), "p90": ninetieth(ages)},
        "cycle_days": {"median": middle(cycles), "p90": ninetieth(cycles)},
    }


def middle(days: Sequence[int]) -> str | None:
    """The median, of an even number the mean of the middle two; None of none."""
    return f"{median(days):g}" if days else None


def ninetieth(days: Sequence[int]) -> str | None:
    """The 90th percentile, nearest rank; None of none."""
    if not days:
        return None
    place = -(-len(days) * _NINTH // _TENTHS)
    return str(sorted(days)[place - 1])


def _about(data: dict[str, Any], found: int) -> tuple[str, ...]:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    shown = "" if len(data["rows"]) == found else f" The first {len(data['rows'])} of {found}."
    return (f"Disputes as of {data['as_of']}{known}, {data['status']}: {found}.{shown}",)


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
    keys = [column.key for column in _COLUMNS]
    rows = (
        {**amounts.texts(row, *keys), "amount": amounts.grouped(row["amount"])}
        for row in data["rows"]
    )
    return Section("rows", _COLUMNS, tuple(rows))


def _totals(data: dict[str, Any]) -> Section:
    summary = data["summary"]
    days = ("age_days", "Age"), ("cycle_days", "Cycle")
    of = ("median", "median"), ("p90", "90 %")
    columns = (
        Column("open", "Open", number=True),
        Column("closed", "Closed", number=True),
        *amounts.columns("disputed", "Open", [summary["amount"]]),
        *(Column(f"{k} {p}", f"{n}, {q}", number=True) for k, n in days for p, q in of),
    )
    row = {
        **amounts.texts(summary, "open", "closed"),
        **amounts.spread("disputed", summary["amount"]),
        **{f"{key} {part}": summary[key][part] for key, _ in days for part, _ in of},
    }
    return Section("summary", columns, (row,))
