"""Every form of a date: in which orders it can be read, and what it then is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import parse_day, to_day
from artui.ingest.dates import Order, day, is_destroyed, readings, timestamp


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31",
        "2026-1-31",
        "2026/01/31",
        "2026.01.31",
        "20260131",
        "20260131.0",
        "2026-01-31 00:00:00",
        "2026-01-31T23:59:59.000Z",
        "31-JAN-26",
        "31-Jan-2026",
        "31 January 2026",
        "Jan 31, 2026",
        "January 31 2026",
        " 2026-01-31 ",
    ],
)
@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
def test_forms_that_need_no_order(text: str, order: Order) -> None:
    assert day(text, order) == parse_day("2026-01-31")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31.01.2026", {"dmy": "2026-01-31"}),
        ("5.6.2026", {"dmy": "2026-06-05"}),
        ("01.31.2026", {}),
        ("31/01/2026", {"dmy": "2026-01-31"}),
        ("1/31/2026", {"mdy": "2026-01-31"}),
        ("5/6/2026", {"dmy": "2026-06-05", "mdy": "2026-05-06"}),
        ("5-6-2026", {"dmy": "2026-06-05", "mdy": "2026-05-06"}),
        ("5/6/2026 10:15 PM", {"dmy": "2026-06-05", "mdy": "2026-05-06"}),
        ("31/12/26", {"dmy": "2026-12-31", "ymd": "2031-12-26"}),
        ("31/12/99", {"dmy": "1999-12-31"}),
        ("31.12.26", {"dmy": "2026-12-31"}),
        ("31.02.2026", {}),
        ("30/02/2026", {}),
        ("5/6-2026", {}),
        ("1-FOO-26", {}),
        ("abc", {}),
        ("2026-01-31x", {}),
        ("\u0663\u0661.\u0660\u0661.\u0662\u0660\u0662\u0666", {}),
    ],
)
def test_orders_a_form_can_be_read_in(text: str, expected: dict[str, str]) -> None:
    assert {order: str(date) for order, date in readings(text).items()} == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "00.00.0000",
        "00/00/0000",
        "0000-00-00",
        "00000000",
        "1900-01-01",
        "1900-01-01 00:00:00",
        "1/1/1900",
        "1900-01-00",
        "19000101",
    ],
)
def test_no_date(text: str) -> None:
    assert day(text, "dmy") is None
    assert timestamp(text, "dmy") is None
    assert readings(text) == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31.02.2026", "is no date"),
        ("abc", "is no date"),
        ("1/31/2026", "is no date with the day first"),
        ("1969-12-31", "lies outside 1970 to 2100"),
        ("2101-01-01", "lies outside 1970 to 2100"),
        ("2101-01-01 10:00:00", "lies outside 1970 to 2100"),
        ("2026-02-30 10:00:00", "is no date"),
        ("2026-01-31 25:00", "is no date"),
    ],
)
def test_bad_dates(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        timestamp(text, "dmy")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20 14:05:09", "2026-11-20T14:05:09"),
        ("2026-11-20T14:05:09", "2026-11-20T14:05:09"),
        ("2026-11-20T14:05:09.123Z", "2026-11-20T14:05:09+00:00"),
        ("2026-11-20T14:05:09+0100", "2026-11-20T14:05:09+01:00"),
        ("20/11/2026 9:05", "2026-11-20T09:05:00"),
        ("20/11/2026 12:05 AM", "2026-11-20T00:05:00"),
        ("20/11/2026 12:05 pm", "2026-11-20T12:05:00"),
        ("20/11/2026 2:05:09 p.m.", "2026-11-20T14:05:09"),
    ],
)
def test_timestamps(text: str, expected: str) -> None:
    assert timestamp(text, "dmy") == expected


def test_what_a_spreadsheet_destroyed_is_seen() -> None:
    assert is_destroyed("00:00.0")
    assert is_destroyed(" 45:12.3 ")
    assert not is_destroyed("10:15:00")


FORMS: dict[Order, tuple[str, ...]] = {
    "dmy": ("{d}/{m}/{y}", "{d:02d}.{m:02d}.{y}", "{d}-{m}-{y}", "{d}.{m}.{y} 08:00"),
    "mdy": ("{m}/{d}/{y}", "{m:02d}-{d:02d}-{y}", "{m}/{d}/{y} 8:00 AM"),
    "ymd": ("{y}-{m:02d}-{d:02d}", "{y}{m:02d}{d:02d}", "{y}/{m}/{d}", "{y}{m:02d}{d:02d}.0"),
}


@given(
    st.dates(dt.date(1970, 1, 1), dt.date(2100, 12, 31)),
    st.sampled_from([(order, form) for order, forms in FORMS.items() for form in forms]),
)
def test_what_is_written_is_read_back(date: dt.date, written: tuple[Order, str]) -> None:
    order, form = written
    text = form.format(d=date.day, m=date.month, y=date.year)
    assert readings(text)[order] == date
    assert day(text, order) == to_day(date)
