"""The worklist: accounts with something past due, in the order they should be worked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.accounts import Task, worklist
from artui.domain import money
from artui.domain.days import iso
from artui.report import amounts
from artui.report.table import Column, Report, Section

if TYPE_CHECKING:
    from artui.report.request import Request, Source


def report(source: Source, request: Request) -> Report:
    """Every account past due with its tier, and why it stands where it does."""
    scope = request.scope(source.home.today())
    tasks = worklist(source.reader, source.force.policy.escalation, scope)
    rows = [_row(task) for task in tasks]
    data = {
        "report": "worklist",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "policy": source.force.revision,
        "rows": rows[: request.limit],
    }
    return Report("worklist", data, (_about(data, len(rows)),), (_section(data),))


def _about(data: dict[str, Any], found: int) -> str:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    shown = "" if len(data["rows"]) == found else f" The first {len(data['rows'])}."
    return (
        f"Worklist as of {data['as_of']}{known}: {found} accounts past due.{shown}"
        f" Policy {data['policy']}."
    )


def _row(task: Task) -> dict[str, Any]:
    currency = task.currency
    return {
        "customer_id": task.customer_id,
        "name": task.name or task.customer_id,
        "company": task.company,
        "currency": currency,
        "tier": task.tier,
        "tier_name": task.tier_name,
        "tier_reached": task.tier_reached,
        "action": task.action,
        "owner": task.owner,
        "collector": task.collector,
        "items": task.items,
        "amount": money.plain(task.amount, currency),
        "disputed": money.plain(task.disputed, currency),
        "oldest_days": task.oldest_days,
        "held": money.plain(task.held, currency),
        "promise": None,
        "last_contact_on": iso(task.last_contact_on),
        "phone": task.phone,
        "next_step_on": iso(task.next_on),
        "why": why(task),
    }


def why(task: Task) -> str:
    """In one sentence, why an account stands where it does."""
    currency = task.currency
    parts = []
    if task.items:
        owed = f"{money.grouped(task.amount, currency)} {currency}"
        noun = "item" if task.items == 1 else "items"
        parts.append(f"{task.items} {noun}, {owed} past due, the oldest {task.oldest_days} days")
    elif task.tier:
        parts.append(f"nothing past due, {-task.oldest_days} days to the next due date")
    if task.disputed:
        parts.append(f"{money.grouped(task.disputed, currency)} disputed and left out")
    if task.held:
        parts.append(f"{money.grouped(task.held, currency)} blocked by the ERP and left out")
    if task.tier < task.tier_reached:
        parts.append(f"tier {task.tier_reached} is reached, but tier {task.tier} comes first")
    return "; ".join(parts)


_COLUMNS = (
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
    Column("tier_reached", "Reached", number=True),
    Column("action", "Action"),
    Column("owner", "Owner"),
    Column("collector", "Collector"),
    Column("phone", "Phone"),
    Column("last_contact_on", "Last contact"),
    Column("promise", "Promise"),
    Column("next_step_on", "Next step"),
    Column("why", "Why"),
)


def _section(data: dict[str, Any]) -> Section:
    keys = [column.key for column in _COLUMNS]
    rows = (
        {
            **amounts.texts(row, *keys),
            **{key: amounts.grouped(row[key]) for key in ("amount", "disputed", "held")},
        }
        for row in data["rows"]
    )
    return Section("rows", _COLUMNS, tuple(rows))
