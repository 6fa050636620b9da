"""Expected cash: what is open, account by account, with the habits it will be paid by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

from artui.books import kept
from artui.domain.days import to_date
from artui.domain.escalation import still_running_from
from artui.domain.forecast import Horizon, Part, horizon, receipts
from artui.domain.habits import Habit, Pool, Rules, delayed, habit, pooled, unknown
from artui.domain.survival import Seen
from artui.store import expected as store
from artui.store.quiet import Quieting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from artui.domain.forecast import Receipts
    from artui.policy.escalation import EscalationPolicy
    from artui.store.aging import Scope


class Expected(NamedTuple):
    """An open item, and the parts of it that are expected each in their way.

    Attributes:
        item: as the store has it.
        parts: what is open but for what is covered.
        covered: what unapplied cash and credits of its account will be set against.
    """

    item: store.Open
    parts: list[Part]
    covered: int


@dataclass(slots=True)
class Account:
    """A customer in one currency: what is expected of it.

    Attributes:
        whose: the customer.
        currency: of its amounts.
        items: what is open, first due first.
        habit: how it pays what is not disputed.
        receipts: by week.
    """

    whose: store.Whose
    currency: str
    items: list[Expected]
    habit: Habit
    receipts: Receipts


@dataclass(frozen=True, slots=True)
class Asked:
    """What is forecast.

    Attributes:
        reader: the main database with the desk attached.
        escalation: says how long a promise runs.
        scope: whose items, as of when, known when.
        weeks: how many.
        rules: the numbers of the forecast.
    """

    reader: sqlite3.Connection
    escalation: EscalationPolicy
    scope: Scope
    weeks: int = 13
    rules: Rules = field(default_factory=Rules)

    @property
    def horizon(self) -> Horizon:
        """The weeks, Monday to Sunday; of the first only what is still to come."""
        return horizon(to_date(self.scope.as_of).isoweekday(), self.weeks)

    @property
    def since(self) -> int:
        """Items due on or before this day are no evidence."""
        return self.scope.as_of - self.rules.lookback_days

    @property
    def quieting(self) -> Quieting:
        """Every item, the part in dispute apart, and the promises that run."""
        quiet = self.escalation.quiet
        running = still_running_from(self.scope.as_of, quiet.grace_days)
        ends, enough = quiet.plan_broken == "ends", quiet.kept_percent
        return Quieting(store.ALL_ITEMS, "part", running, kept_percent=enough, plan_ends=ends)


def accounts(asked: Asked) -> Iterator[Account]:
    """Every account with anything open, by customer and currency.

    All is read at the moment of the first; nothing else may be asked of the reader meanwhile that
    uses the same TEMP tables.
    """
    reader, scope = asked.reader, asked.scope
    promises = _Promises(store.gather(reader, scope, asked.quieting, asked.since), asked)
    pools = _Pools(asked)
    unapplied = store.unapplied(reader, scope)
    whose = store.customers(reader)
    paid = _ByCustomer(store.paid_days(reader))
    weeks = asked.horizon
    for customer, of_customer in groupby(store.open_items(reader, scope), lambda o: o.customer_id):
        items = list(of_customer)
        who = whose[customer]
        habits = _Habits(asked, pools, who, _seen(asked, who, items, paid.of(customer)))
        for currency, of_account in groupby(items, lambda item: item.currency):
            credit = unapplied.get((customer, currency), 0)
            found = list(_expected(asked, list(of_account), habits, promises, credit))
            parts = [part for each in found for part in each.parts]
            sums = receipts(parts, weeks, asked.rules.runs)
            sums.open = sum(each.item.open_amount for each in found)
            sums.covered = sum(each.covered for each in found)
            sums.items = len(found)
            usual = habits.of(disputed=False, slowed=False)
            yield Account(who, currency, found, usual, sums)


def _expected(
    asked: Asked,
    items: Sequence[store.Open],
    habits: _Habits,
    promises: _Promises,
    credit: int,
) -> Iterator[Expected]:
    """The items of an account; credits are set against the first due first, disputed parts last."""
    for item in items:
        covered = min(credit, item.open_amount)
        credit -= covered
        disputed = min(item.disputed, item.open_amount - covered)
        rest = item.open_amount - covered - disputed
        slowed = item.quiet or item.tier >= asked.rules.slowed_from_tier
        age = asked.scope.as_of - item.due_on
        parts = []
        if disputed:
            how = habits.of(disputed=True, slowed=slowed)
            parts.append(Part(disputed, age, how, disputed=True))
        how = habits.of(disputed=False, slowed=slowed)
        for ahead, amount, chance in promises.of(item, min(item.promised, rest)):
            rest -= amount
            parts.append(Part(amount, age, how, ahead, chance))
        if rest:
            parts.append(Part(rest, age, how))
        yield Expected(item, parts, covered)


class _ByCustomer:
    """How late each customer's settled items were, read alongside the open ones."""

    def __init__(self, rows: Iterable[store.Late]) -> None:
        self._groups = groupby(rows, lambda row: row.customer_id)
        self._next = next(self._groups, None)

    def of(self, customer: int) -> list[store.Late]:
        """The rows of a customer; customers are asked for in ascending order."""
        while self._next is not None and self._next[0] < customer:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != customer:
            return []
        return list(self._next[1])


