"""What became of a discount: taken in time, in part, too late, or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.discount import Discount
from artui.domain.discount_taken import Move, Owed, judge

if TYPE_CHECKING:
    from artui.domain.discount_taken import Means

_TWO = Discount(10, Decimal(2))
_STEPS = (Discount(7, Decimal(3)), Discount(14, Decimal("1.5")))


def _owed(*discounts: Discount, amount: int = 10_000, tax: int = 0) -> Owed:
    return Owed(amount, tax, "USD", 100, discounts or (_TWO,), "gross")


def _outcome(owed: Owed, *moves: tuple[int, Means, int]) -> tuple[object, ...] | None:
    found = judge(owed, [Move(100 + day, means, amount) for day, means, amount in moves])
    if found is None:
        return None
    days = (found.paid_on - 100, found.days_after)
    return (found.state, *days, found.allowed, found.taken, found.unearned)


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        # The last day is inclusive.
        ([(10, "cash", 9800), (10, "discount", 200)], ("taken", 10, 0, 200, 200, 0)),
        ([(11, "cash", 9800), (11, "discount", 200)], ("unearned", 11, 1, 0, 200, 200)),
        # Booked later than it was paid: the day of the cash counts.
        ([(9, "cash", 9800), (25, "discount", 200)], ("taken", 9, 0, 200, 200, 0)),
        # Nobody booked it: a payment short by just that says it too, to a cent.
        ([(5, "cash", 9800)], ("taken", 5, 0, 200, 200, 0)),
        ([(5, "cash", 9799)], ("taken", 5, 0, 200, 201, 0)),
        ([(5, "cash", 9798)], None),
        ([(12, "cash", 9800)], ("unearned", 12, 2, 0, 200, 200)),
        # More than was allowed.
        ([(5, "cash", 9500), (5, "discount", 500)], ("unearned", 5, 0, 200, 500, 300)),
        # Part in time, the rest too late: earned in proportion.
        (
            [(5, "cash", 4900), (20, "cash", 4900), (20, "discount", 200)],
            ("unearned", 20, 10, 100, 200, 100),
        ),
        (
            [(5, "cash", 4900), (5, "discount", 100), (40, "cash", 5000)],
            ("taken", 40, 0, 100, 100, 0),
        ),
        # Closed otherwise, or open: no discount.
        ([(5, "cash", 9800), (30, "loss", 200)], None),
        ([(5, "cash", 5000)], None),
        ([], None),
        ([(5, "loss", 10_000)], None),
        # Paid in full: nobody took it.
        ([(5, "cash", 10_000)], ("missed", 5, 0, 0, 0, 0)),
        ([(45, "cash", 10_500)], ("missed", 45, 0, 0, 0, 0)),
        # A credit note makes less of what it counts on.
        ([(3, "credit", 5000), (8, "cash", 4900)], ("taken", 8, 0, 100, 100, 0)),
        # Reversed and paid again too late.
        (
            [(5, "cash", 9800), (9, "cash", -9800), (30, "cash", 9800)],
            ("unearned", 30, 20, 0, 200, 200),
        ),
        # A discount that was taken back was not taken.
        (
            [(11, "cash", 9800), (11, "discount", 200), (20, "discount", -200), (20, "cash", 200)],
            ("missed", 20, 0, 0, 0, 0),
        ),
    ],
)
def test_two_per_cent_in_ten_days(
    moves: list[tuple[int, Means, int]], expected: tuple[object, ...] | None
) -> None:
    assert _outcome(_owed(), *moves) == expected


@pytest.mark.parametrize(
    ("day", "short", "expected"),
    [
        (7, 300, ("taken", 7, 0, 300, 300, 0)),
        (8, 300, ("unearned", 8, 1, 150, 300, 150)),
        (14, 150, ("taken", 14, 0, 150, 150, 0)),
        (15, 150, ("unearned", 15, 1, 0, 150, 150)),
    ],
)
def test_of_several_discounts_the_one_taken_is_judged(
    day: int, short: int, expected: tuple[object, ...]
) -> None:
    assert _outcome(_owed(*_STEPS), (day, "cash", 10_000 - short)) == expected


def test_a_discount_that_no_terms_give_is_all_unearned() -> None:
    owed = _owed()._replace(discounts=())
    assert _outcome(owed, (5, "cash", 9800), (5, "discount", 200)) == (
        "unearned",
        5,
        0,
        0,
        200,
        200,
    )
    assert _outcome(owed, (5, "cash", 9800)) is None
    assert _outcome(owed, (5, "cash", 10_000)) is None


def test_by_net_the_tax_earns_none() -> None:
    owed = _owed(amount=12_000, tax=2000)._replace(basis="net")
    assert _outcome(owed, (5, "cash", 11_800)) == ("taken", 5, 0, 200, 200, 0)
    assert _outcome(owed, (5, "cash", 11_760)) is None


_AMOUNTS = st.integers(-3000, 11_000)
_MOVES = st.lists(
    st.tuples(
        st.integers(0, 30), st.sampled_from(("cash", "discount", "credit", "loss")), _AMOUNTS
    ),
    max_size=6,
)


@given(moves=_MOVES)
def test_what_is_unearned_was_taken_and_not_allowed(moves: list[tuple[int, Means, int]]) -> None:
    found = judge(_owed(*_STEPS), [Move(100 + day, means, amount) for day, means, amount in moves])
    if found is None:
        return
    assert 0 <= found.unearned <= found.taken
    assert found.allowed <= max(found.taken, 0)
    assert (found.state == "unearned") == (found.unearned > 0)
    assert found.state == "unearned" or found.days_after == 0
    assert found.unearned in (0, found.taken - found.allowed)
