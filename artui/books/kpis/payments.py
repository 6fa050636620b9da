"""KPIs of how invoices were paid: days to pay, days late, and payments that failed."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from artui.books.kpis.asked import Measure
from artui.books.kpis.counted import seen
from artui.books.kpis.formula import Case, Formula, Formulas, Worked
from artui.books.kpis.groups import Sums, also_in_base, scope_at
from artui.books.kpis.owed import subject
from artui.domain import kpis
from artui.domain.figure import Figure, Input
from artui.store.kpis import paid, received
from artui.store.kpis.grouping import Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from artui.books.kpis.asked import Asked
    from artui.books.kpis.groups import Group, Parts

PAID, PAID_DAYS, PAID_LATE, INFERRED = "paid", "paid x days", "paid x days late", "inferred"
PAYMENTS, FAILED = "payments", "failed or reversed"

_SHARE = Fraction(1, 100)


def _groups(asked: Asked) -> Mapping[Group, Parts]:
    """What was paid in the period, by group, in the base currency too."""
    return asked.once(f"paid by {asked.by}", lambda: also_in_base(asked, _summed(asked)))


def _summed(asked: Asked) -> dict[Group, Parts]:
    scope, first = scope_at(asked, asked.period.last), asked.period.first
    sums = Sums(asked.by)
    for row in asked.once("paid", lambda: paid.paid(asked.reader, scope, first)):
        amounts = (row.amount, row.days, row.late, row.inferred)
        names = (PAID, PAID_DAYS, PAID_LATE, INFERRED)
        sums.add(row.part, row.currency, dict(zip(names, amounts, strict=True)))
    return {group: dict(parts) for group, parts in sums.sorted().items()}


def _days(part: str) -> Callable[[Case], Worked]:
    def work(case: Case) -> Worked:
        value = kpis.share(case[part], case[PAID])
        nothing = "nothing was paid in the period"
        if case[PAID] < 0:
            nothing = "more was taken back than paid in the period"
        note = _inferred(case) if value is not None else nothing
        return Worked(value, case[part], case[PAID], note)

    return work


def _inferred(case: Case) -> str:
    """How much of what was paid nothing but lists of open items show."""
    part = kpis.share(case[INFERRED], case[PAID])
    if part is None or part <= 0:
        return ""
    percent = f"{float(part * 100):.0f}" if part >= _SHARE else "less than 1"
    return f"{percent} % of it only lists of open items show, on the day they show it"


def _rows(asked: Asked, of: Slice, part: str) -> Iterator[Input]:
    scope, first = scope_at(asked, asked.period.last), asked.period.first
    for row in paid.payments(asked.reader, scope, first, of):
        since = row.due_on if part == PAID_LATE else row.billed_on
        days = max(0, row.paid_on - since)
        amount = row.amount if part == PAID else row.amount * days
        name, place = subject(row.document, row.label), (row.import_id, row.line)
        yield Input(part, name, row.customer, row.on, amount, _detail(row, days, part), *place)


def _detail(row: paid.Payment, days: int, part: str) -> str:
    noun = "day" if days == 1 else "days"
    said = f"{days} {noun} {'late' if part == PAID_LATE else 'after the invoice'}"
    if part == PAID:
        said = row.kind
    return f"{said}, taken back" if row.amount < 0 else said


def _weighted(kpi: str, sentence: str, part: str) -> Formulas:
    formula = Formula(sentence, _days(part), lambda _: (part, PAID))
    return Formulas(kpi, _groups, _rows, {"": formula})


_TO_PAY = _weighted(
    "days_to_pay",
    "sum(paid x days from invoice date to payment) / sum(paid), over payments in the period",
    PAID_DAYS,
)
_LATE = _weighted(
    "days_late",
    "sum(paid x days from due date to payment, early as 0) / sum(paid), over payments in the"
    " period",
    PAID_LATE,
)


def _failures(asked: Asked) -> list[Figure]:
    """Payments that failed or were reversed, of those dated in the period."""
    scope, first = scope_at(asked, asked.period.last), asked.period.first
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in asked.once(
        "received", lambda: received.received(asked.reader, scope, first, seen(asked))
    ):
        found = counts[row.part.key(asked.by)]
        found[0] += row.failed
        found[1] += row.payments
    if not asked.by:
        counts[""][1] += 0
    return [_failure(key, *of) for key, of in sorted(counts.items())]


def _failure(key: str, failed: int, payments: int) -> Figure:
    value = kpis.share(failed, payments)
    sums = (Fraction(failed), Fraction(payments))
    note = "" if payments else "no payment is dated in the period"
    return Figure("payment_failure_rate", "", key, "", value, "share", *sums, note)


def _failed(asked: Asked, figure: Figure) -> Iterator[Input]:
    scope, first = scope_at(asked, asked.period.last), asked.period.first
    of = Slice(asked.by, figure.key, None)
    for part in (FAILED, PAYMENTS):
        for row in received.receipts(asked.reader, scope, first, seen(asked), of):
            if part == PAYMENTS or row.failed:
                place = (row.import_id, row.line)
                yield Input(part, row.number, row.customer, row.date, 1, "", *place)


MEASURES: tuple[Measure, ...] = (
    _TO_PAY.measure("Days to pay"),
    _LATE.measure("Days late"),
    Measure(
        "payment_failure_rate",
        "Payments that failed",
        "share",
        {"": "payments failed or reversed / payments, of those dated in the period"},
        "less",
        _failures,
        _failed,
    ),
)
