"""A forecast held against what came: at each origin from what was effective and known then.

Beside it two rules anybody could use: every item is paid on its due date, or so many days after
it as its customer has been late on average (everybody's average where it never paid). Where such a
day has passed, either means the next day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING

from artui.books.forecast import Asked, accounts
from artui.domain.days import to_date
from artui.domain.forecast import left_of, reached
from artui.domain.habits import Rules
from artui.store import expected
from artui.store.aging import Scope

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from artui.books.forecast import Account
    from artui.policy.escalation import EscalationPolicy

OURS, DUE, MEAN = "artui", "due date", "due date + the customer's mean delay"
#: Money that came in for an item, by day; what was only applied of older cash came before.
_CAME = """SELECT e.item_id, e.effective_on, -e.amount,
        coalesce((SELECT t.billed_on FROM item AS t WHERE t.id = e.counter_item_id),
            e.effective_on)
    FROM entry AS e JOIN item AS i ON i.id = e.item_id
    WHERE e.kind IN ('payment', 'settled', 'inferred', 'reversed') AND i.amount > 0
        AND e.superseded_on IS NULL"""
_PAID = "SELECT id, last_entry_on FROM item WHERE amount > 0 AND open_amount = 0 AND void = 0"


@dataclass(slots=True)
class Score:
    """How one rule did.

    Attributes:
        days: of each item, the days between expected and paid; of days beyond the end of the
            records nothing is known, so that either counts as the day after it at the latest.
        error: absolute errors of weekly receipts, summed up.
        came: the receipts themselves.
        within: how many weeks lay within their range, of how many; nothing for a rule without.
    """

    days: list[int] = field(default_factory=list)
    error: float = 0.0
    came: float = 0.0
    within: list[bool] = field(default_factory=list)

    @property
    def mae(self) -> float:
        """Mean absolute error of the day of payment."""
        return fmean(self.days) if self.days else 0.0

    @property
    def wape(self) -> float:
        """Absolute error of weekly receipts as a share of what came."""
        return self.error / self.came if self.came else 0.0

    @property
    def coverage(self) -> float | None:
        """The share of weeks within their range."""
        return fmean(self.within) if self.within else None


@dataclass(frozen=True, slots=True)
class Back:
    """What is tested.

    Attributes:
        reader: a reader of a home with the whole history.
        escalation: the policy.
        last: the last day that is known of.
        known: whether each origin knows only what was recorded by then; false where a history
            came as one file.
        weeks: how far ahead receipts are looked at.
        rules: of the forecast.
    """

    reader: sqlite3.Connection
    escalation: EscalationPolicy
    last: int
    known: bool = True
    weeks: int = 6
    rules: Rules = field(default_factory=Rules)

    def scores(self, origins: Iterable[int]) -> dict[str, Score]:
        """How each rule did over all origins, in every currency."""
        came: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for item, day, amount, since in self.reader.execute(_CAME):
            came[item].append((day, amount, since))
        paid: dict[int, int] = dict(self.reader.execute(_PAID))
        scores = {name: Score() for name in (OURS, DUE, MEAN)}
        for origin in origins:
            _Origin(self, origin, came, paid).score(scores)
        return scores


class _Origin:
    """One day looked from."""

    def __init__(
        self,
        back: Back,
        origin: int,
        came: Mapping[int, Sequence[tuple[int, int, int]]],
        paid: Mapping[int, int],
    ) -> None:
        self._back, self._day, self._came, self._paid = back, origin, came, paid
        scope = Scope(origin, origin if back.known else None)
        self._asked = Asked(back.reader, back.escalation, scope, back.weeks, back.rules)
        self._weeks = [end for end in self._asked.horizon.ends if origin + end <= back.last]

    def score(self, scores: dict[str, Score]) -> None:
        """Add how each rule did from here."""
        found: dict[str, list[Account]] = defaultdict(list)
        for account in accounts(self._asked):
            found[account.currency].append(account)
        late = self._late()
        for of_currency in found.values():
            self._receipts(scores, of_currency, late)
            for account in of_currency:
                self._days(scores, account, late)

    def _late(self) -> dict[int | None, float]:
        """Mean days late by customer, and of all under None; what was early counts as that."""
        days: dict[int | None, list[int]] = defaultdict(list)
        for each in expected.paid_days(self._back.reader):
            for key in (each.customer_id, None):
                days[key] += [each.days] * each.number
        return {key: fmean(each) for key, each in days.items()}

    def _guessed(
        self, account: Account, due_on: int, late: Mapping[int | None, float]
    ) -> dict[str, int]:
        delay = late.get(account.whose.customer_id, late.get(None, 0.0))
        guesses = {DUE: due_on, MEAN: due_on + round(delay)}
        return {name: max(day, self._day + 1) for name, day in guesses.items()}

    def _days(
        self, scores: dict[str, Score], account: Account, late: Mapping[int | None, float]
    ) -> None:
        for each in account.items:
            if not each.parts:
                continue
            end = self._back.last + 1
            on = min(end, self._paid.get(each.item.item_id, end))
            longest = self._back.rules.longest_days
            ours = reached(left_of(each.parts), 0.5, longest) or longest
            guesses = {OURS: self._day + ours, **self._guessed(account, each.item.due_on, late)}
            for name, day in guesses.items():
                scores[name].days.append(abs(min(day, end) - on))

    def _receipts(
        self, scores: dict[str, Score], found: Sequence[Account], late: Mapping[int | None, float]
    ) -> None:
        weeks = range(len(self._weeks))
        total = found[0].receipts
        for account in found[1:]:
            total.add(account.receipts)
        guesses = {name: [0.0] * len(weeks) for name in (DUE, MEAN)}
        came = [0.0] * len(weeks)
        for account in found:
            for each in account.items:
                amount = each.item.open_amount - each.covered
                for name, day in self._guessed(account, each.item.due_on, late).items():
                    self._put(guesses[name], day, amount)
                for day, amount, since in self._came.get(each.item.item_id, ()):
                    if since > self._day:
                        self._put(came, day, amount)
        guesses[OURS] = total.expected[: len(weeks)]
        for name, amounts in guesses.items():
            scores[name].error += sum(abs(amounts[week] - came[week]) for week in weeks)
            scores[name].came += sum(came)
        ranges = total.range(self._back.rules.share)
        scores[OURS].within += [ranges[week][0] <= came[week] <= ranges[week][1] for week in weeks]

    def _put(self, weeks: list[float], day: int, amount: int) -> None:
        for week, end in enumerate(self._weeks):
            if self._day < day <= self._day + end:
                weeks[week] += amount
                return


def sundays(first: int, last: int) -> list[int]:
    """The Sundays from a day to another."""
    start = first + 7 - to_date(first).isoweekday()
    return list(range(start, last + 1, 7))