class _Counts:
    """Items by days past due: paid, waiting, and when they came on record."""

    def __init__(self) -> None:
        self._numbers: tuple[list[dict[int, int]], ...] = ([{}, {}, {}], [{}, {}, {}])

    def add(
        self, which: int, days: int, entered: int | None, number: int, *, disputed: bool
    ) -> None:
        """Count items; `which` is 0 for paid ones, 1 for those that wait."""
        for place, day in ((which, days), (2, entered)):
            counts = self._numbers[disputed][place]
            if day is not None:
                counts[day] = counts.get(day, 0) + number

    def __getitem__(self, disputed: bool) -> Seen:
        """What was seen of the items with a dispute, or of those without."""
        return Seen(*self._numbers[disputed])


def _seen(
    asked: Asked, whose: store.Whose, items: Sequence[store.Open], paid: Iterable[store.Late]
) -> _Counts:
    """What was seen of a customer."""
    counts, since = _Counts(), whose.since
    for each in paid:
        counts.add(0, each.days, each.entered, each.number, disputed=each.disputed)
    for item in items:
        if item.due_on > asked.since:
            old = since is not None and item.billed_on < since
            entered = since - 1 - item.due_on if old and since is not None else None
            age = asked.scope.as_of - item.due_on
            counts.add(1, age, entered, 1, disputed=item.disputed > 0)
    return counts


class _Habits:
    """The habits of one customer, made where they are asked for."""

    def __init__(self, asked: Asked, pools: _Pools, whose: store.Whose, seen: _Counts) -> None:
        self._asked = asked
        self._pools = pools
        self._whose = whose
        self._seen = seen
        self._made: dict[tuple[bool, bool], Habit] = {}

    def of(self, *, disputed: bool, slowed: bool) -> Habit:
        """How it pays what is disputed or not, of an account that is slowed or not."""
        key = (disputed, slowed)
        if key not in self._made:
            pool = self._pools.of(self._whose, disputed=disputed)
            self._made[key] = habit(self._seen[disputed], pool, self._asked.rules, slowed=slowed)
        return self._made[key]


class _Pools:
    """What customers have in common: by segment within company, by company, of all."""

    def __init__(self, asked: Asked) -> None:
        """Read what everybody paid, and what everybody owes."""
        self._rules = asked.rules
        self._counts: dict[tuple[str, ...], _Counts] = defaultdict(_Counts)
        for group in store.paid_groups(asked.reader, asked.since):
            self._count(group, 0)
        for group in store.open_groups(asked.reader, asked.scope, asked.since):
            self._count(group, 1)
        cycles = store.resolution_days(asked.reader, asked.scope)
        enough = len(cycles) >= self._rules.own_weight
        self._resolution = median_low(cycles) if enough else self._rules.resolution_days
        self._made: dict[tuple[bool, tuple[str, ...]], Pool] = {}

    def _count(self, group: store.Group, which: int) -> None:
        for key in ((), (group.company,), (group.company, group.segment)):
            self._counts[key].add(which, *group[3:], disputed=group.disputed)

    def of(self, whose: store.Whose, *, disputed: bool) -> Pool:
        """The pool of a customer."""
        segment = (whose.company, whose.segment) if whose.segment else (whose.company,)
        return self._pool(disputed, segment)

    def _pool(self, disputed: bool, key: tuple[str, ...]) -> Pool:  # noqa: FBT001 - half of a key
        found = self._made.get((disputed, key))
        if found is None:
            found = self._made[disputed, key] = pooled(
                self._counts[key][disputed],
                self._parent(disputed, key),
                _called(key, disputed=disputed),
                self._rules,
            )
        return found

    def _parent(self, disputed: bool, key: tuple[str, ...]) -> Pool:  # noqa: FBT001 - as above
        """What a pool leans on: disputed items on all others, later by a dispute's time."""
        if key:
            return self._pool(disputed, key[:-1])
        if not disputed:
            return unknown(self._rules)
        return delayed(self._pool(False, ()), self._resolution)  # noqa: FBT003 - as above


def _called(key: tuple[str, ...], *, disputed: bool) -> str:
    """What a pool is called."""
    names = ("all customers", "company {}", "segment {}")
    name = names[len(key)].format(*key[-1:])
    return f"{name}, disputed" if disputed else name


class _Promises:
    """What is still to come of promises, given to an account's items first due first."""

    def __init__(self, running: Iterable[store.Promised], asked: Asked) -> None:
        self._left: dict[tuple[int, str], list[list[int | None]]] = defaultdict(list)
        for each in running:
            row = [each.document_id, each.due_on, each.amount]
            self._left[each.customer_id, each.currency].append(row)
        self._as_of = asked.scope.as_of
        self._kept = kept.shares(asked) if self._left else None

    def of(self, item: store.Open, amount: int) -> Iterator[tuple[int, int, float]]:
        """Days ahead, amount and chance of what is promised of an item."""
        if amount <= 0 or self._kept is None:
            return
        account = (item.customer_id, item.currency)
        for row in self._left[account]:
            document, due_on, left = row
            if document not in (None, item.document_id) or not left or due_on is None:
                continue
            part = min(amount, left)
            row[2] = left - part
            amount -= part
            yield max(1, due_on - self._as_of), part, self._kept.of(account)
            if not amount:
                return
