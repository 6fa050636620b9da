"""Discounts for paying early: taken in time, or unearned and still owed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from artui.books import discounts
from artui.domain import money
from artui.domain.days import iso
from artui.report import amounts
from artui.report.table import Column, Report, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.books.discounts import Row
    from artui.domain.discount_taken import State
    from artui.report.request import Request, Source

_ORDER: tuple[State, ...] = ("unearned", "taken", "missed")


def report(source: Source, request: Request, *, everything: bool = False) -> Report:
    """Invoices of which a discount was taken, what is unearned first; sums per currency.

    Args:
        source: where the figures come from.
        request: which customers, as of when.
        everything: whether invoices that were paid without their discount belong to it.
    """
    scope = request.scope(source.home.today())
    found = sorted(
        discounts.rows(source.reader, scope, source.force, everything=everything), key=_order
    )
    data = {
        "report": "discounts",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "policy": source.force.revision,
        "rows": [_row(row) for row in found[: request.limit]],
        "summary": _summary(found),
    }
    return Report("discounts", data, _about(data, len(found)), (_section(data), _totals(data)))


def _order(row: Row) -> tuple[object, ...]:
    """What is unearned first, the latest first."""
    outcome = row.outcome
    return (_ORDER.index(outcome.state), -outcome.paid_on, row.company, row.invoice, row.item)


def _row(row: Row) -> dict[str, Any]:
    outcome, offer = row.outcome, row.outcome.offer
    percent = offer.percent if offer else None
    figures = {
        "offered": offer.amount if offer else 0,
        "allowed": outcome.allowed,
        "taken": outcome.taken,
        "unearned": outcome.unearned,
        "open": row.open,
    }
    return {
        "invoice_id": row.invoice,
        "item": row.item or None,
        "customer_id": row.customer,
        "name": row.customer_name,
        "company": row.company,
        "currency": row.currency,
        "terms": row.terms,
        "percent": None if percent is None else f"{percent.normalize():f}",
        "last_day": iso(offer.last_day) if offer else None,
        "paid_on": iso(outcome.paid_on),
        **{name: money.plain(amount, row.currency) for name, amount in figures.items()},
        "days_after": outcome.days_after,
        "state": outcome.state,
    }


def _summary(found: Sequence[Row]) -> dict[str, Any]:
    """How many of each state; what was taken and what of it was unearned, per currency."""
    taken: Counter[str] = Counter()
    unearned: Counter[str] = Counter()
    for row in found:
        taken[row.currency] += row.outcome.taken
        unearned[row.currency] += row.outcome.unearned
    states = Counter(row.outcome.state for row in found)
    return {
        **{state: states[state] for state in _ORDER},
        "taken_amount": amounts.plain(taken),
        "unearned_amount": amounts.plain(unearned),
    }


def _about(data: dict[str, Any], found: int) -> tuple[str, ...]:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    shown = "" if len(data["rows"]) == found else f" The first {len(data['rows'])} of {found}."
    unearned = data["summary"]["unearned"]
    means = "as an adjustment says, or paid short by the discount"
    return (
        f"Discounts as of {data['as_of']}{known}: {found} invoices, {unearned} unearned.{shown}",
        f"Taken: {means}. Earned: by what was paid by the last day, inclusive.",
        f"Policy {data['policy']}.",
    )


_COLUMNS = (
    Column("invoice_id", "Invoice"),
    Column("item", "Part"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
    Column("company", "Company"),
    Column("terms", "Terms"),
    Column("percent", "%", number=True),
    Column("last_day", "Last day"),
    Column("paid_on", "Paid"),
    Column("days_after", "Days after", number=True),
    Column("currency", "Currency"),
    Column("offered", "Offered", number=True),
    Column("allowed", "Allowed", number=True),
    Column("taken", "Taken", number=True),
    Column("unearned", "Unearned", number=True),
    Column("open", "Open", number=True),
    Column("state", "State"),
)
_AMOUNTS = ("offered", "allowed", "taken", "unearned", "open")


def _section(data: dict[str, Any]) -> Section:
    keys = [column.key for column in _COLUMNS]
    rows = (
        {**amounts.texts(row, *keys), **{name: amounts.grouped(row[name]) for name in _AMOUNTS}}
        for row in data["rows"]
    )
    return Section("rows", _COLUMNS, tuple(rows))


def _totals(data: dict[str, Any]) -> Section:
    summary = data["summary"]
    sums = (("taken_amount", "Taken"), ("unearned_amount", "Unearned"))
    columns = (
        *(Column(f"invoices {state}", state.capitalize(), number=True) for state in _ORDER),
        *(each for key, label in sums for each in amounts.columns(key, label, [summary[key]])),
    )
    row = {f"invoices {state}": str(summary[state]) for state in _ORDER}
    for key, _ in sums:
        row |= {name: text or "" for name, text in amounts.spread(key, summary[key]).items()}
    return Section("summary", columns, (dict(row),))
