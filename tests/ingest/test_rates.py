"""Rates in files: exact, above 0, and their decimal sign told by the whole column."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ingest import amounts, convert, refusal

if TYPE_CHECKING:
    from tests.ingest.conftest import Load


def file(*rates: str, currency: str = "EUR") -> str:
    """A file of rates, one a day."""
    rows = [f"2026-11-{day:02d};{currency};{rate}" for day, rate in enumerate(rates, 1)]
    return "\n".join(["date;currency;rate", *rows, ""])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (("1.085", "1.090"), ["1.085", "1.09"]),
        (("1,085", "1,090"), ["1.085", "1.09"]),
        (("1", "12"), ["1", "12"]),
        (("1,085.5", "1.25"), ["1085.5", "1.25"]),
        (("1.085,5", "0,25"), ["1085.5", "0.25"]),
        ((" 0.0067 ", "0.00670"), ["0.0067", "0.0067"]),
        (("4.0E-05", "6.7E-05"), ["0.00004", "0.000067"]),
    ],
)
def test_one_mark_is_the_decimal_one(
    load: Load, written: tuple[str, ...], meant: list[str]
) -> None:
    result = load(file(*written))
    assert result.column("rate") == meant
    assert result.rejects == []


def test_a_column_that_mixes_marks_is_refused(load: Load) -> None:
    with pytest.raises(refusal.ContradictionError, match="1,085"):
        load(file("1.09", "1,085"))


@pytest.mark.parametrize(
    ("rate", "reason"),
    [
        ("0", "is not above 0"),
        ("-1.1", "is not above 0"),
        ("€1.1", "is no rate with a decimal point"),
        ("1.1 CR", "is not above 0"),
        ("many", "is no rate with a decimal point"),
        ("4.0E+05", "was rounded by a spreadsheet"),
        ("1.1234567890123456789", "has more than 18 digits"),
        ("", "is required"),
    ],
)
def test_what_is_no_rate_is_rejected_alone(load: Load, rate: str, reason: str) -> None:
    result = load(file("1.1", rate))
    assert result.column("rate") == ["1.1"]
    assert [(each.line, each.column, each.reason) for each in result.rejects] == [
        (3, "rate", reason)
    ]


def test_the_homes_own_currency_is_worth_one_and_nothing_else(load: Load) -> None:
    result = load(file("1", "1.00", "1.01", currency="usd"))
    assert result.column("rate") == ["1", "1"]
    assert [(each.line, each.column, each.value, each.reason) for each in result.rejects] == [
        (4, "currency", "usd", "is the home's own currency, the rate of which is 1")
    ]


def test_a_currency_nobody_knows_or_names_is_rejected(load: Load) -> None:
    result = load("date,currency,rate\n2026-11-01,XQQ,1\n2026-11-01,,1\n2026-11-01,EUR,1.1\n")
    assert [(each.column, each.reason) for each in result.rejects] == [
        ("currency", "is no currency"),
        ("currency", "is required"),
    ]


def test_two_rates_for_one_day_contradict_each_other(load: Load) -> None:
    result = load("date,currency,rate\n2026-11-01,EUR,1.1\n2026-11-01,eur,1.2\n")
    assert result.rows == []
    assert sorted((each.line, each.reason) for each in result.rejects) == [
        (2, "stands on line 3 too, saying otherwise"),
        (3, "stands on line 2 too, saying otherwise"),
    ]


@given(
    digits=st.integers(1, 10**12),
    places=st.integers(0, 12),
    style=st.sampled_from(amounts.STYLES),
)
def test_a_rate_is_what_was_written_to_the_last_digit(
    digits: int, places: int, style: amounts.Style
) -> None:
    value = Decimal(digits).scaleb(-places)
    written = format(value, "f").replace(".", {"dot": ".", "comma": ","}[style])
    kept = convert.rate(written, style)
    assert kept is not None
    assert Decimal(kept) == value
    assert kept == convert.rate(kept, "dot")
    if {".", ","} & {*written}:
        assert style in amounts.rate_readings(written)
        assert len(amounts.rate_readings(written)) == 1
