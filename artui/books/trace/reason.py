"""The trace of a week's reason: the late invoices it counts, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from artui.books.trace.model import Check, Row, Section, Subject, Trace, written
from artui.domain.days import iso, week_bounds
from artui.store.trace import documents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.books.trace.model import View
    from artui.domain.reasons import Late


class Asked(NamedTuple):
    """A row of a ranked week.

    Attributes:
        week: the ISO week.
        code: the reason's code; None for several, or for none.
        label: what people call the row.
        late: the late invoices behind it.
        amounts: what the ranking has, by currency, in minor units.
        amount_days: the same times days.
    """

    week: str
    code: str | None
    label: str
    late: Sequence[Late]
    amounts: Mapping[str, int]
    amount_days: Mapping[str, int]


def trace(view: View, asked: Asked) -> Trace:
    """The invoices behind a reason, most money x days first."""
    monday, sunday = week_bounds(asked.week)
    numbers = documents.numbers(view.reader, {each.document_id for each in asked.late})
    place = view.place("reasons", "reasons", asked.code) if asked.code else ""
    late = sorted(asked.late, key=lambda each: (each.currency, -each.amount_days))
    rows = tuple(_row(each, numbers[each.document_id], place) for each in late)
    invoices = len({each.document_id for each in late})
    noun = "invoice" if invoices == 1 else "invoices"
    sums = "".join(
        f" · {written(amount, currency)} {currency} past due"
        f" · {written(asked.amount_days.get(currency, 0), currency)} x days"
        for currency, amount in sorted(asked.amounts.items())
    )
    return Trace(
        "reason",
        asked.label,
        f"{asked.label}  week {asked.week}, {iso(monday)} to {iso(sunday)}",
        (
            f"{invoices:,} late {noun}{sums}",
            "amount: the highest day-end past due of the week; x days: the sum of its day ends",
        ),
        (Section("invoices", rows, "late in the week"),),
        tuple(_checks(asked)),
    )


def _row(late: Late, number: str, place: str) -> Row:
    days = written(late.amount_days, late.currency)
    new = " · for the first time" if late.is_new else ""
    return Row(
        what=number,
        amount=late.amount,
        currency=late.currency,
        detail=f"{days} x days · because of {late.because.replace('_', ' ')}{new}",
        place=place,
        leads_to=Subject("invoice", late.document_id, number),
    )


def _checks(asked: Asked) -> list[Check]:
    amounts: dict[str, int] = defaultdict(int)
    amount_days: dict[str, int] = defaultdict(int)
    for each in asked.late:
        amounts[each.currency] += each.amount
        amount_days[each.currency] += each.amount_days
    found = []
    for currency in sorted({*amounts, *asked.amounts}):
        expected, days = asked.amounts.get(currency, 0), asked.amount_days.get(currency, 0)
        found.append(Check("invoices = past due", amounts[currency], expected, currency))
        found.append(Check("x days", amount_days[currency], days, currency))
    return found
