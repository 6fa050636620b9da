"""Credit under policy: where each account stands against its limit, and what would release it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books import risk
from artui.books.covering import Covering
from artui.books.holding import Holding
from artui.domain import credit, money, release
from artui.policy.precedence import asks_about
from artui.store import credit as store
from artui.store import holds
from artui.store.entered import Entered

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from artui.books.covering import Ceiling, Limit
    from artui.books.holding import Held
    from artui.books.risk import Behaviours, Judged
    from artui.policy.policy import Policy
    from artui.store.aging import Scope
    from artui.store.holds import Hold


class Account(NamedTuple):
    """Whose standing: a customer, by row number and by name, in one currency."""

    id: int
    customer_id: str
    name: str | None
    company: str
    collector: str | None
    currency: str


class Review(NamedTuple):
    """When a customer's credit is reviewed.

    Attributes:
        reviewed_on: the last review; None where there was none.
        known_since: the day of the first export that named the customer, from which the first
            review counts.
        every_days: how often; None for never.
    """

    reviewed_on: int | None = None
    known_since: int | None = None
    every_days: int | None = None

    @property
    def due_on(self) -> int | None:
        """The day the next review is due."""
        since = self.known_since if self.reviewed_on is None else self.reviewed_on
        return None if since is None or self.every_days is None else since + self.every_days


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's exposure against the limit that applies to it. Amounts are minor units.

    Attributes:
        account: whose.
        exposure: in its parts.
        limit: with what gave it.
        overdue: what is past due, against its ceiling.
        overrun: what of the exposure lies above the limit.
        utilisation: exposure / limit.
        oldest_overdue_days: 0 where nothing is past due.
        status: ok, watch, over or hold.
        rule: what gave the status, else the limit.
        place: the file and line of that rule, empty where no file says it.
        limit_place: the same of what gave the limit.
        held: the hold, where there is one.
        released_by: finds out what `release` says.
        judged: how the account pays; None where the policy does not ask.
        review: when credit is reviewed.
        ceiling_rule: what gave the ceiling on what is past due; empty where there is none.
        ceiling_place: the file and line of that.
    """

    account: Account
    exposure: credit.Exposure
    limit: Limit
    overdue: credit.Overdue
    overrun: int
    utilisation: Decimal | None
    oldest_overdue_days: int
    status: credit.Status
    rule: str
    place: str
    limit_place: str
    held: Held | None
    released_by: Callable[[], release.Step | None] = field(compare=False)
    judged: Judged | None
    review: Review
    ceiling_rule: str
    ceiling_place: str

    @property
    def release(self) -> release.Step | None:
        """What would have to happen for the status to be ok or watch; None where it is."""
        return self.released_by()


