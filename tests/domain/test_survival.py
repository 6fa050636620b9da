"""Curves of what stays unpaid, held against figures worked out by hand and a naive count."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.survival import Curve, Seen, blend, estimate, later, tail_pace, weekly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def seen(paid: Sequence[int], waiting: Sequence[int] = (), entered: Sequence[int] = ()) -> Seen:
    """Items by their days."""

    def counted(days: Sequence[int]) -> Mapping[int, int]:
        return {day: days.count(day) for day in days}

    return Seen(counted(paid), counted(waiting), counted(entered))


def curve(found: Seen, spread: int = 0) -> Curve:
    return estimate(found, spread=spread, pace=0.99)


def test_without_anything_open_it_is_the_plain_share_left() -> None:
    found = curve(seen([2, 2, 5, 9]))
    assert [found.left(day) for day in (1, 2, 4, 5, 8, 9, 99)] == [1, 0.5, 0.5, 0.25, 0.25, 0, 0]


def test_the_product_limit_by_hand() -> None:
    """Freireich's 6-MP patients as Kaplan-Meier texts have them: 6, 6, 6, 6+, 7, 9+, 10, 10+ ..."""
    found = curve(
        seen([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    )
    published = {6: "0.857", 7: "0.807", 10: "0.753", 13: "0.690", 16: "0.627", 22: "0.538"}
    assert {day: f"{found.left(day):.3f}" for day in published} == published
    assert f"{found.left(23):.3f}" == "0.448"


def test_what_was_old_when_the_records_began_counts_from_then_on_only() -> None:
    """Thirty watched from the beginning, half paid by day 5; thirty that were 20 days old."""
    watched = [5] * 15 + [30] * 15
    old = [30] * 10
    plain, truncated = curve(seen(watched + old)), curve(seen(watched + old, (), [20] * 10))
    assert plain.left(5) == pytest.approx(25 / 40)
    assert truncated.left(5) == pytest.approx(15 / 30)
    assert truncated.left(30) == pytest.approx(0)


def test_few_on_record_are_no_reason_to_take_everything_for_paid() -> None:
    """One item is paid on day 1, before twenty others come on record at day 10."""
    found = curve(seen([1] + [40] * 20, (), [10] * 20))
    assert found.left(1) == pytest.approx(1 - 1 / 20)


def test_a_payment_stands_for_the_days_around_it() -> None:
    found = curve(seen([10]), spread=2)
    weights = [1, 2, 3, 2, 1]
    sums = [1 - Fraction(sum(weights[: n + 1]), 9) for n in range(5)]
    assert [found.left(day) for day in range(8, 13)] == pytest.approx([float(s) for s in sums])
    assert found.left(7) == 1


def test_it_goes_on_at_its_pace() -> None:
    found = Curve(0, (0.8, 0.5), 0.9)
    assert [found.left(day) for day in (-1, 0, 1, 2, 3)] == pytest.approx(
        [1, 0.8, 0.5, 0.45, 0.405]
    )
    assert weekly(found, -8, 4) == pytest.approx([1, 1, found.left(6), found.left(13)])


def test_a_tail_by_payments_and_days_waited() -> None:
    """After day 10: two payments in 5 + 15 days, ten days of an open one, and the prior's 90."""
    found = tail_pace(seen([3, 15, 25], [20]), 10, 90)
    assert found == pytest.approx(1 - 3 / (20 + 10 + 90 + 3))


DAYS = st.lists(st.integers(-60, 200), min_size=1, max_size=30)


@given(DAYS, st.lists(st.integers(-60, 200), max_size=30), st.integers(0, 9))
def test_a_curve_begins_at_all_never_rises_and_ends_where_it_should(
    paid: list[int], waiting: list[int], spread: int
) -> None:
    found = curve(seen(paid, waiting), spread)
    days = range(min(paid) - spread - 1, max(paid) + spread + 1)
    shares = [found.left(day) for day in days]
    assert shares[0] == 1
    assert all(one >= other - 1e-9 for one, other in itertools.pairwise(shares))
    assert shares[-1] == pytest.approx(_product_limit(paid, waiting), abs=1e-9)


def _product_limit(paid: list[int], waiting: list[int]) -> float:
    """The share left at the end, multiplied out item by item."""
    left = Fraction(1)
    for day in sorted(set(paid)):
        at_risk = sum(each >= day for each in (*paid, *waiting))
        left *= 1 - Fraction(paid.count(day), at_risk)
    return float(left)


@given(DAYS, DAYS, st.integers(-90, 250), st.floats(0, 1))
def test_blends_and_shifts_day_by_day(
    one: list[int], other: list[int], day: int, weight: float
) -> None:
    first, second = curve(seen(one), 3), curve(seen(other))
    mixed = blend(first, second, weight)
    wanted = weight * first.left(day) + (1 - weight) * second.left(day)
    assert mixed.left(day) == pytest.approx(wanted, abs=1e-9)
    assert later(first, 9).left(day + 9) == first.left(day)


@given(DAYS, st.integers(-90, 250), st.integers(1, 20))
def test_weeks_are_every_seventh_day(paid: list[int], first: int, weeks: int) -> None:
    found = curve(seen(paid, [50]), 2)
    days = [found.left(first + 7 * week) for week in range(weeks)]
    assert weekly(found, first, weeks) == pytest.approx(days)
