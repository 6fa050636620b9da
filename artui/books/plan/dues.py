"""Due dates that edited policies would move, and when the money would then fall due."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.books.due import OWN, TERMS, Asked, Due, DueDates
from artui.books.plan.ages import Ages
from artui.books.plan.causes import Cause, cause
from artui.domain.conditions import FIELDS
from artui.domain.days import week_of
from artui.policy.precedence import asks_about
from artui.store import dues as store
from artui.store.dues import Answer, Shift
from artui.store.planned import NewItem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from artui.books.force import InForce
    from artui.domain.terms import Part
    from artui.policy.policy import Policy
    from artui.store.dues import Case, OpenItem

_Found = tuple[Due, "Sequence[Part]"]

#: So much is split into every part a term can have, in minor units.
_ENOUGH = 10**12


class Fall(NamedTuple):
    """A part of what is open, in minor units, and the day it is due."""

    day: int
    amount: int


@dataclass(slots=True)
class Moved:
    """What moves of one account for one cause: amounts in minor units, later days positive."""

    items: int = 0
    amount: int = 0
    amount_days: int = 0

    def add(self, items: int, amount: int, amount_days: int) -> None:
        """Take over further items."""
        self.items += items
        self.amount += amount
        self.amount_days += amount_days


@dataclass(slots=True)
class Parts:
    """Items that one policy would have in place of stored ones, of documents that terms split."""

    gone: list[int] = field(default_factory=list)
    new: list[NewItem] = field(default_factory=list)


@dataclass(slots=True)
class Dues:
    """Every due date compared.

    Attributes:
        causes: what moves due dates.
        moved: by customer's row number, currency and the number of the cause.
        falling: by currency and ISO week, what falls due before and after, in minor units.
        parts: of split documents, before and after.
        tiers: customers of whom a part of a split document comes to count otherwise for tiers.
        credit: the same for credit.
    """

    causes: list[Cause] = field(default_factory=list)
    moved: dict[tuple[int, str, int], Moved] = field(default_factory=lambda: defaultdict(Moved))
    falling: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = field(
        default_factory=lambda: (Counter(), Counter())
    )
    parts: tuple[Parts, Parts] = field(default_factory=lambda: (Parts(), Parts()))
    tiers: set[int] = field(default_factory=set)
    credit: set[int] = field(default_factory=set)

    def fall(self, currency: str, was: Sequence[Fall], will: Sequence[Fall]) -> None:
        """Take over when money falls due."""
        for falls, weeks in zip((was, will), self.falling, strict=True):
            for each in falls:
                weeks[currency, week_of(each.day)] += each.amount


def relevant(before: Policy, after: Policy) -> bool:
    """Whether due dates can differ at all."""
    return before.terms != after.terms or before.calendar != after.calendar


def compare(
    connection: sqlite3.Connection, stored: InForce, before: InForce, after: InForce, today: int
) -> Dues:
    """Every open item's due date under two policies.

    Args:
        connection: a reader; its TEMP tables keep what moves, see `store.dues`.
        stored: the policy the database was derived under.
        before: the one compared with, most often the same.
        after: the edited one.
        today: the day ages are counted on.
    """
    return _Comparison(connection, stored, before, after, today).run()


class _Comparison:
    def __init__(
        self,
        connection: sqlite3.Connection,
        stored: InForce,
        before: InForce,
        after: InForce,
        today: int,
    ) -> None:
        self._connection = connection
        self._stored = stored.policy.terms
        self._both = before.policy, after.policy
        self._policies = DueDates(before), DueDates(after)
        self._ages = (
            Ages.of_tiers(*(each.escalation for each in self._both)),
            Ages.of_credit(*(each.credit for each in self._both)),
        )
        self._today = today
        self._fields = _fields(*self._both)
        self._known: list[tuple[_Found, _Found]] = []
        self._causes: dict[Cause, int] = {}
        self._found = Dues()

    def run(self) -> Dues:
        cases = store.ask(self._connection, self._fields, OWN)
        answers = [self._answer(number, case) for number, case in enumerate(cases)]
        store.answer(self._connection, answers)
        for customer, currency, number, *sums in store.shifts(self._connection):
            self._found.moved[customer, currency, number].add(*sums)
        for number, amount in store.amounts(self._connection):
            at = answers[number]
            self._found.fall(at.currency, [Fall(at.was, amount)], [Fall(at.will, amount)])
        if any(each.apart for each in answers):
            self._split(cases)
        self._found.causes = list(self._causes)
        return self._found

    def _answer(self, number: int, case: Case) -> Answer:
        asked = self._asked(case, _ENOUGH)
        before, after = self._policies
        found = before.of(asked), after.of(asked)
        self._known.append(found)
        (was, parts), (will, other) = found
        apart = bool(parts or other or case.computed)
        moves = was.day != will.day and not apart
        return Answer(
            number,
            case.currency,
            case.due_on,
            was.day,
            will.day,
            self._cause(was, will) if moves else None,
            apart,
            *(each.part(self._today - was.day) != each.part(self._today - will.day)
              for each in self._ages),
        )  # fmt: skip

    def _cause(self, was: Due, will: Due) -> int:
        return self._causes.setdefault(cause(was, will, *self._both), len(self._causes))

    def _split(self, cases: Sequence[Case]) -> None:
        """The documents that terms split, under one policy or the other."""
        documents: dict[int, list[OpenItem]] = {}
        for item in store.apart(self._connection):
            documents.setdefault(item.document_id, []).append(item)
        amounts = store.billed(self._connection, documents)
        for number, items in documents.items():
            self._document(amounts[number], cases[items[0].case], items)

    def _dues(self, amount: int, case: Case, number: int) -> Iterator[_Found]:
        """Both answers for a document; only where it is split the amount matters."""
        asked = self._asked(case, amount)
        for policy, found in zip(self._policies, self._known[number], strict=True):
            yield policy.of(asked) if found[1] or amount <= 0 else found

    def _document(self, amount: int, case: Case, items: list[OpenItem]) -> None:
        """A document that its terms split, first due paid first."""
        opened = sum(item.open_amount for item in items)
        dues: list[Due] = []
        falls: list[list[Fall]] = []
        found = self._dues(amount, case, items[0].case)
        for (due, parts), standing in zip(found, self._found.parts, strict=True):
            rows = list(_open_parts(parts, due, amount, opened))
            dues.append(due)
            falls.append([Fall(day, left) for _, day, _, left in rows])
            if [(i.due_on, i.open_amount) for i in items] != [(d, left) for _, d, _, left in rows]:
                standing.gone += [item.id for item in items]
                standing.new += [NewItem(items[0].document_id, *row) for row in rows]
        if falls[0] != falls[1]:
            self._differs(items, case.currency, self._cause(*dues), falls, whole=amount == opened)

    def _differs(
        self,
        items: list[OpenItem],
        currency: str,
        number: int,
        falls: list[list[Fall]],
        *,
        whole: bool,
    ) -> None:
        """Take over a document whose money falls due otherwise.

        What was paid of it, or is told of one of several items, may count otherwise at any age.
        """
        was, will = falls
        customer = items[0].customer_id
        later = sum(f.amount * f.day for f in will) - sum(f.amount * f.day for f in was)
        moved = Shift(customer, currency, number, 1, sum(f.amount for f in will), later)
        self._found.moved[moved[:3]].add(*moved[3:])
        self._found.fall(currency, was, will)
        whose = self._found.tiers, self._found.credit
        for ages, customers in zip(self._ages, whose, strict=True):
            if customer in customers:
                continue
            if len(items) > 1 or not whole or self._aged(ages, was) != self._aged(ages, will):
                customers.add(customer)

    def _aged(self, ages: Ages, falls: Sequence[Fall]) -> Mapping[int, int]:
        """What is open between which ages."""
        found: dict[int, int] = {}
        for each in falls:
            part = ages.part(self._today - each.day)
            found[part] = found.get(part, 0) + each.amount
        return found

    def _asked(self, case: Case, amount: int) -> Asked:
        known = dict(zip(self._fields, case.fields, strict=True))
        named = case.terms
        if case.by not in (OWN, TERMS) and named is not None:
            # Where a rule or the customer gave a term we know, no export named it.
            named = None if self._stored.code(named) is not None else named
        return Asked(
            case.billed_on,
            amount,
            case.currency,
            known,
            named,
            case.own,
            "",
            lambda: {**known, "currency": case.currency},
        )


def _open_parts(
    parts: Sequence[Part], due: Due, amount: int, opened: int
) -> Iterator[tuple[str, int, int, int]]:
    """Label, due day, amount and what is open of each part, where the first due is paid first."""
    if not parts:
        yield "", due.day, amount, opened
        return
    paid = amount - opened
    for part in sorted(parts, key=lambda part: (part.due_on, part.label)):
        taken = max(0, min(part.amount, paid))
        paid -= taken
        if part.amount > taken:
            yield part.label, part.due_on, part.amount, part.amount - taken


def _fields(*policies: Policy) -> list[str]:
    """What any rule about due dates asks about, and the customers' terms."""
    conditions = [
        rule.when
        for policy in policies
        for rules in (policy.terms.assign, policy.calendar.assign, policy.calendar.closings)
        for rule in rules
    ]
    asked = {name for name in FIELDS if any(asks_about(when, name) for when in conditions)}
    known = (*store.ITEM_FIELDS, *store.CUSTOMER_FIELDS)
    return [name for name in known if name in asked | {"terms"}]