class Credit:
    """The credit policy applied to accounts."""

    def __init__(self, policy: Policy, base_currency: str, entered: Entered | None = None) -> None:
        """Nothing is read yet.

        Args:
            policy: the policies.
            base_currency: of amounts for which nothing names a currency.
            entered: what stands on the desk.
        """
        self._policy = policy.credit
        self._place = cache(lambda path: policy.places.of("credit", *path) if path else "")
        self._entered = entered or Entered()
        self._covering = Covering(policy.credit, base_currency)
        self._holding = Holding(policy.credit.holds)
        self._quiet = policy.escalation.quiet

    def standings(
        self, connection: sqlite3.Connection, scope: Scope, *, whenever: bool = False
    ) -> list[Standing]:
        """Every customer with exposure or a limit, one line a currency.

        Args:
            connection: the main database.
            scope: of whom, as of when.
            whenever: whether holds run on that a later day has begun, as the agent sees them.
        """
        rows = store.exposures(
            connection,
            scope,
            {*self._covering.margins, *self._holding.ages},
            drafts=self._policy.drafts,
            unbilled=self._policy.unbilled_jobs,
            ordered=self._policy.open_orders,
            dunned=any(asks_about(each, "dunning_level") for each in self._policy.conditions()),
        )
        paying = risk.Behaviours(
            connection, scope, self._policy, self._entered.promises, self._quiet
        )
        running = holds.running(connection, scope, whenever=whenever)
        reviews = self._reviews(scope)
        customers: dict[int, list[dict[str, Any]]] = {}
        for row in rows:
            _age(row, row["currency"] or row["customer_currency"] or self._covering.usual, scope)
            customers.setdefault(row["id"], []).append(row)
        return [
            self._standing(
                row,
                limit,
                judged,
                running.get((row["id"], row["currency"]), ()),
                reviews.get((row["company_key"], row["customer_key"])),
                scope.as_of,
            )
            for accounts in customers.values()
            for row, limit, judged in self._accounts(accounts, paying)
        ]

    def _reviews(self, scope: Scope) -> dict[tuple[str, str], int]:
        """By keys of company and customer, the last review up to the day."""
        day = scope.as_of if scope.known_on is None else min(scope.as_of, scope.known_on)
        found: dict[tuple[str, str], int] = {}
        for company, customer, reviewed_on in self._entered.reviews:
            if reviewed_on <= day:
                key = company, customer
                found[key] = max(reviewed_on, found.get(key, reviewed_on))
        return found

    def _accounts(
        self, accounts: list[dict[str, Any]], paying: Behaviours
    ) -> Iterator[tuple[dict[str, Any], Limit, Judged | None]]:
        """A customer's accounts; a limit speaks of its own currency alone."""
        own = self._own(accounts)
        judged = self._judged(own, paying)
        limit = self._covering.limit(own, judged.record() if judged else {})
        owed = [
            row
            for row in accounts
            if row["open_items"]
            or row["oldest_due"] is not None
            or row["drafts"]
            or row["unbilled_jobs"]
            or row["open_orders"]
        ]
        if limit.amount is not None and all(row["currency"] != limit.currency for row in owed):
            owed.append(_without_exposure(own, limit.currency))
        for row in owed:
            yield row, limit, judged if row is own else self._judged(row, paying)

    def _own(self, accounts: list[dict[str, Any]]) -> dict[str, Any]:
        """The account in the customer's own currency, else the first."""
        own = accounts[0]["customer_currency"] or self._covering.usual
        return next((row for row in accounts if row["currency"] == own), accounts[0])

    def _judged(self, row: dict[str, Any], paying: Behaviours) -> Judged | None:
        currency = row["currency"] or row["customer_currency"] or self._covering.usual
        return paying.of((row["id"], currency), row)

    def _standing(
        self,
        row: dict[str, Any],
        limit: Limit,
        judged: Judged | None,
        running: Sequence[Hold],
        reviewed_on: int | None,
        today: int,
    ) -> Standing:
        if judged:
            row |= judged.record()
        applied, ceiling = limit.in_currency(row["currency"]), self._covering.ceiling(row)
        exposure = credit.Exposure(*(row[name] for name in credit.Exposure._fields))
        overdue = credit.Overdue(
            row["past_due"], row["older"].get(ceiling.margin_days, 0), ceiling.amount
        )
        at = _figures(row, exposure.total, applied.amount)
        over, used = at.overrun, row["utilisation"]
        held = self._holding.held(at, running, today)
        watch = self._policy.watch_utilisation
        gave = _gave(held, applied, ceiling, by_ceiling=_by_ceiling(over, used, overdue, watch))
        every = self._covering.review_days(row)
        return Standing(
            Account(*(row[name] for name in Account._fields)),
            exposure,
            applied,
            overdue,
            over,
            used,
            row["oldest_overdue_days"],
            credit.status(over, used, watch, on_hold=held is not None, overdue=overdue),
            gave.rule,
            self._place(gave.path),
            self._place(applied.path),
            held,
            partial(self._holding.released, at, held, overdue.overrun, ceiling.margin_days),
            judged,
            Review(reviewed_on, row["known_since"], every),
            ceiling.rule,
            self._place(ceiling.path),
        )


class _Gave(NamedTuple):
    """What is named as the rule of a standing, and where it stands in credit.yaml."""

    rule: str
    path: tuple[str | int, ...]


def _gave(held: Held | None, limit: Limit, ceiling: Ceiling, *, by_ceiling: bool) -> _Gave:
    if held is not None:
        return _Gave(held.rule, ("holds", held.number))
    if by_ceiling:
        return _Gave(ceiling.rule, ceiling.path)
    return _Gave(limit.rule, limit.path)


def _by_ceiling(over: int, used: Decimal | None, overdue: credit.Overdue, watch: Decimal) -> bool:
    """Whether it is the ceiling, not the limit, that an account is over or near to."""
    by_limit = over > 0 or (used is not None and used >= watch)
    return overdue.overrun > 0 >= over or (overdue.is_near(watch) and not by_limit)


def _without_exposure(row: dict[str, Any], currency: str) -> dict[str, Any]:
    """A customer's account in a currency in which nothing is open."""
    zeros = (*credit.Exposure._fields, "past_due", "oldest_overdue_days")
    nothing = dict.fromkeys(zeros, 0)
    older = dict.fromkeys(row["older"], 0)
    none = {
        "oldest_due": None,
        "dunning_level": None,
        "past_due_amount": Decimal(0),
        "amount": Decimal(0),
    }
    return {**row, **nothing, **none, "currency": currency, "older": older}


def _age(row: dict[str, Any], currency: str, scope: Scope) -> None:
    """Add what conditions ask about what is past due."""
    due = row["oldest_due"]
    row["oldest_overdue_days"] = 0 if due is None else max(0, scope.as_of - due)
    row["past_due_amount"] = row["amount"] = money.to_decimal(row["past_due"], currency)


def _figures(row: dict[str, Any], exposure: int, limit: int | None) -> release.Figures:
    """An account as conditions about it see it, which are added to its row."""
    currency = row["currency"]
    row["exposure"] = money.to_decimal(exposure, currency)
    row["overrun"] = money.to_decimal(credit.overrun(exposure, limit), currency)
    row["utilisation"] = credit.utilisation(exposure, limit)
    return release.Figures(row, currency, exposure, limit, row["past_due"], row["older"])
