"""Escalation tiers: how far collection of an account has come, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from artui.domain.conditions import holds
from artui.domain.days import SATURDAY, to_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.domain.conditions import Condition


class Tier(Protocol):
    """What the rule needs of a policy's tier."""

    @property
    def tier(self) -> int:
        """Its number, counted from 1."""

    @property
    def from_days(self) -> int:
        """The days past due it begins at."""

    @property
    def when(self) -> Condition | None:
        """What else must hold."""

    @property
    def after_previous_days(self) -> int:
        """The days that lie between the step before and this one at the least."""

    @property
    def repeat_days(self) -> int | None:
        """After how many days it is due once more, None for never."""

    @property
    def respond_within_days(self) -> int | None:
        """Days its owner has, None for no limit."""

    @property
    def respond_within_business_days(self) -> int | None:
        """Mondays to Fridays its owner has, None for no limit."""


class Reached(NamedTuple):
    """Where an account stands.

    `tier_reached` is the highest tier whose conditions hold, `tier` the one to act on now: one
    more than was last executed at the most; both 0 for none. `next_from_days` is the days past
    due at which a higher tier is reached, None where there is none.
    """

    tier: int
    tier_reached: int
    next_from_days: int | None


def reached(
    tiers: Sequence[Tier], oldest_days: int, executed: int, record: Mapping[str, object]
) -> Reached:
    """The tier of an account.

    Args:
        tiers: the policy's, each beginning later than the one before.
        oldest_days: days past due of its oldest item that may be dunned.
        executed: the highest tier that was carried out, as an export or the records say.
        record: the account, for the tiers' conditions.
    """
    begun = (tier for tier in reversed(tiers) if tier.from_days <= oldest_days)
    highest = next((tier.tier for tier in begun if _open_to(tier, record)), 0)
    coming = (tier for tier in tiers if tier.from_days > oldest_days)
    later = next((tier.from_days for tier in coming if _open_to(tier, record)), None)
    return Reached(min(highest, executed + 1), highest, later)


def _open_to(tier: Tier, record: Mapping[str, object]) -> bool:
    return tier.when is None or holds(tier.when, record)


class Executed(NamedTuple):
    """The highest tier that was carried out, 0 for none, and the day, None where nobody says."""

    tier: int = 0
    on: int | None = None


class Step(NamedTuple):
    """The tier of an account and its days.

    `ready` says whether there is something to do now: the tier was not carried out yet, or is due
    once more. `since_on` is the day it became due, or will; `next_on` the day the next thing is
    to be done after today, None where none is in sight.
    """

    tier: int
    tier_reached: int
    ready: bool
    since_on: int | None
    next_on: int | None


NO_STEP = Step(0, 0, ready=False, since_on=None, next_on=None)


def step(
    tiers: Sequence[Tier],
    oldest_due: int,
    today: int,
    executed: Executed,
    record: Mapping[str, object],
) -> Step:
    """The tier of an account, whether it is to be acted on today, and what comes next.

    A step waits for the days that must lie between it and the one before; a tier that was carried
    out waits for the next one, or for the day it is due once more.

    Args:
        tiers: the policy's, in order.
        oldest_due: the due date of its oldest item that may be dunned.
        today: the day asked about.
        executed: what was carried out.
        record: the account, for the tiers' conditions.
    """
    at = reached(tiers, today - oldest_due, executed.tier, record)
    later = None if at.next_from_days is None else oldest_due + at.next_from_days
    if not at.tier:
        return Step(0, at.tier_reached, ready=False, since_on=None, next_on=later)
    tier = tiers[at.tier - 1]
    since = _due_on(tier, oldest_due, executed)
    ready = since is not None and since <= today
    soon = [day for day in (since, later) if day is not None and day > today]
    return Step(at.tier, at.tier_reached, ready, since, min(soon, default=None))


def _due_on(tier: Tier, oldest_due: int, executed: Executed) -> int | None:
    """The day a tier is to be acted on; None where it was, and does not repeat."""
    if tier.tier > executed.tier:
        begins = oldest_due + tier.from_days
        if executed.on is None:
            return begins
        return max(begins, executed.on + tier.after_previous_days)
    if tier.repeat_days is None or executed.on is None:
        return None
    return executed.on + tier.repeat_days


def respond_by(tier: Tier, since_on: int) -> int | None:
    """The last day for the owner of a tier that became due on a day; None for no limit."""
    if tier.respond_within_days is not None:
        return since_on + tier.respond_within_days
    if tier.respond_within_business_days is not None:
        return after_business_days(since_on, tier.respond_within_business_days)
    return None


def after_business_days(day: int, number: int) -> int:
    """The day so many Mondays to Fridays after a day."""
    while number > 0:
        day += 1
        number -= to_date(day).weekday() < SATURDAY
    return day


def still_running_from(today: int, grace_days: int) -> int:
    """The earliest day a promise may have been due that still runs today, by its grace.

    Args:
        today: the day asked about.
        grace_days: Mondays to Fridays a promise runs on after the day it was due.
    """
    day = today
    while after_business_days(day - 1, grace_days) >= today:
        day -= 1
    return day
