"""Credit: every customer's exposure in its parts, against the limit and the rule that gave it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from artui.books.credit import Credit, Standing
from artui.domain import money
from artui.domain.check import Check
from artui.domain.credit import RANK
from artui.domain.days import iso
from artui.report import amounts, checks
from artui.report.table import Column, Report, Section
from artui.store import entered
from artui.store.aging import outstanding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.report.request import Request, Source
    from artui.store.aging import Scope

_MONEY = (
    "exposure limit overrun insured own_risk past_due overdue overdue_ceiling release_amount"
).split()


def report(source: Source, request: Request) -> Report:
    """Every customer with exposure or a limit, worst first."""
    scope = request.scope(source.home.today())
    policy = source.force.policy
    base = source.home.settings.base_currency
    applied = Credit(policy, base, entered.read(source.reader))
    standings = applied.standings(source.reader, scope)
    standings.sort(
        key=lambda s: (RANK[s.status], s.account.currency, -s.overrun, s.account.customer_id)
    )
    rows = [_row(standing, drafts=policy.credit.drafts) for standing in standings]
    data: dict[str, Any] = {
        "report": "credit",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "policy": source.force.revision,
        "rows": rows[: request.limit],
        "checks": checks.plain(_check(source, scope, standings)),
    }
    sections = (
        _section(data, _columns(drafts=policy.credit.drafts)),
        checks.section(data["checks"]),
    )
    return Report("credit", data, (_about(data, rows),), sections, checks.hold(data["checks"]))


def _check(source: Source, scope: Scope, standings: Sequence[Standing]) -> Check:
    """The open items of all accounts against what the entries alone say is outstanding."""
    found: dict[str, int] = defaultdict(int)
    for standing in standings:
        found[standing.account.currency] += standing.exposure.open_items
    return Check("open items = outstanding", found, outstanding(source.reader, scope))


def _about(data: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    worse = sum(row["status"] in ("hold", "over") for row in rows)
    due = sum((row["review_due_on"] or "9999") <= data["as_of"] for row in rows)
    reviews = f" {due} due for review." if due else ""
    shown = "" if len(data["rows"]) == len(rows) else f" The first {len(data['rows'])}."
    return (
        f"Credit as of {data['as_of']}{known}: {len(rows)} accounts,"
        f" {worse} over their limit or on hold.{reviews}{shown} Policy {data['policy']}."
    )


def _row(standing: Standing, *, drafts: bool) -> dict[str, Any]:
    account, held = standing.account, standing.held
    used, exposure = standing.utilisation, standing.exposure
    parts = {
        name: money.plain(amount, account.currency)
        for name, amount in exposure._asdict().items()
        if name != "drafts" or drafts
    }
    return {
        "customer_id": account.customer_id,
        "name": account.name or account.customer_id,
        "company": account.company,
        "collector": account.collector,
        "currency": account.currency,
        "limit": _money(standing.limit.amount, account.currency),
        "exposure": money.plain(exposure.total, account.currency),
        "parts": parts,
        "overrun": money.plain(standing.overrun, account.currency),
        "utilisation": None if used is None else f"{used:f}",
        "oldest_overdue_days": standing.oldest_overdue_days,
        "status": standing.status,
        "rule": standing.rule,
        "expected_resolution": iso(held.expected_resolution) if held else None,
        **_more(standing),
    }


def _more(standing: Standing) -> dict[str, Any]:
    """What this report tells beyond the contract's columns."""
    currency = standing.account.currency
    limit, overdue, held = standing.limit, standing.overdue, standing.held
    step, judged = standing.release, standing.judged
    late = judged.behaviour.weighted_days_late if judged else None
    return {
        "place": standing.place or None,
        "insured": money.plain(limit.insured, currency),
        "own_risk": _money(limit.own_risk, currency),
        "past_due": money.plain(overdue.past_due, currency),
        "overdue": money.plain(overdue.beyond_margin, currency),
        "overdue_ceiling": _money(overdue.ceiling, currency),
        "hold_since": iso(held.since) if held else None,
        "reason": (held.reason or None) if held else None,
        "release": step.text if step else None,
        "release_amount": _money(step.amount, currency) if step else None,
        "risk_class": judged.risk_class if judged else None,
        "weighted_days_late": None if late is None else f"{late:f}",
        "risk": judged.sentence if judged else None,
        "review_due_on": iso(standing.review.due_on),
    }


def _money(minor: int | None, currency: str) -> str | None:
    return None if minor is None else money.plain(minor, currency)


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
    Column("drafts", "Drafts", number=True),
    Column("rule", "Rule"),
    Column("place", "Place"),
    Column("expected_resolution", "Expected"),
    Column("hold_since", "Hold since"),
    Column("reason", "Reason"),
    Column("insured", "Insured", number=True),
    Column("own_risk", "Own risk", number=True),
    Column("past_due", "Past due", number=True),
    Column("overdue", "Overdue", number=True),
    Column("overdue_ceiling", "Ceiling", number=True),
    Column("release", "Release"),
    Column("release_amount", "To release", number=True),
    Column("risk_class", "Class"),
    Column("weighted_days_late", "Days late", number=True),
    Column("risk", "Risk"),
    Column("review_due_on", "Review due"),
    Column("collector", "Collector"),
)


def _columns(*, drafts: bool) -> tuple[Column, ...]:
    return tuple(column for column in _COLUMNS if column.key != "drafts" or drafts)


def _section(data: dict[str, Any], columns: tuple[Column, ...]) -> Section:
    return Section("rows", columns, tuple(_shown(row, columns) for row in data["rows"]))


def _shown(row: dict[str, Any], columns: tuple[Column, ...]) -> dict[str, str | None]:
    text = amounts.texts(row, *(column.key for column in columns))
    parts = {key: amounts.grouped(value) for key, value in row["parts"].items()}
    sums = {key: amounts.grouped(row[key]) for key in _MONEY if key in text}
    return {**text, **parts, **sums, "limit": sums["limit"] or "unlimited"}
