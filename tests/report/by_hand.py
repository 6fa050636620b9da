"""A week's late reasons computed the slow way: from plain rows, day by day, without a database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain.reasons import Late, Origin

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = dt.timedelta(days=1)
Row = Mapping[str, str]


@dataclass
class Said:
    """One export's row about an invoice or a customer; `columns` are those its kind has."""

    as_of: dt.date
    kind: str
    columns: Mapping[str, str]


@dataclass
class Item:
    """An instalment: when it is due, and every change of what is open on it."""

    due: dt.date
    changes: list[tuple[dt.date, int]] = field(default_factory=list)

    def open(self, at: dt.date) -> int:
        """What is open at the end of a day."""
        return sum(amount for day, amount in self.changes if day <= at)

    def past_due(self, at: dt.date) -> int:
        """What is past due at the end of a day."""
        return max(0, self.open(at)) if self.due < at else 0


@dataclass
class Case:
    """A dispute; `amount` None means all."""

    reason: str
    opened: dt.date
    resolved: dt.date | None = None
    amount: int | None = None

    def open(self, at: dt.date) -> bool:
        """Whether it is open at the end of a day."""
        return self.opened <= at and (self.resolved is None or at < self.resolved)


@dataclass
class Invoice:
    """An invoice with everything that was ever said of it.

    `sent` is what else rules look at, as it was when it was sent; `origin` where it came from, as
    known on a Sunday.
    """

    name: str
    currency: str
    items: list[Item]
    said: list[Said]
    customer: list[Said]
    cases: list[Case] = field(default_factory=list)
    choice: str | None = None
    sent: dict[str, str] = field(default_factory=dict)
    origin: Callable[[dt.date], Origin] = field(default=lambda _: Origin())

    def past_due(self, at: dt.date) -> int:
        """What is past due at the end of a day."""
        return sum(item.past_due(at) for item in self.items)


@dataclass
class LateInvoice:
    """What a week says of one invoice."""

    name: str
    currency: str
    amount: int
    amount_days: int
    new: bool
    reason: str | None
    because: str
    ruled: str | None = None
    contributing: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin)


def as_found(late: Late, name: str) -> LateInvoice:
    """The same as the books found it."""
    return LateInvoice(
        name,
        late.currency,
        late.amount,
        late.amount_days,
        late.is_new,
        late.reason,
        late.because,
        late.ruled,
        late.contributing,
        late.origin,
    )


@dataclass
class Catalogue:
    """The reasons: what exports call them, the rules in order, and all of them in order."""

    codes: Mapping[str, str]
    rules: Sequence[tuple[str, Any]]
    order: Sequence[str]


def week_days(week: str, today: dt.date) -> list[dt.date]:
    """The days of an ISO week, not beyond today."""
    year, number = week.split("-W")
    days = [dt.date.fromisocalendar(int(year), int(number), n) for n in range(1, 8)]
    return [day for day in days if day <= today]


def late(
    invoices: Sequence[Invoice], week: str, today: dt.date, catalogue: Catalogue
) -> dict[str, LateInvoice]:
    """The late invoices of a week by name."""
    days = week_days(week, today)
    found = {}
    for invoice in invoices:
        amounts = [invoice.past_due(day) for day in days]
        if any(amounts):
            new = not was_late_before(invoice, days[0])
            found[invoice.name] = LateInvoice(
                invoice.name,
                invoice.currency,
                max(amounts),
                sum(amounts),
                new,
                *reasons_of(invoice, days, max(amounts), catalogue),
                invoice.origin(days[-1]),
            )
    return found


def was_late_before(invoice: Invoice, first: dt.date) -> bool:
    day = min(item.due for item in invoice.items)
    while day < first:
        if invoice.past_due(day):
            return True
        day += DAY
    return False


