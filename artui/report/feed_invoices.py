"""Every late invoice of a frozen week as rows: what it was called, why it was late, whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.conditions import words
from artui.domain.reasons import CHOICE, DISPUTE, ERP_CODE, RULE
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from artui.domain.reasons import Late
    from artui.report.feed_week import FeedWeek

COLUMNS = (
    Column("invoice", "Invoice"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
    Column("company", "Company"),
    Column("class", "Class"),
    Column("segment", "Segment"),
    Column("site", "Site"),
    Column("currency", "Currency"),
    Column("amount", "Past due", number=True),
    Column("amount_days", "Amount x days", number=True),
    Column("new", "New"),
    Column("reason", "Reason"),
    Column("label", "Label"),
    Column("because", "Because"),
    Column("evidence", "Evidence"),
    Column("also", "Also"),
    Column("owner", "Owner"),
    Column("dispatcher", "Dispatcher"),
    Column("template", "Template"),
    Column("job_id", "Job"),
)
_SEEN = {
    CHOICE: "chosen by a person",
    DISPUTE: "dispute open in the week",
    ERP_CODE: "code in the export",
}

Row = dict[str, str | None]


def section(week: FeedWeek, late: Iterable[Late]) -> Section:
    """Late invoices by company and number."""
    return Section("invoices", COLUMNS, tuple(rows(week, late)))


def rows(week: FeedWeek, late: Iterable[Late]) -> list[Row]:
    """The same as rows; equal ones stand in an order that no later file moves."""
    found = [row(week, each) for each in late]
    return sorted(found, key=lambda each: [each[name] or "" for name in _ORDER])


_ORDER = ("company", "invoice", *(column.key for column in COLUMNS))


def row(week: FeedWeek, late: Late) -> Row:
    """One late invoice."""
    named, origin, code = week.named[late.document_id], late.origin, late.reason
    return {
        "invoice": named.number,
        "customer_id": named.customer,
        "name": named.name,
        "company": origin.company,
        "class": origin.document_class,
        "segment": origin.segment,
        "site": named.site,
        "currency": late.currency,
        "amount": money.plain(late.amount, late.currency),
        "amount_days": money.plain(late.amount_days, late.currency),
        "new": "yes" if late.is_new else "no",
        "reason": code,
        "label": None if code is None else week.label(code),
        "because": late.because,
        "evidence": evidence(week, late),
        "also": " ".join(late.contributing) or None,
        "owner": week.owner(code),
        "dispatcher": origin.dispatcher,
        "template": origin.template,
        "job_id": origin.job_id,
    }


def evidence(week: FeedWeek, late: Late) -> str | None:
    """What was seen of an invoice, in short: a rule by what it asks, anything else by its kind."""
    reason = week.catalogue.get(late.reason or "")
    if late.because != RULE or reason is None:
        return _SEEN.get(late.because)
    labels = {check.code: check.label for check in week.policy.readiness.checks}
    failed = " or ".join(labels.get(code, code) for code in reason.checks)
    when = words(reason.when) if reason.when is not None else ""
    return " or ".join(filter(None, (when, failed and f"as sent: {failed}")))


def costliest(week: FeedWeek, late: Iterable[Late]) -> list[Row]:
    """Late invoices as rows, most money x days first; by currency where they cannot be added."""
    conversion = week.ranking.conversion

    def cost(each: Late) -> tuple[str, Fraction | int]:
        if conversion is None:
            return each.currency, -each.amount_days
        return "", -conversion.exact({each.currency: each.amount_days})

    told = [(cost(each), row(week, each)) for each in late]
    ordered = sorted(told, key=lambda one: (one[0], [one[1][name] or "" for name in _ORDER]))
    return [each for _, each in ordered]
