"""Due dates that edited policies would move, and when the money would then fall due."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.books.due import ASSIGNED, OWN, TERMS, Asked, Due, DueDates
from artui.domain.conditions import FIELDS
from artui.domain.days import week_of
from artui.policy.precedence import asks_about
from artui.store import planned

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from artui.books.force import InForce
    from artui.domain.terms import Part
    from artui.policy.policy import Policy
    from artui.store.planned import NewItem, OpenItem

#: So much is split into every part a term can have, in minor units.
_ENOUGH = 10**12


class Fall(NamedTuple):
    """A part of what is open, in minor units, and the day it is due."""

    day: int
    amount: int


class Reason(NamedTuple):
    """Why a due date is another: what gives it now, and what would."""

    before: Due
    after: Due


@dataclass(slots=True)
class Moved:
    """What moves of one account for one reason: amounts in minor units, later days positive."""

    items: int = 0
    amount: int = 0
    amount_days: int = 0


@dataclass(slots=True)
class Standing:
    """Items as one policy would have them, where that is not as they are stored."""

    moved: list[tuple[int, int]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    new: list[NewItem] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether any item would be another."""
        return bool(self.moved or self.gone)


@dataclass(slots=True)
class Dues:
    """Every due date compared.

    Attributes:
        moved: by customer's id, currency and reason.
        falling: by currency and ISO week, what falls due before and after, in minor units.
        before: the items under the one policy.
        after: the items under the other.
    """

    moved: dict[tuple[int, str, Reason], Moved] = field(default_factory=lambda: defaultdict(Moved))
    falling: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = field(
        default_factory=lambda: (Counter(), Counter())
    )
    before: Standing = field(default_factory=Standing)
    after: Standing = field(default_factory=Standing)

    @property
    def customers(self) -> set[int]:
        """Whose due dates move."""
        return {customer for customer, _, _ in self.moved}

    def compare(
        self,
        customer: int,
        currency: str,
        reason: Reason,
        was: Sequence[Fall],
        will: Sequence[Fall],
    ) -> None:
        """Take over one item or document whose money falls due otherwise."""
        if was == will:
            return
        moved = self.moved[customer, currency, reason]
        moved.items += 1
        moved.amount += sum(each.amount for each in will)
        moved.amount_days += sum(f.amount * f.day for f in will) - sum(
            f.amount * f.day for f in was
        )
        for falls, weeks in zip((was, will), self.falling, strict=True):
            for each in falls:
                weeks[currency, week_of(each.day)] += each.amount


def relevant(before: Policy, after: Policy) -> bool:
    """Whether due dates can differ at all."""
    return before.terms != after.terms or before.calendar != after.calendar


def compare(
    connection: sqlite3.Connection, stored: InForce, before: InForce, after: InForce
) -> Dues:
    """Every open item's due date under two policies.

    Args:
        connection: a reader.
        stored: the policy the database was derived under.
        before: the one compared with, most often the same.
        after: the edited one.
    """
    return _Comparison(connection, stored, before, after).run()


class _Answer(NamedTuple):
    reason: Reason
    splits: bool


class _Comparison:
    def __init__(
        self, connection: sqlite3.Connection, stored: InForce, before: InForce, after: InForce
    ) -> None:
        self._connection = connection
        self._stored = stored.policy.terms
        self._policies = DueDates(before), DueDates(after)
        self._fields = _fields(before.policy, after.policy)
        self._answers: dict[tuple[object, ...], _Answer] = {}
        self._found = Dues()

    def run(self) -> Dues:
        split: dict[int, tuple[tuple[object, ...], list[OpenItem]]] = {}
        for item, asked in planned.open_items(self._connection, self._fields, OWN):
            answer = self._answers.get(asked) or self._answer(asked)
            if answer.splits or item.computed:
                split.setdefault(item.document_id, (asked, []))[1].append(item)
            else:
                self._whole(item, str(asked[1]), answer.reason)
        amounts = planned.billed(self._connection, split)
        for document, (asked, items) in split.items():
            self._document(document, amounts[document], asked, items)
        return self._found

    def _answer(self, asked: tuple[object, ...]) -> _Answer:
        found = [policy.of(self._asked(asked, _ENOUGH)) for policy in self._policies]
        (before, parts), (after, other) = found
        answer = _Answer(Reason(before, after), bool(parts or other))
        self._answers[asked] = answer
        return answer

    def _whole(self, item: OpenItem, currency: str, reason: Reason) -> None:
        """An item that stays one: only its day may be another."""
        was, will = reason.before.day, reason.after.day
        for day, standing in ((was, self._found.before), (will, self._found.after)):
            if day != item.due_on:
                standing.moved.append((item.id, day))
        if was != will and item.open_amount > 0:
            falls = [Fall(was, item.open_amount)], [Fall(will, item.open_amount)]
            self._found.compare(item.customer_id, currency, reason, *falls)

    def _document(
        self, document: int, amount: int, asked: tuple[object, ...], items: list[OpenItem]
    ) -> None:
        """A document that its terms split, under one policy or the other, first due paid first."""
        opened = sum(item.open_amount for item in items)
        found = [policy.of(self._asked(asked, amount)) for policy in self._policies]
        falls = []
        for (due, parts), standing in zip(
            found, (self._found.before, self._found.after), strict=True
        ):
            rows = list(_open_parts(parts, due, amount, opened))
            falls.append([Fall(day, left) for _, day, _, left in rows])
            if [(i.due_on, i.open_amount) for i in items] != [(d, left) for _, d, _, left in rows]:
                standing.gone += [item.id for item in items]
                standing.new += [planned.NewItem(document, *row) for row in rows]
        reason = Reason(found[0][0], found[1][0])
        self._found.compare(items[0].customer_id, str(asked[1]), reason, *falls)

    def _asked(self, asked: tuple[object, ...], amount: int) -> Asked:
        billed_on, currency, terms, by, own, document_class, kind, *values = asked
        customer = dict(zip(self._fields, values, strict=True))
        named = None if terms is None else str(terms)
        if by not in (OWN, TERMS) and named is not None and self._stored.code(named) is not None:
            named = None  # a rule or the customer gave the term; no export did
        record = {**customer, "class": document_class, "type": kind, "currency": currency}
        assert isinstance(billed_on, int)  # noqa: S101 - a day number by the schema
        assert own is None or isinstance(own, int)  # noqa: S101 - as above
        return Asked(billed_on, amount, str(currency), customer, named, own, "", lambda: record)


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
    """The customer's fields that any rule about due dates asks about, and their terms."""
    conditions = [
        rule.when
        for policy in policies
        for rules in (policy.terms.assign, policy.calendar.assign, policy.calendar.closings)
        for rule in rules
    ]
    asked = {name for name in FIELDS if any(asks_about(when, name) for when in conditions)}
    return [name for name in planned.CUSTOMER_FIELDS if name in asked | {"terms"}]


def by_rule(reason: Reason) -> bool:
    """Whether an assignment rule gives the term that applies after."""
    return reason.after.by == ASSIGNED


def every(moved: Iterable[Moved]) -> Moved:
    """Several, together."""
    found = Moved()
    for each in moved:
        found.items += each.items
        found.amount += each.amount
        found.amount_days += each.amount_days
    return found
