"""Dates with a time of day, perhaps in a zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import to_day
from artui.ingest.moments import Moment, clock, is_moment, local, may_be_zoned, split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", Moment("2026-11-20", None, "")),
        ("2026-11-20 14:05", Moment("2026-11-20", 50_700, "")),
        ("20/11/2026, 12:05:09 AM", Moment("20/11/2026", 309, "")),
        ("2026-11-20T14:05:09.123Z", Moment("2026-11-20", 50_709, "+00:00")),
        ("2026-11-20 14:05:09-0730", Moment("2026-11-20", 50_709, "-07:30")),
        ("2026-11-20 14:05:09+01", Moment("2026-11-20", 50_709, "+01:00")),
        ("20261120140509", Moment("20261120", 50_709, "")),
        ("2026-11-20 24:00", Moment("2026-11-20 24:00", None, "")),
        ("2026-11-20 14:65", Moment("2026-11-20 14:65", None, "")),
        ("20261120256565", Moment("20261120256565", None, "")),
    ],
)
def test_a_text_is_split_into_date_and_time(text: str, expected: Moment) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T14:05:09Z", True),
        ("2026-11-20 14:05-07", True),
        ("2026-11-20T00:00:00.000Z", False),
        ("2026-11-20T00:00:00+02:00", False),
        ("2026-11-20T14:05:09", False),
        ("20-11-2026 14:05", False),
        ("2026-11-20", False),
    ],
)
def test_a_time_in_a_zone_is_a_moment_but_midnight_is_a_date(text: str, moment: bool) -> None:  # noqa: FBT001 - what is expected
    assert is_moment(text) is moment
    if moment:
        assert may_be_zoned(f"2026-11-20\0{text}\0")


def test_plain_times_are_told_at_once() -> None:
    assert not may_be_zoned("2026-11-20 14:05:00\0" * 3 + "20-11-2026 14:05")


@given(
    st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2099, 12, 30)),  # noqa: DTZ001 - zoned below
    st.sampled_from(["UTC", "Europe/Berlin", "America/Phoenix", "Asia/Kolkata", "Pacific/Apia"]),
    st.integers(-14 * 4, 14 * 4),
)
def test_a_moment_is_the_same_moment_on_every_clock(
    naive: dt.datetime, zone: str, quarters: int
) -> None:
    offset = dt.timezone(dt.timedelta(minutes=15 * quarters))
    moment = naive.replace(microsecond=0, tzinfo=offset)
    told = split(moment.isoformat())
    assert told.time is not None
    number = to_day(moment.date())
    assert clock(number, told.time) == naive.replace(microsecond=0).isoformat()
    # in an hour that a clock shows twice, no moment equals one of another zone
    assert local(number, told, ZoneInfo(zone)).astimezone(dt.UTC) == moment
