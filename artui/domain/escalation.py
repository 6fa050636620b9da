"""Escalation tiers: how far collection of an account has come, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from artui.domain.conditions import holds

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
        tiers: the policy's, in order.
        oldest_days: days past due of its oldest item that may be dunned.
        executed: the highest tier that was carried out, as an export or the records say.
        record: the account, for the tiers' conditions.
    """
    open_to = [tier for tier in tiers if tier.when is None or holds(tier.when, record)]
    highest = max((t.tier for t in open_to if oldest_days >= t.from_days), default=0)
    later = [tier.from_days for tier in open_to if tier.from_days > oldest_days]
    return Reached(min(highest, executed + 1), highest, min(later, default=None))
