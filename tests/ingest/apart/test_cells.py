"""Typed cells as text: exact, plain, and never to be taken for another number."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ingest.apart.cells import moment, number, row, written_number

DAY = dt.datetime.fromisoformat("2026-07-31")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-15725.0, "-15725"),
        (1234.5, "1234.5"),
        (1.234, "1.2340"),
        (-1234.567, "-1234.5670"),
        (0.07, "0.07"),
        (0.19, "0.19"),
        (1e-7, "0.0000001"),
        (30.200000000000003, "30.2"),
        (123456789012.35001, "123456789012.35"),
        (12345678901234.56, "12345678901234.56"),
        (12345678901230.04, "12345678901230.04"),
        (999999999999999.0, "999999999999999"),
        (1e15, "1E+15"),
        (1234567890123456789.0, "1.2345678901234568E+18"),
        (-1e16, "-1E+16"),
    ],
)
def test_numbers_are_plain_decimals(value: float, text: str) -> None:
    assert number(value) == text


@given(st.integers(-(10**14), 10**14), st.integers(0, 2))
def test_an_amount_with_up_to_two_decimals_is_what_was_written(units: int, places: int) -> None:
    amount = Decimal(units).scaleb(-places)
    assert Decimal(number(float(amount))) == amount


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_no_number_reads_as_a_thousand(value: float) -> None:
    text = number(value)
    _, point, decimals = text.partition(".")
    assert not point or "E" in text or len(decimals) != 3
    assert float(text) == pytest.approx(value, rel=1e-14, abs=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (DAY, "2026-07-31"),
        (DAY.replace(hour=10, minute=15), "2026-07-31T10:15:00"),
        (DAY + dt.timedelta(seconds=86_399.9999), "2026-08-01"),
        (DAY + dt.timedelta(hours=10, minutes=15, seconds=29.6), "2026-07-31T10:15:30"),
    ],
)
def test_dates_have_a_time_only_where_there_is_one(value: dt.datetime, text: str) -> None:
    assert moment(value) == text


def test_other_types_read_as_people_see_them() -> None:
    cells = [
        "0012",
        True,
        False,
        7,
        dt.date(2026, 7, 31),
        dt.time(9, 30, 0, 500),
        dt.time(),
        -dt.timedelta(hours=30, seconds=5),
        None,
        "",
    ]
    assert row(cells) == [
        "0012", "true", "false", "7", "2026-07-31", "09:30:00", "1900-01-00", "-30:00:05", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "read"), [("1.234", "1.2340"), ("12,5", "12,5"), ("1E3", "1000")])
def test_numbers_written_out_in_xml_read_the_same(text: str, read: str) -> None:
    assert written_number(text) == read
