"""Promises to pay, judged."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import parse_day
from artui.domain.escalation import after_business_days
from artui.domain.promises import (
    Judged,
    Payment,
    Promise,
    Rules,
    judge,
    less_taken_back,
    plan_state,
)

MADE, DUE = parse_day("2026-11-02"), parse_day("2026-11-06")  # a Monday and a Friday
UNTIL = parse_day("2026-11-11")
RULES = Rules(grace_days=3, kept_percent=Decimal(99))


def _judged(*payments: Payment, today: int = UNTIL + 1, **more: Any) -> Judged:
    (found,) = judge([Promise(1, 100_00, MADE, DUE, **more)], payments, today, RULES)
    return found


@pytest.mark.parametrize(
    ("payments", "state", "received"),
    [
        ((), "broken", 0),
        ((Payment(MADE, 100_00),), "broken", 0),
        ((Payment(MADE + 1, 100_00),), "kept", 100_00),
        ((Payment(UNTIL, 100_00),), "kept", 100_00),
        ((Payment(UNTIL + 1, 100_00),), "broken", 0),
        ((Payment(DUE, 99_00),), "kept", 99_00),
        ((Payment(DUE, 98_99),), "partly_kept", 98_99),
        ((Payment(DUE, 60_00), Payment(UNTIL, 60_00)), "kept", 100_00),
        ((Payment(DUE, -5), Payment(UNTIL, 5)), "partly_kept", 5),
    ],
)
def test_money_counts_after_the_promise_and_until_the_grace_is_over(
    payments: tuple[Payment, ...], state: str, received: int
) -> None:
    found = _judged(*payments)
    assert (found.state, found.received, found.until) == (state, received, UNTIL)


def test_it_is_open_while_money_may_still_come() -> None:
    assert _judged(today=UNTIL).state == "open"
    assert _judged(Payment(DUE, 5), today=UNTIL).state == "open"
    assert _judged(Payment(DUE, 100_00), today=DUE).state == "kept"
    assert _judged(Payment(DUE + 1, 100_00), today=DUE).state == "open"


def test_one_withdrawn_in_time_is_neither_kept_nor_broken() -> None:
    assert _judged(withdrawn_on=DUE).state == "withdrawn"
    assert _judged(withdrawn_on=UNTIL + 1).state == "broken"
    assert _judged(withdrawn_on=DUE, today=DUE - 1).state == "open"
    assert _judged(Payment(DUE, 100_00), withdrawn_on=DUE).state == "kept"
    assert _judged(Payment(DUE + 1, 100_00), withdrawn_on=DUE).received == 0


@pytest.mark.parametrize(
    ("days", "late"), [((), None), ((-1,), 0), ((0,), 0), ((1, 3), 3), ((3, 1), 3), ((1, 9), 1)]
)
def test_how_late_the_last_of_it_came(days: tuple[int, ...], late: int | None) -> None:
    found = _judged(*(Payment(DUE + day, 30_00) for day in days))
    assert found.days_late == late


def test_what_is_more_than_promised_makes_nothing_later() -> None:
    found = _judged(Payment(DUE, 100_00), Payment(DUE + 2, 50_00))
    assert (found.state, found.days_late) == ("kept", 0)


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        (["kept", "kept"], "kept"),
        (["kept", "open"], "open"),
        (["partly_kept", "open"], "open"),
        (["broken", "open"], "broken"),
        (["kept", "partly_kept"], "partly_kept"),
        (["kept", "broken", "withdrawn"], "broken"),
        (["partly_kept", "withdrawn"], "withdrawn"),
        (["withdrawn", "withdrawn"], "withdrawn"),
    ],
)
def test_a_plan_is_judged_by_its_parts(parts: list[Any], state: str) -> None:
    assert plan_state(parts) == plan_state(parts[::-1]) == state


def test_one_that_is_not_made_yet_is_none() -> None:
    assert judge([Promise(1, 1, MADE, DUE)], (), MADE - 1, RULES) == []


def test_money_goes_to_the_promise_first_due() -> None:
    later, first = Promise(1, 50, MADE, DUE + 3), Promise(2, 50, MADE, DUE)
    found = judge([later, first], [Payment(DUE, 70)], UNTIL + 9, RULES)
    assert [(each.promise.id, each.state, each.received) for each in found] == [
        (1, "partly_kept", 20),
        (2, "kept", 50),
    ]


def test_what_is_paid_on_an_invoice_goes_to_promises_about_it_first() -> None:
    account = Promise(1, 50, MADE, DUE)
    own, other = Promise(2, 50, MADE, DUE + 1, document=7), Promise(3, 50, MADE, DUE, document=8)
    found = judge([account, own, other], [Payment(DUE, 80, 7)], UNTIL + 9, RULES)
    assert [each.received for each in found] == [30, 50, 0]
    found = judge([account, own, other], [Payment(DUE, 120)], UNTIL + 9, RULES)
    assert [each.received for each in found] == [50, 20, 50]


def test_what_is_taken_back_comes_off_the_latest_of_its_invoice() -> None:
    moves = [Payment(1, 50, 7), Payment(2, 50, 7), Payment(2, 9, 8), Payment(3, -60, 7)]
    assert less_taken_back(moves) == [Payment(1, 40, 7), Payment(2, 9, 8)]
    assert less_taken_back([Payment(1, -60, 7), Payment(2, 5, 7)]) == [Payment(2, 5, 7)]


_DAYS = st.integers(0, 25)
_PROMISES = st.lists(
    st.tuples(st.integers(1, 90), _DAYS, st.integers(0, 12), st.sampled_from([None, 7, 8])),
    max_size=6,
)
_PAYMENTS = st.lists(
    st.builds(Payment, _DAYS, st.integers(0, 90), st.sampled_from([None, 7, 8])), max_size=8
)


@given(_PROMISES, _PAYMENTS, st.integers(0, 40))
def test_nothing_is_received_twice_or_out_of_time(
    made: list[Any], payments: list[Payment], today: int
) -> None:
    promised = [
        Promise(number, amount, on, on + days, None, document)
        for number, (amount, on, days, document) in enumerate(made)
    ]
    found = judge(promised, payments, today, RULES)
    assert [each.promise for each in found] == [p for p in promised if p.promised_on <= today]
    seen = [paid for paid in payments if paid.on <= today]
    assert sum(each.received for each in found) <= sum(paid.amount for paid in seen)
    for each in found:
        promise = each.promise
        assert each.until == after_business_days(promise.due_on, 3)
        could = sum(
            paid.amount
            for paid in seen
            if promise.promised_on < paid.on <= each.until
            and (promise.document in (None, paid.document) or paid.document is None)
        )
        assert 0 <= each.received <= min(promise.amount, could)
        assert (each.state == "kept") == (each.received * 100 >= promise.amount * 99)
        assert (each.state == "open") <= (today <= each.until)


@given(_PROMISES, _PAYMENTS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_told_does_not_matter(
    made: list[Any], payments: list[Payment], dice: Any
) -> None:
    promised = [
        Promise(number, amount, on, on + days, None, document)
        for number, (amount, on, days, document) in enumerate(made)
    ]
    before = {each.promise.id: each for each in judge(promised, payments, 60, RULES)}
    dice.shuffle(promised)
    dice.shuffle(payments)
    assert {each.promise.id: each for each in judge(promised, payments, 60, RULES)} == before
