"""Plans of instalments as people type them: who promises how much, and by when.

Amounts are minor units of one currency; days count from 1970-01-01.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from artui.domain import money
from artui.domain.days import DAYS_A_WEEK
from artui.domain.steps import AddDays, AddMonths, due_on
from artui.domain.typed import MistypedError, named_day, typed_amount, typed_day

#: As many parts as anybody reads before saving them.
MOST_PARTS = 60
HOW = "Write a day, 3 x monthly from 2026-12-01, or 500 by +7, rest by 2026-12-31."
_EVERY = re.compile(
    r"([0-9]{1,3})\s*x\s*(?:(weekly|monthly)|every\s+([0-9]{1,3})\s+(day|week|month)s?)"
    r"(?:\s+from\s+(.+))?"
)
_OF_OPEN = re.compile(r"(.*\S)\s+of\s+(?:what\s+is\s+)?open")
#: A comma within an amount has no blank behind it.
_BETWEEN = re.compile(r"\s*(?:;|\n|,\s)\s*")
_BY = re.compile(r"(.+?)\s+by\s+(.+)")
_REST = "rest"
_UNITS = {"weekly": (1, "week"), "monthly": (1, "month")}


class Instalment(NamedTuple):
    """A part of a plan: minor units, and the day they are to be paid by."""

    amount: int
    due_on: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan is typed in view of.

    Attributes:
        currency: of its amounts.
        today: the day it is made on; no part is due before.
        total: what is promised in all, minor units; None where that cannot be read.
        open: what stands open; None where that is not known yet.
        stated: whether somebody wrote the total, so that parts have to come to it.
    """

    currency: str
    today: int
    total: int | None
    open: int | None = None
    stated: bool = False


def typed_plan(text: str, terms: Terms) -> tuple[Instalment, ...]:
    """The parts that a text means, first due first; one for a plain day.

    `+7` or `2026-12-01` is a day for all of it; `3 x monthly from 2026-12-01` (or weekly, or every
    2 weeks) the total in equal parts, of which the last takes the rounding; `500 by +7, rest by
    +30` each part by itself. `of what is open` after either makes what is open the total.

    Raises:
        MistypedError: where it means no plan; the message says how to write one.
    """
    word = " ".join(text.strip().lower().split(" "))
    if found := _OF_OPEN.fullmatch(word):
        if terms.open is None:
            raise MistypedError("What is open is still being read.")
        word = found[1]
        terms = Terms(terms.currency, terms.today, terms.open, terms.open, stated=True)
    if every := _EVERY.fullmatch(word):
        parts = _equal(every, terms)
    elif _BY.search(word):
        parts = _listed(word, terms)
    else:
        parts = [Instalment(_whole(terms), _day(word, terms))]
    return tuple(sorted(parts, key=lambda part: part.due_on))


def lists_amounts(text: str) -> bool:
    """Whether a text says itself how much is promised, so that no total is asked for."""
    word = text.lower()
    return bool(_BY.search(word) or _OF_OPEN.fullmatch(word.strip()))


def lines(parts: tuple[Instalment, ...], terms: Terms) -> list[str]:
    """Parts as people check them, and below what they come to."""
    said = [
        f"{place}/{len(parts)}   {money.grouped(part.amount, terms.currency)}"
        f" by {named_day(part.due_on)}"
        for place, part in enumerate(parts, 1)
    ]
    together = money.grouped(sum(part.amount for part in parts), terms.currency)
    of = "" if terms.open is None else f", of {money.grouped(terms.open, terms.currency)} open"
    return [*said, f"together {together} {terms.currency}{of}"]


def _whole(terms: Terms) -> int:
    if terms.total is None:
        raise MistypedError(f"Write an amount as {money.plain(123450, terms.currency)}.")
    return terms.total


def _day(word: str, terms: Terms) -> int:
    try:
        day = typed_day(word, terms.today)
    except MistypedError as problem:
        # What was meant as a plan begins with a number, or has several words.
        plan = " " in word or " x" in word
        raise MistypedError(HOW if plan else str(problem)) from None
    if day < terms.today:
        raise MistypedError(f"{named_day(day)} has passed.")
    return day


def _equal(every: re.Match[str], terms: Terms) -> list[Instalment]:
    number, named, count, unit, start = every.groups()
    times = int(number)
    step, unit = _UNITS[named] if named else (int(count), unit)
    if not 1 <= times <= MOST_PARTS or not step:
        raise MistypedError(f"A plan has 1 to {MOST_PARTS} parts, each later than the one before.")
    first = _later(terms.today, step, unit) if start is None else _day(start, terms)
    total = _whole(terms)
    part = total // times
    if not part:
        raise MistypedError("Every part is more than nothing.")
    amounts = [part] * (times - 1) + [total - part * (times - 1)]
    return [Instalment(each, _later(first, step * n, unit)) for n, each in enumerate(amounts)]


def _later(day: int, number: int, unit: str) -> int:
    """A day so many days, weeks or months on; the same day of the month, or the month's last."""
    days = number * (DAYS_A_WEEK if unit == "week" else 1)
    try:
        return due_on(day, (AddMonths(number) if unit == "month" else AddDays(days),))
    except (ValueError, OverflowError):
        raise MistypedError("No calendar goes that far.") from None


def _listed(word: str, terms: Terms) -> list[Instalment]:
    found = [_BY.fullmatch(each) for each in _BETWEEN.split(word) if each]
    if not all(found) or len(found) > MOST_PARTS:
        raise MistypedError(HOW)
    pairs = [(each[1].strip(), _day(each[2].strip(), terms)) for each in found if each]
    given = [typed_amount(amount, terms.currency) for amount, _ in pairs if amount != _REST]
    rests = len(pairs) - len(given)
    if rests > 1:
        raise MistypedError("Only one part can be the rest.")
    if not rests and terms.stated and sum(given) != terms.total:
        come, whole = (money.grouped(n, terms.currency) for n in (sum(given), _whole(terms)))
        raise MistypedError(f"The parts come to {come}, not to {whole}.")
    rest = _whole(terms) - sum(given) if rests else 0
    if rests and rest <= 0:
        whole = money.grouped(_whole(terms), terms.currency)
        raise MistypedError(f"Nothing of {whole} is left for the rest.")
    return [
        Instalment(rest if amount == _REST else typed_amount(amount, terms.currency), day)
        for amount, day in pairs
    ]
