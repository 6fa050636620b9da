"""Days and amounts as people type them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import money
from artui.domain.days import iso, parse_day, to_date
from artui.domain.typed import (
    MistypedError,
    named_day,
    typed_amount,
    typed_day,
    typed_past_day,
)

FRIDAY = parse_day("2026-11-20")
DAYS = st.integers(parse_day("1990-01-01"), parse_day("2090-01-01"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-28", "2026-11-28"),
        ("  2026-11-28 ", "2026-11-28"),
        ("+7", "2026-11-27"),
        ("+ 7", "2026-11-27"),
        ("+7d", "2026-11-27"),
        ("+2w", "2026-12-04"),
        ("+0", "2026-11-20"),
        ("today", "2026-11-20"),
        ("Tomorrow", "2026-11-21"),
        ("sat", "2026-11-21"),
        ("thu", "2026-11-26"),
        ("fri", "2026-11-27"),
        ("FRIDAY", "2026-11-27"),
        ("mo", "2026-11-23"),
        ("tuesd", "2026-11-24"),
    ],
)
def test_a_day_may_be_typed_in_many_ways(text: str, expected: str) -> None:
    assert iso(typed_day(text, FRIDAY)) == expected


@pytest.mark.parametrize(
    "text", ["", "7", "t", "fridays", "28.11.2026", "11/28/2026", "2026-02-30", "+", "+1m", "-3"]
)
def test_what_is_no_day_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(MistypedError, match="Write a day as"):
        typed_day(text, FRIDAY)


@given(today=DAYS, ahead=st.integers(0, 9999))
def test_a_day_typed_as_its_date_or_as_so_many_days_on_is_the_same(today: int, ahead: int) -> None:
    day = typed_day(f"+{ahead}", today)
    assert typed_day(str(iso(day)), today) == day == today + ahead


@given(today=DAYS, weekday=st.integers(0, 6))
def test_a_weekday_is_the_next_of_its_name_and_never_today(today: int, weekday: int) -> None:
    name = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][weekday]
    day = typed_day(name, today)
    assert today < day <= today + 7
    assert to_date(day).weekday() == weekday
    assert named_day(day).lower() == f"{name} {iso(day)}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-20"),
        ("Yesterday", "2026-11-19"),
        ("-7", "2026-11-13"),
        (" - 2w ", "2026-11-06"),
        ("fri", "2026-11-13"),
        ("thu", "2026-11-19"),
        ("eom", "2026-10-31"),
        ("2026-09", "2026-09-30"),
        ("2026-02", "2026-02-28"),
        ("2026-11-20", "2026-11-20"),
    ],
)
def test_a_day_of_the_past_is_said_in_several_ways(text: str, expected: str) -> None:
    assert iso(typed_past_day(text, parse_day("2026-11-20"))) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write a day as 2026-09-30"),
        ("+7", "Write a day as 2026-09-30"),
        ("2026-13", "Write a day as 2026-09-30"),
        ("2026-11", "Mon 2026-11-30 has not come yet."),
        ("2026-11-21", "Sat 2026-11-21 has not come yet."),
        ("-99999", "Write a day"),
    ],
)
def test_what_is_no_day_of_the_past_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(MistypedError, match=re.escape(sentence)):
        typed_past_day(text, parse_day("2026-11-20"))


@given(today=st.integers(0, 40_000), weekday=st.integers(0, 6))
def test_a_past_weekday_is_the_last_of_its_name_and_never_today(today: int, weekday: int) -> None:
    name = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][weekday]
    day = typed_past_day(name, today)
    assert today - 7 <= day < today
    assert to_date(day).weekday() == weekday


@given(minor=st.integers(1, 10**14), currency=st.sampled_from(["USD", "JPY", "BHD"]))
def test_an_amount_is_read_as_it_is_shown(minor: int, currency: str) -> None:
    assert typed_amount(money.grouped(minor, currency), currency) == minor
    assert typed_amount(money.plain(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("", "USD", "Write an amount as 1234.50."),
        ("1.234,50", "USD", "Write an amount as"),
        ("1,5", "USD", "Write an amount as"),
        ("-3", "USD", "Write an amount as"),
        ("1e3", "USD", "Write an amount as"),
        ("0.00", "USD", "more than nothing"),
        ("1.005", "USD", "USD has 2 decimals."),
        ("1.0", "JPY", "JPY has 0 decimals."),
    ],
)
def test_what_is_no_amount_is_refused(text: str, currency: str, sentence: str) -> None:
    with pytest.raises(MistypedError, match=sentence):
        typed_amount(text, currency)
