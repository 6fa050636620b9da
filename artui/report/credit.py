"""Credit: every customer's exposure in its parts, against the limit and the rule that gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.credit import Credit, Standing
from artui.domain import money
from artui.domain.days import iso
from artui.report import amounts
from artui.report.table import Column, Report, Section

if TYPE_CHECKING:
    from artui.report.request import Request, Source

_WORST_FIRST = {"hold": 0, "over": 1, "watch": 2, "ok": 3}
_MONEY = ("exposure", "limit", "overrun")


def report(source: Source, request: Request) -> Report:
    """Every customer with exposure or a limit, worst first."""
    scope = request.scope(source.home.today())
    policy = source.force.policy.credit
    applied = Credit(policy, source.home.settings.base_currency)
    standings = applied.standings(source.reader, scope)
    standings.sort(key=lambda s: (_WORST_FIRST[s.status], s.currency, -s.overrun, s.customer_id))
    rows = [_row(standing, scope.as_of) for standing in standings]
    data = {
        "report": "credit",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "policy": source.force.revision,
        "rows": rows[: request.limit],
    }
    return Report("credit", data, (_about(data, rows),), (_section(data),))


def _about(data: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    worse = sum(row["status"] in ("hold", "over") for row in rows)
    shown = "" if len(data["rows"]) == len(rows) else f" The first {len(data['rows'])}."
    return (
        f"Credit as of {data['as_of']}{known}: {len(rows)} accounts,"
        f" {worse} over their limit or on hold.{shown} Policy {data['policy']}."
    )


def _row(standing: Standing, as_of: int) -> dict[str, Any]:
    currency, days = standing.currency, standing.expected_resolution_days
    return {
        "customer_id": standing.customer_id,
        "name": standing.name or standing.customer_id,
        "company": standing.company,
        "collector": standing.collector,
        "currency": currency,
        "limit": None if standing.limit is None else money.plain(standing.limit, currency),
        "exposure": money.plain(standing.exposure.total, currency),
        "parts": {
            "open_items": money.plain(standing.exposure.open_items, currency),
            "unbilled_jobs": money.plain(standing.exposure.unbilled_jobs, currency),
            "open_orders": money.plain(standing.exposure.open_orders, currency),
        },
        "overrun": money.plain(standing.overrun, currency),
        "utilisation": None if standing.utilisation is None else f"{standing.utilisation:f}",
        "oldest_overdue_days": standing.oldest_overdue_days,
        "status": standing.status,
        "rule": standing.rule,
        "expected_resolution": None if days is None else iso(as_of + days),
    }


_COLUMNS = (
    Column("status", "Status"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
    Column("company", "Company"),
    Column("currency", "Currency"),
    Column("exposure", "Exposure", number=True),
    Column("limit", "Limit", number=True),
    Column("overrun", "Overrun", number=True),
    Column("utilisation", "Used", number=True),
    Column("oldest_overdue_days", "Oldest days", number=True),
    Column("open_items", "Open items", number=True),
    Column("unbilled_jobs", "Unbilled jobs", number=True),
    Column("open_orders", "Open orders", number=True),
    Column("rule", "Rule"),
    Column("expected_resolution", "Expected"),
    Column("collector", "Collector"),
)


def _section(data: dict[str, Any]) -> Section:
    return Section("rows", _COLUMNS, tuple(_shown(row) for row in data["rows"]))


def _shown(row: dict[str, Any]) -> dict[str, str | None]:
    text = amounts.texts(row, *(column.key for column in _COLUMNS))
    parts = {key: amounts.grouped(value) for key, value in row["parts"].items()}
    sums = {key: amounts.grouped(row[key]) for key in _MONEY}
    return {**text, **parts, **sums, "limit": sums["limit"] or "unlimited"}
