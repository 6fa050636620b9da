"""How customers pay: by their own payments, and by those of their like.

A customer's habit is the curve of its own items of the last year, weighted n / (n + k) by its n
payments, and for the rest that of its segment, company, and all (shrinkage towards the pool, with
n and k as in Buehlmann's credibility). Either curve is taken given that an item was not paid until
now, so that one 40 days late is expected by what was paid after 40 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.survival import NOTHING, Curve, Seen, blend, estimate, later, tail_pace, weekly

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the forecast; what they were measured on is told by `tests.bench.forecast`.

    Attributes:
        lookback_days: items due before so many days are no evidence of how a customer pays now.
        own_weight: k: with so many payments a customer's own curve counts as much as the pool's.
        spread_days: a payment of a customer stands for so many days before and after it too.
        pool_weight: the same k for a segment within its company, a company among all, and the
            disputed among all.
        pool_spread_days: as `spread_days`, for those.
        unknown_days: where nobody ever paid, what is left shrinks by one such part of it a day
            after the due date.
        tail_days: later than anybody paid, one payment in so many days is taken for granted.
        kept: the share of promises that is kept where none was due yet.
        kept_weight: so many promises of a customer count as much as that share.
        resolution_days: how much later disputed items are paid where no dispute was resolved yet.
        slowed: how fast an account that is on hold, or was dunned from `slowed_from_tier` on, and
            has no payments of its own, pays: as a share of the speed of its pool.
        slowed_from_tier: see `slowed`.
        runs: how far the items of one customer are paid together: 0 each alone, 1 all at once.
        share: of how many weeks in a hundred the receipts lie within the range.
        longest_days: later than so many days ahead no day is named.
    """

    lookback_days: int = 365
    own_weight: float = 5.0
    spread_days: int = 7
    pool_weight: float = 20.0
    pool_spread_days: int = 1
    unknown_days: int = 14
    tail_days: int = 90
    kept: float = 0.7
    kept_weight: float = 3.0
    resolution_days: int = 21
    slowed: float = 0.7
    slowed_from_tier: int = 3
    runs: float = 0.2
    share: float = 0.8
    longest_days: int = 730


class Pool(NamedTuple):
    """What customers have in common.

    Attributes:
        curve: how they pay.
        payments: how many it was learned from at its own level.
        name: whose it is, as `the segment strategic`.
    """

    curve: Curve
    payments: int
    name: str


def unknown(rules: Rules) -> Pool:
    """What is taken for granted where nobody has paid yet."""
    return Pool(Curve(0, (1.0,), 1 - 1 / rules.unknown_days), 0, "nobody yet")


def pooled(seen: Seen, parent: Pool, name: str, rules: Rules) -> Pool:
    """The pool of what was seen, leaning on its parent where that was little.

    A pool that saw too few payments goes by its parent's name and number.
    """
    payments = seen.payments
    if not payments:
        return parent
    days = sorted(day for day, number in seen.paid.items() for _ in range(number))
    pace = tail_pace(seen, days[len(days) * 9 // 10], rules.tail_days)
    own = estimate(seen, spread=rules.pool_spread_days, pace=pace)
    curve = blend(own, parent.curve, payments / (payments + rules.pool_weight))
    known = payments >= rules.own_weight or not parent.payments
    return Pool(curve, *((payments, name) if known else parent[1:]))


def delayed(pool: Pool, days: int) -> Pool:
    """A pool that pays later."""
    return Pool(later(pool.curve, days), pool.payments, pool.name)


@dataclass(frozen=True, slots=True)
class Habit:
    """How one customer pays.

    Attributes:
        pool: what is common to its like.
        own: the customer's own curve; None without any payment.
        payments: how many it was learned from.
        weight: of its own curve, below 1.
        speed: below 1 for an account that pays slower than its like; see `Rules.slowed`.
    """

    pool: Pool
    own: Curve | None = None
    payments: int = 0
    weight: float = 0.0
    speed: float = 1.0

    def left(self, age: int, days: int) -> float:
        """Of what is unpaid at an age, the share still unpaid so many days later."""
        return self.weekly(age, days, 1)[0]

    def weekly(
        self, age: int, first: int, weeks: int, common: Sequence[float] | None = None
    ) -> list[float]:
        """Of what is unpaid at an age, the share still unpaid so many days later, and each week.

        Args:
            age: days past due.
            first: how many days later the first week ends.
            weeks: how many shares.
            common: the pool's, where they are known.
        """
        shares = common_shares(self.pool, age, first, weeks) if common is None else common
        own = self.own
        if own is not None and (now := own.left(age)) > NOTHING:
            mine, rest = self.weight / now, 1 - self.weight
            pairs = zip(weekly(own, age + first, weeks), shares, strict=True)
            shares = [mine * share + rest * other for share, other in pairs]
        if self.speed < 1:
            return [share**self.speed for share in shares]
        return list(shares)

    @property
    def basis(self) -> str:
        """What it was learned from, in a few words."""
        pool = f"{self.pool.payments:,} of {self.pool.name}"
        if not self.pool.payments and not self.payments:
            return "no payments yet"
        if not self.payments:
            return pool
        own = f"own history of {self.payments}"
        return own if self.weight >= 1 / 2 else f"{own}, else {pool}"


def common_shares(pool: Pool, age: int, first: int, weeks: int) -> list[float]:
    """The same of a pool; of what is older than anything ever paid nothing is expected any more."""
    now = pool.curve.left(age)
    if now <= NOTHING:
        return [1.0] * weeks
    return [share / now for share in weekly(pool.curve, age + first, weeks)]


def habit(seen: Seen, pool: Pool, rules: Rules, *, slowed: bool = False) -> Habit:
    """How a customer pays, by what was seen of it and by its pool.

    Args:
        seen: the customer's items.
        pool: of its like.
        rules: how much a payment weighs.
        slowed: whether the account is on hold or far escalated.
    """
    payments = seen.payments
    weight = payments / (payments + rules.own_weight)
    speed = 1 - (1 - rules.slowed) * (1 - weight) if slowed else 1.0
    own = None
    if payments:
        own = estimate(seen, spread=rules.spread_days, pace=pool.curve.pace)
    return Habit(pool, own, payments, weight, speed)
