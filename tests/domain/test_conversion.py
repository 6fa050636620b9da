"""Amounts of several currencies in one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.conversion import Conversion

RATES = Conversion("USD", {"EUR": Decimal("1.0825"), "JPY": Decimal("0.0066"), "KWD": Decimal(3)})


@pytest.mark.parametrize(
    ("amounts", "exact", "rounded"),
    [
        ({"EUR": 10000}, Fraction(10825), 10825),
        ({"EUR": 1}, Fraction(10825, 10000), 1),
        ({"EUR": 200, "USD": 50}, Fraction("266.5"), 267),
        ({"EUR": -200, "USD": -50}, Fraction("-266.5"), -267),
        ({"JPY": 1000}, Fraction(660), 660),
        ({"KWD": 1005}, Fraction("301.5"), 302),
        ({}, Fraction(0), 0),
    ],
)
def test_amounts_are_added_exactly_and_rounded_once(
    amounts: dict[str, int], exact: Fraction, rounded: int
) -> None:
    assert (RATES.exact(amounts), RATES.rounded(amounts)) == (exact, rounded)


def test_a_currency_without_a_rate_is_named() -> None:
    assert RATES.missing(["USD", "GBP", "EUR", "CHF"]) == ("CHF", "GBP")
    with pytest.raises(KeyError):
        RATES.exact({"GBP": 1})


@given(
    st.dictionaries(st.sampled_from(["USD", "EUR", "JPY", "KWD"]), st.integers(-(10**12), 10**12))
)
def test_rounding_never_moves_by_more_than_half_a_minor_unit(amounts: dict[str, int]) -> None:
    assert abs(RATES.rounded(amounts) - RATES.exact(amounts)) <= Fraction(1, 2)
    opposite = {currency: -amount for currency, amount in amounts.items()}
    assert RATES.rounded(opposite) == -RATES.rounded(amounts)


@given(
    st.tuples(*[st.integers(-(10**12), 10**12)] * 2),
    st.tuples(*[st.sampled_from(["USD", "EUR", "JPY"])] * 2),
)
def test_whole_numbers_compare_as_exact_amounts_do(
    amounts: tuple[int, int], currencies: tuple[str, str]
) -> None:
    conversion = Conversion("USD", {"EUR": Decimal("1.0937"), "JPY": Decimal("0.0067")})
    weigh = conversion.in_proportion(currencies)
    one, other = (
        (conversion.exact({currency: amount}), amount * weigh[currency])
        for amount, currency in zip(amounts, currencies, strict=True)
    )
    assert (one[0] < other[0]) is (one[1] < other[1])
    assert (one[0] == other[0]) is (one[1] == other[1])
