"""KPIs of quality of the sample, and what is behind worse ones, equal what its rows come to."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain import figure as figures
from artui.domain.days import parse_day, week_bounds
from artui.domain.figure import Period
from artui.report import kpis
from artui.report.request import Request
from tests.report import quality_by_hand as by_hand
from tests.report.quality_by_hand import TODAY, Span, Thing

if TYPE_CHECKING:
    from artui.report.request import Source

MONTHS = ("2026-09", "2026-10", "2026-11")
WEEKS = ("2026-W37", "2026-W42", "2026-W45", "2026-W46", "2026-W47")
QUALITY = (
    "invoice_defect_rate sent_within_24h days_to_invoice dispute_rate dispute_cycle_days"
    " complaints response_hours"
).split()


def period(name: str) -> Period:
    return Period(*week_bounds(name)) if "W" in name else figures.month(name)


def span(of: Period) -> Span:
    first, last = (dt.date.fromordinal(dt.date(1970, 1, 1).toordinal() + day) for day in of)
    return Span(first, min(last, TODAY))


def before(of: Period) -> Period:
    """The month or week before, of as many days as have passed of this one."""
    begun = Period(of.first, min(of.last, parse_day(str(TODAY))))
    if of.days == 7:
        return Period(begun.first - 7, begun.last - 7)
    whole = figures.month(figures.month_of(of.first - 1))
    return whole if begun == of else Period(whole.first, whole.first + begun.days - 1)


def asked(source: Source, of: Period) -> dict[str, Any]:
    wish = kpis.Wish(of, kpis=tuple(QUALITY))
    return kpis.report(source, Request(), wish).data


def value(data: dict[str, Any], kpi: str, variant: str = "", currency: str | None = None) -> Any:
    (row,) = [
        row
        for row in data["rows"]
        if (row["kpi"], row["variant"], row["currency"]) == (kpi, variant, currency)
    ]
    return row


@pytest.mark.parametrize("name", [*MONTHS, *WEEKS])
def test_the_figures(sample_source: Source, name: str) -> None:
    data, days = asked(sample_source, period(name)), span(period(name))
    shares = {
        "invoice_defect_rate": by_hand.defects,
        "sent_within_24h": by_hand.sent,
    }
    for kpi, found in shares.items():
        row = value(data, kpi)
        assert (int(row["numerator"]), int(row["denominator"])) == by_hand.share(found(days)), kpi
    row = value(data, "dispute_rate", "count")
    assert (int(row["numerator"]), int(row["denominator"])) == by_hand.share(by_hand.disputed(days))
    for currency in ("EUR", "USD"):
        row = value(data, "dispute_rate", "amount", currency)
        cents = tuple(int(Fraction(row[part]) * 100) for part in ("numerator", "denominator"))
        assert cents == by_hand.disputed_cents(days, currency)
    assert int(value(data, "complaints")["value"]) == len(list(by_hand.complaints(days)))
    middles = {
        ("days_to_invoice", "median"): by_hand.invoiced(days),
        ("dispute_cycle_days", "median"): by_hand.cycles(days),
        ("response_hours", "customer"): by_hand.waits(days, ours=False),
        ("response_hours", "ours"): by_hand.waits(days, ours=True),
    }
    for (kpi, variant), things in middles.items():
        assert close(value(data, kpi, variant)["value"], by_hand.median(things)), (kpi, variant)
    took = sorted(thing.weight for thing in by_hand.cycles(days))
    ninetieth = took[math.ceil(0.9 * len(took)) - 1] if took else None
    assert close(value(data, "dispute_cycle_days", "p90")["value"], ninetieth)


def close(text: str | None, number: float | None) -> bool:
    if text is None or number is None:
        return text is None and number is None
    return abs(float(text) - number) < 0.0001


#: How the faults of a KPI are found: what counts, whether it is one, and what it is put down to.
Fault = tuple[Callable[[Span], Iterable[Thing]], Callable[[Thing], bool], str]
FAULTS: dict[str, Fault] = {
    "invoice_defect_rate": (by_hand.defects, lambda thing: thing.hit, "reason"),
    "sent_within_24h": (by_hand.sent, lambda thing: not thing.hit, "dispatcher template class"),
    "dispute_rate": (by_hand.disputed, lambda thing: thing.hit, "reason"),
    "complaints": (by_hand.complaints, lambda thing: bool(thing.weight), "reason"),
}


@pytest.mark.parametrize("name", [*MONTHS, *WEEKS])
def test_what_is_behind_the_worse_ones(sample_source: Source, name: str) -> None:
    of = period(name)
    data = asked(sample_source, of)
    assert data["before"]["from"] == str(span(before(of)).first)
    assert data["before"]["to"] == str(span(before(of)).last)
    for kpi, (found, is_fault, dimensions) in FAULTS.items():
        now, then = (
            [thing for thing in found(span(each)) if is_fault(thing)] for each in (of, before(of))
        )
        rows = [r for r in data["behind"] if r["kpi"] == kpi and not r["currency"]]
        worse = is_worse(kpi, found, of)
        assert len(rows) == worse
        if worse:
            assert (rows[0]["faults"], rows[0]["faults_before"]) == (len(now), len(then))
            for by in dimensions.split():
                assert causes(rows[0], by) == risen(tally(now, by), tally(then, by)), (kpi, by)


def is_worse(kpi: str, found: Callable[[Span], Iterable[Thing]], of: Period) -> bool:
    (hits, number), (hits_before, number_before) = (
        by_hand.share(found(span(each))) for each in (of, before(of))
    )
    if kpi == "complaints":
        return number > number_before
    if not number or not number_before:
        return False
    rose = Fraction(hits, number) - Fraction(hits_before, number_before)
    return rose < 0 if kpi == "sent_within_24h" else rose > 0


def tally(things: Iterable[Thing], by: str) -> Counter[str]:
    return Counter(thing.reason if by == "reason" else (thing.row or {})[by] for thing in things)


def risen(now: Counter[str], then: Counter[str]) -> list[tuple[str | None, int, int, int]]:
    """What rose most first, the three first."""
    order = sorted(now, key=lambda key: (then[key] - now[key], -now[key], key))
    return [(key or None, now[key], then[key], now[key] - then[key]) for key in order[:3]]


def causes(row: dict[str, Any], by: str) -> list[tuple[str | None, int, int, int]]:
    return [
        (each["key"], each["faults"], each["faults_before"], each["rose"])
        for each in row["causes"]
        if each["by"] == by
    ]


def test_the_story_has_something_behind_it(sample_source: Source) -> None:
    """October puts more invoices right than September did, and hears of part completion."""
    data = asked(sample_source, period("2026-10"))
    behind = {row["kpi"]: row for row in data["behind"]}
    assert Fraction(behind["invoice_defect_rate"]["worse_by"]) > Fraction(2, 100)
    assert behind["invoice_defect_rate"]["causes"][0]["key"] == "wrong_bill_to"
    assert behind["complaints"]["causes"][0]["key"] == "part_completion"
    assert behind["complaints"]["causes"][0]["label"] == "Part completion, no change order"
