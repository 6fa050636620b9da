"""Every form of a date: in which orders it can be read, and what it then is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

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
        '="2026-01-31"',
        "'2026-01-31",
        "2026-01-31 00:00:00+00",
        "20260131101500",
        "20260131T101500Z",
        "31JAN2026",
        "2026-Jan-31",
        "31. Januar 2026",
        "31-J\u00c4N-26",
        "31 janv. 2026",
        "31 de enero de 2026",
        "31 gen 2026",
        "31 januari 2026",
        "31 de janeiro de 2026",
        "January 31st, 2026",
        "Sat, 31 Jan 2026",
        "Saturday, January 31, 2026",
        "sam. 31 janv. 2026",
        "Sa 2026-01-31",
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
        ("Fr, 05.06.2026", {"dmy": "2026-06-05"}),
        ("Fri 5/6/2026", {"dmy": "2026-06-05", "mdy": "2026-05-06"}),
        ("5/6/2026, 10:15:00 PM", {"dmy": "2026-06-05", "mdy": "2026-05-06"}),
        ("45991", {"serial": "2025-11-30"}),
        ("45991.75", {"serial": "2025-11-30"}),
        ("25569", {"serial": "1970-01-01"}),
        ("73415", {"serial": "2100-12-31"}),
        ("25568", {}),
        ("73416", {}),
        ("12345", {}),
        ("145991", {}),
        ("31 jui 2026", {}),
        ("31 Jan", {}),
        ("Jan 2026", {}),
        ("Mo 31", {}),
        ("Due 31 Jan 2026", {}),
        ("26-Jan-31-5", {}),
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
        "0",
        "0.0",
        "n/a",
        "N/A",
        "#N/A",
        "NaT",
        "null",
        "\u2014",
        "31.12.9999",
        "12/31/9999",
        "99991231",
        "9999-12-31T00:00:00Z",
        "1753-01-01",
        "0001-01-01",
        "1899-12-30 00:00:00",
        "1/0/1900",
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
        ("20/11/2026, 2:05:09 PM", "2026-11-20T14:05:09"),
        ("2026-11-20 14:05:09+01", "2026-11-20T14:05:09+01:00"),
        ("2026-11-20 14:05:09 UTC", "2026-11-20T14:05:09+00:00"),
        ("Friday, November 20, 2026 10:32 AM GMT-08:00", "2026-11-20T10:32:00-08:00"),
        ("20261120140509", "2026-11-20T14:05:09"),
        ("20261120T140509Z", "2026-11-20T14:05:09+00:00"),
    ],
)
def test_timestamps(text: str, expected: str) -> None:
    assert timestamp(text, "dmy") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("46346", "2026-11-20"),
        ("46346.0", "2026-11-20"),
        ("46346.5", "2026-11-20T12:00:00"),
        ("46346,25", "2026-11-20T06:00:00"),
        ("46346.58690972222", "2026-11-20T14:05:09"),
        ("46346.999999999", "2026-11-20T23:59:59"),
        ("0", None),
    ],
)
def test_days_counted_by_a_spreadsheet(text: str, expected: str | None) -> None:
    assert timestamp(text, "serial") == expected
    assert day(text, "serial") == (None if expected is None else parse_day("2026-11-20"))


def test_a_written_date_is_no_days_number() -> None:
    with pytest.raises(ValueError, match=r"^is not a spreadsheet's day number$"):
        day("2026-11-20", "serial")


@pytest.mark.parametrize(
    ("text", "zone", "local"),
    [
        ("2026-11-20T06:30:00Z", "America/Phoenix", "2026-11-19T23:30:00-07:00"),
        ("2026-07-31T22:00:00.000Z", "Europe/Berlin", "2026-08-01T00:00:00+02:00"),
        ("2026-12-31T23:30:00+00:00", "Asia/Kolkata", "2027-01-01T05:00:00+05:30"),
        ("2026-11-20T14:05:00", "America/Phoenix", "2026-11-20T14:05:00"),
        ("2026-11-20", "America/Phoenix", "2026-11-20"),
    ],
)
def test_a_moment_is_told_by_the_clock_of_the_home(text: str, zone: str, local: str) -> None:
    assert timestamp(text, "ymd", ZoneInfo(zone)) == local
    assert day(text, "ymd", ZoneInfo(zone)) == parse_day(local[:10])


def test_what_a_spreadsheet_destroyed_is_seen() -> None:
    assert is_destroyed("00:00.0")
    assert is_destroyed(" 45:12.3 ")
    assert not is_destroyed("10:15:00")


FORMS: dict[Order, tuple[str, ...]] = {
    "dmy": ("{d}/{m}/{y}", "{d:02d}.{m:02d}.{y}", "{d}-{m}-{y}", "{d}.{m}.{y} 08:00"),
    "serial": ("{n}", "{n}.0", "{n}.25"),
    "mdy": ("{m}/{d}/{y}", "{m:02d}-{d:02d}-{y}", "{m}/{d}/{y} 8:00 AM"),
    "ymd": ("{y}-{m:02d}-{d:02d}", "{y}{m:02d}{d:02d}", "{y}/{m}/{d}", "{y}{m:02d}{d:02d}.0"),
}


@given(
    st.dates(dt.date(1970, 1, 1), dt.date(2100, 12, 31)),
    st.sampled_from([(order, form) for order, forms in FORMS.items() for form in forms]),
)
def test_what_is_written_is_read_back(date: dt.date, written: tuple[Order, str]) -> None:
    order, form = written
    text = form.format(d=date.day, m=date.month, y=date.year, n=to_day(date) + 25_569)
    assert readings(text)[order] == date
    assert day(text, order) == to_day(date)
