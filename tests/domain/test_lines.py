"""Lines of an invoice against what it bills."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import money
from artui.domain.lines import Line, summed

#: As long as any number of an export.
_LONG = st.decimals("-1e17", "1e17", allow_nan=False, places=18)


def line(quantity: str = "", price: str = "", amount: str = "") -> Line:
    """A line as written; blank for what is not said."""
    return Line(*(Decimal(each) if each else None for each in (quantity, price, amount)))


@pytest.mark.parametrize(
    ("of", "currency", "expected"),
    [
        (("2", "10.00", "20.00"), "USD", "20.00"),
        (("2", "10.00", "19.00"), "USD", "19.00"),
        (("3", "0.335"), "USD", "1.01"),
        (("-3", "0.335"), "USD", "-1.01"),
        (("3", "0.5"), "JPY", "2"),
        (("3", "0.0005"), "KWD", "0.002"),
        (("3",), "USD", None),
        (("", "3"), "USD", None),
        ((), "USD", None),
    ],
)
def test_what_a_line_bills(of: tuple[str, ...], currency: str, expected: str | None) -> None:
    found = line(*of).billed(currency)
    assert found == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("amounts", "tax", "billed", "holds", "with_tax", "apart"),
    [
        (["5.00", "5.00"], None, 10_00, True, False, "0"),
        (["5.00", "5.00"], 2_00, 12_00, True, True, "0"),
        (["6.00", "6.00"], 2_00, 12_00, True, False, "0"),
        (["5.00", "5.00"], 0, 10_00, True, False, "0"),
        (["5.00"], 2_00, 12_00, False, False, "5.00"),
        (["5.00"], None, 4_00, False, False, "-1.00"),
        (["-5.00", "-5.00"], -2_00, -12_00, True, True, "0"),
        (["5.005", "4.995"], None, 10_00, True, False, "0"),
        (["5.00", ""], None, 5_00, False, False, None),
        ([], None, 0, True, False, "0"),
    ],
)
def test_whether_lines_come_to_what_is_billed(
    amounts: list[str],
    tax: int | None,
    billed: int,
    *,
    holds: bool,
    with_tax: bool,
    apart: str | None,
) -> None:
    found = summed((line(amount=each) for each in amounts), tax, billed, "USD")
    assert (found.holds, found.with_tax) == (holds, with_tax)
    assert found.apart == (None if apart is None else Decimal(apart))


@given(_LONG, _LONG, st.sampled_from(("USD", "JPY", "KWD")))
def test_no_product_is_too_long(quantity: Decimal, price: Decimal, currency: str) -> None:
    found = Line(quantity, price).billed(currency)
    assert found is not None
    exact = quantity.as_integer_ratio()[0] * price.as_integer_ratio()[0]
    over = quantity.as_integer_ratio()[1] * price.as_integer_ratio()[1]
    unit = 10 ** money.exponent(currency)
    top, bottom = found.as_integer_ratio()
    assert abs(top * over - exact * bottom) * 2 * unit <= bottom * over
