"""Closed months: what was recorded of each, what is seen of it today, and what came in late."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books import months
from artui.domain import figure, money
from artui.domain.days import iso
from artui.errors import ArtuiError
from artui.report import months_sections
from artui.report.amounts import named
from artui.report.table import Report
from artui.store import months as store
from artui.store import policies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.policy.aging import AgingPolicy
    from artui.report.request import Request, Source
    from artui.store.aging import Scope
    from artui.store.months import Closed

Amounts = dict[str, dict[str, int]]


class NotClosed(ArtuiError):  # noqa: N818 - named for what is wrong
    """{month} is not closed."""

    hint = "`artui report months` lists those that are; the agent closes a month when it has ended."
    exit_code = 2


class _Month(NamedTuple):
    """A closed month: as it was recorded, as it is seen now, and what was entered since."""

    closed: Closed
    revision: str
    recorded: Amounts
    now: Amounts
    late: list[dict[str, Any]]
    scope: Scope


def report(source: Source, request: Request, month: str | None = None) -> Report:
    """Every closed month, newest first; of one alone, the late entries and the items re-dated.

    A month's difference in outstanding is what was entered late, to the last unit: that is the
    check. Buckets move beyond that where due dates were changed.

    Raises:
        NotClosed: where one month is asked for that is not closed.
    """
    found = [_month(source, request, each) for each in reversed(_closed(source, request, month))]
    rows = [row for each in found for row in _rows(each)]
    data: dict[str, Any] = {
        "report": "months",
        "month": month,
        "as_of": iso(request.as_of),
        "known_on": iso(request.known_on),
        "rows": rows[: request.limit],
        "checks": [check for each in found for check in _checks(each)],
    }
    if month is not None:
        (one,) = found
        data["late"] = [_late(row) for row in one.late]
        redated = store.redated(source.reader, one.scope, one.closed.closed_on)
        data["redated"] = [_redated(row, one.scope.as_of) for row in redated]
    ok = all(check["ok"] for check in data["checks"])
    about = _about(data, rows, request)
    return Report("months", data, about, months_sections.of(data), ok)


def _closed(source: Source, request: Request, month: str | None) -> list[Closed]:
    """The closed months asked for: those that had ended and were closed by the days named."""
    found = [
        each
        for each in store.closed(source.reader)
        if (request.as_of is None or figure.month(each.month).last <= request.as_of)
        and (request.known_on is None or each.closed_on <= request.known_on)
        and month in (None, each.month)
    ]
    if month is not None and not found:
        raise NotClosed(month=month)
    return found


def _month(source: Source, request: Request, closed: Closed) -> _Month:
    """Today's view goes by the buckets the month was closed with, so that the two compare."""
    asked = request.scope(source.home.today())
    scope = replace(asked, as_of=figure.month(closed.month).last, customer=None, collector=None)
    revision, aging = policies.aging_of(source.reader, closed.policy_id)
    policy = _policy(aging, source.force.policy.aging)
    now: Amounts = {}
    for (_, currency), amounts in months.figures(source.reader, policy, scope).items():
        so_far = Counter(now.get(currency, {}))
        so_far.update(amounts)
        now[currency] = dict(so_far)
    recorded = store.figures(source.reader, closed.month, scope.company)
    late = store.late(source.reader, scope, closed.closed_on)
    return _Month(closed, revision, recorded, now, late, scope)


def _policy(body: object, otherwise: AgingPolicy) -> AgingPolicy:
    """How a policy's text ages; the policy in force where this version cannot read it."""
    from artui.policy import aging  # noqa: PLC0415 - beside the report's own names

    try:
        return aging.from_data(body)
    except (KeyError, TypeError, ValueError):
        return otherwise


def _rows(month: _Month) -> Iterator[dict[str, Any]]:
    """One row a currency."""
    for currency in sorted({*month.recorded, *month.now}):
        was, now = month.recorded.get(currency, {}), month.now.get(currency, {})
        names = [*was] or [*now]
        difference = {name: now.get(name, 0) - was.get(name, 0) for name in names}
        late = [row for row in month.late if row["currency"] == currency]
        yield {
            "month": month.closed.month,
            "currency": currency,
            "closed_on": iso(month.closed.closed_on),
            "policy": month.revision,
            "recorded": _shown({name: was.get(name, 0) for name in names}, currency),
            "now": _shown({name: now.get(name, 0) for name in names}, currency),
            "difference": _shown(difference, currency),
            "late_entries": len(late),
            "late_amount": money.plain(sum(row["amount"] for row in late), currency),
        }


def _shown(amounts: Mapping[str, int], currency: str) -> dict[str, Any]:
    """A month's figures as machine amounts, the buckets apart."""
    plain = named(currency, **amounts)
    beside = {name: plain.pop(name) for name in months.BESIDE}
    return {"buckets": plain, **beside}


def _checks(month: _Month) -> Iterator[dict[str, Any]]:
    """By currency: what is outstanding now less what was recorded is what was entered late."""
    late: Counter[str] = Counter()
    for row in month.late:
        late[row["currency"]] += row["amount"]
    for currency in sorted({*month.recorded, *month.now, *late}):
        now, was = (
            each.get(currency, {}).get("outstanding", 0) for each in (month.now, month.recorded)
        )
        yield {
            "month": month.closed.month,
            "currency": currency,
            "difference": money.plain(now - was, currency),
            "late_amount": money.plain(late[currency], currency),
            "ok": now - was == late[currency],
        }


_DAYS = ("effective_on", "entered_on", "due_then", "due_on", "changed_on")


def _late(row: dict[str, Any]) -> dict[str, Any]:
    """A late entry as JSON has it; `taken_back` where it was known when the month closed."""
    return {**_plain(row), "taken_back": bool(row["taken_back"])}


def _redated(row: dict[str, Any], end: int) -> dict[str, Any]:
    """An item that stands in another bucket, with its days past due at the month's end."""
    days = {"days_then": end - row["due_then"], "days": end - row["due_on"]}
    return {**_plain(row), **days}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    days = {name: iso(row[name]) for name in _DAYS if name in row}
    return {**row, **days, "amount": money.plain(row["amount"], row["currency"])}


def _about(data: dict[str, Any], rows: list[dict[str, Any]], request: Request) -> tuple[str, ...]:
    known = f"on {data['known_on']}" if data["known_on"] else "now"
    closed = len({row["month"] for row in rows})
    what = f"The closed month {data['month']}" if data["month"] else f"{closed} closed months"
    shown = "" if len(data["rows"]) == len(rows) else f" The first {len(data['rows'])} rows."
    first = (
        f"{what}, as recorded and as known {known}. Late is what was entered since and takes"
        f" effect in the month or before: it comes to the difference in outstanding.{shown}"
    )
    sentences = [first]
    if "late" in data:
        sentences.append(
            f"{len(data['late'])} late entries; {len(data['redated'])} items with another due date"
            " since, which moves them between buckets."
        )
    if not rows:
        sentences.append("No month is closed yet: the agent closes one when it has ended.")
    if request.customer or request.collector:
        sentences.append("A month is closed by company: --customer and --collector do not apply.")
    return tuple(sentences)
