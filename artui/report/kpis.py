"""The KPIs of a period, the quarter's primary and diagnostic one first.

JSON beyond the contract's columns, by row: `key` (the group; null for none), `role` (primary or
diagnostic), `label`, `formula`, `better`, `bound` (the value is more than that), `provisional`,
`baseline` and `baseline_month`, `benchmarks` by the name of their set, and with a history
`history`: the months recorded before, oldest first, each with `month`, `value` and `status`.
`before` is the period a figure of quality is held against, `behind` what is behind those that are
worse than in it; see `kpis_behind`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.books.kpis import groups, owed
from artui.books.kpis.asked import Asked
from artui.books.kpis.judged import chosen, first_things_first, judge, quarter_of, role
from artui.books.kpis.table import BY_NAME, compute
from artui.domain import money
from artui.domain.days import iso, week_bounds, week_of
from artui.domain.figure import Period, month, month_of
from artui.errors import UsageError
from artui.report import kpis_behind, kpis_sections, kpis_values
from artui.report.table import Report
from artui.store import aging, kpi_months, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artui.books.kpis.asked import By, Cause
    from artui.domain.figure import Figure
    from artui.report.request import Request, Source
    from artui.store.kpi_months import Recorded


@dataclass(frozen=True, slots=True)
class Wish:
    """What KPIs are asked for beyond what every report is.

    Attributes:
        period: the days the figures are of; None for the last complete month.
        by: what they are grouped by.
        kpis: only these, by name; empty for all.
        history: how many months recorded before are shown beside.
    """

    period: Period | None = None
    by: By | Cause = ""
    kpis: tuple[str, ...] = ()
    history: int = 0


def report(source: Source, request: Request, wish: Wish | None = None) -> Report:
    """The figures of a period, with the line that holds what was owed against the entries."""
    wish = wish or Wish()
    asked = question(source, request, wish)
    policy = source.force.policy.kpis
    figures = compute(asked, wish.kpis or None)
    ordered = first_things_first(policy, asked.period, figures)
    past = _history(asked, ordered, wish.history)
    rows = [_row(asked, figure, past, shown=bool(wish.history)) for figure in ordered]
    quarter = chosen(policy, asked.period)
    data: dict[str, Any] = {
        "report": "kpis",
        "from": iso(asked.period.first),
        "to": iso(asked.period.last),
        "month": _month(asked.period),
        "week": _week(asked.period),
        "complete": _is_complete(asked.period),
        "known_on": iso(asked.known_on),
        "by": wish.by or None,
        "quarter": {
            "name": quarter_of(asked.period.last),
            "primary": quarter.primary if quarter else None,
            "diagnostic": quarter.diagnostic if quarter else None,
        },
        "policy": source.force.revision,
        "rows": rows[: request.limit],
        "before": kpis_behind.period(asked),
        "behind": kpis_behind.rows(asked, wish.kpis or None),
        "checks": _checks(asked),
        "rates": _rates(asked, figures),
        "missing_rates": list(groups.missing_rates(asked, _currencies(figures))),
        "base_currency": source.home.settings.base_currency,
        "data_as_of": _data_as_of(asked),
    }
    sections = kpis_sections.of(data, [month_of(each.first) for each in _months(asked, wish)])
    ok = all(check["ok"] for check in data["checks"])
    return Report("kpis", data, kpis_sections.about(data, len(rows)), sections, ok)


def question(source: Source, request: Request, wish: Wish) -> Asked:
    """What is asked; of a period that has not ended, the days up to the one reported as of.

    Raises:
        UsageError: where the period begins after that.
    """
    scope = request.scope(source.home.today())
    period = wish.period or month(month_of(month(month_of(scope.as_of)).first - 1))
    if period.first > scope.as_of:
        raise UsageError(what=f"The period begins after {iso(scope.as_of)}.")
    return Asked(
        source.reader,
        source.home,
        source.force.policy,
        Period(period.first, min(period.last, scope.as_of)),
        scope.known_on,
        wish.by,
        scope.company,
        scope.customer,
        scope.collector,
        request.as_of,
    )


def _month(period: Period) -> str | None:
    """The calendar month a period is, or is the begun part of; None for any other."""
    name = month_of(period.first)
    begun = month(name).first == period.first and month_of(period.last) == name
    return name if begun else None


def _week(period: Period) -> str | None:
    """The ISO week a period is, or is the begun part of; None for any other."""
    name = week_of(period.first)
    begun = week_bounds(name)[0] == period.first and week_of(period.last) == name
    return name if begun and _month(period) is None else None


def _is_complete(period: Period) -> bool:
    """Whether a period ends with a calendar month, or with the week it is."""
    if _week(period) is not None:
        return week_bounds(week_of(period.last))[1] == period.last
    return month(month_of(period.last)).last == period.last


def _row(
    asked: Asked, figure: Figure, past: Mapping[_Line, Sequence[Recorded]], *, shown: bool
) -> dict[str, Any]:
    measure, judged = BY_NAME[figure.kpi], judge(asked.policy.kpis, figure)
    said = kpis_values.Said(figure.unit, figure.currency)
    row = {
        "kpi": figure.kpi,
        "variant": figure.variant,
        "key": figure.key if asked.by and figure.key else None,
        "currency": figure.currency or None,
        "value": said.value(figure.value),
        "unit": figure.unit,
        "numerator": said.part(figure.numerator),
        "denominator": said.part(figure.denominator),
        "target": said.value(judged.target),
        "status": judged.status,
        "note": figure.note or None,
        "role": role(asked.policy.kpis, asked.period, figure.kpi),
        "label": measure.label,
        "formula": measure.formula[figure.variant],
        "better": measure.better,
        "bound": figure.bound,
        "provisional": figure.provisional,
        "baseline": said.value(judged.baseline),
        "baseline_month": judged.baseline_month,
        "benchmarks": {name: said.value(value) for name, value in judged.benchmarks},
    }
    recorded = [_recorded(each, said) for each in past.get(_line(figure), ())]
    return row | ({"history": recorded} if shown else {})


def _recorded(row: Recorded, said: kpis_values.Said) -> dict[str, Any]:
    value = None if row.value is None else kpis_values.exact(row.value)
    return {"month": row.month, "value": said.value(value), "status": row.status}


#: What tells one line of figures from others: KPI, variant, group and currency.
_Line = tuple[str, str, str, str]


def _line(figure: Figure) -> _Line:
    return (figure.kpi, figure.variant, figure.key, figure.currency)


def _months(asked: Asked, wish: Wish) -> list[Period]:
    """The months before the period whose recorded figures are shown, oldest first."""
    found: list[Period] = []
    first = asked.period.first
    while len(found) < wish.history:
        found.append(month(month_of(first - 1)))
        first = found[-1].first
    return found[::-1]


def _history(
    asked: Asked, figures: Iterable[Figure], months: int
) -> dict[_Line, Sequence[Recorded]]:
    """Recorded figures of the months before, where the report is of everything they are of."""
    if not months or any((asked.company, asked.customer, asked.collector)):
        return {}
    before = _months(asked, Wish(history=months))
    names = [month_of(each.first) for each in before]
    wanted = {_line(figure) for figure in figures}
    found: dict[_Line, list[Recorded]] = {}
    for row in kpi_months.grouped(asked.reader, asked.by, names):
        line = (row.kpi, row.variant, row.group_key, row.currency)
        if line in wanted and (asked.known_on is None or row.recorded_on <= asked.known_on):
            found.setdefault(line, []).append(row)
    return dict(found)


def _checks(asked: Asked) -> list[dict[str, Any]]:
    """What the figures stand on, against what the entries alone say is outstanding."""
    scope = groups.scope_at(asked, asked.period.last)
    outstanding = aging.outstanding(asked.reader, scope)
    found = dict.fromkeys(outstanding, 0)
    for row in owed.at_end(asked):
        found[row.currency] = found.get(row.currency, 0) + row.total
    return [
        {
            "currency": currency,
            "outstanding": money.plain(outstanding.get(currency, 0), currency),
            "ending_ar": money.plain(amount, currency),
            "ok": amount == outstanding.get(currency, 0),
        }
        for currency, amount in sorted(found.items())
    ]


def _rates(asked: Asked, figures: Iterable[Figure]) -> list[dict[str, str | None]]:
    """The rates behind figures in the base currency, where there are any."""
    stated = groups.stated(asked)
    if not any(groups.without_base(figure.variant) != figure.variant for figure in figures):
        return []
    used = _currencies(figures) - {stated.base}
    return [
        {"currency": code, "rate": f"{rate.rate:f}", "date": iso(rate.day)}
        for code, rate in sorted(stated.stated.items())
        if code in used
    ]


def _currencies(figures: Iterable[Figure]) -> set[str]:
    return {figure.currency for figure in figures} - {""}


def _data_as_of(asked: Asked) -> dict[str, str | None]:
    return {
        code: iso(day) for code, day in records.data_as_of(asked.reader, asked.known_on).items()
    }
