"""What was done about disputes, in SQL: notes, changes of state, talks about the invoice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.days import iso, parse_day
from artui.store import activities
from artui.store.desk.disputes import CHANGE_DISPUTE, OPEN_DISPUTE
from artui.store.quiet import seen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from artui.store.aging import Scope


class Worked(NamedTuple):
    """What was done about disputes by a day.

    Attributes:
        notes: by case of the desk, how many were made.
        first: by case of the desk, the first day something was noted or its state was changed; of
            an exported dispute also the day it was taken up.
        talks: by invoice, the days on which we talked or wrote about it, in order.
    """

    notes: Mapping[int, int]
    first: Mapping[int, int]
    talks: Mapping[int, tuple[int, ...]]

    def reacted_on(self, case: int | None, document: int, opened_on: int) -> int | None:
        """The first day of our own doing about a dispute since it was opened."""
        days = [day for day in self.talks.get(document, ()) if day >= opened_on][:1]
        if case is not None and case in self.first:
            days.append(max(opened_on, self.first[case]))
        return min(days, default=None)


#: Whether note n was written as case x was opened, which tells what the customer said.
_WITH_IT = "coalesce(n.noted_on = x.opened_on AND n.at = x.at AND n.who = x.who, 0)"


def worked(reader: sqlite3.Connection, scope: Scope) -> Worked:
    """What was done about every dispute, through a reader with the desk attached."""
    day = seen(scope)
    notes: dict[int, int] = {}
    first: dict[int, int] = {}
    for case, count, noted_on in reader.execute(
        f"""SELECT n.dispute, count(*), min(CASE WHEN NOT {_WITH_IT} THEN n.noted_on END)
        FROM desk.dispute_note AS n JOIN desk.dispute AS x ON x.id = n.dispute
        WHERE n.noted_on <= ? GROUP BY n.dispute""",
        (day,),
    ):
        notes[case] = int(count)
        if noted_on is not None:
            first[case] = int(noted_on)
    for case, moved_on in _moves(reader, day):
        first[case] = min(moved_on, first.get(case, moved_on))
    return Worked(notes, first, _talks(reader, scope))


def _moves(reader: sqlite3.Connection, day: int) -> Iterator[tuple[int, int]]:
    """The cases taken up or moved to another state by a day, and when; nothing taken back."""
    for at, subject, before, after in reader.execute(
        "SELECT j.at, j.subject, j.before, j.after FROM desk.journal AS j"
        " WHERE j.action IN (?, ?) AND substr(j.at, 1, 10) <= ? AND j.undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM desk.journal AS u WHERE u.undoes = j.id)",
        (OPEN_DISPUTE, CHANGE_DISPUTE, iso(day)),
    ):
        was, now = json.loads(before), json.loads(after)
        if now["exported"] if was is None else was["state"] != now["state"]:
            yield int(json.loads(subject)[-1]), parse_day(at[:10])


def _talks(reader: sqlite3.Connection, scope: Scope) -> dict[int, tuple[int, ...]]:
    """By disputed invoice, the days on which we talked or wrote to the customer about it."""
    days: dict[int, tuple[int, ...]] = {}
    for document, day in reader.execute(
        f"""SELECT d.id, k.contact_on FROM desk.contact AS k JOIN company AS m ON m.key = k.company
            JOIN document AS d ON d.company_id = m.id AND d.key = k.document
                AND d.class_key = k.class AND d.fiscal_year = k.fiscal_year
            WHERE k.direction = 'out' AND k.contact_on <= :seen
                AND d.id IN (SELECT document_id FROM dispute)
        UNION SELECT a.document_id, a.activity_on FROM {activities.known(scope.known_on)} AS a
            WHERE a.direction = 'out' AND a.activity_on <= :seen
                AND a.document_id IN (SELECT document_id FROM dispute) ORDER BY 1, 2""",
        {**scope.parameters(), "seen": seen(scope)},
    ):
        days[document] = (*days.get(document, ()), int(day))
    return days
