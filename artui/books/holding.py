"""Holds under policy: what puts an account on hold, for how long, and what would release it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.domain import release
from artui.domain.conditions import checker

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from artui.domain.release import Figures, Step
    from artui.policy.credit import HoldRule
    from artui.store.holds import Hold


class Held(NamedTuple):
    """A hold on an account.

    Attributes:
        number: its rule's place in the file, counted from 0.
        rule: the rule's name.
        reason: why, for people; empty where the policy says nothing.
        since: the day the agent first saw it; None where it has not.
        expected_resolution: the day it should be resolved by.
        rules: every rule that holds the account, the one named first.
    """

    number: int
    rule: str
    reason: str
    since: int | None
    expected_resolution: int | None
    rules: tuple[HoldRule, ...]


class Holding:
    """The hold rules of the credit policy, in the order of the file."""

    def __init__(self, rules: Sequence[HoldRule]) -> None:
        self._rules = rules
        self._checks = [
            (rule, checker(rule.when), None if rule.release is None else checker(rule.release))
            for rule in rules
        ]

    @property
    def ages(self) -> set[int]:
        """The days past due that holding or releasing an account asks about."""
        asked = (each for rule in self._rules for each in (rule.when, rule.release))
        return {days for condition in asked for days in release.days_asked(condition)}

    def held(self, at: Figures, running: Iterable[Hold], today: int) -> Held | None:
        """The hold on an account: the first rule that applies names it.

        A rule applies where its condition holds, and where its hold runs and is not released.
        """
        begun = {hold.rule: hold for hold in running}
        rules = tuple(self._applying(at, begun.keys()))
        if not rules:
            return None
        first = rules[0]
        hold, days = begun.get(first.rule), first.expected_resolution_days
        return Held(
            self._rules.index(first),
            first.rule,
            first.reason,
            hold.began_on if hold else None,
            expected(days, today) if hold is None else hold.expected_resolution,
            rules,
        )

    def _applying(self, at: Figures, begun: Collection[str]) -> Iterator[HoldRule]:
        for rule, applies, is_released in self._checks:
            stays = is_released is not None and rule.rule in begun and not is_released(at.record)
            if stays or applies(at.record):
                yield rule

    def released(
        self, at: Figures, held: Held | None, over_ceiling: int, margin_days: int
    ) -> Step | None:
        """What would release an account from its holds, its limit and its ceiling, all of them.

        Args:
            at: the account.
            held: the hold on it.
            over_ceiling: what of the overdue part lies above its ceiling, in minor units.
            margin_days: days past due beyond which the ceiling counts.
        """
        steps = [self._end(rule, at) for rule in held.rules] if held else []
        ceiling = release.within_ceiling(at, over_ceiling, margin_days)
        steps += [release.within_limit(at), ceiling]
        return release.together((step for step in steps if step is not None), at)

    def _end(self, rule: HoldRule, at: Figures) -> Step | None:
        """What ends a hold: its own release, and in any case that its condition holds no more."""
        ends = [release.step(rule.when, at, wanted=False)]
        if rule.release is not None:
            ends.append(release.step(rule.release, at, wanted=True))
        return release.together((step for step in ends if step is not None), at)


def expected(days: int | None, began_on: int) -> int | None:
    """The day a hold should be resolved by."""
    return None if days is None else began_on + days
