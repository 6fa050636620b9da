"""Weeks of late invoices ranked, each with the weeks before it: what report and screen print."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from artui.books import weeks
from artui.domain.days import DAYS_A_WEEK, week_bounds, week_of
from artui.domain.reasons import Grouping, Tally, ranking
from artui.store import frozen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from artui.books.force import InForce
    from artui.books.rates import Rates
    from artui.books.weeks import Shown
    from artui.domain.reasons import By, Late, Rank, Ranking, Scope

#: The weeks of a trend, the one that is asked for among them.
WEEKS = 4


class Wish(NamedTuple):
    """What a ranking is asked for.

    Attributes:
        rank: what its rows are ranked by.
        scope: all late invoices, or new ones.
        by: what a row is of.
        reason: only invoices late for this reason, by its code; None for every one.
        owner: only invoices late for this owner's reasons.
    """

    rank: Rank = "amount_days"
    scope: Scope = "all"
    by: By = "reason"
    reason: str | None = None
    owner: str | None = None


class View(NamedTuple):
    """How far one looks.

    Attributes:
        reader: the main database with the desk attached.
        force: the policy in force.
        base: the home's base currency, in which amounts of several are added.
        today: the day after which nothing counts.
        known_on: only what was known by then; None: all that is known.
        customers: only these; None for all.
    """

    reader: sqlite3.Connection
    force: InForce
    base: str
    today: int
    known_on: int | None = None
    customers: Collection[int] | None = None


class Week(NamedTuple):
    """One week ranked.

    Attributes:
        week: the ISO week.
        shown: its late invoices, before a wish for some reason or owner left any out.
        late: those that are ranked, whatever their scope.
        ranking: its rows in order.
        rates: what its amounts are added at.
    """

    week: str
    shown: Shown
    late: list[Late]
    ranking: Ranking
    rates: Rates


def before(week: str, back: int = 1) -> str:
    """The ISO week so many weeks before another."""
    return week_of(week_bounds(week)[0] - DAYS_A_WEEK * back)


def week(view: View, name: str, wish: Wish, *, recompute: bool = False) -> Week:
    """A week ranked as it was frozen, or as it is known where it was not.

    Args:
        view: how far one looks.
        name: the ISO week.
        wish: what is asked.
        recompute: as it would be seen today, frozen or not.
    """
    return _ranked(view, _found(view, name, recompute=recompute), name, wish)


def trend(view: View, last: Week, wish: Wish) -> list[Week | None]:
    """The weeks up to one, itself the last of them, as `week` has each.

    Beside a frozen week stand only weeks that were frozen when it was, None in the place of any
    other, so that nothing beside it ever changes.
    """
    names = [before(last.week, back) for back in range(WEEKS - 1, 0, -1)]
    kept = [_beside(view, last, name) for name in names]
    ranked = (
        week(view, name, wish) if stands else None for name, stands in zip(names, kept, strict=True)
    )
    return [*ranked, last]


def _beside(view: View, last: Week, name: str) -> bool:
    """Whether an earlier week may stand beside one."""
    return not last.shown.frozen or frozen.is_before(view.reader, name, last.week)


def _found(view: View, name: str, *, recompute: bool) -> Shown:
    find = weeks.computed if recompute else weeks.shown
    found = find(view.reader, view.force, name, view.today, view.known_on)
    wanted = view.customers
    if wanted is None:
        return found
    return found._replace(late=[each for each in found.late if each.customer_id in wanted])


def _ranked(view: View, shown: Shown, name: str, wish: Wish) -> Week:
    rates = weeks.rates(
        view.reader, view.base, name, view.today, view.known_on, is_frozen=shown.frozen
    )
    return _made(name, shown, rates, wish)


def again(found: Week, wish: Wish) -> Week:
    """The same late invoices of a week, ranked as another wish has it."""
    return _made(found.week, found.shown, found.rates, wish)


def _made(name: str, shown: Shown, rates: Rates, wish: Wish) -> Week:
    grouping = _grouping(shown, wish)
    late = shown.late
    if wish.reason is not None or wish.owner is not None:
        late = [each for each in late if _wanted(each, wish, grouping)]
    made = ranking(late, wish.rank, wish.scope, rates.conversion, grouping)
    return Week(name, shown, late, made, rates)


def _grouping(shown: Shown, wish: Wish) -> Grouping:
    return Grouping(wish.by, {reason.code: reason.owner for reason in shown.reasons.reasons})


def _wanted(late: Late, wish: Wish, grouping: Grouping) -> bool:
    owner = grouping.owners.get(late.reason or "")
    return wish.reason in (None, late.reason) and wish.owner in (None, owner)


def of_row(found: Week, wish: Wish, key: str | None) -> list[Late]:
    """The late invoices behind a row, of the wish's scope; those without a reason for None."""
    grouping = _grouping(found.shown, wish)
    if key is None:
        return [each for each in _counted(found, wish) if each.reason is None]
    explained = (each for each in _counted(found, wish) if each.reason is not None)
    return [each for each in explained if grouping.key(each) == key]


def leading(found: Week, wish: Wish, keys: Iterable[str | None]) -> dict[str, list[Tally]]:
    """The reasons of rows that are of something else, as all rows are ranked."""
    grouping, made = _grouping(found.shown, wish), found.ranking
    rows: dict[str, list[Late]] = {key: [] for key in keys if key is not None}
    for each in _counted(found, wish):
        if each.reason is not None and (late := rows.get(grouping.key(each))) is not None:
            late.append(each)
    return {
        key: [*ranking(late, made.rank, conversion=made.conversion).tallies]
        for key, late in rows.items()
    }


def unexplained(found: Week, wish: Wish) -> Counter[str]:
    """How many late invoices without a reason there are by where they came from."""
    grouping = _grouping(found.shown, wish)
    without = (each for each in _counted(found, wish) if each.reason is None)
    return Counter(key for key, _ in {(grouping.key(each), each.document_id) for each in without})


def _counted(found: Week, wish: Wish) -> Iterator[Late]:
    return (each for each in found.late if wish.scope == "all" or each.is_new)


class Change(NamedTuple):
    """How a row of a frozen week is seen otherwise today.

    Attributes:
        key: what the row is of.
        rank: its place today; None where it has none.
        frozen_rank: its place as frozen.
        now: what it comes to today.
        kept: what it came to as frozen.
    """

    key: str
    rank: int | None
    frozen_rank: int | None
    now: Tally
    kept: Tally

    @property
    def differs(self) -> bool:
        """Whether anything of it changed."""
        same = self.now.documents == self.kept.documents and (
            (self.now.amount, self.now.amount_days) == (self.kept.amount, self.kept.amount_days)
        )
        return self.rank != self.frozen_rank or not same


def changes(now: Ranking, kept: Ranking) -> list[Change]:
    """The rows that differ between today's view and the frozen one, in today's order."""
    places, rows = zip(*(_placed(of) for of in (now, kept)), strict=True)
    every = (
        Change(
            key,
            *(of.get(key) for of in places),
            *(of.get(key) or Tally(key) for of in rows),
        )
        for key in {**rows[0], **rows[1]}
    )
    return [each for each in every if each.differs]


def _placed(of: Ranking) -> tuple[dict[str, int], dict[str, Tally]]:
    rows = {each.key or "": each for each in of.tallies}
    return {key: place for place, key in enumerate(rows, 1)}, rows
