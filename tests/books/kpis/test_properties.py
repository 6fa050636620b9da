"""Key figures of random worlds: what must hold of them whatever happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, get_args

from hypothesis import given, note
from hypothesis import strategies as st

from artui.books.kpis import payments, receivables, standing
from artui.books.kpis.asked import Asked, By
from artui.books.kpis.groups import without_base
from artui.domain.days import iso
from artui.domain.figure import Period
from tests.books.kpis.asking import asked as asking
from tests.books.test_any_order import SHOWN, home, template
from tests.books.worlds import FIRST, LAST, Export, exports
from tests.homes import canonical_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from artui.domain.figure import Figure
    from tests.homes import Books

__all__ = ["template"]

MEASURES = (*receivables.MEASURES, *payments.MEASURES, *standing.MEASURES)
_CUSTOMERS = "customer_id,name,segment\nC1,One,public\nC2,Two,\n"
_RATES = "date,currency,rate\n2026-10-01,EUR,1.1\n2026-10-07,EUR,1.2345\n"
_OF_DOCUMENT = {"B": {"customer_id": "C2", "currency": "EUR"}, "C": {"customer_id": "C2"}}

Sums = Counter[str]
Divided = tuple[Fraction, Fraction | None]


def _sales(sums: Sums) -> int:
    return sum(amount for part, amount in sums.items() if part.startswith("sales"))


def _cei(sums: Sums, months: int) -> Divided:
    supply = sums["beginning AR"] + Fraction(sums["sales"], months)
    return supply - sums["ending AR"], supply - sums["current AR"]


#: By KPI, what is divided by what, from the parts that the rows come to.
DIVIDED: Mapping[str, Callable[[Sums, int], Divided]] = {
    "dso": lambda s, _: (Fraction(s["ending AR"] - s["disputed"]), Fraction(_sales(s))),
    "bpdso": lambda s, _: (Fraction(s["current AR"]), Fraction(s["sales"])),
    "add": lambda s, _: (Fraction(s["ending AR"] - s["current AR"]), Fraction(s["sales"])),
    "pct_current": lambda s, _: (Fraction(s["current AR"]), Fraction(s["open debit"])),
    "cei": _cei,
    "ar_turnover": lambda s, _: (
        Fraction(s["sales"]),
        Fraction(s["beginning AR"] + s["ending AR"], 2),
    ),
    "bad_debt_ratio": lambda s, _: (
        Fraction(s["written off"] - s["recovered"]),
        Fraction(s["sales"]),
    ),
    "days_to_pay": lambda s, _: (Fraction(s["paid x days"]), Fraction(s["paid"])),
    "days_late": lambda s, _: (Fraction(s["paid x days late"]), Fraction(s["paid"])),
    "payment_failure_rate": lambda s, _: (
        Fraction(s["failed or reversed"]),
        Fraction(s["payments"]),
    ),
    "credit_overruns": lambda s, _: (Fraction(s["over the limit"]), None),
    "delinquent_invoices": lambda s, _: (
        Fraction(s["past due invoices"] + s["past due"]),
        None,
    ),
}


def _took(books: Books, made: list[Export]) -> None:
    """Every export on the day it speaks for, as far as it can be read."""
    books.load(books.drop_text("customers_2026-09-01.csv", _CUSTOMERS))
    books.load(books.drop_text("fx_rates_2026-09-01.csv", _RATES))
    for number, export in enumerate(sorted(made, key=lambda each: each.day)):
        books.turn(str(iso(max(export.day, FIRST))))
        text = export.text()
        if export.kind in ("invoices", "open_items"):
            text = _apart(export)
        note(f"{export.name(str(number))}\n{text}")
        books.load(books.drop_text(export.name(str(number)), text))


def _apart(export: Export) -> str:
    """The export's text with its documents of two customers and two currencies."""
    name = "invoice_id" if export.kind == "invoices" else "document_id"
    columns = dict.fromkeys([*export.rows[0], "customer_id", "currency"])
    return canonical_csv(
        [{**row, **_OF_DOCUMENT.get(row[name], {})} for row in export.rows], [*columns]
    )


_SPANS = st.tuples(st.integers(FIRST - 2, LAST + 5), st.integers(0, 45)).map(
    lambda each: Period(each[0], each[0] + each[1])
)
_QUESTIONS = st.lists(
    st.tuples(_SPANS, st.one_of(st.none(), st.integers(FIRST, LAST))), min_size=1, max_size=3
)


def _line(figure: Figure) -> tuple[str, ...]:
    return figure.kpi, figure.variant, figure.key, figure.currency


def _check_rows(question: Asked, figures: list[Figure]) -> None:
    """Every figure's rows come to what is divided and to what divides it."""
    by_name = {measure.kpi: measure for measure in MEASURES}
    for figure in figures:
        sums: Sums = Counter()
        for row in by_name[figure.kpi].inputs(question, figure):
            sums[row.part] += row.amount
        above, below = DIVIDED[figure.kpi](sums, _divided_by(question, figure))
        assert figure.numerator == above, figure
        if figure.denominator is not None:
            assert figure.denominator == below, figure


def _divided_by(question: Asked, figure: Figure) -> int:
    apart = without_base(figure.variant) == "sales_per_month"
    return len(question.period.months) if apart else 1


def _check_identities(figures: list[Figure]) -> None:
    """ADD = DSO - BPDSO; without credits, BPDSO / DSO = what is current."""
    values = {_line(figure): figure.value for figure in figures}
    sums = {_line(figure): figure for figure in figures}
    for (kpi, variant, key, currency), add in values.items():
        if kpi != "add" or add is None:
            continue
        simple = f"simple_{variant}" if variant else "simple"
        dso = values["dso", simple, key, currency]
        best = values["bpdso", variant, key, currency]
        assert dso is not None
        assert best is not None
        assert add == dso - best
        current = sums["pct_current", variant, key, currency]
        owed = sums["dso", simple, key, currency].numerator
        if dso and owed == current.denominator:
            assert best / dso == current.value


def _wholes(figures: list[Figure]) -> dict[tuple[str, ...], Fraction]:
    """Numerators by KPI, variant and currency, added up over the groups."""
    found: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for figure in figures:
        if without_base(figure.variant) == figure.variant and figure.numerator:
            found[figure.kpi, figure.variant, figure.currency] += figure.numerator
    return {line: amount for line, amount in found.items() if amount}


def _computed(question: Asked) -> Iterator[Figure]:
    for measure in MEASURES:
        yield from measure.figures(question)


@SHOWN
@given(made=exports(), questions=_QUESTIONS)
def test_rows_groups_and_identities(
    template: Path, made: list[Export], questions: list[tuple[Period, int | None]]
) -> None:
    with home(template) as books:
        _took(books, made)
        for period, known_on in questions:
            note(f"{period} known on {known_on}")
            known = str(iso(known_on)) if known_on is not None else ""
            with asking(books, period, known) as whole:
                of_all = list(_computed(whole))
                _check_rows(whole, of_all)
                _check_identities(of_all)
                for by in get_args(By)[1:]:
                    question = replace(whole, by=by)
                    figures = list(_computed(question))
                    _check_rows(question, figures)
                    _check_identities(figures)
                    expected = _wholes(of_all)
                    if by == "class":
                        expected.pop(("credit_overruns", "", ""), None)
                    assert _wholes(figures) == expected
