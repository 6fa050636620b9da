"""Money in minor units: rounding half up, and amounts as machines and people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import money

currencies = st.sampled_from(("USD", "EUR", "JPY", "KWD", "CLF"))
minor = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("0.005", "USD", 1),
        ("0.004999", "USD", 0),
        ("1.005", "USD", 101),
        ("-0.005", "USD", -1),
        ("0.5", "JPY", 1),
        ("1.0005", "KWD", 1001),
        ("1234.5", "USD", 123450),
    ],
)
def test_rounded_half_up(amount: str, currency: str, expected: int) -> None:
    assert money.to_minor(Decimal(amount), currency) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "plain", "grouped"),
    [
        (123450, "USD", "1234.50", "1,234.50"),
        (-5, "USD", "-0.05", "-0.05"),
        (0, "USD", "0.00", "0.00"),
        (1234567, "JPY", "1234567", "1,234,567"),
        (1234567, "KWD", "1234.567", "1,234.567"),
        (-100000000, "EUR", "-1000000.00", "-1,000,000.00"),
    ],
)
def test_as_it_is_read(amount: int, currency: str, plain: str, grouped: str) -> None:
    assert money.plain(amount, currency) == plain
    assert money.grouped(amount, currency) == grouped


@given(amount=minor, currency=currencies)
def test_what_is_printed_is_the_amount(amount: int, currency: str) -> None:
    printed = money.plain(amount, currency)
    assert Decimal(printed) == money.to_decimal(amount, currency)
    assert money.to_minor(Decimal(printed), currency) == amount
    assert money.grouped(amount, currency).replace(",", "") == printed
    assert len(printed.partition(".")[2]) == money.exponent(currency)
