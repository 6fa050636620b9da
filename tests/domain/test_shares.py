"""Shares that come to 100 exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.shares import percentages

parts = st.lists(st.integers(0, 10**12), min_size=1, max_size=12)


@given(parts)
def test_shares_come_to_100_and_none_is_a_hundredth_away(amounts: list[int]) -> None:
    shares = percentages(amounts)
    if shares is None:
        assert not any(amounts)
        return
    assert sum(shares) == Decimal("100.00")
    for share, amount in zip(shares, amounts, strict=True):
        assert share.as_tuple().exponent == -2
        assert abs(Fraction(share) - Fraction(amount * 100, sum(amounts))) < Fraction(1, 100)


@given(parts)
def test_the_greater_part_has_no_smaller_share(amounts: list[int]) -> None:
    shares = percentages(sorted(amounts)) or ()
    descending = percentages(sorted(amounts, reverse=True)) or ()
    assert list(descending) == sorted(shares, reverse=True)


@pytest.mark.parametrize(
    ("amounts", "shares"),
    [
        ([1, 1, 1], ("33.34", "33.33", "33.33")),
        ([0, 5], ("0.00", "100.00")),
        ([1, 2, 4], ("14.29", "28.57", "57.14")),
        ([0, 0], None),
        ([], None),
    ],
)
def test_what_rounding_leaves_goes_to_those_that_lost_most(
    amounts: list[int], shares: tuple[str, ...] | None
) -> None:
    found = percentages(amounts)
    assert (None if found is None else tuple(map(str, found))) == shares


def test_a_negative_part_has_no_share() -> None:
    with pytest.raises(ValueError, match="not negative"):
        percentages([1, -1])
