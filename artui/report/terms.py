"""A payment term explained: each step with the day it reaches, and what a calendar moves."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.days import iso, to_date, to_day
from artui.domain.discount import early, yearly_cost
from artui.domain.steps import told
from artui.domain.terms import Instalment, Leg, Share, legs, shares
from artui.errors import UsageError
from artui.policy import steps
from artui.policy.due import DueRule
from artui.report import terms_sections
from artui.report.table import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from artui.domain.discount import Discount
    from artui.domain.terms import Term
    from artui.policy.policy import Policy

_MONTHS = range(1, 13)
#: Stands for an amount where none is given, so that no share comes to nothing.
_NOMINAL = 10**12
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a term.

    Attributes:
        code: the term's, as the policy has it.
        invoice_day: the invoice date.
        currency: of the amounts.
        amount: of the invoice with tax, in minor units; None where it does not matter.
        tax: how much of it is tax.
        customer: the fields of the customer and company, as far as they are known.
    """

    code: str
    invoice_day: int
    currency: str
    amount: int | None
    tax: int
    customer: Mapping[str, object]


def explain(policy: Policy, question: Question, revision: str) -> Report:
    """The way from an invoice date to each due date.

    Raises:
        UsageError: where the number of payments depends on an amount that is not given.
    """
    explained = Explained(policy, question)
    data = {**explained.head(), **explained.due(), "revision": revision}
    return Report("terms", data, terms_sections.about(data), terms_sections.of_one(data))


def year(policy: Policy, question: Question, revision: str, number: int) -> Report:
    """The due dates of invoices dated on the same day of each month of a year.

    Where the date asked about ends its month, so do the others; a day its month lacks is the last.

    Raises:
        UsageError: as `explain` does.
    """
    months = []
    for day in days_of(number, question.invoice_day):
        explained = Explained(policy, replace(question, invoice_day=day))
        months.append({"invoice_date": iso(day), **explained.due()})
    head = Explained(policy, question).head()
    data = {**head, "year": number, "months": months, "revision": revision}
    return Report("terms", data, terms_sections.about(data), terms_sections.of_year(data))


def days_of(year: int, day: int) -> list[int]:
    """The same day of the month in each month of a year; with a month's end also the last days."""
    asked = to_date(day)
    ends = asked.day == monthrange(asked.year, asked.month)[1]
    found = set()
    for month in _MONTHS:
        last = monthrange(year, month)[1]
        same = min(asked.day, last)
        found |= {to_day(dt.date(year, month, each)) for each in (same, last if ends else same)}
    return sorted(found)


