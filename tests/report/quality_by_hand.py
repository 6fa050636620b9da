"""KPIs of quality of the sample, found the slow way: from the rows of its exports alone."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import yaml

from tests.homes import POLICIES
from tests.report.test_sample_weeks import first_without
from tests.sample_data.conftest import Sample
from tests.sample_data.test_story import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.sample_data.conftest import Key, Row

TODAY = Sample.last_day
_DAY = dt.timedelta(days=1)
_SOON = dt.timedelta(hours=24)
_CODES = {name.lower(): code for name, code in CODES.items()} | {c: c for c in CODES.values()}


class Span(NamedTuple):
    """Days, both ends inclusive, none beyond today."""

    first: dt.date
    last: dt.date

    def has(self, day: dt.date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last


class Thing(NamedTuple):
    """One thing that counts: whose, what it weighs, whether it is a hit, and why; or by whom."""

    key: Key
    weight: float
    hit: bool = False
    reason: str = ""
    row: Row | None = None


@cache
def sample() -> Sample:
    """The committed sample."""
    return Sample()


def code(text: str) -> str:
    """The reason a word of an export means; the word itself where it means none."""
    return _CODES.get(text.strip().lower(), text)


def moment(text: str) -> dt.datetime:
    """A time of an export."""
    return dt.datetime.fromisoformat(text)


def invoices() -> Iterator[tuple[Key, Row]]:
    """Invoices that ask for money."""
    for row in sample().invoices.values():
        if sample().cents(row["amount"]) > 0:
            yield (row["company"], row["invoice_id"]), row


def cases(key: Key) -> list[Row]:
    """The disputes of an invoice, first opened first."""
    found = [r for r in sample().disputes.values() if (r["company"], r["invoice_id"]) == key]
    return sorted(found, key=lambda row: (row["opened_on"], row["dispute_id"]))


# Invoices.


def defects(span: Span) -> Iterator[Thing]:
    """Invoices first sent in the span; a hit was credited or issued again within 14 days."""
    for key, row in invoices():
        sent = (
            moment(row["sent_at"]).date() if row["sent_at"] else sample().day(row["invoice_date"])
        )
        if span.has(sent):
            until = min(TODAY, sent + 14 * _DAY)
            mends = [each for day, each in _mends(key) if sent <= day <= until]
            yield Thing(key, 1, bool(mends), _why_wrong(key, mends) if mends else "")


def _mends(key: Key) -> Iterator[tuple[dt.date, Row]]:
    """What credits an invoice or takes its place, and the day it is dated."""
    company, number = key
    applied = {
        row["payment_id"]
        for row in sample().applications
        if (row["company"], row["invoice_id"]) == key
    }
    for row in sample().invoices.values():
        named = number in {row["credits_invoice"], row["reissue_of"]}
        if row["company"] == company and (named or row["invoice_id"] in applied):
            yield sample().day(row["invoice_date"]), row


def _why_wrong(key: Key, mends: Sequence[Row]) -> str:
    """What the first dispute says, else the credit note."""
    disputed = [row["reason"] for row in cases(key) if row["reason"]]
    credited = sorted(row["reason"] for row in mends if row["reason"])
    return code(next(iter([*disputed, *credited]), ""))


def disputed(span: Span) -> Iterator[Thing]:
    """Invoices dated in the span; a hit was ever disputed."""
    for key, row in invoices():
        if span.has(sample().day(row["invoice_date"])):
            of = sorted(cases(key), key=lambda each: each["dispute_id"])
            yield Thing(key, 1, bool(of), code(of[0]["reason"]) if of else "", row)


def disputed_cents(span: Span, currency: str) -> tuple[int, int]:
    """What was ever disputed of them, and what they bill."""
    claimed = billed = 0
    for thing in disputed(span):
        row = thing.row or {}
        if row["currency"] == currency:
            amount = sample().cents(row["amount"])
            of = [sample().cents(c["amount"]) if c["amount"] else amount for c in cases(thing.key)]
            claimed, billed = claimed + min(amount, sum(of)), billed + amount
    return claimed, billed


def cycles(span: Span) -> Iterator[Thing]:
    """Disputes resolved in the span, with the days they took."""
    for row in sample().disputes.values():
        if row["resolved_on"] and span.has(sample().day(row["resolved_on"])):
            took = sample().day(row["resolved_on"]) - sample().day(row["opened_on"])
            yield Thing((row["company"], row["dispute_id"]), took.days, reason=code(row["reason"]))


# Jobs.


def sent(span: Span) -> Iterator[Thing]:
    """Jobs completed in the span; a hit went out within 24 hours."""
    for key, job, first in _completed(span):
        done = moment(job["completed_at"])
        if first is not None or done.date() + _DAY < TODAY:
            soon = first is not None and moment(first["sent_at"]) - done <= _SOON
            yield Thing(key, 1, soon, row=_of(job, first))


def invoiced(span: Span) -> Iterator[Thing]:
    """Jobs completed in the span and invoiced, with the calendar days until then."""
    for key, job, first in _completed(span):
        if first is not None:
            took = moment(first["sent_at"]).date() - moment(job["completed_at"]).date()
            if took.days >= 0:
                yield Thing(key, took.days, row=_of(job, first))


def _completed(span: Span) -> Iterator[tuple[Key, Row, Row | None]]:
    """Jobs completed in the span with the first of their invoices that was sent."""
    sent: dict[Key, list[Row]] = defaultdict(list)
    for (company, _), row in invoices():
        if row["job_id"] and row["sent_at"] and moment(row["sent_at"]).date() <= TODAY:
            sent[company, row["job_id"]].append(row)
    for key, job in sample().jobs.items():
        if job["completed_at"] and span.has(moment(job["completed_at"]).date()):
            yield key, job, min(sent[key], key=lambda row: row["sent_at"], default=None)


def _of(job: Row, first: Row | None) -> Row:
    """Whose work it was, and of which class its invoice is."""
    return {**job, "class": first["class"] if first else ""}


# Customers.


def complaints(span: Span) -> Iterator[Thing]:
    """Disputes opened in the span, and talks about other invoices that customers began in it."""
    text = (POLICIES / "reasons.yaml").read_text(encoding="utf-8")
    catalogue = yaml.safe_load(text)["reasons"]
    marked = {name for name, reason in catalogue.items() if reason.get("complaint")}
    opened = [r for r in sample().disputes.values() if span.has(sample().day(r["opened_on"]))]
    for row in opened:
        if code(row["reason"]) in marked:
            yield Thing((row["company"], row["dispute_id"]), 1, reason=code(row["reason"]))
    busy = {(row["company"], row["invoice_id"]) for row in opened}
    for row in sample().activities:
        about = (row["company"], row["invoice_id"])
        inward = row["direction"] == "in" and span.has(moment(row["at"]).date())
        if inward and about not in busy and code(row["subject"]) in marked:
            yield Thing((row["company"], row["activity_id"]), 1, reason=code(row["subject"]))


def waits(span: Span, *, ours: bool) -> Iterator[Thing]:
    """Answers to what one side began in the span, in hours; ours, or the customers'."""
    asking, answering = ("in", "out") if ours else ("out", "in")
    talks: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(sample().activities, key=lambda row: (row["at"], row["activity_id"])):
        talks[row["customer_id"]].append(row)
    for customer, said in talks.items():
        paid = [] if ours else _paid(customer)
        since: dt.datetime | None = None
        for at, direction in [*((moment(r["at"]), r["direction"]) for r in said), (None, "")]:
            if since is not None:
                hours = _answer(since, at, paid, answered=direction == answering)
                if hours is not None:
                    if span.has(since.date()):
                        segment = sample().customers[customer]["segment"]
                        yield Thing((customer, str(since)), hours, row={"segment": segment})
                    since = None
            if since is None and at is not None and direction == asking:
                since = at


def _answer(
    since: dt.datetime, at: dt.datetime | None, paid: Iterable[dt.date], *, answered: bool
) -> float | None:
    """Hours to a payment of a later day before the next word, else to that where it answers."""
    days = [day for day in paid if since.date() < day <= TODAY and (at is None or day < at.date())]
    if days:
        return (min(days) - since.date()).days * 24
    return (at - since).total_seconds() / 3600 if at is not None and answered else None


@cache
def _paid(customer: str) -> tuple[dt.date, ...]:
    """The days a customer's money came, or was seen to have come."""
    came = [
        sample().day(row["date"])
        for row in sample().payments.values()
        if row["customer_id"] == customer
    ]
    seen = [
        first_without(sample(), key)
        for key in sample().unseen
        if sample().invoices[key[1]]["customer_id"] == customer
    ]
    return tuple(came + seen)


# Figures.


def share(things: Iterable[Thing]) -> tuple[int, int]:
    """How many are hits, of how many."""
    found = list(things)
    return sum(thing.hit for thing in found), len(found)


def median(things: Iterable[Thing]) -> float | None:
    """The middle of what they weigh."""
    found = [thing.weight for thing in things]
    return statistics.median(found) if found else None