def reasons_of(
    invoice: Invoice, days: Sequence[dt.date], amount: int, catalogue: Catalogue
) -> tuple[str | None, str, str | None, tuple[str, ...]]:
    """Choice, dispute, the export's code, the first rule, nothing; what rules say, and the rest."""
    codes = catalogue.codes
    standing = [case for case in invoice.cases if any(case.open(day) for day in days)]
    named = [case for case in standing if case.reason.lower() in codes]
    named.sort(key=lambda c: (amount if c.amount is None else c.amount, c.opened), reverse=True)
    disputed = [codes[case.reason.lower()] for case in named]
    known = as_known(invoice.said, days[-1])
    coded = codes.get(known.get("reason", "").lower())
    evidence = {
        **{f"customer_{name}": value for name, value in known_of(invoice, days[-1]).items()},
        **known,
        **invoice.sent,
        "name": invoice.name,
        "day": days[-1],
        "open": sum(item.open(days[-1]) for item in invoice.items),
        "disputed": bool(standing),
    }
    met = [code for code, rule in catalogue.rules if rule(evidence)]
    told = [(invoice.choice, "choice"), *((each, "dispute") for each in disputed)]
    told += [(coded, "erp_code"), *((each, "rule") for each in met), (None, "unexplained")]
    reason, because = next(each for each in told if each[0] or each[1] == "unexplained")
    others = {*disputed, *met, *([coded] if coded else [])} - {reason}
    contributing = tuple(each for each in catalogue.order if each in others)
    return reason, because, next(iter(met), None), contributing


def as_known(said: Sequence[Said], last: dt.date) -> dict[str, str]:
    """Of each kind of export its newest row counts; what that leaves blank another kind may tell.

    `seen_first` is what was first seen open, for want of an amount.
    """
    ordered = sorted(said, key=lambda each: (each.as_of, each.kind))
    newest = {each.kind: each for each in [s for s in ordered if s.as_of <= last] or ordered[:1]}
    values: dict[str, str] = {}
    for each in sorted(newest.values(), key=lambda each: (each.as_of, each.kind)):
        values.update({name: value for name, value in each.columns.items() if value})
    seen = [each.columns["seen"] for each in ordered if "seen" in each.columns]
    return values | {"seen_first": seen[0] if seen else ""}


def known_of(invoice: Invoice, last: dt.date) -> dict[str, str]:
    """Of a customer the newest row counts; a blank in it says nothing."""
    ordered = sorted(invoice.customer, key=lambda each: each.as_of)
    values: dict[str, str] = {}
    for each in [s for s in ordered if s.as_of <= last] or ordered[:1]:
        values.update({name: value for name, value in each.columns.items() if value})
    return values


def hours_to_send(evidence: Mapping[str, str]) -> float | None:
    """Hours from completion to sending."""
    if not (evidence.get("completed_at") and evidence.get("sent_at")):
        return None
    start, end = (dt.datetime.fromisoformat(evidence[n]) for n in ("completed_at", "sent_at"))
    return (end - start).total_seconds() / 3600


def ranked(
    found: Sequence[LateInvoice],
    rank: str,
    worth: Mapping[str, Decimal] | None = None,
    key: Callable[[LateInvoice], str | None] = lambda late: late.reason,
) -> tuple[str, list[dict[str, Any]]]:
    """What is effectively ranked by, and the reasons in order, unexplained ones left out.

    `key` says what else a row is of; what nobody told is one row then.

    `worth` is what a unit of each currency is worth in one of them; currencies not in it are
    added to no other.
    """
    currencies = {each.currency for each in found}
    rates = dict.fromkeys(currencies, Decimal(1)) if len(currencies) == 1 else worth or {}
    if not currencies <= rates.keys():
        rank = "invoices"
    groups: dict[str, list[LateInvoice]] = defaultdict(list)
    for each in found:
        if each.reason is not None:
            groups[key(each) or "(none)"].append(each)
    rows = [
        {
            "reason": reason,
            "invoices": len(group),
            "amount": by_currency(group, "amount"),
            "amount_days": by_currency(group, "amount_days"),
        }
        for reason, group in groups.items()
    ]

    def order(row: dict[str, Any]) -> tuple[Decimal, int, str]:
        measure = Decimal(row["invoices"])
        if rank != "invoices":
            measure = sum((rates[k] * v for k, v in row[rank].items()), Decimal(0))
        return -measure, -row["invoices"], row["reason"]

    return rank, sorted(rows, key=order)


def by_currency(group: Sequence[LateInvoice], measure: str) -> dict[str, int]:
    """A measure summed apart for each currency."""
    sums: dict[str, int] = defaultdict(int)
    for each in group:
        sums[each.currency] += getattr(each, measure)
    return dict(sums)
