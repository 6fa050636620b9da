"""KPIs of where accounts stand at a period's end: what is past due, who is over the limit."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from artui.books.credit import Credit
from artui.books.kpis import owed
from artui.books.kpis.asked import Measure
from artui.books.kpis.formula import Case, Formula, Formulas, Worked
from artui.books.kpis.groups import scope_at
from artui.domain import money
from artui.domain.figure import Figure, Input
from artui.store import entered
from artui.store.kpis import balances, customers
from artui.store.kpis.grouping import Slice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.credit import Standing
    from artui.books.kpis.asked import Asked

PAST_DUE_INVOICES, OVER_LIMIT = "past due invoices", "over the limit"


def _past_due(case: Case) -> Worked:
    amount = case[owed.PAST_DUE]
    return Worked(Fraction(amount), amount)


_AMOUNT = Formulas(
    "delinquent_invoices",
    owed.groups,
    owed.rows,
    {
        "amount": Formula(
            "what invoices past due at the end have open", _past_due, lambda _: (owed.PAST_DUE,)
        )
    },
)


def _delinquent(asked: Asked) -> list[Figure]:
    """How many invoices are past due, and what they have open."""
    scope = scope_at(asked, asked.period.last)
    counts: Counter[str] = Counter()
    for part, number in asked.once("late", lambda: balances.late_counts(asked.reader, scope)):
        counts[part.key(asked.by)] += number
    if not asked.by:
        counts[""] += 0
    counted = [
        Figure("delinquent_invoices", "count", key, "", number, "count", number)
        for key, number in ((key, Fraction(each)) for key, each in sorted(counts.items()))
    ]
    return [*counted, *_AMOUNT.figures(asked)]


def _delinquent_rows(asked: Asked, figure: Figure) -> Iterator[Input]:
    if figure.variant != "count":
        yield from _AMOUNT.inputs(asked, figure)
        return
    of, day = Slice(asked.by, figure.key, None), asked.period.last
    for row in balances.late_invoices(asked.reader, scope_at(asked, day), of):
        detail, place = f"{day - row.due_on} days past due", (row.import_id, row.line)
        yield Input(PAST_DUE_INVOICES, row.document, row.customer, row.due_on, 1, detail, *place)


def _standings(asked: Asked) -> list[Standing]:
    """The accounts over their limit at the end, in the order of their customers."""

    def find() -> list[Standing]:
        base = asked.home.settings.base_currency
        applied = Credit(asked.policy, base, entered.read(asked.reader))
        scope = scope_at(asked, asked.period.last)
        return [each for each in applied.standings(asked.reader, scope) if each.overrun > 0]

    return asked.once("over the limit", find)


def _over(asked: Asked) -> dict[str, dict[int, list[Standing]]]:
    """By group, the customers over a limit with their accounts."""
    segments = customers.segments(asked.reader) if asked.by == "segment" else {}
    found: dict[str, dict[int, list[Standing]]] = {}
    for each in _standings(asked):
        keys = {"company": each.account.company, "segment": segments.get(each.account.id, "")}
        of = found.setdefault(keys.get(asked.by, ""), {})
        of.setdefault(each.account.id, []).append(each)
    return found


def _overruns(asked: Asked) -> list[Figure]:
    """How many customers are over a limit; a class of documents has no limit, so there is none."""
    if asked.by == "class":
        return []
    found = _over(asked)
    keys = sorted(found) if asked.by else [""]
    return [_overrun(key, len(found.get(key, ()))) for key in keys]


def _overrun(key: str, number: int) -> Figure:
    value = Fraction(number)
    return Figure("credit_overruns", "", key, "", value, "count", value)


def _overrun_rows(asked: Asked, figure: Figure) -> Iterator[Input]:
    for accounts in _over(asked).get(figure.key, {}).values():
        detail = "; ".join(map(_excess, accounts))
        number, day = accounts[0].account.customer_id, asked.period.last
        yield Input(OVER_LIMIT, number, number, day, 1, detail)


def _excess(standing: Standing) -> str:
    currency = standing.account.currency
    over, limit = (
        money.grouped(each, currency) for each in (standing.overrun, standing.limit.amount or 0)
    )
    return f"{over} {currency} over a limit of {limit} ({standing.limit.rule})"


MEASURES: tuple[Measure, ...] = (
    Measure(
        "credit_overruns",
        "Customers over their limit",
        "count",
        {"": "customers whose exposure at the end is above their credit limit"},
        "less",
        _overruns,
        _overrun_rows,
    ),
    Measure(
        "delinquent_invoices",
        "Invoices past due",
        "count",
        {
            "count": "invoices with anything open past due at the end",
            **_AMOUNT.measure("").formula,
        },
        "less",
        _delinquent,
        _delinquent_rows,
    ),
)
