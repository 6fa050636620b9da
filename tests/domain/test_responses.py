"""Waits for an answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from artui.domain.responses import Wait, Word, waits

_DAY = 86_400
OURS, THEIRS = True, False


def test_the_next_word_of_the_other_side_answers() -> None:
    words = [Word(OURS, 10, 3600), Word(THEIRS, 11, 7200), Word(OURS, 11, 7260)]
    assert list(waits(words, (), ours=False)) == [Wait(0, _DAY + 3600), Wait(2, None)]
    assert list(waits(words, (), ours=True)) == [Wait(1, 60)]


def test_several_in_a_row_are_one_wait_from_the_first() -> None:
    words = [Word(OURS, 10, 0), Word(OURS, 12, 0), Word(THEIRS, 13, 0)]
    assert list(waits(words, (), ours=False)) == [Wait(0, 3 * _DAY)]


def test_a_payment_of_a_later_day_answers_too() -> None:
    words = [Word(OURS, 10, 0), Word(OURS, 14, 0), Word(THEIRS, 14, 50)]
    paid = Wait(0, 2 * _DAY, paid=True, rough=True)
    assert list(waits(words, [9, 10, 12], ours=False)) == [paid, Wait(1, 50)]
    assert list(waits(words[:1], [10], ours=False)) == [Wait(0, None)]
    assert list(waits(words[:1], [12], ours=False)) == [paid]
    assert list(waits(words, [12], ours=True)) == [Wait(2, None)]


def test_days_alone_are_counted_whole_and_come_last_of_their_day() -> None:
    words = [Word(OURS, 10), Word(THEIRS, 10, 50), Word(THEIRS, 12)]
    assert list(waits(words, (), ours=False)) == [Wait(0, 2 * _DAY, rough=True)]


_WORDS = st.lists(
    st.builds(Word, st.booleans(), st.integers(0, 9), st.integers(0, _DAY - 1)), max_size=12
)


@given(_WORDS, st.booleans())
def test_waits_are_those_of_a_walk_through_time(words: list[Word], ours: bool) -> None:  # noqa: FBT001 - a drawn value
    moments = sorted(
        ((word.day * _DAY + (word.second or 0), place) for place, word in enumerate(words)),
        key=lambda pair: pair[0],
    )
    naive = []
    for index, (moment, place) in enumerate(moments):
        starts = words[place].ours != ours
        before = words[moments[index - 1][1]].ours != ours if index else False
        if not starts or before:
            continue
        answers = [m for m, p in moments[index:] if words[p].ours == ours]
        naive.append((place, answers[0] - moment if answers else None))
    assert [(wait.word, wait.seconds) for wait in waits(words, (), ours=ours)] == naive
