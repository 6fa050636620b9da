"""KPIs of what is owed against what is sold: DSO and its kin, CEI, turnover, bad debt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.kpis import owed
from artui.books.kpis.formula import Case, Formula, Formulas, Worked
from artui.books.kpis.owed import (
    BEGINNING,
    CURRENT,
    DEBIT,
    DISPUTED,
    ENDING,
    RECOVERED,
    SALES,
    WRITTEN_OFF,
)
from artui.domain import kpis
from artui.domain.figure import month_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artui.books.kpis.asked import Measure

#: What the note of a figure that is a bound begins with.
MORE_THAN = "more than that"
_CREDIT = "credits exceed what is owed"


def _unknown(case: Case) -> str:
    """Why sales are not known; empty where they are."""
    names = owed.unsold(case.asked, case.group)
    if not names:
        return ""
    noun = "company" if len(names) == 1 else "companies"
    return f"sales are not known: of {noun} {', '.join(names)} only open items are loaded"


def _no_sales(case: Case) -> str:
    """Why nothing can be divided by the sales; empty where it can."""
    if not _unknown(case) and case[SALES] < 0:
        return "credit notes exceed the period's invoices"
    return _unknown(case) or ("" if case[SALES] else "no sales in the period")


def _per_sales(case: Case, amount: int, scale: int = 1) -> Worked:
    """An amount / sales x scale."""
    note = _no_sales(case)
    if note:
        return Worked(None, amount, case[SALES], note)
    value = kpis.dso_simple(amount, case[SALES], scale)
    return Worked(value, amount, case[SALES], _CREDIT if case[ENDING] < 0 else "")


def _simple(case: Case, *less: str) -> Worked:
    amount = case[ENDING] - sum(case[name] for name in less)
    return _per_sales(case, amount, case.asked.period.days)


def _best_possible(case: Case) -> Worked:
    return _per_sales(case, case[CURRENT], case.asked.period.days)


def _counted(case: Case, *less: str) -> tuple[int, list[str]]:
    """What is counted back, and the parts of the months that are."""
    amount = case[ENDING] - sum(case[name] for name in less)
    names = [owed.of_month(month_of(each.first)) for each in owed.months_back(case.asked)]
    used = kpis.months_counted(amount, [case[name] for name in names])
    return amount, names[:used]


def _countback(case: Case, *less: str) -> Worked:
    amount, used = _counted(case, *less)
    sold = sum(case[name] for name in used)
    if _unknown(case):
        return Worked(None, amount, None, _unknown(case))
    if amount > 0 and not used:
        return Worked(None, amount, None, "no sales in the last month, so nothing to count back")
    days = [each.days for each in owed.months_back(case.asked)]
    pairs = zip((case[name] for name in used), days, strict=False)
    found = kpis.dso_countback(amount, pairs)
    months = "1 month" if len(used) == 1 else f"{len(used)} months"
    note = f"{MORE_THAN}: sales run out after {months}" if found.bound else ""
    return Worked(found.days, amount, sold, note or (_CREDIT if amount < 0 else ""), found.bound)


def _counted_parts(case: Case, *less: str) -> Sequence[str]:
    return (ENDING, *less, *_counted(case, *less)[1])


def _current(case: Case) -> Worked:
    value = kpis.share(case[CURRENT], case[DEBIT])
    return Worked(value, case[CURRENT], case[DEBIT], "" if value is not None else "nothing is open")


def _cei(case: Case, months: int) -> Worked:
    found = kpis.collection(case[BEGINNING], case[SALES], case[ENDING], case[CURRENT], months)
    if _unknown(case):
        return Worked(None, *found, _unknown(case))
    note = "" if found.share is not None else "nothing was there to be collected"
    return Worked(found.share, *found, note)


def _monthly(case: Case) -> Worked | None:
    return _cei(case, 1) if len(case.asked.period.months) == 1 else None


def _longer(case: Case, *, divided: bool) -> Worked | None:
    months = len(case.asked.period.months)
    return _cei(case, months if divided else 1) if months > 1 else None


def _turnover(case: Case) -> Worked:
    average = kpis.average(case[BEGINNING], case[ENDING])
    value = None if _unknown(case) else kpis.turnover(case[SALES], case[BEGINNING], case[ENDING])
    note = _unknown(case) or ("" if value is not None else "on average nothing is owed")
    return Worked(value, case[SALES], average, note)


def _bad_debt(case: Case) -> Worked:
    return _per_sales(case, case[WRITTEN_OFF] - case[RECOVERED])


def _of(*names: str) -> Callable[[Case], Sequence[str]]:
    """The parts of a formula that has the same ones always."""
    return lambda _: names


def _formulas(kpi: str, **variants: Formula) -> Formulas:
    """A KPI over what is owed and sold; `only` is a variant without a name."""
    named = {"" if name == "only" else name: formula for name, formula in variants.items()}
    return Formulas(kpi, owed.groups, owed.rows, named)


_BACK = "sales are taken from {0}, newest month first; each month used up adds its days, the last"
_BACK += " its share of them; '> N' where sales run out before {0} does"
_UNDISPUTED = "(ending AR - disputed)"

_DSO = _formulas(
    "dso",
    countback=Formula(_BACK.format("ending AR"), _countback, _counted_parts),
    simple=Formula("ending AR / sales x days of the period", _simple, _of(ENDING, SALES)),
    countback_excluding_disputed=Formula(
        _BACK.format(_UNDISPUTED),
        lambda case: _countback(case, DISPUTED),
        lambda case: _counted_parts(case, DISPUTED),
    ),
    simple_excluding_disputed=Formula(
        f"{_UNDISPUTED} / sales x days of the period",
        lambda case: _simple(case, DISPUTED),
        _of(ENDING, DISPUTED, SALES),
    ),
)
_BPDSO = _formulas(
    "bpdso",
    only=Formula(
        "AR that is not past due / sales x days of the period", _best_possible, _of(CURRENT, SALES)
    ),
)
_ADD = _formulas(
    "add",
    only=Formula(
        "simple DSO - BPDSO = (ending AR - current AR) / sales x days of the period",
        lambda case: _simple(case, CURRENT),
        _of(ENDING, CURRENT, SALES),
    ),
)
_PCT_CURRENT = _formulas(
    "pct_current",
    only=Formula("AR that is not past due / open debit", _current, _of(CURRENT, DEBIT)),
)
_INDEX = "(beginning AR + {0} - ending AR) / (beginning AR + {0} - ending current AR)"
_INDEX_PARTS = _of(BEGINNING, SALES, ENDING, CURRENT)
_CEI = _formulas(
    "cei",
    monthly=Formula(_INDEX.format("sales"), _monthly, _INDEX_PARTS),
    sales_per_month=Formula(
        _INDEX.format("sales / months"), lambda case: _longer(case, divided=True), _INDEX_PARTS
    ),
    all_sales=Formula(
        _INDEX.format("all sales"), lambda case: _longer(case, divided=False), _INDEX_PARTS
    ),
)
_TURNOVER = _formulas(
    "ar_turnover",
    only=Formula(
        "sales / ((beginning AR + ending AR) / 2)", _turnover, _of(SALES, BEGINNING, ENDING)
    ),
)
_BAD_DEBT = _formulas(
    "bad_debt_ratio",
    only=Formula(
        "(written off - recovered) / sales", _bad_debt, _of(WRITTEN_OFF, RECOVERED, SALES)
    ),
)

MEASURES: tuple[Measure, ...] = (
    _DSO.measure("Days sales outstanding"),
    _BPDSO.measure("Best possible DSO"),
    _ADD.measure("Average days delinquent"),
    _PCT_CURRENT.measure("Share that is current"),
    _CEI.measure("Collection effectiveness"),
    _TURNOVER.measure("Receivables turnover"),
    _BAD_DEBT.measure("Bad debt"),
)
