"""What the weekly feed is made of: one frozen week, its policy, and what things were called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from artui.books import ranked, weeks
from artui.domain.days import week_bounds
from artui.domain.reasons import Grouping, Tally, ranking
from artui.report import amounts, reasons
from artui.report.request import Request
from artui.store import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artui.domain.reasons import By, Late, Ranking
    from artui.policy.policy import Policy
    from artui.policy.reasons import Owner, Reason
    from artui.report.reasons import Ranked
    from artui.report.request import Source
    from artui.store.frozen import Named

_BAR_CELLS = 20


@dataclass(frozen=True)
class FeedWeek:
    """A frozen week as the feed tells of it; nothing in it changes with what comes later.

    Attributes:
        found: the week ranked by reason, with the weeks that may stand beside it.
        policy: the policy it was frozen under.
        named: what its invoices were called, by document.
    """

    found: Ranked
    policy: Policy
    named: Mapping[int, Named]

    @property
    def week(self) -> str:
        """The ISO week."""
        return self.found.week.week

    @property
    def before(self) -> str:
        """The ISO week before it."""
        return ranked.before(self.week)

    @property
    def ranking(self) -> Ranking:
        """Its reasons in order."""
        return self.found.week.ranking

    @cached_property
    def catalogue(self) -> dict[str, Reason]:
        """The reasons by code."""
        return self.found.catalogue

    @property
    def late(self) -> Sequence[Late]:
        """Every late invoice."""
        return self.found.week.late

    def owner(self, code: str | None) -> Owner | None:
        """Who can end a reason."""
        known = self.catalogue.get(code or "")
        return known.owner if known else None

    def label(self, code: str) -> str:
        """What people call a reason."""
        return self.catalogue[code].label if code in self.catalogue else code

    def mend(self, code: str) -> tuple[str, ...]:
        """What its owner does about a reason: its own sentence, then those of its checks."""
        reason = self.catalogue.get(code)
        own, shown_by = (reason.mend, reason.checks) if reason else ("", ())
        checks = self.policy.readiness.checks
        told = [each.mend for each in checks if each.reason == code or each.code in shown_by]
        return tuple(dict.fromkeys(each for each in (own, *told) if each))

    def rank(self, late: Iterable[Late], by: By = "reason") -> Ranking:
        """Some of its late invoices in rows, by what all of it is ranked by."""
        owners = {code: reason.owner for code, reason in self.catalogue.items()}
        made = self.ranking
        grouping = Grouping(by, owners)
        return ranking(late, made.rank, conversion=made.conversion, grouping=grouping)

    def share(self, *tallies: Tally) -> str | None:
        """What rows come to together of the whole week, in what it is ranked by."""
        made = self.ranking
        return amounts.ratio(sum(made.measure(each) for each in tallies), made.whole)

    def bar(self, tally: Tally) -> str:
        """The same of one row as a bar; what is the whole week fills all its cells."""
        whole = self.ranking.whole
        part = self.ranking.measure(tally) / whole if whole else 0
        return "█" * max(1 if part else 0, round(part * _BAR_CELLS))

    @property
    def previous(self) -> Ranking | None:
        """The week before; None where it was not frozen before this one."""
        return self.found.previous


def of(source: Source, week: str) -> FeedWeek | None:
    """A week as it was frozen; None where it is not."""
    if frozen.frozen_at(source.reader, week) is None:
        return None
    over = Request(as_of=week_bounds(week)[1])
    found = reasons.find(source, over, reasons.Wish(week=week))
    policy = weeks.policy_of(source.reader, source.force, week)
    return FeedWeek(found, policy, frozen.names(source.reader, week))


def sums(tallies: Iterable[Tally]) -> Tally:
    """Several rows in one."""
    whole = Tally(None)
    for each in tallies:
        whole.merge(each)
    return whole


def grouped(of: Mapping[str, int]) -> str:
    """Amounts by currency in one text."""
    plain = amounts.plain(of)
    return ", ".join(f"{amounts.grouped(plain[code])} {code}" for code in plain) or "nothing"


def counts(week: FeedWeek, key: str | None) -> list[int | None]:
    """The invoices of a reason in four weeks, oldest first; None where a week is not known."""
    trend: Sequence[ranked.Week | None] = week.found.trend
    return [None if each is None else each.ranking.invoices(key) for each in trend]


def split(late: Iterable[Late], tallies: Iterable[Tally]) -> dict[str | None, list[Late]]:
    """Late invoices by the row they are in."""
    rows = {document: each.key for each in tallies for document in each.documents}
    found: dict[str | None, list[Late]] = {key: [] for key in rows.values()}
    for each in late:
        if each.document_id in rows:
            found[rows[each.document_id]].append(each)
    return found
