"""Disputes: open, closed or all, with the age of what is open and the cycle of what is closed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from artui.books.casework import DESK
from artui.books.pace import CYCLE_LATE, RESPONSE_LATE, Pacing, Run
from artui.domain import money
from artui.domain.check import Check
from artui.domain.days import iso
from artui.domain.disputes import CLOSED, OPEN, is_over
from artui.report import amounts, checks
from artui.report import disputes_groups as groups
from artui.report.table import Column, Report, Section
from artui.store import cases, reactions
from artui.store import checks as entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.report.request import Request, Source
    from artui.store.aging import Scope


def report(source: Source, request: Request, status: str = "open", by: str = groups.NONE) -> Report:
    """The disputes of a state, one by one or in groups, and a summary of open and closed ones."""
    scope = request.scope(source.home.today())
    found = cases.disputes(source.reader, scope, status)
    measure = _Measure(source, scope)
    rows = [measure.row(raw) for raw in found]
    everything = cases.disputes(source.reader, scope, "all")
    disputed = cases.disputed_amounts(source.reader, scope)
    grouped = rows if by == groups.NONE else groups.grouped(rows, by)
    data: dict[str, Any] = {
        "report": "disputes",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "status": status,
        "by": by,
        "days": source.force.policy.disputes.days,
        "rows": grouped[: request.limit],
        "summary": _summary(everything, scope.as_of)
        | {"amount": amounts.plain(disputed)}
        | _late([measure.row(raw) for raw in everything]),
        "checks": checks.plain(_check(source, scope, everything)),
    }
    listed = _section(data) if by == groups.NONE else groups.section(data)
    sections = (listed, _totals(data), checks.section(data["checks"]))
    ok = checks.hold(data["checks"])
    return Report("disputes", data, _about(data, len(found), len(grouped)), sections, ok)


def _check(source: Source, scope: Scope, everything: Sequence[dict[str, Any]]) -> Check:
    """The open disputes, each at most what is open, against what the entries say is open."""
    found: dict[str, int] = defaultdict(int)
    for raw in everything:
        if not _is_closed(raw, scope.as_of):
            found[raw["currency"]] += _amount(raw, closed=False)
    owed = entries.disputed(source.reader, scope, scope.as_of)
    return Check("open disputes = what the entries leave of them", found, owed)


class _Measure:
    """Makes the rows, each measured against the policy."""

    def __init__(self, source: Source, scope: Scope) -> None:
        self._code = source.force.policy.reasons.code
        self._pacing = Pacing(source.force.policy)
        self._worked = reactions.worked(source.reader, scope)
        self._as_of = scope.as_of

    def row(self, raw: dict[str, Any]) -> dict[str, Any]:
        """A dispute as the report has it."""
        closed = _is_closed(raw, self._as_of)
        code = (self._code(raw["reason"]) or raw["reason"]) if raw["reason"] else None
        return _row(raw, self._as_of, code, closed=closed) | self._paced(raw, code)

    def _paced(self, raw: dict[str, Any], code: str | None) -> dict[str, Any]:
        """Response, cycle and the next step, against what the policy asks for."""
        case, opened = raw["desk_id"], raw["opened_on"]
        reacted = self._worked.reacted_on(case, raw["document_id"], opened)
        known = opened if raw["dated"] else None
        run = Run(known, reacted, raw["resolved_on"], raw["next_on"], code, raw["owner"])
        pace = self._pacing.pace(run, self._as_of)
        return {
            "response_days": pace.response_days,
            "cycle_days": pace.cycle_days,
            "overdue": pace.overdue,
            "target": {
                "response_days": pace.target.response_days,
                "cycle_days": pace.target.cycle_days,
            },
            "standing": ", ".join(pace.standing),
            "notes": self._worked.notes.get(case, 0) if case is not None else 0,
        }


def _row(raw: dict[str, Any], as_of: int, code: str | None, *, closed: bool) -> dict[str, Any]:
    end = raw["resolved_on"] if closed else as_of
    return {
        "dispute_id": raw["dispute_id"],
        "invoice_id": raw["invoice_id"],
        "item": raw["item"] or None,
        "customer_id": raw["customer_id"],
        "customer": raw["customer_name"],
        "company": raw["company"],
        "reason": code,
        "amount": money.plain(_amount(raw, closed=closed), raw["currency"]),
        "currency": raw["currency"],
        "opened_on": iso(raw["opened_on"]),
        "age_days": end - raw["opened_on"],
        "owner": raw["owner"],
        "status": _status(raw, closed=closed),
        "state": _state(raw, closed=closed),
        "outcome": raw["outcome"] if closed else None,
        "resolved_on": iso(raw["resolved_on"]) if closed else None,
        "next_on": None if closed else iso(raw["next_on"]),
        "credit": raw["credit"] if closed else None,
        "source": raw["source"],
        "desk_id": raw["desk_id"],
        "conflict": raw["conflict"],
    }


def _is_closed(raw: dict[str, Any], as_of: int) -> bool:
    return raw["resolved_on"] is not None and raw["resolved_on"] <= as_of


def _amount(raw: dict[str, Any], *, closed: bool) -> int:
    """What is disputed of what is open; of a closed dispute, of what was billed."""
    most = max(0, (raw["billed"] if closed else raw["standing"]) or 0)
    return most if raw["amount"] is None else min(raw["amount"], most)


def _status(raw: dict[str, Any], *, closed: bool) -> str:
    """The export's word, of the desk's own the state, unless it speaks of another day."""
    word = raw["status"] if raw["desk_id"] is None or raw["source"] != DESK else raw["state"]
    if closed:
        return word if word and word.casefold() != "open" else "closed"
    return word if word and raw["resolved_on"] is None else "open"


def _state(raw: dict[str, Any], *, closed: bool) -> str:
    """One of the states of a case, or closed; before it was over, open."""
    state = str(raw["state"] or OPEN)
    if closed:
        return state if is_over(state) else CLOSED
    return OPEN if is_over(state) else state


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
        "age_days": {"median": groups.middle(ages), "p90": groups.ninetieth(ages)},
        "cycle_days": {"median": groups.middle(cycles), "p90": groups.ninetieth(cycles)},
    }


def _late(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many of the open ones are late or contested by an export, and the open a customer has."""
    standing = [row for row in rows if row["resolved_on"] is None]
    customers = {(row["company"], row["customer_id"]) for row in standing}
    return {
        "steps_overdue": sum(row["overdue"] for row in standing),
        "response_late": sum(RESPONSE_LATE in row["standing"] for row in standing),
        "cycle_late": sum(CYCLE_LATE in row["standing"] for row in standing),
        "conflicts": sum(row["conflict"] is not None for row in rows),
        "customers": len(customers),
        "per_customer": amounts.ratio(len(standing), len(customers)),
    }


