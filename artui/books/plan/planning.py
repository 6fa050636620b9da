"""The whole comparison: due dates first, since tiers, credit and reasons follow from them."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from artui.books.plan import credit, dues, reasons, shifts, tiers
from artui.books.plan.effects import Effects
from artui.store import entered, planned, positions
from artui.store.aging import Scope

if TYPE_CHECKING:
    import sqlite3
    from contextlib import AbstractContextManager

    from artui.books.force import InForce
    from artui.books.plan.dues import Dues, Standing
    from artui.policy.policy import Policy


class Compared(NamedTuple):
    """What is compared.

    Attributes:
        stored: the policy the database was derived under.
        before: the policy compared with, most often the same.
        after: the edited one.
    """

    stored: InForce
    before: InForce
    after: InForce


class _Side(NamedTuple):
    """How accounts stand and why invoices are late under one policy."""

    tiers: tiers.Decisions
    credit: credit.Standings
    reasons: reasons.Reasons


def plan(reader: sqlite3.Connection, compared: Compared, base: str, today: int) -> Effects:
    """Everything that would change today.

    Args:
        reader: the main database with the desk attached; nothing but its TEMP tables is written.
        compared: the policies.
        base: the home's base currency.
        today: the home's day.
    """
    before, after = compared.before.policy, compared.after.policy
    stored = compared.stored.policy
    differ = dues.relevant(before, after) or dues.relevant(stored, before)
    found = dues.compare(reader, *compared) if differ else dues.Dues()
    asking = _Asking(reader, compared, base, today, found)
    was, will = asking.under(before, found.before), asking.under(after, found.after)
    moved = tuple(shifts.effects(found, before, after))
    moves = shifts.moves(moved)
    effects = (
        *moved,
        *tiers.compare(was.tiers, will.tiers, after, moves),
        *credit.compare(was.credit, will.credit, after, moves),
        *reasons.compare(was.reasons, will.reasons, after),
    )
    return Effects(effects, shifts.weeks(found, today))


class _Asking:
    """Asks under either policy what may be another under the other, and of whom."""

    def __init__(
        self, reader: sqlite3.Connection, compared: Compared, base: str, today: int, found: Dues
    ) -> None:
        self._reader = reader
        self._both = compared.before.policy, compared.after.policy
        self._base = base
        self._today = today
        self._moved = bool(found.moved)
        positions.mark(reader)
        positions.mark_also(reader, found.customers)

    def under(self, policy: Policy, standing: Standing) -> _Side:
        """One side, its items standing in for the stored ones where they differ."""
        with self._items(standing):
            return _Side(self._tiers(policy), self._credit(policy), self._reasons(policy))

    def _items(self, standing: Standing) -> AbstractContextManager[None]:
        if not standing.differs:
            return nullcontext()
        return planned.standing_in(self._reader, standing.moved, standing.gone, standing.new)

    def _scope(self, *, every: bool) -> Scope:
        return Scope(self._today, moved=not every)

    def _tiers(self, policy: Policy) -> tiers.Decisions:
        every = tiers.relevant(*self._both)
        if not (every or self._moved):
            return {}
        return tiers.decided(self._reader, policy, self._scope(every=every))

    def _credit(self, policy: Policy) -> credit.Standings:
        every = credit.relevant(*self._both)
        if not (every or self._moved):
            return {}
        desk, scope = entered.read(self._reader), self._scope(every=every)
        return credit.standings(self._reader, policy, self._base, scope, desk)

    def _reasons(self, policy: Policy) -> reasons.Reasons:
        if not reasons.relevant(*self._both, moved=self._moved):
            return {}
        return reasons.found(self._reader, policy, self._today)
