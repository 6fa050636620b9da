"""What is counted for a KPI, as rows of one shape: summed by group, or listed one by one. In SQL.

A counted select has a row for each thing with these columns:
    key: the group, by GROUPS.
    currency: of weight and hit; empty where things are counted.
    subject, customer: the numbers of the thing and of its customer.
    on_day: the day it counts on.
    weight: what it adds to the denominator, or its days; NULL where it is left out.
    hit: what it adds to the numerator; 0 where it is left out.
    mark: what a reader must know of it, as "date precision"; parts are joined by ", ".
    about: what else is known; where it is left out, why, in words that follow a number.
    import_id, line: where it comes from.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain.days import iso
from artui.store.kpis.grouping import GROUPS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from artui.domain.figure import Period
    from artui.store.aging import Scope


class Window(NamedTuple):
    """What is looked at.

    Attributes:
        period: the days the figures are of.
        scope: of whom; its day is the last whose events are seen, which may lie after the period.
        by: what figures are grouped by.
        reasons: where that is reasons, the code of each name one goes by, case-folded.
    """

    period: Period
    scope: Scope
    by: str = ""
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def group(self) -> str:
        """The group, over document d, customer c and company m; d may be missing."""
        return self.key()

    def key(self, **own: str) -> str:
        """The group, where a select knows more to group by: `own` are its expressions by name."""
        return f"coalesce({self._coded((GROUPS | own)[self.by])}, '')"

    def _coded(self, expression: str) -> str:
        """A reason's own code for each of the names it goes by."""
        if not self.reasons:
            return expression
        whens = (f"WHEN :name_{place} THEN :code_{place}" for place in range(len(self.reasons)))
        return f"CASE lower(trim({expression})) {' '.join(whens)} ELSE {expression} END"

    @property
    def knows(self) -> bool:
        """Whether all that is known counts, whenever it was recorded."""
        return self.scope.known_on is None

    def parameters(self) -> dict[str, object]:
        """The values counted selects name."""
        return {
            **self.scope.parameters(),
            "first": self.period.first,
            "last": self.period.last,
            "first_text": iso(self.period.first),
            "after_text": iso(self.period.last + 1),
            **{f"name_{place}": name for place, (name, _) in enumerate(self.reasons)},
            **{f"code_{place}": code for place, (_, code) in enumerate(self.reasons)},
        }


class Counted(NamedTuple):
    """One thing counted; see the columns of a counted select."""

    key: str
    currency: str
    subject: str
    customer: str
    on: int
    weight: int | None
    hit: int
    mark: str = ""
    about: str = ""
    import_id: int | None = None
    line: int | None = None


class Tally(NamedTuple):
    """Things of one group counted together.

    Attributes:
        key: the group.
        currency: of the sums.
        mark: what all of them are marked with.
        left_out: why they are left out; None where they count.
        value: what each of them weighs, where they are kept apart by it.
        hit: the sum of their hits.
        weight: the sum of their weights.
        number: how many there are.
    """

    key: str
    currency: str
    mark: str
    left_out: str | None
    value: int | None
    hit: int
    weight: int
    number: int


def tallies(
    connection: sqlite3.Connection, select: str, window: Window, *, apart: bool = False
) -> list[Tally]:
    """A counted select summed by group and currency; `apart` also by weight."""
    value = "weight" if apart else "NULL"
    rows = connection.execute(
        f"""SELECT key, currency, mark, CASE WHEN weight IS NULL THEN about END AS left_out,
            {value} AS value, sum(hit), coalesce(sum(weight), 0), count(*) FROM ({select})
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5""",
        window.parameters(),
    )
    return [Tally(*row) for row in rows]


def rows(
    connection: sqlite3.Connection, select: str, window: Window, key: str, currency: str
) -> Iterator[Counted]:
    """The rows of one group that count, by day, customer and subject."""
    found = connection.execute(
        f"""SELECT key, currency, subject, customer, on_day, weight, hit, mark, about, import_id,
            line FROM ({select})
        WHERE key = :key AND currency = :currency AND weight IS NOT NULL
        ORDER BY on_day, customer, subject, import_id, line""",
        {**window.parameters(), "key": key, "currency": currency},
    )
    return (Counted(*row) for row in found)


def summed(found: Iterable[Counted], *, apart: bool = False) -> list[Tally]:
    """The same of what was found one by one."""
    groups: dict[tuple[Any, ...], list[Counted]] = defaultdict(list)
    for row in found:
        left_out = row.about if row.weight is None else None
        value = row.weight if apart else None
        groups[row.key, row.currency, row.mark, left_out, value].append(row)
    return [_tally(group, of) for group, of in groups.items()]


def _tally(group: tuple[Any, ...], of: Sequence[Counted]) -> Tally:
    hit, weight = sum(row.hit for row in of), sum(row.weight or 0 for row in of)
    return Tally._make((*group, hit, weight, len(of)))
