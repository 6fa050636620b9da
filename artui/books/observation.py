"""What the exports saw open: of an item on its days, and of what a complete snapshot leaves out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from artui.domain.posting import Observation, Source
from artui.store.ledger.rows import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from artui.store.ledger import FactRow

Points = dict[int, Observation]

_SETTLED_ON = ATTRIBUTES.index("settled_on")


class Calendar:
    """The complete snapshots of one company, in order: (day, import)."""

    def __init__(self, snapshots: Sequence[tuple[int, int]] = ()) -> None:
        self.days = [day for day, _ in snapshots]
        self._imports = dict(snapshots)

    def from_day(self, day: int) -> int | None:
        """The first snapshot on or after a day."""
        index = bisect_left(self.days, day)
        return self.days[index] if index < len(self.days) else None

    def to_day(self, day: int) -> int:
        """The last snapshot on or before a day that is not before the first."""
        return self.days[bisect_right(self.days, day) - 1]

    def source(self, day: int) -> Source:
        """The whole file that first gave a day's snapshot."""
        return Source(self._imports[day], None)


def covers(run: FactRow, day: int) -> bool:
    """Whether a run lists its item on a day."""
    return bool(run.listed) and run.as_of <= day and (run.last_on is None or run.last_on >= day)


def covering(runs: Iterable[FactRow], day: int) -> FactRow | None:
    """The run that lists an item on a day; the latest arrival where two do."""
    found = [run for run in runs if covers(run, day)]
    return max(found, key=lambda run: (run.import_id, run.fact_id)) if found else None


def joined(facts: Sequence[FactRow], calendar: Calendar) -> list[FactRow]:
    """Facts whose runs are as long as they can be, however they were cut when they arrived."""
    runs = sorted(
        (fact for fact in facts if fact.listed),
        key=lambda run: (run.as_of, run.import_id, run.fact_id),
    )
    made: list[FactRow] = []
    for run in runs:
        if made and made[-1].as_of == run.as_of:
            made.pop()
        if made and _continues(made[-1], run, calendar):
            made[-1] = made[-1]._replace(last_on=run.last_on)
        else:
            made.append(run)
    return [*(fact for fact in facts if not fact.listed), *made]


def _continues(run: FactRow, later: FactRow, calendar: Calendar) -> bool:
    """Whether no snapshot stands between two runs that say the same."""
    return (
        run.last_on is not None
        and calendar.from_day(run.last_on + 1) == later.as_of
        and (run.observed, run.disputed, run.values)
        == (later.observed, later.disputed, later.values)
    )


def statements(facts: Sequence[FactRow], calendar: Calendar) -> Sequence[FactRow]:
    """Facts as what is said on a day: a run says the same at each of its snapshots.

    Of those only the first and the last matter, and the first after another fact.
    """
    if len(facts) == 1 or not any(fact.listed for fact in facts):
        return facts
    said = []
    for fact in facts:
        days = {fact.as_of}
        if fact.listed:
            last = calendar.days[-1] if fact.last_on is None else fact.last_on
            after = {calendar.from_day(other.as_of) for other in facts}
            days |= {last, *(day for day in after if day is not None and covers(fact, day))}
        said += [fact._replace(as_of=day) for day in days]
    return said


def points(facts: Iterable[FactRow]) -> Points:
    """By day, what rows that speak for one day saw.

    Where two do, open items count before what invoices say is open, then the latest arrival.
    """
    seen: dict[int, FactRow] = {}
    for fact in facts:
        if fact.listed or fact.observed is None:
            continue
        other = seen.get(fact.as_of)
        if other is None or (other.kind, other.import_id) <= (fact.kind, fact.import_id):
            seen[fact.as_of] = fact
    return {day: _observation(fact, day) for day, fact in seen.items()}


def _observation(fact: FactRow, day: int) -> Observation:
    """What a row saw on a day: nothing, where a list of items says that it was cleared by then."""
    settled_on = fact.values[_SETTLED_ON]
    cleared = fact.kind == "open_items" and isinstance(settled_on, int) and settled_on <= day
    return Observation(day, 0 if cleared else fact.observed or 0, Source(fact.import_id, fact.line))


def turning_days(
    runs: Iterable[FactRow], calendar: Calendar, billed_on: int, moved_on: Iterable[int]
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
        else:
            # Where a row beats the snapshot of its own day, the next one still has its say.
            starts |= {run.as_of, run.as_of + 1}
    days = {calendar.from_day(max(day, billed_on)) for day in starts}
    return sorted(day for day in days if day is not None)


def _ahead(runs: Iterable[FactRow], calendar: Calendar, billed_on: int) -> Iterator[int]:
    """The last day of each run before what it lists is billed; it counts once that is."""
    for run in runs:
        if run.listed and run.as_of < billed_on:
            last = billed_on - 1 if run.last_on is None else min(run.last_on, billed_on - 1)
            yield calendar.to_day(last)


def of_item(
    facts: Sequence[FactRow],
    calendar: Calendar,
    billed_on: int,
    moved_on: Iterable[int],
    whole: Sequence[FactRow] = (),
    illegible: Collection[int] = (),
) -> list[Observation]:
    """An item's observations by day, one a day.

    Args:
        facts: the item's rows.
        calendar: its company's complete snapshots.
        billed_on: nothing is observed before.
        moved_on: the days on which explicit entries may move it.
        whole: rows of its document as a whole; while one covers a snapshot, not being listed by
            itself says nothing.
        illegible: days of snapshots that list it in a row nobody could read.
    """
    seen = points(facts)
    if not calendar.days:
        return _in_order(seen)
    after = (day + 1 for day in illegible)
    days = turning_days((*facts, *whole), calendar, billed_on, (*moved_on, *after))
    for day in (*_ahead(facts, calendar, billed_on), *days):
        run = covering(facts, day)
        if run is not None:
            seen[day] = _observation(run, day)
        elif day not in seen and day not in illegible and covering(whole, day) is None:
            seen[day] = Observation(day, 0, calendar.source(day))
    return _in_order(seen)


def of_document(
    facts: Sequence[FactRow], calendar: Calendar, billed_on: int, moved_on: Iterable[int]
) -> list[Observation]:
    """What was seen of a document as a whole, where its items are known apart."""
    seen = points(facts)
    days = turning_days(facts, calendar, billed_on, moved_on)
    for day in (*_ahead(facts, calendar, billed_on), *days):
        run = covering(facts, day)
        if run is not None:
            seen[day] = _observation(run, day)
    return _in_order(seen)


def _in_order(seen: Mapping[int, Observation]) -> list[Observation]:
    return [seen[day] for day in sorted(seen)]
