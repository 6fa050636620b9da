"""Activities in SQL: talks with customers, as another system's exports tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import newest
from artui.store.facts.activities import KIND
from artui.store.quiet import seen

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope


def known(known_on: int | None) -> str:
    """Table `activity`, or a select in brackets of its rows as they were known at :known_on.

    Which document an activity is about is told by what is known of documents now.
    """
    return newest.rows("activity", KIND, known_on, newest.OF_INVOICE)


def last_on(reader: sqlite3.Connection, scope: Scope) -> dict[int, int]:
    """The day of the last talk with each customer, by its row number."""
    only = "" if scope.customer_id is None else "AND a.customer_id = :customer_id"
    rows = reader.execute(
        f"""SELECT a.customer_id, max(a.activity_on) FROM {known(scope.known_on)} AS a
        WHERE a.activity_on <= :seen {only} GROUP BY a.customer_id""",
        {**scope.parameters(), "seen": seen(scope)},
    )
    return {int(customer): int(day) for customer, day in rows}
