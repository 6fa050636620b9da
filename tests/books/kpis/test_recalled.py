"""Figures read back as they were recorded, and what proves them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from artui.books.kpis import proof, recalled, recording
from artui.books.kpis.judged import judge
from artui.books.kpis.table import compute
from artui.domain.days import parse_day
from tests.books.kpis.asking import asked
from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.kpis.asked import Asked, By
    from tests.homes import Books

MONTH = "2026-10"


@pytest.fixture
def question(books: Books) -> Iterator[Asked]:
    """A month with two classes, two currencies, and more owed than was ever sold before."""
    books.take(
        "invoices.csv",
        invoice("A", "100.00", "2026-10-01", **{"class": "service"}),
        invoice("B", "50.00", "2026-10-02", **{"class": "project"}),
        invoice("E", "70.00", "2026-10-03", currency="EUR"),
        invoice("S", "900.00", "2026-08-03"),
    )
    books.take("payments.csv", payment("P", "30.00", "2026-10-20"))
    books.take("applications.csv", application("P", "A", "30.00", "2026-10-20"))
    with asked(books, MONTH) as found:
        yield found


@pytest.mark.parametrize("by", ["", "class"])
def test_what_was_recorded_is_read_back_exactly(books: Books, question: Asked, by: By) -> None:
    assert recording.record(books.connection, question.reader, books.force, books.home, MONTH)
    found = recalled.history(question.reader, by, [MONTH])
    computed = compute(replace(question, by=by))
    assert {name: recalled.figure(rows[MONTH]) for name, rows in found.items()} == {
        recalled.key(each): each for each in computed
    }
    assert by or any(each.bound for each in computed)
    policy = books.force.policy.kpis
    for each in computed:
        said = recalled.judged(policy, found[recalled.key(each)][MONTH])
        assert said == judge(policy, each)


def test_only_what_was_known_and_asked_for(books: Books, question: Asked) -> None:
    recording.record(books.connection, question.reader, books.force, books.home, MONTH)
    before = books.home.today() - 1
    assert recalled.history(question.reader, "", [MONTH], known_on=before) == {}
    assert recalled.history(question.reader, "", ["2026-09"]) == {}
    found = recalled.history(question.reader, "", [MONTH], kpis=["cei"])
    assert {name.kpi for name in found} == {"cei"}


def test_a_kpi_or_variant_that_is_no_more_is_left_out(books: Books, question: Asked) -> None:
    recording.record(books.connection, question.reader, books.force, books.home, MONTH)
    every = len(recalled.history(question.reader, "", [MONTH]))
    with books.connection as connection:
        connection.execute("UPDATE kpi_month SET kpi = 'older' WHERE kpi = 'ar_turnover'")
        connection.execute("UPDATE kpi_month SET variant = 'older' WHERE variant = 'p90'")
    assert len(recalled.history(question.reader, "", [MONTH])) == every - 3


@pytest.mark.parametrize("by", ["class", "segment", "company"])
def test_groups_come_to_the_whole(question: Asked, by: By) -> None:
    whole, groups = compute(question), compute(replace(question, by=by))
    assert proof.apart(whole, groups) == []
    wrong = [replace(each, numerator=(each.numerator or Fraction(0)) + 1) for each in groups]
    named = {(each.kpi, each.variant) for each in proof.apart(whole, wrong)}
    assert {("dso", "simple"), ("pct_current", "")} <= named
    assert not any(each.variant.endswith("in_base") for each in proof.apart(whole, wrong))


def test_what_is_owed_is_what_the_entries_say(question: Asked) -> None:
    check = proof.receivables(question)
    assert check.holds
    assert check.found == {"EUR": 7000, "USD": 102000}
    assert question.period.last == parse_day("2026-10-31")
