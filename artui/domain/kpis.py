"""The formulas of the key figures, exact: fractions of minor units, days and counts.

A figure is None where it is undefined: what it would be divided by is zero or less.
Sources: Credit Research Foundation, directions and formulas of the National Summary of Domestic
Trade Receivables (simple DSO, BPDSO, ADD, CEI); Oracle HFM, "DSO - Days Sales Outstanding" (the
count-back stops at a period without sales).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artui.domain.figure import Unit

    Amount = int | Fraction

#: Whether more or less of a figure is better; None where neither is.
Better = Literal["more", "less"]


class Kind(NamedTuple):
    """What a KPI is: the unit of its value, what is better, and its variants, empty for none."""

    unit: Unit
    better: Better | None
    variants: tuple[str, ...] = ("",)

    def unit_of(self, variant: str) -> Unit:
        """What the value of a variant is counted in: of things counted, `amount` sums them up."""
        return "money" if self.unit == "count" and variant == "amount" else self.unit


_COUNTBACK = ("countback", "simple", "countback_excluding_disputed", "simple_excluding_disputed")

#: Every KPI there is, in the order they are printed in.
KINDS: Mapping[str, Kind] = {
    "dso": Kind("days", "less", _COUNTBACK),
    "bpdso": Kind("days", "less"),
    "add": Kind("days", "less"),
    "pct_current": Kind("share", "more"),
    "cei": Kind("share", "more", ("monthly", "sales_per_month", "all_sales")),
    "ar_turnover": Kind("times", "more"),
    "bad_debt_ratio": Kind("share", "less"),
    "days_to_pay": Kind("days", "less"),
    "days_late": Kind("days", "less"),
    "invoice_defect_rate": Kind("share", "less"),
    "sent_within_24h": Kind("share", "more"),
    "days_to_invoice": Kind("days", "less", ("mean", "median")),
    "first_pass_readiness": Kind("share", "more"),
    "dispute_rate": Kind("share", "less", ("count", "amount")),
    "dispute_cycle_days": Kind("days", "less", ("median", "p90")),
    "complaints": Kind("count", "less"),
    "credit_overruns": Kind("count", "less"),
    "delinquent_invoices": Kind("count", "less", ("count", "amount")),
    "payment_failure_rate": Kind("share", "less"),
    "collected_at_completion": Kind("share", "more"),
    "promise_kept": Kind("share", "more", ("count", "amount")),
    "response_hours": Kind("hours", "less", ("customer", "ours")),
}
NAMES: tuple[str, ...] = tuple(KINDS)


class Countback(NamedTuple):
    """Days of sales that receivables stand for; `bound` where they are more than that."""

    days: Fraction
    bound: bool = False


def share(numerator: Amount, denominator: Amount) -> Fraction | None:
    """A numerator / a denominator; None where the denominator is zero or less."""
    return Fraction(numerator) / denominator if denominator > 0 else None


def dso_simple(receivables: Amount, sales: Amount, days: int) -> Fraction | None:
    """Ending receivables / sales of the period x its days; BPDSO and ADD have the same form."""
    found = share(receivables, sales)
    return None if found is None else found * days


def dso_countback(receivables: Amount, sales: Iterable[tuple[Amount, int]]) -> Countback:
    """Sales taken from the receivables, newest first, until nothing is left of them.

    A period that is used up adds its days, the last one its share of them. What is left where
    sales are zero or less, or run out, makes the days a lower bound.

    Args:
        receivables: what is owed at the end.
        sales: of each period, the newest first: the amount and its days.
    """
    left, found = Fraction(receivables), Fraction(0)
    for amount, days in sales:
        if left <= 0 or amount <= 0:
            break
        found += days * min(Fraction(1), left / amount)
        left -= amount
    return Countback(found, bound=left > 0)


def months_counted(receivables: Amount, sales: Sequence[Amount]) -> int:
    """How many periods of sales, newest first, a count-back takes something from."""
    left, number = Fraction(receivables), 0
    for amount in sales:
        if left <= 0 or amount <= 0:
            break
        left -= amount
        number += 1
    return number


def dso_by_month_ends(receivables: Sequence[Amount], sales: Amount, days: int) -> Fraction | None:
    """CRF's quarterly form: the sum of the month ends x the days of a month / the sales."""
    return dso_simple(sum(receivables, Fraction(0)), sales, days)


def average_days_delinquent(
    dso: Fraction | None, best_possible: Fraction | None
) -> Fraction | None:
    """DSO - BPDSO, both of one period and one form."""
    return None if dso is None or best_possible is None else dso - best_possible


class Collection(NamedTuple):
    """What a collection effectiveness index divides.

    Attributes:
        collected: beginning receivables + sales - ending receivables.
        collectable: beginning receivables + sales - ending receivables that are not due yet.
    """

    collected: Fraction
    collectable: Fraction

    @property
    def share(self) -> Fraction | None:
        """CEI as a share of 1; None where nothing could be collected."""
        return share(self.collected, self.collectable)


def collection(
    beginning: Amount, sales: Amount, ending: Amount, ending_current: Amount, months: int = 1
) -> Collection:
    """The parts of CEI; sales of several months are divided by their number, as CRF has it."""
    supply = beginning + Fraction(sales) / months
    return Collection(supply - ending, supply - ending_current)


def cei(
    beginning: Amount, sales: Amount, ending: Amount, ending_current: Amount, months: int = 1
) -> Fraction | None:
    """Collection effectiveness index, as a share of 1."""
    return collection(beginning, sales, ending, ending_current, months).share


def average(opening: Amount, closing: Amount) -> Fraction:
    """The mean of what is owed at the start and at the end."""
    return (Fraction(opening) + closing) / 2


def turnover(sales: Amount, opening: Amount, closing: Amount) -> Fraction | None:
    """Sales / average receivables: how many times they were collected."""
    return share(sales, average(opening, closing))


def bad_debt(written_off: Amount, recovered: Amount, sales: Amount) -> Fraction | None:
    """What was written off less what was recovered / sales."""
    return share(Fraction(written_off) - recovered, sales)


def weighted_mean(pairs: Iterable[tuple[Amount, int]]) -> Fraction | None:
    """The mean of numbers weighted by amounts; None where the amounts come to zero or less.

    Args:
        pairs: each an amount and the number it weighs.
    """
    total, amount = Fraction(0), Fraction(0)
    for weight, number in pairs:
        total += weight * number
        amount += weight
    return share(total, amount)


#: How far from its target, as a share of it, a figure still is one to watch.
WATCH = Fraction(1, 10)

Status = Literal["ok", "watch", "missed"]


def status(
    value: Fraction, target: Fraction, better: Better, *, bound: bool = False
) -> Status | None:
    """How a figure stands to its target: ok, watch where it misses it by a tenth or less, missed.

    Args:
        value: the figure.
        target: what it should come to.
        better: whether more or less of it is better.
        bound: whether it is more than `value`; None where that could reach or miss the target.
    """
    if better == "more":
        if value >= target:
            return "ok"
        if bound:
            return None
        return "watch" if value >= target * (1 - WATCH) else "missed"
    if value > target * (1 + WATCH):
        return "missed"
    if bound:
        return None
    return "ok" if value <= target else "watch"
