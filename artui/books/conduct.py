"""How accounts have behaved by a day: promises not kept, and how late they usually pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books import promises
from artui.domain.figure import Period
from artui.domain.promises import UNKEPT
from artui.domain.risk import Span
from artui.store import history, paying
from artui.store.aging import Scope
from artui.store.history import Broken
from artui.store.quiet import REMEMBERED_DAYS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from artui.books.promises import Kept
    from artui.policy.escalation import Quiet
    from artui.store.promises import Account

#: The days in which payments make a habit.
HABIT_DAYS = 365


def lay(
    reader: sqlite3.Connection,
    quiet: Quiet,
    fields: Collection[str],
    day: int,
    known_on: int | None = None,
) -> None:
    """Put what rules ask of accounts where the statement of late invoices finds it.

    Args:
        reader: the main database with the desk attached; TEMP tables are made on it.
        quiet: when a promise counts as kept.
        fields: what rules ask about; nothing else is worked out.
        day: the last day that counts.
        known_on: only what was recorded by then; None: all that is known.
    """
    scope, wanted = Scope(day, known_on), history.needed(fields)
    broken = unkept(reader, scope, quiet) if "promise_broken" in wanted else ()
    history.lay_promises(reader, (_broken(each) for each in broken))
    asked = "usual_days_late" in wanted
    history.lay_habits(reader, habits(reader, scope) if asked else {})


def unkept(reader: sqlite3.Connection, scope: Scope, quiet: Quiet) -> Iterator[Kept]:
    """The promises due in the last 90 days of a scope that were not kept, or only in part."""
    due = Period(scope.as_of - REMEMBERED_DAYS + 1, scope.as_of)
    for kept in promises.judged(reader, scope, quiet, due):
        if kept.judged.state in UNKEPT:
            yield kept


def _broken(kept: Kept) -> Broken:
    promise = kept.judged.promise
    return Broken(*kept.pledge.account, promise.document, promise.promised_on)


def habits(reader: sqlite3.Connection, scope: Scope) -> dict[Account, int]:
    """How late accounts paid in the last 365 days, weighted by amount, in 1/100 of a day.

    Early payments count as 0, as in the KPI days_late; who paid nothing has no habit.
    """
    before = scope.as_of - HABIT_DAYS
    paid = paying.payments(reader, scope, Span(before, before, scope.as_of))
    return {
        account: recent.amount_days * history.OF_A_DAY // recent.amount
        for account, (_, recent) in paid.items()
        if recent.amount > 0
    }
