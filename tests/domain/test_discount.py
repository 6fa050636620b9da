"""Discounts for paying early: published figures, and what must hold for every amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import parse_day
from artui.domain.discount import Discount, DiscountBasis, Early, early, period_cost, yearly_cost

TWO = Discount(10, Decimal(2))

percents = st.decimals(Decimal("0.01"), Decimal(100), places=2)
discounts = st.one_of(
    st.builds(Discount, st.just(10), percents),
    st.builds(
        Discount, st.just(10), st.none(), st.decimals(Decimal("0.01"), Decimal(9999), places=2)
    ),
)


def rounded(value: Decimal) -> str:
    return f"{value:.2f}"


def test_the_last_day_is_inclusive() -> None:
    assert TWO.last_day(parse_day("2019-01-01")) == parse_day("2019-01-11")


@pytest.mark.parametrize(
    ("discount", "basis", "expected"),
    [
        (Discount(10, Decimal(10)), "gross", Early(103_500, 11_500, 10_000, 1_500)),
        (Discount(10, Decimal(10)), "net", Early(105_000, 10_000, 10_000, 0)),
        (Discount(10, amount=Decimal(50)), "gross", Early(110_000, 5_000, 4_348, 652)),
        (Discount(10, amount=Decimal(50)), "net", Early(110_000, 5_000, 5_000, 0)),
        (Discount(10, amount=Decimal(5000)), "gross", Early(0, 115_000, 100_000, 15_000)),
        (Discount(10, Decimal(100)), "gross", Early(0, 115_000, 100_000, 15_000)),
    ],
)
def test_what_is_paid_of_1000_net_and_150_tax(
    discount: Discount, basis: DiscountBasis, expected: Early
) -> None:
    assert early(discount, basis, 115_000, 15_000, "USD") == expected


def test_half_a_minor_unit_is_rounded_up() -> None:
    assert early(Discount(10, Decimal(50)), "gross", 5, 0, "USD").discount == 3
    assert early(Discount(10, Decimal("0.5")), "gross", 100, 0, "JPY") == Early(99, 1, 1, 0)


@given(
    discounts,
    st.sampled_from(["gross", "net"]),
    st.integers(-(10**9), 10**9),
    st.decimals(0, 1, places=4),
)
def test_cash_and_discount_make_the_amount(
    discount: Discount, basis: DiscountBasis, amount: int, share: Decimal
) -> None:
    tax = int(amount * share)
    found = early(discount, basis, amount, tax, "EUR")
    assert found.cash + found.discount == amount
    assert found.net + found.tax == found.discount
    assert found == tuple(-each for each in early(discount, basis, -amount, -tax, "EUR"))
    assert 0 <= abs(found.discount) <= abs(amount)
    assert found.discount * amount >= 0
    assert basis == "gross" or found.tax == 0


def test_the_published_cost_of_leaving_a_discount() -> None:
    # 2/10 net 30: DSC-13 of a year of 360 days; DSC-15 is 1/10 net 45 for the period alone
    assert rounded(yearly_cost(Decimal(2), 20, 360)) == "36.73"
    assert rounded(period_cost(Decimal(1))) == "1.01"


def test_the_cost_of_leaving_a_discount_in_other_years() -> None:
    assert rounded(yearly_cost(Decimal(2), 20)) == "37.24"
    assert rounded(yearly_cost(Decimal(2), 20, compounded=True)) == "44.59"
    assert rounded(yearly_cost(Decimal(2), 25, compounded=True)) == "34.31"


@given(st.decimals(Decimal("0.01"), Decimal(50), places=2), st.integers(1, 365))
def test_compounding_costs_no_less(percent: Decimal, days: int) -> None:
    simple, compounded = yearly_cost(percent, days), yearly_cost(percent, days, compounded=True)
    assert simple <= compounded + Decimal("0.000001")
