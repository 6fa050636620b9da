"""The whole comparison: due dates first, since tiers, credit and reasons follow from them.

What is compared is narrowed before it is: where only due dates move, to the accounts of which an
item crosses an age that is asked about (`ages`); for tiers to those that reach another in SQL; for
credit to the customers whom a changed rule can concern (`touched`). Whatever is reported is
computed in full, for these accounts, by the same rules as every day.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.books import risk
from artui.books.plan import credit, dues, reasons, shifts, tiers
from artui.books.plan.effects import Effects
from artui.books.plan.touched import touched
from artui.books.promises import rules
from artui.domain.escalation import still_running_from
from artui.store import dues as dues_of
from artui.store import entered, planned, positions
from artui.store.aging import Scope
from artui.store.connection import reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterator
    from contextlib import AbstractContextManager
    from typing import TypeVar

    from artui.books.force import InForce
    from artui.books.plan.dues import Dues
    from artui.books.plan.effects import Effect
    from artui.policy.policy import Policy
    from artui.store.planned import Side

    T = TypeVar("T")

_SIDES: tuple[Side, Side] = ("was", "will")


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


def plan(reader: sqlite3.Connection, compared: Compared, base: str, today: int) -> Effects:
    """Everything that would change today.

    Args:
        reader: the main database with the desk attached; nothing but its TEMP tables is written.
        compared: the policies.
        base: the home's base currency.
        today: the home's day.
    """
    with reading(reader):
        before, after = compared.before.policy, compared.after.policy
        stored = compared.stored.policy
        differ = dues.relevant(before, after) or dues.relevant(stored, before)
        found = dues.compare(reader, *compared, today) if differ else None
        moved = tuple(shifts.effects(found)) if found else ()
        following = _Following(reader, (before, after), base, today, found)
        effects = (*moved, *following.effects(moved))
        return Effects(effects, shifts.weeks(found, today) if found else ())


class _Following:
    """Compares what follows from policies and from due dates: tiers, credit, reasons."""

    def __init__(
        self,
        reader: sqlite3.Connection,
        both: tuple[Policy, Policy],
        base: str,
        today: int,
        found: Dues | None,
    ) -> None:
        self._reader = reader
        self._both = both
        self._base = base
        self._today = today
        self._moved = found is not None and bool(found.moved)
        self._reasons = reasons.relevant(*both, moved=self._moved)
        self._of_tiers = self._whom(found, "tiers") if not tiers.relevant(*both) else None
        self._of_credit = self._touched(found)
        self._other = self._stand_in(found) if found else frozenset()

    def _whom(self, found: Dues | None, kind: Literal["tiers", "credit"]) -> set[int]:
        """The customers for whom due dates alone can change something."""
        if found is None or not self._moved:
            return set()
        quiet = (each.escalation.quiet for each in self._both)
        running = min(still_running_from(self._today, each.grace_days) for each in quiet)
        dues_of.mark_ordered(self._reader, self._today, running)
        paid = kind == "credit" and any(risk.is_asked(each.credit) for each in self._both)
        split = {"tiers": found.tiers, "credit": found.credit}[kind]
        return split | dues_of.crossing(self._reader, kind, paid=paid)

    def _touched(self, found: Dues | None) -> set[int] | None:
        """The customers whose credit may be another; None for any of them."""
        before, after = (each.credit for each in self._both)
        if any(risk.is_asked(each) for each in (before, after)):
            was, will = (rules(each.escalation.quiet) for each in self._both)
            if was != will:
                return None
        customers = touched(self._reader, before, after, self._today)
        return None if customers is None else customers | self._whom(found, "credit")

    def _stand_in(self, found: Dues) -> frozenset[Side]:
        """Let items be as either policy has them; the sides on which any is another."""
        whom = None
        if not self._reasons and self._of_tiers is not None and self._of_credit is not None:
            whom = self._of_tiers | self._of_credit
        planned.look_at(self._reader, whom)
        return frozenset(
            side
            for side, parts in zip(_SIDES, found.parts, strict=True)
            if planned.put(self._reader, side, parts.gone, parts.new)
        )

    def _under_both(self, ask: Callable[[Policy], T]) -> tuple[T, T]:
        """What either policy answers, with its items in place."""
        was, will = (
            self._under(side, ask, policy) for side, policy in zip(_SIDES, self._both, strict=True)
        )
        return was, will

    def _under(self, side: Side, ask: Callable[[Policy], T], policy: Policy) -> T:
        context: AbstractContextManager[None] = nullcontext()
        if side in self._other:
            context = planned.standing_in(self._reader, side)
        with context:
            return ask(policy)

    def _scope(self, customers: Collection[int] | None) -> Scope:
        """Accounts of these customers alone, or all."""
        positions.mark(self._reader)
        positions.mark_also(self._reader, customers or ())
        return Scope(self._today, moved=customers is not None)

    def effects(self, moved: Collection[Effect]) -> Iterator[Effect]:
        """Everything that follows.

        Args:
            moved: the due dates that move.
        """
        yield from self._tiers(moved)
        yield from self._credit(moved)
        if self._reasons:
            was, will = self._under_both(lambda p: reasons.found(self._reader, p, self._today))
            yield from reasons.compare(was, will, self._both[1])

    def _tiers(self, moved: Collection[Effect]) -> Iterator[Effect]:
        if self._of_tiers is not None and not self._of_tiers:
            return
        customers = self._of_other_tier(self._scope(self._of_tiers))
        if not customers:
            return
        scope = self._scope(customers)
        was, will = self._under_both(lambda policy: tiers.decided(self._reader, policy, scope))
        moves = shifts.moves(moved, customers)
        yield from tiers.compare(was, will, self._both[1], moves)

    def _of_other_tier(self, scope: Scope) -> set[int]:
        """The customers that reach another tier, by one look at their accounts if that will do."""
        if not self._other and tiers.alike(*self._both, today=self._today):
            was, will = tiers.reached(self._reader, scope, *self._both)
        else:
            was, will = self._under_both(lambda p: tiers.reached(self._reader, scope, p)[0])
        return {customer for customer, *_ in was ^ will}

    def _credit(self, moved: Collection[Effect]) -> Iterator[Effect]:
        if self._of_credit is not None and not self._of_credit:
            return
        scope, desk = self._scope(self._of_credit), entered.read(self._reader)
        was, will = self._under_both(
            lambda policy: credit.standings(self._reader, policy, self._base, scope, desk)
        )
        moves = shifts.moves(moved, self._of_credit)
        yield from credit.compare(was, will, self._both[1], moves)
