"""Days of payment and weekly receipts out of habits."""

from __future__ import annotations

import itertools
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.forecast import (
    Horizon,
    Part,
    Receipts,
    horizon,
    kept_share,
    left_of,
    reached,
    receipts,
)
from artui.domain.habits import Habit, Pool, Rules, delayed, habit, pooled, unknown
from artui.domain.survival import Curve, Seen

RULES = Rules()
LATE_OR_LATER = Pool(Curve(10, (0.5, *[0.5] * 29, 0.0), 1.0), 40, "all customers")


def paid(days: dict[int, int]) -> Seen:
    return Seen(days, {}, {})


def day_of(part: Part, share: float = 0.5) -> int | None:
    return reached(left_of([part]), share, RULES.longest_days)


def test_nobody_paid_yet() -> None:
    """What is left shrinks by a fourteenth a day after the due date."""
    how = habit(paid({}), unknown(RULES), RULES)
    assert how.basis == "no payments yet"
    assert how.left(0, 14) == pytest.approx((13 / 14) ** 14)
    assert how.left(-30, 29) == 1


def test_few_payments_lean_on_the_pool_and_many_do_not() -> None:
    """Everybody pays on day 0, this customer on day 40: the chance of day 0 is k / (n + k)."""
    pool = Pool(Curve(0, (0.0,), 1.0), 500, "all customers")
    for payments in (0, 1, 5, 45):
        how = habit(paid({40: payments} if payments else {}), pool, RULES)
        assert how.weight == pytest.approx(payments / (payments + 5))
        assert how.left(-10, 20) == pytest.approx(payments / (payments + 5))
    assert habit(paid({40: 2}), pool, RULES).basis == "own history of 2, else 500 of all customers"
    assert habit(paid({40: 9}), pool, RULES).basis == "own history of 9"


def test_an_item_is_expected_by_what_was_paid_after_its_age() -> None:
    """Half is paid 10 days late, half 40: one that is 20 days late is of the second half."""
    how = Habit(LATE_OR_LATER)
    assert day_of(Part(100, 0, how), 0.5) == 10
    assert day_of(Part(100, 20, how)) == 20
    assert how.left(20, 19) == 1


def test_what_is_older_than_anything_ever_paid_is_not_expected() -> None:
    part = Part(100, 41, Habit(LATE_OR_LATER))
    assert day_of(part) is None
    assert receipts([part], horizon(5, 4), 0.2).rounded() == ([0, 0, 0, 0], 0)
    sums = receipts([part], horizon(5, 4), 0.2)
    sums.open = 100
    assert sums.rounded() == ([0, 0, 0, 0], 100)


def test_a_promise_comes_on_its_day_or_as_by_habit_after_it() -> None:
    part = Part(100, 0, Habit(LATE_OR_LATER), promised=20, kept=0.75)
    assert [part.left(day) for day in (10, 19, 20, 39, 40)] == [1, 1, 0.25, 0.25, 0]
    assert day_of(part) == 20


def test_a_slowed_account_pays_later_the_less_is_known_of_it() -> None:
    pool = Pool(Curve(0, tuple(1 - day / 100 for day in range(1, 101)), 1.0), 90, "all customers")
    unknown_one = habit(paid({}), pool, RULES, slowed=True)
    known = habit(paid({50: 95}), pool, RULES, slowed=True)
    assert unknown_one.left(-1, 50) == pytest.approx(pool.curve.left(49) ** 0.7)
    assert known.speed == pytest.approx(1 - 0.3 * 5 / 100)


def test_pools_lean_on_their_parents_and_go_by_their_names_where_they_saw_little() -> None:
    parent = pooled(paid({0: 180}), unknown(RULES), "all customers", RULES)
    few, many = paid({30: 3}), paid({30: 60})
    assert pooled(few, parent, "segment a", RULES)[1:] == (180, "all customers")
    found = pooled(many, parent, "segment a", RULES)
    assert found[1:] == (60, "segment a")
    assert found.curve.left(15) == pytest.approx(60 / 80 + 20 / 80 * parent.curve.left(15))
    assert pooled(paid({}), parent, "segment b", RULES) is parent
    assert delayed(parent, 21).curve.left(20) == parent.curve.left(-1)


def test_weeks_end_on_sundays() -> None:
    """From a Friday the first has two days left, from a Sunday it is the whole next week."""
    assert [horizon(day, 2).ends for day in (1, 5, 6, 7)] == [[6, 13], [2, 9], [1, 8], [7, 14]]


def test_a_week_and_its_range() -> None:
    """Two items of 600 and 800, each with a chance of a half."""
    how = Habit(Pool(Curve(0, (0.5,), 1.0), 9, "all customers"))
    parts = [Part(600, -1, how), Part(800, -1, how)]
    alone, together = (receipts(parts, Horizon(7, 1), runs) for runs in (0, 1))
    assert alone.expected == [700]
    assert sqrt(alone.variance[0]) == pytest.approx(500)
    assert sqrt(together.variance[0]) == pytest.approx(700)
    for sums in (alone, together):
        sums.open = 1400
    ((low, high),) = alone.range(0.8)
    assert (round(low), round(high)) == (59, 1341)
    assert together.range(0.8) == [(0, 1400)]


def test_customers_are_added_as_independent() -> None:
    sums = Receipts(1, variance=[], open=10)
    how = Habit(Pool(Curve(0, (0.5,), 1.0), 9, "all customers"))
    for _ in range(2):
        one = receipts([Part(10, -1, how)], Horizon(7, 1), 1)
        one.open = 10
        sums.add(one)
    assert (sums.variance, sums.open) == ([50], 30)


PARTS = st.lists(
    st.builds(
        Part,
        st.integers(1, 10**12),
        st.integers(-200, 900),
        st.builds(
            habit,
            st.dictionaries(st.integers(-40, 300), st.integers(1, 9), max_size=6).map(paid),
            st.just(LATE_OR_LATER),
            st.just(RULES),
            slowed=st.booleans(),
        ),
        st.one_of(st.none(), st.integers(1, 120)),
        st.floats(0, 1),
        st.booleans(),
    ),
    max_size=12,
)


@given(PARTS, st.integers(1, 7), st.integers(1, 30))
def test_weeks_and_what_is_beyond_come_to_all_that_may_come(
    parts: list[Part], weekday: int, weeks: int
) -> None:
    sums = receipts(parts, horizon(weekday, weeks), RULES.runs)
    sums.open = sum(part.amount for part in parts)
    amounts, beyond = sums.rounded()
    assert sum(amounts) + beyond == sums.open
    assert min(*amounts, beyond, 0) == 0
    assert all(0 <= low <= high <= sums.open for low, high in sums.range(0.8))


@given(PARTS.filter(bool))
def test_the_share_unpaid_never_rises_and_the_day_is_the_first_that_reaches_it(
    parts: list[Part],
) -> None:
    left = left_of(parts)
    shares = [left(day) for day in range(1, 200)]
    assert all(one >= other - 1e-9 for one, other in itertools.pairwise(shares))
    day = reached(left, 0.5, 199)
    below = [day for day, share in enumerate(shares, 1) if share <= 0.5]
    assert day == (below[0] if below else None) or abs(left(day or 199) - 0.5) < 1e-9


def test_promises_by_how_many_were_kept() -> None:
    assert kept_share(0, 0, 0.7, 3) == pytest.approx(0.7)
    assert kept_share(9, 9, 0.7, 3) == pytest.approx((9 + 2.1) / 12)
