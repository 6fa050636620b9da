"""What the exports saw open: of an item on its days, and of what a complete snapshot leaves out."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from artui.domain.ledger import Observation, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artui.store.ledger import FactRow


class Calendar:
    """The complete snapshots of one company, in order: (day, import)."""

    def __init__(self, snapshots: Sequence[tuple[int, int]] = ()) -> None:
        self.days = [day for day, _ in snapshots]
        self._imports = dict(snapshots)

    def from_day(self, day: int) -> int | None:
        """The first snapshot on or after a day."""
        index = bisect_left(self.days, day)
        return self.days[index] if index < len(self.days) else None

    def source(self, day: int) -> Source:
        """The whole file that first gave a day's snapshot."""
        return Source(self._imports[day], None)


def covering(runs: Iterable[FactRow], day: int) -> FactRow | None:
    """The run that lists an item on a day; the latest arrival where two do."""
    found = [
        run
        for run in runs
        if run.listed and run.as_of <= day and (run.last_on is None or run.last_on >= day)
    ]
    return max(found, key=lambda run: (run.import_id, run.fact_id)) if found else None


def points(facts: Iterable[FactRow]) -> dict[int, tuple[int, Observation]]:
    """By day, what rows that speak for one day saw; the latest arrival where two do."""
    seen: dict[int, tuple[int, Observation]] = {}
    for fact in facts:
        if fact.listed or fact.observed is None:
            continue
        if fact.as_of not in seen or seen[fact.as_of][0] < fact.import_id:
            source = Source(fact.import_id, fact.line)
            seen[fact.as_of] = (
                fact.import_id,
                Observation(fact.as_of, fact.observed, source),
            )
    return seen


def turning_days(
    runs: Sequence[FactRow], calendar: Calendar, billed_on: int, moved_on: Iterable[int]
) -> list[int]:
    """The snapshots at which what they show can differ from the ledger.

    Between them nothing starts, ends or moves, so that they would infer nothing.
    """
    starts = {billed_on, *moved_on}
    for run in runs:
        if run.listed:
            starts.add(run.as_of)
            if run.last_on is not None:
                starts.add(run.last_on + 1)
    days = {calendar.from_day(max(day, billed_on)) for day in starts}
    return sorted(day for day in days if day is not None)


def of_item(
    facts: Sequence[FactRow],
    calendar: Calendar,
    billed_on: int,
    moved_on: Iterable[int],
    unlisted: Sequence[FactRow] = (),
) -> list[Observation]:
    """An item's observations by day, one a day.

    Args:
        facts: the item's rows.
        calendar: its company's complete snapshots.
        billed_on: nothing is observed before.
        moved_on: the days on which explicit entries may move it.
        unlisted: runs of its document as a whole; while one covers a snapshot, not being listed
            by itself says nothing.
    """
    seen = points(facts)
    for day in turning_days(facts, calendar, billed_on, moved_on) if calendar.days else ():
        run = covering(facts, day)
        if run is not None and run.observed is not None:
            made = Observation(day, run.observed, Source(run.import_id, run.line))
            by = run.import_id
        elif covering(unlisted, day) is None:
            made, by = Observation(day, 0, calendar.source(day)), 0
        else:
            continue
        if day not in seen or seen[day][0] <= by:
            seen[day] = (by, made)
    return [seen[day][1] for day in sorted(seen)]


def of_document(
    facts: Sequence[FactRow], calendar: Calendar, billed_on: int, moved_on: Iterable[int]
) -> list[Observation]:
    """What was seen of a document as a whole, where its items are known apart."""
    seen = points(facts)
    for day in turning_days(facts, calendar, billed_on, moved_on) if calendar.days else ():
        run = covering(facts, day)
        if run is not None and run.observed is not None:
            seen[day] = (
                run.import_id,
                Observation(day, run.observed, Source(run.import_id, run.line)),
            )
    return [seen[day][1] for day in sorted(seen)]
