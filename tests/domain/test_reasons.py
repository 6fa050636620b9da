"""Ranking a week's reasons: measures, ties, the rest in one, and several currencies."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.conversion import Conversion
from artui.domain.reasons import NONE, By, Grouping, Late, Origin, Rank, ranking

ranks = st.sampled_from(get_args(Rank))


def late(
    number: int,
    reason: str | None,
    amount: int = 100,
    days: int = 1,
    currency: str = "USD",
    *,
    new: bool = False,
    origin: Origin = Origin(),  # noqa: B008 - a tuple that cannot change
) -> Late:
    made = Late(number, 1, currency, amount, amount * days, reason, "rule", new)
    return made._replace(origin=origin)


ROWS = [
    late(1, "many", 10),
    late(2, "many", 10),
    late(3, "dear", 900),
    late(4, "long", 100, 70),
    late(5, None, 5000),
]


@pytest.mark.parametrize(
    ("rank", "order"),
    [
        ("amount_days", ["long", "dear", "many"]),
        ("amount", ["dear", "long", "many"]),
        ("invoices", ["many", "dear", "long"]),
    ],
)
def test_each_measure_has_its_order(rank: Rank, order: list[str]) -> None:
    found = ranking(ROWS, rank)
    assert [tally.key for tally in found.tallies] == order
    assert (found.rank, found.asked, found.late_invoices) == (rank, rank, 5)
    assert [found.position(reason) for reason in order] == [1, 2, 3]
    assert found.unexplained.invoices == 1
    assert found.explained == (4, 5)
    assert (found.position(None), found.position("nothing"), found.invoices("many")) == (
        None,
        None,
        2,
    )


def test_ties_go_by_invoices_then_by_code() -> None:
    rows = [late(1, "b", 100), late(2, "a", 100), late(3, "z", 50), late(4, "z", 50)]
    assert [tally.key for tally in ranking(rows).tallies] == ["z", "a", "b"]


def test_several_currencies_are_ranked_by_invoices() -> None:
    rows = [late(1, "a", 1), late(2, "a", 1), late(3, "b", 9000, currency="EUR")]
    found = ranking(rows, "amount")
    assert (found.rank, found.asked) == ("invoices", "amount")
    assert [tally.key for tally in found.tallies] == ["a", "b"]
    assert dict(found.tallies[1].amount) == {"EUR": 9000}


RATES = Conversion("USD", {"EUR": Decimal("1.25"), "JPY": Decimal("0.0080")})


@pytest.mark.parametrize(("euros", "order"), [(80, ["a", "b"]), (81, ["b", "a"]), (79, ["a", "b"])])
def test_several_currencies_are_added_where_every_one_has_a_rate(
    euros: int, order: list[str]
) -> None:
    """0.80 EUR are 1.00 USD, and then invoices decide."""
    rows = [late(1, "a", 50), late(2, "a", 50), late(3, "b", euros, currency="EUR")]
    found = ranking(rows, "amount", conversion=RATES)
    assert (found.rank, found.conversion) == ("amount", RATES)
    assert [tally.key for tally in found.tallies] == order
    assert found.measure(found.tallies[order.index("b")]) == Fraction(euros * 5, 4)


def test_minor_units_of_every_currency_are_taken_for_what_they_are() -> None:
    """900 JPY are 7.20 USD."""
    rows = [late(1, "yen", 900, currency="JPY"), late(2, "dollars", 719)]
    found = ranking(rows, "amount_days", conversion=RATES)
    assert [tally.key for tally in found.tallies] == ["yen", "dollars"]


@pytest.mark.parametrize("reason", ["c", None])
def test_one_currency_without_a_rate_leaves_invoices(reason: str | None) -> None:
    rows = [late(1, "a"), late(2, "b", currency="EUR"), late(3, reason, currency="GBP")]
    found = ranking(rows, "amount", conversion=RATES)
    assert (found.rank, found.conversion) == ("invoices", None)


def test_one_currency_needs_no_rate() -> None:
    rows = [late(1, "a", currency="GBP"), late(2, "b", 200, currency="GBP")]
    found = ranking(rows, "amount", conversion=RATES)
    assert (found.rank, found.conversion) == ("amount", None)
    assert found.amounts() == {"GBP": 300}


def test_an_unexplained_invoice_in_another_currency_counts_too() -> None:
    assert ranking([late(1, "a"), late(2, None, currency="EUR")]).rank == "invoices"


def test_only_new_ones() -> None:
    rows = [late(1, "a", new=True), late(2, "b"), late(3, None)]
    found = ranking(rows, "invoices", "new")
    assert [tally.key for tally in found.tallies] == ["a"]
    assert found.explained == (1, 1)


def test_an_invoice_in_two_currencies_is_one_invoice() -> None:
    found = ranking([late(1, "a"), late(1, "a", currency="EUR")], "invoices")
    assert (found.tallies[0].invoices, found.late_invoices) == (1, 1)


OWNERS = {"a": "billing", "b": "dispatch", "c": "billing", "d": "sales"}


def test_a_row_can_be_of_whom_it_came_from() -> None:
    rows = [
        late(1, "a", 100, origin=Origin(dispatcher="rosa")),
        late(2, "b", 60, origin=Origin(dispatcher="nils")),
        late(3, "b", 50, origin=Origin(dispatcher="nils")),
        late(4, "b", 10),
        late(5, None, 900, origin=Origin(dispatcher="rosa")),
    ]
    found = ranking(rows, grouping=Grouping("dispatcher"))
    assert [(each.key, each.invoices) for each in found.tallies] == [
        *(("nils", 2), ("rosa", 1), (NONE, 1)),
    ]
    assert (found.unexplained.invoices, found.late_invoices) == (1, 5)


def test_a_row_can_be_of_who_can_end_it() -> None:
    rows = [late(1, "a"), late(2, "b", 300), late(3, "c", 150), late(4, "gone", 1)]
    found = ranking(rows, grouping=Grouping("owner", OWNERS))
    assert [each.key for each in found.tallies] == ["dispatch", "billing", NONE]


def test_the_class_of_an_origin_is_its_documents_class() -> None:
    found = ranking([late(1, "a", origin=Origin(document_class="service"))], grouping=CLASS)
    assert found.position("service") == 1


CLASS = Grouping("class")
groupings = st.sampled_from([Grouping(by, OWNERS) for by in get_args(By)])
names = st.one_of(st.none(), st.sampled_from(["", "x", "y", NONE]))
origins = st.builds(Origin, names, names, names, names, names)


@st.composite
def weeks(draw: st.DrawFn) -> list[Late]:
    currencies = draw(st.sampled_from((("USD",), ("USD", "EUR"))))
    reasons = st.one_of(st.none(), st.sampled_from("abcdef"))
    return [
        late(
            n,
            draw(reasons),
            draw(st.integers(1, 50)),
            draw(st.integers(1, 7)),
            draw(st.sampled_from(currencies)),
            new=draw(st.booleans()),
            origin=draw(origins),
        )
        for n in range(draw(st.integers(0, 25)))
    ]


@given(rows=weeks(), rank=ranks, top=st.integers(0, 8), grouping=groupings)
def test_every_late_invoice_is_in_one_place(
    rows: list[Late], rank: Rank, top: int, grouping: Grouping
) -> None:
    found = ranking(rows, rank, grouping=grouping)
    parts = [*found.tallies[:top], found.others(top), found.unexplained]
    assert sum(part.invoices for part in parts) == len(rows) == found.late_invoices
    for currency in ("USD", "EUR"):
        for measure in ("amount", "amount_days"):
            whole = sum(getattr(row, measure) for row in rows if row.currency == currency)
            assert sum(getattr(part, measure).get(currency, 0) for part in parts) == whole
    assert (found.rank == rank) or len({row.currency for row in rows}) > 1
    assert found.whole == sum(found.measure(part) for part in parts)
    assert found.unexplained.invoices == sum(row.reason is None for row in rows)


@given(rows=weeks(), rank=ranks, grouping=groupings)
def test_rows_stand_by_measure_then_invoices_then_key(
    rows: list[Late], rank: Rank, grouping: Grouping
) -> None:
    found = ranking(rows, rank, grouping=grouping)
    order = [(-found.measure(each), -each.invoices, each.key or "") for each in found.tallies]
    assert order == sorted(order)
    assert len({each.key for each in found.tallies}) == len(found.tallies)
    assert all(each.key for each in found.tallies)


@given(rows=weeks(), rank=ranks, grouping=groupings, data=st.data())
def test_the_order_of_rows_does_not_matter(
    rows: list[Late], rank: Rank, grouping: Grouping, data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(rows))
    assert ranking(mixed, rank, grouping=grouping) == ranking(rows, rank, grouping=grouping)
