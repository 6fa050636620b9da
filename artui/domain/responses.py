"""How long an answer takes: from the first word of one side to the next of the other.

What one side says more than once before the other answers is one wait, from the first of it. A
customer also answers by a payment on a later day; one of the same day was under way before. Where
only the day of one of the two is known, whole days are counted.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DAY = 24 * 3600


class Word(NamedTuple):
    """What one side said.

    Attributes:
        ours: whether it was we who said it.
        day: the day.
        second: of the day; None where only the day is known, which counts as its end.
    """

    ours: bool
    day: int
    second: int | None = None


class Wait(NamedTuple):
    """A wait for an answer.

    Attributes:
        word: the place of the first word that waits for it.
        seconds: how long it took; None where there is no answer yet.
        paid: whether the answer was a payment.
        rough: whether whole days were counted.
    """

    word: int
    seconds: int | None
    paid: bool = False
    rough: bool = False


def waits(words: Sequence[Word], paid_on: Sequence[int], *, ours: bool) -> Iterator[Wait]:
    """The waits for our answers, or for those of one customer, in order.

    Args:
        words: what both sides said, in any order.
        paid_on: the days the customer paid, in order.
        ours: whether it is our answers that are waited for.
    """
    paid = () if ours else paid_on
    asked: int | None = None
    for place in _in_order(words):
        word = words[place]
        if asked is not None:
            wait = _paid(words[asked], asked, paid, word.day)
            if wait is None and word.ours == ours:
                wait = _answered(words[asked], asked, word)
            if wait is not None:
                yield wait
                asked = None
        if asked is None and word.ours != ours:
            asked = place
    if asked is not None:
        yield _paid(words[asked], asked, paid, None) or Wait(asked, None)


def _in_order(words: Sequence[Word]) -> Iterable[int]:
    def moment(place: int) -> tuple[int, int]:
        word = words[place]
        return word.day, _DAY if word.second is None else word.second

    return sorted(range(len(words)), key=moment)


def _paid(word: Word, place: int, paid_on: Sequence[int], before: int | None) -> Wait | None:
    """The wait that the first payment of a later day ends, if that lies before a day."""
    index = bisect_right(paid_on, word.day)
    if index == len(paid_on) or (before is not None and paid_on[index] >= before):
        return None
    return Wait(place, (paid_on[index] - word.day) * _DAY, paid=True, rough=True)


def _answered(word: Word, place: int, answer: Word) -> Wait:
    days = answer.day - word.day
    if word.second is None or answer.second is None:
        return Wait(place, days * _DAY, rough=True)
    return Wait(place, days * _DAY + answer.second - word.second)
