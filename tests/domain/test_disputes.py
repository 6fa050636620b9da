"""What the statuses of programs come to."""

from __future__ import annotations

import pytest

from artui.domain.disputes import CLOSED, LABELS, OVER, STATES, is_over, state_of


@pytest.mark.parametrize(
    ("word", "state"),
    [
        (None, "open"),
        ("", "open"),
        ("Something of their own", "open"),
        ("Open", "open"),
        ("IN_REVIEW", "waiting_us"),
        ("in process", "waiting_us"),
        ("Pending-Customer", "waiting_customer"),
        ("  waiting  for customer ", "waiting_customer"),
        ("Resolved", CLOSED),
        ("closed", CLOSED),
        ("Rejected", "rejected"),
        ("cancelled", "withdrawn"),
        ("credited", "upheld"),
        ("partially accepted", "partly_upheld"),
    ],
)
def test_the_word_of_an_export_is_a_state(word: str | None, state: str) -> None:
    assert state_of(word) == state


def test_every_state_has_a_label_that_reads_back_and_the_last_four_are_over() -> None:
    assert set(LABELS) == {*STATES, CLOSED}
    for state in STATES:
        assert state_of(state) == state
        assert state_of(LABELS[state]) == state
    assert [state for state in STATES if is_over(state)] == list(OVER)
    assert is_over(CLOSED)
