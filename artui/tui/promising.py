"""Promises to pay as screens show them, and what people write about them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from artui.books.promises import in_plans, judged
from artui.domain import money
from artui.domain.days import iso
from artui.person import person
from artui.store import connection as databases
from artui.store import promises as store
from artui.store.aging import Scope

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from artui.books.promises import Kept, Part
    from artui.domain.promises import State
    from artui.policy.escalation import Quiet
    from artui.tui.account import Account
    from artui.tui.work import Desk

#: What is said of each state: a letter, and a word.
STATES: Mapping[State, str] = {
    "open": "P open",
    "kept": "K kept",
    "partly_kept": "k kept in part",
    "broken": "B broken",
    "withdrawn": "W withdrawn",
}
#: What stands first in a list: what was broken, then what is to come.
_ORDER = {"broken": 0, "partly_kept": 1, "open": 2, "kept": 3, "withdrawn": 4}


class Promised:
    """The promises of one customer, or of everybody, as of a moment.

    Attributes:
        found: in no order.
        parts: of those in a plan, which part each is, by the promise's number.
    """

    def __init__(self, found: Sequence[Kept]) -> None:
        """Find out which parts they are.

        Args:
            found: with every part of each plan.
        """
        self.found = found
        self.parts: Mapping[int, Part] = in_plans(found)

    def of(self, currency: str) -> Promised:
        """Those in one currency."""
        return Promised([each for each in self.found if each.pledge.account[1] == currency])

    def about(self, document_id: int) -> Promised:
        """Those about one invoice."""
        return Promised([each for each in self.found if each.pledge.document_id == document_id])

    @property
    def whose(self) -> str:
        """The name of the first one's customer; empty where nothing was promised."""
        return next((each.pledge.name for each in self.found), "")

    def runs(self, number: int) -> bool:
        """Whether a promise, or a part of its plan, is still open."""
        one = next((each for each in self.found if each.judged.promise.id == number), None)
        plan = one.judged.promise.plan if one else None
        return any(
            each.judged.state == "open"
            and (each is one or (plan is not None and each.judged.promise.plan == plan))
            for each in self.found
        )

    def rows(self) -> list[tuple[object, ...]]:
        """The rows in the order of `store.pledged.COLUMNS`."""
        return [self._row(each) for each in self.found]

    def _row(self, each: Kept) -> tuple[object, ...]:
        pledge, found = each.pledge, each.judged
        promise, part = found.promise, self.parts.get(each.judged.promise.id)
        source = f"{pledge.file}:{pledge.line}" if pledge.file else f"noted by {pledge.who}"
        return (
            *(promise.id, _ORDER[found.state], STATES[found.state], pledge.account[0]),
            *(promise.document, pledge.name, promise.due_on, found.until, promise.amount),
            *(
                found.received,
                pledge.account[1],
                str(part or ""),
                STATES[part.state] if part else "",
            ),
            *(found.days_late, pledge.document, promise.promised_on, source, pledge.number),
            *(pledge.customer, pledge.company, pledge.collector),
        )

    def lines(self, most: int) -> list[str]:
        """The promises as lines: what was broken, what is to come by day, then the others."""
        ordered = sorted(self.found, key=_pressing)
        said = [self._line(each) for each in ordered[:most]]
        more = len(ordered) - len(said)
        return [*said, *([f"and {more} more promise{'' if more == 1 else 's'}"] if more else [])]

    def _line(self, each: Kept) -> str:
        pledge, found = each.pledge, each.judged
        promise, part = found.promise, self.parts.get(found.promise.id)
        code = pledge.account[1]
        about = f" for {pledge.document}" if pledge.document else ""
        came = f", {money.grouped(found.received, code)} came" if found.received else ""
        late = f" {found.days_late} days late" if found.days_late else ""
        made = f"{'noted' if pledge.is_entered else 'told'} {iso(promise.promised_on)}"
        who = f"by {pledge.who}" if pledge.is_entered else f"by {pledge.file}:{pledge.line}"
        gone = promise.withdrawn_on
        return (
            f"{money.grouped(promise.amount, code)}{about} by {iso(promise.due_on)}"
            f"{f' ({part})' if part else ''}, {STATES[found.state]}"
            f"{f' {iso(gone)}' if found.state == 'withdrawn' else ''}{came}{late}, {made} {who}"
        )


def _pressing(each: Kept) -> tuple[int, int]:
    """What comes first in few lines."""
    due_on, state = each.judged.promise.due_on, each.judged.state
    return _ORDER[state], due_on if state == "open" else -due_on


def promised(reader: sqlite3.Connection, scope: Scope, quiet: Quiet) -> Promised:
    """What became of the promises of a scope, withdrawn ones too.

    They are judged by the last day that anything is known of, as the report and the KPI do.

    Args:
        reader: the main database with the desk attached.
        scope: whose, as of when, known when.
        quiet: when a promise counts as kept.
    """
    known = scope.as_of if scope.known_on is None else min(scope.as_of, scope.known_on)
    return Promised(judged(reader, replace(scope, as_of=known), quiet))


def open_of(work: Desk, account: Account) -> int:
    """What stands open today of an account, or of the one invoice of it that is meant."""
    scope = Scope(work.home.today(), customer_id=account.customer_id)
    with work.reader() as reader:
        return store.open_amount(reader, scope, account.currency, account.document_id)


def withdraw(work: Desk, number: int) -> None:
    """Withdraw a promise of the desk today, with the whole plan it is part of."""
    from artui.store import desk  # noqa: PLC0415 - only where something is entered

    with closing(databases.open_desk(work.home.desk)) as connection:
        desk.withdraw_promise(
            *(connection, number, work.home.today(), person(), work.home.entered_at())
        )
