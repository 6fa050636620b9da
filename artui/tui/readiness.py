"""What stands before the billing gate as a screen shows it: each job and invoice, or in groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from artui.books import rates as books_rates
from artui.books import readiness as gate
from artui.domain import money
from artui.tui import failing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from artui.books.force import InForce
    from artui.books.rates import Rates
    from artui.books.readiness import Failure, Readiness
    from artui.tui.moment import Moment

By = Literal["", "check", "owner", "dispatcher", "template", "site", "customer", "kind"]
BY: tuple[By, ...] = get_args(By)
Which = Literal["blocked", "waived", "ready", "all"]
WHICH: tuple[Which, ...] = get_args(Which)
_MOST = 3
#: What stands in a group of things of which nobody told.
NONE = "(none)"


class Group(NamedTuple):
    """All of one check, owner, dispatcher, template, site, customer or kind.

    Attributes:
        by: what it is grouped by.
        key: the check's code, or the name; empty for those of which nobody told.
        label: what people call it.
    """

    by: By
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything before the gate, what there is most to lose of first.

    Attributes:
        moment: of when it is.
        rows: by the keys of the list's rows, in order.
        checks: how many checks there are.
        rates: at which money x days of several currencies are compared, where each has one.
        headline: how many are in each state, and what is at risk in those that are blocked.
    """

    moment: Moment
    rows: Mapping[str, Readiness]
    checks: int
    rates: Rates
    headline: str

    def shown(self, which: Which, only: Sum | None = None) -> Iterator[tuple[str, Readiness]]:
        """Key and row of those in a state, and in a group."""
        for key, each in self.rows.items():
            if which in ("all", each.state) and (only is None or only.has(each)):
                yield key, each


def board(reader: sqlite3.Connection, force: InForce, moment: Moment, base: str) -> Board:
    """Hold every completed job not billed and every open invoice against the checks.

    Args:
        reader: the main database with the desk attached, and TEMP tables of its own.
        force: the policy in force.
        moment: the day, and what was known.
        base: the home's base currency, in which money x days are compared where rates allow.
    """
    policy, scope = force.policy.readiness, moment.scope()
    rates = books_rates.latest(reader, base, moment.as_of, moment.known_on)
    found = gate.ordered(gate.readiness(reader, policy, scope), rates)
    rows = {row_key(each): each for each in found}
    return Board(moment, rows, len(policy.checks), rates, headline(found))


def row_key(each: Readiness) -> str:
    """What names the row of a job or an invoice."""
    at = each.at
    return f"{at.kind} {at.job if at.kind == 'job' else at.document_id} {at.currency}"


def row(place: int, key: str, each: Readiness) -> tuple[object, ...]:
    """A job or invoice in the order of `readiness_listing.GATED`."""
    at, failures = each.at, failing.by_weight(each.failures)
    owners = dict.fromkeys(failure.check.owner for failure in failures if not failure.waiver)
    return (
        *(key, place, failing.STATES[each.state], at.kind, at.number, at.job, at.job_number or ""),
        *(at.document_id, at.customer, at.customer_id, at.name, at.amount, at.currency, each.age),
        *(", ".join(map(_named, failures)), ", ".join(owners)),
        *(at.dispatcher or "", at.template or "", at.site or "", at.company),
    )


def _named(failure: Failure) -> str:
    return f"{'waived: ' if failure.waiver else ''}{failure.check.label}"


def rows(found: Board, which: Which, only: Sum | None) -> list[tuple[object, ...]]:
    """The rows of a state and a group."""
    shown = enumerate(found.shown(which, only))
    return [row(place, key, each) for place, (key, each) in shown]


# Groups.


def groups(each: Readiness, by: By) -> Collection[Group]:
    """The groups something is in: of checks and owners as many as fail, else one."""
    if by == "check":
        return [Group(by, check.code, check.label) for check, _ in each.failures]
    if by == "owner":
        names = dict.fromkeys(check.owner for check, _ in each.failures)
        return [Group(by, name, name) for name in names]
    if by == "customer":
        return [Group(by, str(each.at.customer), each.at.name)]
    name = str(getattr(each.at, by) or "")
    return [Group(by, name, name or NONE)]


class Sum(NamedTuple):
    """A group in one currency.

    Attributes:
        group: which.
        currency: of the amounts.
        members: those of the group in any state, in their order.
    """

    group: Group
    currency: str
    members: Sequence[Readiness]

    def has(self, each: Readiness) -> bool:
        """Whether something is in the group."""
        of_group = self.group in groups(each, self.group.by)
        return of_group and each.at.currency == self.currency

    @property
    def key(self) -> str:
        """What names its row."""
        return f"{self.currency} {self.group.key}"

    def row(self, place: int, which: Which) -> tuple[object, ...]:
        """The group in the order of `readiness_listing.GROUPED`; its money is of one state."""
        states = [each.state for each in self.members]
        shown = self.shown(which)
        blocked, waived, ready = (states.count(state) for state in gate.STATES)
        at_risk = sum(each.at.amount for each in shown)
        oldest = max((each.age for each in shown), default=None)
        numbers = (blocked, waived, ready, at_risk, blocked / len(states))
        told = self.told(shown)
        return (self.key, place, self.group.label, *numbers, self.currency, oldest, told)

    def told(self, shown: Sequence[Readiness]) -> str:
        """What mends the check; of other groups which checks fail most, and how often."""
        failed = [check for each in shown for check, _ in each.failures]
        if self.group.by == "check":
            return next((check.mend for check in failed if check.code == self.group.key), "")
        counted = Counter(check.label for check in failed).most_common(_MOST)
        return ", ".join(f"{label} {count:,}" for label, count in counted)

    def shown(self, which: Which) -> list[Readiness]:
        """Those in a state."""
        return [each for each in self.members if which in ("all", each.state)]


def sums(found: Board, by: By, which: Which) -> list[Sum]:
    """The groups that have any in a state, the one with most money x days in it first."""
    members: dict[tuple[Group, str], list[Readiness]] = defaultdict(list)
    for each in found.rows.values():
        for group in groups(each, by):
            members[group, each.at.currency].append(each)
    every = [Sum(group, currency, of) for (group, currency), of in members.items()]
    kept = [one for one in every if one.shown(which)]
    weigh = gate.weights(found.rates, {one.currency for one in kept})

    def place(one: Sum) -> tuple[str, int, str, str]:
        apart, weight = weigh[one.currency]
        at_risk = sum(each.amount_days for each in one.shown(which))
        return (apart, -at_risk * weight, one.currency, one.group.key)

    return sorted(kept, key=place)


# In words.


def headline(found: Sequence[Readiness]) -> str:
    """How many are in each state, and what is at risk in those that are blocked."""
    counts = Counter(each.state for each in found)
    risk = ", ".join(
        f"{money.grouped(amounts['at_risk'], currency)} {currency}"
        for currency, _, amounts in totals(each for each in found if each.state == "blocked")
    )
    blocked = f"{counts['blocked']:,} blocked" + (f", {risk}" if risk else "")
    return " · ".join([blocked, f"{counts['waived']:,} waived", f"{counts['ready']:,} ready"])


def totals(found: Iterable[Readiness]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Per currency how many there are, and what is at risk, as `sums.lines` takes them."""
    amounts: dict[str, list[int]] = defaultdict(list)
    for each in found:
        amounts[each.at.currency].append(each.at.amount)
    for currency, of in sorted(amounts.items()):
        yield currency, len(of), {"at_risk": sum(of)}