class Explained:
    """One invoice under a term."""

    def __init__(self, policy: Policy, question: Question) -> None:
        self._term: Term = policy.terms.terms[question.code]
        self._ask = question
        rule = DueRule(policy.terms, policy.calendar)
        self._calendar = rule.calendar(question.customer)
        self._rule = rule.rule(question.code, question.customer)
        self._name = policy.calendar.name_for(question.customer)

    def head(self) -> dict[str, Any]:
        """What was asked, and what applies."""
        ask = self._ask
        return {
            "terms": ask.code,
            "label": self._term.label or None,
            "invoice_date": iso(ask.invoice_day),
            "amount": self._money(ask.amount),
            "tax": self._money(ask.tax) if ask.tax else None,
            "currency": ask.currency,
            "customer_id": ask.customer.get("customer_id"),
            "calendar": self._name,
            "business_days": self._rule,
        }

    def due(self) -> dict[str, Any]:
        """The instalments, and the discounts for paying all of it early."""
        ask, found = self._ask, self._shares()
        ways = legs(ask.invoice_day, [share.instalment for share in found])
        parts = [
            self._instalment(share, leg)
            for share, leg in zip(found, ways, strict=True)
            if share.amount or not ask.amount
        ]
        single = None if self._term.splits else ways[0].end
        whole = self._discounts(self._term.discounts, ask.amount, ask.tax, single)
        return {"instalments": parts, "discounts": whole}

    def _shares(self) -> tuple[Share, ...]:
        ask, plan = self._ask, self._term.plan
        if ask.amount == 0:
            return (Share("", Instalment(rest=True), 0),)
        if ask.amount is None and plan is not None and plan.parts is None:
            what = f"How many payments '{ask.code}' makes depends on the amount."
            raise UsageError(what=what, hint="Give one with --amount.")
        return shares(self._term, ask.amount or _NOMINAL, ask.currency)

    def _instalment(self, share: Share, leg: Leg) -> dict[str, Any]:
        line, reached = share.instalment, self._calendar.moved(leg.end, self._rule)
        amount = None if self._ask.amount is None else share.amount
        return {
            "label": share.label,
            "share": self._share(line) if share.label else None,
            "due_date": iso(reached),
            "contractual_date": iso(leg.end),
            "amount": self._money(amount),
            "counts_from": iso(leg.start),
            "steps": [
                {"step": steps.to_data(step), "about": told(step), "date": iso(day)}
                for step, day in zip(line.steps, leg.days, strict=True)
            ],
            "closed": self._calendar.closed(leg.end),
            "moved_over": list(_runs(self._calendar.between(leg.end, reached))),
            "discounts": self._discounts(
                line.discounts if share.label else (), amount, self._tax_of(amount), leg.end
            ),
        }

    def _share(self, line: Instalment) -> str:
        """What of an invoice an instalment takes, in words."""
        plan = self._term.plan
        if plan is not None and plan.parts is not None:
            return f"1/{plan.parts}"
        if line.amount is not None:
            return str(self._money(money.to_minor(line.amount, self._ask.currency)))
        return "rest" if line.percent is None else f"{_digits(line.percent)} %"

    def _tax_of(self, amount: int | None) -> int:
        """A part's share of the tax, in proportion."""
        whole = self._ask.amount
        if not amount or not whole:
            return 0
        part = Decimal(self._ask.tax) * amount / whole
        return int(part.quantize(Decimal(1), ROUND_HALF_UP))

    def _discounts(
        self, discounts: Iterable[Discount], amount: int | None, tax: int, due: int | None
    ) -> list[dict[str, Any]]:
        return [self._discount(each, amount, tax, due) for each in discounts]

    def _discount(
        self, discount: Discount, amount: int | None, tax: int, due: int | None
    ) -> dict[str, Any]:
        last, basis = discount.last_day(self._ask.invoice_day), self._term.discount_basis
        taken = None
        if amount is not None:
            taken = early(discount, basis, amount, tax, self._ask.currency)
        return {
            "last_day": iso(last),
            "percent": _digits(discount.percent),
            "fixed_amount": _digits(discount.amount),
            "basis": basis,
            "pay": self._money(taken and taken.cash),
            "discount": self._money(taken and taken.discount),
            "discount_net": self._money(taken and taken.net),
            "discount_tax": self._money(taken and taken.tax),
            "yearly_cost_percent": _cost(discount, last, due),
        }

    def _money(self, minor: int | None) -> str | None:
        return None if minor is None else money.plain(minor, self._ask.currency)


def _runs(days: Iterable[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    """Closed days in the order they were passed over, those closed for one reason together."""
    for why, run in groupby(days, key=lambda each: each[1]):
        ends = [day for day, _ in run]
        yield {"from": iso(min(ends)), "to": iso(max(ends)), "why": why}


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _cost(discount: Discount, last: int, due: int | None) -> str | None:
    """What leaving a discount costs a year, simple, of 365 days; None where it buys no days."""
    percent = discount.percent
    if percent is None or due is None or due <= last or percent >= 100:  # noqa: PLR2004 - percent
        return None
    return f"{yearly_cost(percent, due - last).quantize(_CENT, ROUND_HALF_UP):f}"
