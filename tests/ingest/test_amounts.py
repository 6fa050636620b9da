"""Every form of an amount: how it can be read, and how it becomes minor units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.money import exponent
from artui.ingest.amounts import (
    Style,
    groupings,
    minor_readings,
    minor_units,
    plain_column,
    readings,
    whole_minor_units,
)

if TYPE_CHECKING:
    from decimal import Decimal

BOTH = ("dot", "comma")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", {"dot": (12, 0), "comma": (12, 0)}),
        ("0", {"dot": (0, 0), "comma": (0, 0)}),
        ("12.50", {"dot": (1250, 2)}),
        ("12,50", {"comma": (1250, 2)}),
        ("1,234.56", {"dot": (123456, 2)}),
        ("1.234,56", {"comma": (123456, 2)}),
        ("1.234", {"dot": (1234, 3), "comma": (1234, 0)}),
        ("1,234", {"dot": (1234, 0), "comma": (1234, 3)}),
        ("0.123", {"dot": (123, 3)}),
        ("1.234.567", {"comma": (1234567, 0)}),
        ("1.234,56-", {"comma": (-123456, 2)}),
        ("155.22-", {"dot": (-15522, 2)}),
        ("-12.50", {"dot": (-1250, 2)}),
        ("\u221212.50", {"dot": (-1250, 2)}),
        ("+31070,11", {"comma": (3107011, 2)}),
        ("(1,234.56)", {"dot": (-123456, 2)}),
        ("($100.00)", {"dot": (-10000, 2)}),
        ("<1,234.56>", {"dot": (-123456, 2)}),
        ("-$1,234.56", {"dot": (-123456, 2)}),
        ("$-1,234.56", {"dot": (-123456, 2)}),
        ("12.50 CR", {"dot": (-1250, 2)}),
        ("12.50DR", {"dot": (1250, 2)}),
        ("12,34,567.89", {"dot": (123456789, 2)}),
        ("₹13,19,31,723.04", {"dot": (13193172304, 2)}),
        ("1'234.50", {"dot": (123450, 2)}),
        ("1\u2019234.50", {"dot": (123450, 2)}),
        ("1 234,56", {"comma": (123456, 2)}),
        ("1\u00a0234,56 €", {"comma": (123456, 2)}),
        ("1\u202f234\u202f567,8", {"comma": (12345678, 1)}),
        ("1 234.567", {"dot": (1234567, 3)}),
        (".50", {"dot": (50, 2)}),
        ("10€", {"dot": (10, 0), "comma": (10, 0)}),
        ("USD 1,234.56", {"dot": (123456, 2)}),
        ("1.234,56 EUR", {"comma": (123456, 2)}),
        ("EUR -1.234,56", {"comma": (-123456, 2)}),
        ("1.234,56- €", {"comma": (-123456, 2)}),
        ("$ (1,234.56)", {"dot": (-123456, 2)}),
        ("(1,234.56) USD", {"dot": (-123456, 2)}),
        ("CA$12.50", {"dot": (1250, 2)}),
        ("R$ 1.234,56", {"comma": (123456, 2)}),
        ("kr 1 234,50", {"comma": (123450, 2)}),
        ("12.50 Cr.", {"dot": (-1250, 2)}),
        ("12.50Dr.", {"dot": (1250, 2)}),
        ("12 CRC", {"dot": (12, 0), "comma": (12, 0)}),
        ("1.234,56 H", {"comma": (-123456, 2)}),
        ("1.234,56S", {"comma": (123456, 2)}),
        ("12,50+", {"comma": (1250, 2)}),
        ("12,-", {"comma": (12, 0)}),
        ("1'234.\u2013", {"dot": (1234, 0)}),
        ("15522E-2", {"dot": (15522, 2), "comma": (15522, 2)}),
        ("1,5522E+02", {"comma": (15522, 2)}),
        ("1.23457E+15", {"dot": (123457, -10)}),
        ('="155,22-"', {"comma": (-15522, 2)}),
        ("'155.22", {"dot": (15522, 2)}),
        ("12.34.567,89", {}),
    ],
)
def test_known_forms(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert readings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "--5",
        "-(5)",
        "(5",
        "5)",
        "-5-",
        "5-CR",
        "12 34",
        "1,23",
        "1,234.5E2",
        "(5) CR",
        "5 USD USD",
        "EUR 5 €",
        "CR 5",
        "20%",
        "12 h",
        "12 s",
        "12 hrs",
        "1,2,3",
        "1.234 567",
        ",",
        ".",
        "$",
        "€5€",
        "1,234,56",
        "٣",
    ],
)
def test_no_amounts(text: str) -> None:
    found = readings(text)
    assert found == ({"comma": (123, 2)} if text == "1,23" else {})


def test_long_garbage_is_told_at_once() -> None:
    assert readings("1" + " " * 100_000 + "x") == {}


@pytest.mark.parametrize(
    ("text", "style", "currency", "minor"),
    [
        ("12", "dot", "USD", 1200),
        ("12.5", "dot", "USD", 1250),
        ("12.5000", "dot", "USD", 1250),
        ("1.234", "comma", "USD", 123400),
        ("1.234", "dot", "KWD", 1234),
        ("1234", "dot", "JPY", 1234),
        ("1234.00", "dot", "JPY", 1234),
        ("-0.01", "dot", "USD", -1),
        ("-.50", "dot", "USD", -50),
        ("-12", "comma", "EUR", -1200),
        ("12,50 €", "comma", "EUR", 1250),
        ("$5", "dot", "CAD", 500),
        ("", "dot", "USD", None),
        (" - ", "dot", "USD", None),
    ],
)
def test_minor_units(text: str, style: Style, currency: str, minor: int | None) -> None:
    assert minor_units(text, style, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "reason"),
    [
        ("12.345", "USD", "has more decimals than USD"),
        ("12.50", "JPY", "has more decimals than JPY"),
        ("1.2345", "KWD", "has more decimals than KWD"),
        ("€12", "USD", "is written in €, but the row is in USD"),
        ("abc", "USD", "is no amount with a decimal point"),
        ("1,5", "USD", "is no amount with a decimal point"),
        ("99999999999999999", "USD", "is too large"),
        ("1e5", "USD", "was rounded by a spreadsheet"),
        ("1.23457E+15", "USD", "was rounded by a spreadsheet"),
        ("1.5522999999999999E+02", "USD", "has more decimals than USD"),
        ("EUR 12", "USD", "is written in EUR, but the row is in USD"),
        ("CA$12", "USD", "is written in CA$, but the row is in USD"),
        ("20%", "USD", "is no amount with a decimal point"),
        ("########", "USD", "is no amount with a decimal point"),
    ],
)
def test_bad_amounts(text: str, currency: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        minor_units(text, "dot", currency)


@pytest.mark.parametrize("text", ["", " ", "-", " - ", "--", "\u2013", "$ -", "-  €", "USD -"])
def test_a_dash_is_no_amount(text: str) -> None:
    assert minor_units(text, "dot", "USD") is None
    assert whole_minor_units(text, "dot", "USD") is None
    assert readings(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", []),
        ("12.50", []),
        ("12,345", ["thousands", "lakhs"]),
        ("-$1,234.56", ["thousands", "lakhs"]),
        ("123,456", ["thousands"]),
        ("1,234,567.89", ["thousands"]),
        ("12,34,567.89", ["lakhs"]),
        ("1,23,456", ["lakhs"]),
        ("(₹13,19,31,723.04)", ["lakhs"]),
        ("1'234'567", []),
    ],
)
def test_how_commas_group(text: str, expected: list[str]) -> None:
    assert list(groupings(text)) == expected


@pytest.mark.parametrize(
    ("text", "minor"),
    [("1234", 1234), ("-5", -5), ("1,234", 1234), ("12.0", 12), ("12.00-", -12), ("$7", 7)],
)
def test_whole_minor_units(text: str, minor: int) -> None:
    assert whole_minor_units(text, "dot", "USD") == minor
    assert whole_minor_units(text, "dot", "CAD") == minor
    assert minor_readings(text)["dot"] == (minor, 0)


def test_minor_units_with_a_fraction_are_refused() -> None:
    reason = "^is not whole, though amounts here are in minor units$"
    with pytest.raises(ValueError, match=reason):
        whole_minor_units("12.50", "dot", "USD")
    assert minor_readings("12.50") == {}
    assert minor_readings("9,999") == {"dot": (9999, 0)}


MARKS: dict[Style, tuple[str, str]] = {"dot": (",", "."), "comma": (".", ",")}
POSITIVE = ("{}", "+{}", "{}+", "{} DR", "{}Dr.", "{} S", "$ {}", '="{}"', "'{}")
NEGATIVE = (
    "-{}",
    "{}-",
    "({})",
    "<{}>",
    "{} CR",
    "{}Cr.",
    "{} H",
    "-${}",
    "$-{}",
    "$({})",
    "({}) $",
)


@st.composite
def written(draw: st.DrawFn, style: Style, minor: int, currency: str) -> str:
    """An amount in one of the forms exports use."""
    group, mark = MARKS[style]
    group = draw(st.sampled_from(["", group, " ", "\u00a0", "\u202f", "'"]))
    places = exponent(currency)
    whole, part = divmod(abs(minor), 10**places)
    text = f"{whole:,}".replace(",", group) + (f"{mark}{part:0{places}d}" if places else "")
    return draw(st.sampled_from(POSITIVE if minor >= 0 else NEGATIVE)).format(text)


@given(
    st.data(),
    st.sampled_from(BOTH),
    st.integers(min_value=-(10**14), max_value=10**14),
    st.sampled_from(["USD", "JPY", "KWD", "CLF"]),
)
def test_what_is_written_is_read_back(
    data: st.DataObject, style: Style, minor: int, currency: str
) -> None:
    text = data.draw(written(style, minor, currency))
    assert minor_units(text, style, currency) == minor


def simply(value: Decimal, style: Style, form: int) -> str:
    """An amount with or without groups, its minus before or behind."""
    group, mark = MARKS[style]
    text = f"{abs(value):,.2f}" if form % 2 else f"{abs(value):.2f}"
    text = text.replace(",", "g").replace(".", mark).replace("g", group)
    if value >= 0:
        return text
    return f"-{text}" if form > 1 else f"{text}-"


@given(
    st.sampled_from(BOTH),
    st.lists(
        st.tuples(st.decimals(-999_999_999, 999_999_999, places=2), st.integers(0, 3)) | st.none(),
        min_size=1,
    ),
)
def test_a_plain_column_agrees_with_its_cells(
    style: Style, values: list[tuple[Decimal, int] | None]
) -> None:
    cells = ["" if each is None else simply(each[0], style, each[1]) for each in values]
    expected = [minor_units(cell, style, "USD") for cell in cells]
    assert plain_column(cells, style, 2) == expected
    assert expected == [None if each is None else int(each[0] * 100) for each in values]


def test_a_column_that_is_not_plain_is_left_to_its_cells() -> None:
    for odd in (
        "12.5",
        "1234567890123.50",
        "12,34,567.00",
        "-1.50-",
        "$1.50",
        "1 234.50",
        "0,123.00",
    ):
        assert plain_column(["12.50", odd], "dot", 2) is None
    assert plain_column(["1234", ""], "dot", 0) == [1234, None]
    assert plain_column(["1,234-", "", "5"], "dot", 0) == [-1234, None, 5]
    assert plain_column(["", ""], "comma", 2) == [None, None]
