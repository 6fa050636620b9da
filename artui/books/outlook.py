"""What is expected week by week in each currency, and the items behind one of the weeks."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from artui.books.forecast import accounts
from artui.domain.days import DAYS_A_WEEK, iso, week_of
from artui.domain.forecast import Receipts, left_of, reached, rounded
from artui.store import aging, expected

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artui.books.forecast import Account, Asked, Expected


#: Less of a minor unit than that is what rounding leaves, and nothing that is expected.
_CRUMB = 1e-6


class Week(NamedTuple):
    """What is expected in one week; amounts are minor units.

    Attributes:
        week: as 2026-W46.
        first: the first day of it that is still to come.
        last: its Sunday.
        expected: what is expected.
        low: receipts are above this in nine weeks of ten, where the range is of 80 in a hundred.
        high: and below this in as many.
        promised: of what is expected, what was promised.
        disputed: of what is expected, what is in dispute.
    """

    week: str
    first: int
    last: int
    expected: int
    low: int
    high: int
    promised: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected in one currency; amounts are minor units.

    Attributes:
        currency: of the amounts.
        weeks: one after the other.
        open: all that is owed.
        covered: what unapplied cash and credits will be set against.
        beyond: what comes later than these weeks, or not at all.
        unapplied: all cash and credits that reduce no invoice, negative.
        outstanding: what the entries alone say stands open, credits taken off.
        items: how many items are open.
    """

    currency: str
    weeks: tuple[Week, ...]
    open: int
    covered: int
    beyond: int
    unapplied: int
    outstanding: int
    items: int

    @property
    def expected(self) -> int:
        """What is expected in all weeks."""
        return sum(week.expected for week in self.weeks)

    @property
    def accounted(self) -> int:
        """What all parts come to; `outstanding` where the figures add up."""
        return self.expected + self.beyond + self.covered + self.unapplied

    @property
    def holds(self) -> bool:
        """Whether weeks, what is beyond, covered and unapplied come to what is outstanding."""
        return self.accounted == self.outstanding


def outlooks(asked: Asked, found: Iterable[Account]) -> list[Outlook]:
    """What is expected of accounts, by currency.

    Args:
        asked: what is forecast.
        found: its accounts; they are read here, so that they may be listed on the way.
    """
    sums: dict[str, Receipts] = {}
    for account in found:
        whole = sums.setdefault(account.currency, Receipts(asked.weeks))
        whole.add(account.receipts)
    unapplied = _unapplied(asked)
    outstanding = aging.outstanding(asked.reader, asked.scope)
    nothing = Receipts(asked.weeks)
    return [
        _outlook(
            asked,
            currency,
            sums.get(currency, nothing),
            unapplied.get(currency, 0),
            outstanding.get(currency, 0),
        )
        for currency in sorted({*sums, *unapplied, *outstanding})
    ]


def _unapplied(asked: Asked) -> dict[str, int]:
    sums: dict[str, int] = {}
    wanted = expected.wanted(asked.reader, asked.scope)
    for (customer, currency), amount in expected.unapplied(asked.reader, asked.scope).items():
        if wanted is None or customer in wanted:
            sums[currency] = sums.get(currency, 0) - amount
    return sums


def _outlook(
    asked: Asked, currency: str, sums: Receipts, unapplied: int, outstanding: int
) -> Outlook:
    expected_by_week, beyond = sums.rounded()
    ends = asked.horizon.ends
    as_of = asked.scope.as_of
    ranges = sums.range(asked.rules.share)
    weeks = tuple(
        Week(
            week_of(as_of + end),
            max(as_of + 1, as_of + end - DAYS_A_WEEK + 1),
            as_of + end,
            amount,
            min(amount, rounded(ranges[place][0])),
            max(amount, rounded(ranges[place][1])),
            min(amount, rounded(sums.promised[place])),
            min(amount, rounded(sums.disputed[place])),
        )
        for place, (end, amount) in enumerate(zip(ends, expected_by_week, strict=True))
    )
    return Outlook(
        currency, weeks, sums.open, sums.covered, beyond, unapplied, outstanding, sums.items
    )


class Days(NamedTuple):
    """The days on which an item is expected; None where none is in sight.

    Attributes:
        early: it is paid by then in one case of ten, where the range is of 80 in a hundred.
        middle: as likely before as after.
        late: it is not paid by then in one case of ten.
    """

    early: int | None
    middle: int | None
    late: int | None


def days_of(asked: Asked, item: Expected) -> Days:
    """When an item is expected to be paid; nothing of one that is covered as a whole."""
    if not item.parts:
        return Days(None, None, None)
    left, tail = left_of(item.parts), (1 - asked.rules.share) / 2
    found = (reached(left, share, asked.rules.longest_days) for share in (1 - tail, 0.5, tail))
    return Days(*(None if day is None else asked.scope.as_of + day for day in found))


def within(asked: Asked, item: Expected) -> float:
    """What is expected of an item within the weeks, in minor units not yet rounded."""
    last = asked.horizon.ends[-1]
    return sum(part.amount * (1 - part.left(last)) for part in item.parts)


def basis(asked: Asked, item: Expected) -> str:
    """What the day of an item rests on, in a few words."""
    said = []
    for part in item.parts:
        text = part.habit.basis
        if part.promised is not None:
            day = iso(asked.scope.as_of + part.promised)
            text = f"promised for {day}, kept {rounded(part.kept * 100)} %"
        if text not in said:
            said.append(text)
    if item.covered:
        said.append("unapplied cash" if item.parts else "covered by unapplied cash")
    return "; ".join(said)


class Behind(NamedTuple):
    """An item behind a week: what of it is expected there, in minor units not yet rounded."""

    amount: float
    account: Account
    item: Expected


def behind(asked: Asked, currency: str, week: int, most: int) -> tuple[list[Behind], float, int]:
    """The items of which most is expected in a week.

    Args:
        asked: what is forecast.
        currency: of the items.
        week: its place, from 0; the one after the last is what lies beyond.
        most: how many items.

    Returns:
        The items, most first; what is expected of all others; of how many in all.
    """
    horizon, others, number = asked.horizon, 0.0, 0

    def every() -> Iterable[Behind]:
        nonlocal others, number
        for account in accounts(asked):
            if account.currency == currency:
                for item in account.items:
                    amount = _in_week([horizon.left(part) for part in item.parts], item, week)
                    others, number = others + amount, number + (amount > _CRUMB)
                    yield Behind(amount, account, item)

    found = [each for each in nlargest(most, every(), key=_by_amount) if each.amount > _CRUMB]
    return found, others - sum(each.amount for each in found), number


def _by_amount(each: Behind) -> tuple[float, int]:
    return each.amount, -each.item.item.item_id


def _in_week(lefts: Sequence[Sequence[float]], item: Expected, week: int) -> float:
    """What is expected of an item in a week; after the last one, what comes later or never."""
    marks = [[1.0, *left, 0.0] for left in lefts]
    pairs = zip(item.parts, marks, strict=True)
    return sum(part.amount * (left[week] - left[week + 1]) for part, left in pairs)
