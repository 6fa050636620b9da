"""Plans of instalments as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from artui.domain.plans import Instalment, Terms, lines, lists_amounts, typed_plan
from artui.domain.typed import MistypedError

FRIDAY = parse_day("2026-11-20")
TERMS = Terms("USD", FRIDAY, 500_00, 600_00)


def told(text: str, terms: Terms = TERMS) -> list[tuple[int, str | None]]:
    """Amounts and days."""
    return [(part.amount, iso(part.due_on)) for part in typed_plan(text, terms)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("+7", [(500_00, "2026-11-27")]),
        ("2026-12-01 of what is open", [(600_00, "2026-12-01")]),
        ("500 by +7", [(500_00, "2026-11-27")]),
        (
            "3 x monthly from 2026-12-31",
            [(166_66, "2026-12-31"), (166_66, "2027-01-31"), (166_68, "2027-02-28")],
        ),
        ("2x weekly", [(250_00, "2026-11-27"), (250_00, "2026-12-04")]),
        ("2 x Every 2 Weeks from fri", [(250_00, "2026-11-27"), (250_00, "2026-12-11")]),
        ("2 x every 10 days", [(250_00, "2026-11-30"), (250_00, "2026-12-10")]),
        (
            "3 x monthly from 2026-12-01 of open",
            [(200_00, "2026-12-01"), (200_00, "2027-01-01"), (200_00, "2027-02-01")],
        ),
        ("1,200.50 by +7, 3 by +1", [(3_00, "2026-11-21"), (1200_50, "2026-11-27")]),
        ("120 by +7; rest by +30", [(120_00, "2026-11-27"), (380_00, "2026-12-20")]),
        ("120 by +7\nrest by 2027-01-04", [(120_00, "2026-11-27"), (380_00, "2027-01-04")]),
    ],
)
def test_what_a_text_means(text: str, parts: list[tuple[int, str]]) -> None:
    assert told(text) == parts


HOW = "Write a day, 3 x monthly from 2026-12-01, or 500 by +7, rest by 2026-12-31."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("soon", "Write a day as 2026-11-28, +7 or fri."),
        ("3 x daily", HOW),
        ("500 by +7, and then some", HOW),
        ("5 by 2026-11-01", "Sun 2026-11-01 has passed."),
        ("3 x monthly from 2026-11-01", "Sun 2026-11-01 has passed."),
        ("0 x monthly", "A plan has 1 to 60 parts, each later than the one before."),
        ("61 x weekly", "A plan has 1 to 60 parts, each later than the one before."),
        ("2 x every 0 days", "A plan has 1 to 60 parts, each later than the one before."),
        ("9 x monthly from 9999-11-30", "No calendar goes that far."),
        ("rest by +1, rest by +2", "Only one part can be the rest."),
        ("500 by +1, rest by +2", "Nothing of 500.00 is left for the rest."),
        ("1.234 by +1, 5 by +2", "USD has 2 decimals."),
        ("few by +1", "Write an amount as 1234.50."),
    ],
)
def test_what_means_none(text: str, sentence: str) -> None:
    with pytest.raises(MistypedError) as problem:
        typed_plan(text, TERMS)
    assert str(problem.value) == sentence


def test_parts_come_to_the_total_that_somebody_wrote() -> None:
    stated = Terms("USD", FRIDAY, 500_00, 600_00, stated=True)
    assert sum(amount for amount, _ in told("300 by +1, 200 by +2", stated)) == 500_00
    with pytest.raises(MistypedError, match="The parts come to 400"):
        typed_plan("300 by +1, 100 by +2", stated)
    assert told("300 by +1, 100 by +2")[1] == (100_00, "2026-11-22")


def test_without_a_total_only_a_list_says_how_much() -> None:
    nothing = Terms("USD", FRIDAY, None)
    assert told("300 by +1", nothing) == [(300_00, "2026-11-21")]
    for text in ("+7", "3 x monthly", "300 by +1, rest by +2"):
        with pytest.raises(MistypedError, match="Write an amount"):
            typed_plan(text, nothing)
    with pytest.raises(MistypedError, match="still being read"):
        typed_plan("+7 of what is open", nothing)
    said = [lists_amounts(each) for each in ("300 by +1", "+7 of open", "+7", "3 x monthly")]
    assert said == [True, True, False, False]


def test_parts_in_words() -> None:
    assert lines(typed_plan("300 by +1, 250 by +2", TERMS), TERMS) == [
        "1/2   300.00 by Sat 2026-11-21",
        "2/2   250.00 by Sun 2026-11-22",
        "together 550.00 USD, of 600.00 open",
    ]


@given(st.integers(1, 10**9), st.integers(1, 60), st.sampled_from(["weekly", "monthly"]))
def test_equal_parts_come_to_the_total_exactly(total: int, parts: int, every: str) -> None:
    terms = Terms("JPY", FRIDAY, total)
    if total < parts:
        with pytest.raises(MistypedError, match="more than nothing"):
            typed_plan(f"{parts} x {every}", terms)
        return
    found = typed_plan(f"{parts} x {every}", terms)
    assert sum(part.amount for part in found) == total
    assert [part.due_on for part in found] == sorted({part.due_on for part in found})
    *equal, last = found
    assert {part.amount for part in equal} <= {total // parts}
    assert 0 <= last.amount - total // parts < parts
    assert isinstance(last, Instalment)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_plan_or_said_to_be_none(text: str) -> None:
    try:
        parts = typed_plan(text, TERMS)
    except MistypedError:
        return
    assert parts
    assert all(part.amount > 0 and part.due_on >= FRIDAY for part in parts)
