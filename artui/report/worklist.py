"""The worklist: accounts with something past due, in the order they should be worked."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from artui.books.past import standing_then
from artui.books.worklist import worklist
from artui.domain import money
from artui.domain.check import Check
from artui.domain.days import iso
from artui.report import amounts, checks
from artui.report.table import Column, Report, Section
from artui.report.why import why
from artui.store import checks as entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.books.worklist import Task
    from artui.report.request import Request, Source
    from artui.store.aging import Scope


def report(source: Source, request: Request) -> Report:
    """Every account past due with its tier, and why it stands where it does."""
    scope = request.scope(source.home.today())
    with standing_then(source.reader, source.home, source.force, scope):
        tasks = worklist(source.reader, source.force.policy.escalation, scope)
    data: dict[str, Any] = {
        "report": "worklist",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "policy": source.force.revision,
        "rows": [_row(task, scope.as_of) for task in tasks[: request.limit]],
        "checks": checks.plain(_check(source, scope, tasks)),
    }
    sections = (_section(data), checks.section(data["checks"]))
    ok = checks.hold(data["checks"])
    return Report("worklist", data, (_about(data, tasks),), sections, ok)


def _check(source: Source, scope: Scope, tasks: Sequence[Task]) -> Check:
    """What may be claimed and what is left out of it, against what the entries say is past due."""
    found: dict[str, int] = defaultdict(int)
    for at in (task.at for task in tasks):
        found[at.currency] += at.amount + at.disputed + at.blocked + at.held + at.promised
    owed = entries.past_due(source.reader, scope)
    return Check("past due and left out = past due of the entries", found, owed)


def _about(data: dict[str, Any], tasks: list[Task]) -> str:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    shown = "" if len(data["rows"]) == len(tasks) else f" The first {len(data['rows'])}."
    states = Counter(task.state for task in tasks)
    counts = ", ".join(f"{states[state]} {state}" for state in ("today", "waiting", "done"))
    return (
        f"Worklist as of {data['as_of']}{known}: {len(tasks)} accounts, {counts}.{shown}"
        f" Policy {data['policy']}."
    )


def _row(task: Task, today: int) -> dict[str, Any]:
    at = task.at
    tier, step = at.tier, at.step
    return {
        "customer_id": at.customer_id,
        "name": at.name or at.customer_id,
        "company": at.company,
        "currency": at.currency,
        "tier": step.tier,
        "tier_name": tier.name if tier else None,
        "tier_reached": step.tier_reached,
        "action": tier.action if tier else None,
        "owner": tier.owner if tier else None,
        "items": at.items,
        "amount": money.plain(at.amount, at.currency),
        "disputed": money.plain(at.in_dispute, at.currency),
        "oldest_days": 0 if at.oldest_due is None else today - at.oldest_due,
        "held": money.plain(at.blocked + at.held, at.currency),
        "promise": _promise(task),
        "last_contact_on": iso(task.last_contact_on),
        "phone": at.phone,
        "next_step_on": iso(task.next_on),
        "why": why(task, today),
        "state": task.state,
        "collector": at.collector,
        "executed": at.executed.tier,
        "promised": money.plain(at.promised, at.currency),
        "broken_promises": at.broken,
        "fee": money.plain(at.fee, at.currency),
        "interest": money.plain(at.interest, at.currency),
        "respond_by": iso(at.respond_by),
        "disputes_overdue": at.disputes_overdue,
    }


def _promise(task: Task) -> dict[str, Any] | None:
    at = task.at
    if at.promise_amount is None:
        return None
    return {
        "amount": money.plain(at.promise_amount, at.currency),
        "due_on": iso(at.promise_due_on),
        "part": at.promise_part,
    }


_COLUMNS = (
    Column("state", "State"),
    Column("tier", "Tier", number=True),
    Column("tier_name", "Name"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
    Column("company", "Company"),
    Column("amount", "Past due", number=True),
    Column("currency", "Currency"),
    Column("oldest_days", "Oldest days", number=True),
    Column("items", "Items", number=True),
    Column("disputed", "Disputed", number=True),
    Column("held", "Held", number=True),
    Column("promised", "Promised", number=True),
    Column("fee", "Fees", number=True),
    Column("interest", "Interest", number=True),
    Column("tier_reached", "Reached", number=True),
    Column("executed", "Executed", number=True),
    Column("action", "Action"),
    Column("owner", "Owner"),
    Column("respond_by", "Respond by"),
    Column("collector", "Collector"),
    Column("phone", "Phone"),
    Column("last_contact_on", "Last contact"),
    Column("promise", "Promise"),
    Column("broken_promises", "Broken promises", number=True),
    Column("disputes_overdue", "Disputes overdue", number=True),
    Column("next_step_on", "Next step"),
    Column("why", "Why"),
)
_MONEY = ("amount", "disputed", "held", "promised", "fee", "interest")


def _section(data: dict[str, Any]) -> Section:
    return Section("rows", _COLUMNS, tuple(_texts(row) for row in data["rows"]))


def _texts(row: dict[str, Any]) -> dict[str, str | None]:
    promise = row["promise"]
    said = None
    if promise:
        part = f" ({promise['part']})" if promise["part"] else ""
        said = f"{amounts.grouped(promise['amount'])} by {promise['due_on']}{part}"
    keys = [column.key for column in _COLUMNS]
    return {
        **amounts.texts({**row, "promise": said}, *keys),
        **{key: amounts.grouped(row[key]) for key in _MONEY},
    }
