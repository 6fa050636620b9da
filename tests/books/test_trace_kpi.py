"""A KPI taken back to its rows: its parts add up to numerator and denominator, or it says not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.books.kpis.asked import Asked, Measure
from artui.books.trace import kpi
from artui.books.trace.proof import Proof
from artui.domain.days import parse_day
from artui.domain.figure import Figure, Input, month

if TYPE_CHECKING:
    from tests.homes import Books

DAY = parse_day("2026-10-05")
DSO = Figure("dso", "simple", "", "USD", Fraction(100, 3), "days", Fraction(90000), Fraction(81000))
INPUTS = (
    Input("ending AR", "I-1", "C1", DAY, 60000, "due 2026-10-01", 1, 2),
    Input("ending AR", "I-2", "C1", DAY, 40000),
    Input("disputed", "I-2", "C1", DAY, 10000),
    Input("sales 2026-10", "I-1", "C1", DAY, 50000, "", 1, 2),
    Input("sales 2026-09", "I-3", "", None, 31000),
)


def measure(*inputs: Input) -> Measure:
    """One whose rows are these."""
    sentence = {"simple": "(ending AR - disputed) / sales x days"}
    return Measure(
        "dso", "Days sales", "days", sentence, "less", lambda _: [DSO], lambda *_: iter(inputs)
    )


def asked(books: Books) -> Asked:
    return Asked(books.connection, books.home, books.force.policy, month("2026-10"))


def test_the_parts_come_to_numerator_and_denominator(books: Books) -> None:
    trace = kpi.trace(asked(books), measure(*INPUTS), DSO)
    assert trace.title == "Days sales  simple · USD · 2026-10-01 to 2026-10-31"
    assert trace.formula == (
        "(ending AR - disputed) / sales x days",
        "33.3 days, from 900.00 / 810.00",
    )
    assert [check.sentence for check in trace.checks] == [
        "numerator = ending AR - disputed   USD 900.00 ✓",
        "denominator = sales   USD 810.00 ✓",
    ]
    names = [(each.name, each.count) for each in trace.sections[:4]]
    assert names == [("ending AR", 2), ("disputed", 1), ("sales 2026-10", 1), ("sales 2026-09", 1)]
    first, second = trace.sections[0].rows
    assert (first.what, first.amount, first.after, first.import_id, first.line) == (
        *("I-1", 60000, 60000, 1),
        2,
    )
    assert (first.detail, second.after) == ("C1 · due 2026-10-01", 100000)


def test_a_row_that_is_missing_fails_the_check(books: Books) -> None:
    trace = kpi.trace(asked(books), measure(*INPUTS[1:]), DSO)
    assert not trace.ok
    assert [check.ok for check in trace.checks] == [False, True]
    assert "✗ THE FIGURES DO NOT ADD UP" in trace.checks[0].sentence


def test_of_many_rows_the_first_are_kept_and_all_are_summed(books: Books) -> None:
    trace = kpi.trace(asked(books), measure(*INPUTS), DSO, limit=1)
    assert [len(each.rows) for each in trace.sections[:2]] == [1, 1]
    assert (trace.sections[0].count, trace.sections[0].about) == (2, "together 1,000.00")
    assert trace.ok


def test_what_a_reader_must_know_is_said() -> None:
    undefined = replace(DSO, value=None, denominator=None, note="no sales in the period")
    assert kpi.valued(undefined) == "undefined · no sales in the period"
    assert kpi.valued(replace(DSO, bound=True, denominator=None)) == "more than 33.3 days"
    share = replace(DSO, value=Fraction(1, 3), unit="share", currency="", provisional=True)
    assert kpi.valued(share) == "33.33 %, from 90,000 / 81,000 · provisional"
    assert kpi.value(replace(DSO, value=Fraction(12345), unit="money")) == "123.45 USD"
    assert kpi.value(replace(DSO, value=Fraction(7), unit="count", currency="")) == "7"


def test_which_figure_is_meant() -> None:
    figures = [
        replace(DSO, variant=variant, key=key, currency=currency)
        for variant in ("countback", "simple")
        for currency in ("EUR", "USD")
        for key in ("a", "b")
    ]
    of_a = [each for each in figures if each.key == "a"]
    assert kpi.choose(of_a, "dso", None, None, None, "USD") == of_a[1]
    assert kpi.choose(of_a, "dso", None, None, None, "GBP") == of_a[0]
    assert kpi.choose(figures, "dso", "simple", "b", "EUR", "USD") == figures[5]
    with pytest.raises(kpi.NoSuchFigure) as problem:
        kpi.choose(figures, "dso", None, None, None, "USD")
    assert str(problem.value) == (
        "There is no such figure of dso. Its keys: a, b. Say which with --key."
    )
    with pytest.raises(kpi.NoSuchFigure, match="Its variants: countback, simple"):
        kpi.choose(of_a, "dso", "best", None, None, "USD")
    with pytest.raises(kpi.NoSuchFigure, match="Its currencies: EUR, USD"):
        kpi.choose(of_a, "dso", None, None, "JPY", "USD")
    with pytest.raises(kpi.NoSuchFigure, match=r"of dso\.$"):
        kpi.choose([], "dso", None, None, None, "USD")


_SUMS = st.dictionaries(
    st.sampled_from(("a", "b", "c", "sales 2026-09", "sales 2026-10")), st.integers(-500, 500)
)


@given(sums=_SUMS, signs=st.lists(st.sampled_from((-1, 0, 1)), min_size=4, max_size=4))
def test_what_is_made_of_whole_parts_is_proved(sums: dict[str, int], signs: list[int]) -> None:
    whole = {name: amount for name, amount in sums.items() if len(name) == 1}
    sales = [amount for name, amount in sums.items() if len(name) > 1]
    parts = [*whole.values(), *([sum(sales)] if sales else [])]
    wanted = sum(sign * part for sign, part in zip(signs, parts, strict=False))
    assert Proof(sums).of(Fraction(wanted)) is not None


def test_averages_are_proved_and_anything_else_is_not() -> None:
    sums = {"beginning AR": 1000, "ending AR": 501, "sales": 300}
    assert Proof(sums).of(Fraction(1501, 2)) == "the average of beginning AR and ending AR"
    assert Proof(sums, 3).of(Fraction(599)) == (
        "beginning AR - ending AR + sales, sales of a month on average"
    )
    assert Proof(sums).of(Fraction(599)) is None
    assert Proof(sums).of(Fraction(1, 3)) is None
    assert Proof({}).of(Fraction(0)) == "nothing"
    assert Proof({}).of(Fraction(1)) is None