def _about(data: dict[str, Any], found: int, lines: int) -> tuple[str, ...]:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    by = "" if data["by"] == groups.NONE else f" by {data['by']}"
    shown = "" if len(data["rows"]) == lines else f" The first {len(data['rows'])} of {lines}."
    said = f"Disputes as of {data['as_of']}{known}, {data['status']}{by}: {found}.{shown}"
    return (f"{said} Response and cycle in {data['days']} days.",)


_COLUMNS = (
    Column("dispute_id", "Dispute"),
    Column("invoice_id", "Invoice"),
    Column("item", "Item"),
    Column("customer_id", "Customer"),
    Column("customer", "Name"),
    Column("company", "Company"),
    Column("reason", "Reason"),
    Column("amount", "Amount", number=True),
    Column("currency", "Currency"),
    Column("opened_on", "Opened"),
    Column("age_days", "Days", number=True),
    Column("owner", "Owner"),
    Column("state", "State"),
    Column("next_on", "Next step"),
    Column("standing", "Against policy"),
    Column("response_days", "Response", number=True),
    Column("cycle_days", "Cycle", number=True),
    Column("notes", "Notes", number=True),
    Column("status", "Status"),
    Column("outcome", "Outcome"),
    Column("credit", "Credit"),
    Column("resolved_on", "Resolved"),
    Column("source", "From"),
    Column("conflict", "Conflict"),
)


def _section(data: dict[str, Any]) -> Section:
    keys = [column.key for column in _COLUMNS]
    rows = (
        {**amounts.texts(row, *keys), "amount": amounts.grouped(row["amount"])}
        for row in data["rows"]
    )
    return Section("rows", _COLUMNS, tuple(rows))


_COUNTS = {
    "steps_overdue": "Steps overdue",
    "response_late": "Response late",
    "cycle_late": "Cycle late",
    "conflicts": "Conflicts",
    "per_customer": "Per customer",
}


def _totals(data: dict[str, Any]) -> Section:
    summary = data["summary"]
    days = ("age_days", "Age"), ("cycle_days", "Cycle")
    of = ("median", "median"), ("p90", "90 %")
    columns = (
        Column("open", "Open", number=True),
        Column("closed", "Closed", number=True),
        *amounts.columns("disputed", "Open", [summary["amount"]]),
        *(Column(f"{k} {p}", f"{n}, {q}", number=True) for k, n in days for p, q in of),
        *(Column(key, label, number=True) for key, label in _COUNTS.items()),
    )
    row = {
        **amounts.texts(summary, "open", "closed", *_COUNTS),
        **amounts.spread("disputed", summary["amount"]),
        **{f"{key} {part}": summary[key][part] for key, _ in days for part, _ in of},
    }
    return Section("summary", columns, (row,))
