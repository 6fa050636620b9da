"""What was decided about an account: its exposure and limit, its tier, holds, and late weeks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from artui.books.credit import Credit
from artui.books.past import standing_then
from artui.books.trace.model import Check, Row, Section, equation, written
from artui.books.worklist import worklist
from artui.domain.days import iso
from artui.store import entered, holds, standings
from artui.store.aging import Scope
from artui.store.desk import holds as desk_holds
from artui.store.trace import customers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.credit import Standing
    from artui.books.trace.model import View
    from artui.books.worklist import Task

_WEEKS = 13
_PARTS = {
    "open_items": "open items",
    "unbilled_jobs": "unbilled jobs",
    "open_orders": "open orders",
    "drafts": "drafts",
}


class Account:
    """One customer in one currency, as of the day one looks from."""

    def __init__(self, view: View, customer_id: int, currency: str) -> None:
        self._view = view
        self._customer_id = customer_id
        self.currency = currency
        self._scope = Scope(view.as_of, view.known_on, customer_id=customer_id)

    # Credit.

    @cached_property
    def standing(self) -> Standing | None:
        """Where it stands against its limit; None where it has neither exposure nor limit."""
        view = self._view
        applied = Credit(view.force.policy, view.base_currency, entered.read(view.reader))
        found = applied.standings(view.reader, self._scope)
        return next((s for s in found if s.account.currency == self.currency), None)

    def credit(self) -> tuple[Section, str] | None:
        """The parts of its exposure, its limit and what gave it; and the exposure in words."""
        standing = self.standing
        if standing is None:
            return None
        parts = [
            (amount, _PARTS[name])
            for name, amount in standing.exposure._asdict().items()
            if amount or name == "open_items"
        ]
        total = f"{written(standing.exposure.total, self.currency)} {self.currency} exposure"
        rows = (
            *(Row(what=name, amount=amount, currency=self.currency) for amount, name in parts),
            self._limit(standing),
            self._status(standing),
        )
        about = "what it may come to owe, against its limit"
        return Section("credit", rows, about), equation(total, parts, self.currency)

    def _limit(self, standing: Standing) -> Row:
        limit = standing.limit
        said = "unlimited, " if limit.amount is None else ""
        return Row(
            what="limit",
            amount=limit.amount,
            currency=self.currency,
            detail=f"{said}{limit.rule}",
            place=standing.limit_place,
        )

    def _status(self, standing: Standing) -> Row:
        return Row(
            what=f"status {standing.status}",
            amount=standing.overrun or None,
            currency=self.currency,
            detail=f"{standing.rule}{', overrun' if standing.overrun else ''}",
            place=standing.place,
        )

    # What is done about it.

    @cached_property
    def task(self) -> Task | None:
        """Its line of the worklist; None where nothing is past due."""
        view = self._view
        with standing_then(view.reader, view.home, view.force, self._scope):
            tasks = worklist(view.reader, view.force.policy.escalation, self._scope)
        return next((each for each in tasks if each.at.currency == self.currency), None)

    def decisions(self) -> Section | None:
        """Its tier, what was carried out, and what holds it."""
        rows = (*self._tier(), *self._executed(), *self._holds())
        return Section("decisions", rows, "what is done about the account") if rows else None

    def _tier(self) -> Iterator[Row]:
        task = self.task
        if task is None:
            return
        tier = task.at.tier
        place = self._view.place("escalation", "tiers", tier.tier - 1) if tier else ""
        named = f"tier {tier.tier} {tier.name}" if tier else "no tier yet"
        yield Row(
            what=named,
            on=task.at.step.since_on if tier else None,
            amount=task.at.amount,
            currency=self.currency,
            detail=self._left_out(task),
            place=place,
        )

    def _left_out(self, task: Task) -> str:
        at = task.at
        left = {
            "disputed": at.disputed,
            "blocked by the ERP": at.blocked,
            "on hold": at.held,
            "promised": at.promised,
        }
        said = [f"{written(n, self.currency)} {name}" for name, n in left.items() if n]
        parts = [f"{at.items} items may be claimed", task.state, at.quiet or ""]
        parts += [f"left out: {', '.join(said)}"] if said else []
        return " · ".join(part for part in parts if part)

    def _executed(self) -> Iterator[Row]:
        view = self._view
        for row in customers.executed(view.reader, self._customer_id, self.currency, view.seen_on):
            place = self._view.place("escalation", "tiers", row["tier"] - 1)
            yield Row(
                what=f"carried out: tier {row['tier']}",
                on=row["executed_on"],
                detail=f"{row['how']} · {row['who']} · policy {row['revision']}",
                place=place,
                recorded_on=row["recorded_on"],
            )

    def _holds(self) -> Iterator[Row]:
        view = self._view
        for past in holds.history(view.reader, self._customer_id, self.currency):
            ended = past.ended_on
            if past.began_on <= view.seen_on and (ended is None or ended > view.seen_on):
                yield Row(
                    what=f"credit hold: {past.rule}",
                    on=past.began_on,
                    detail=" · ".join(filter(None, (past.reason, f"policy {past.policy}"))),
                    place=_rule_place(view, past.rule),
                )
        identity = standings.identity(view.reader, self._customer_id)
        account = identity._replace(currency=self.currency)
        for each in desk_holds.holds(view.reader, account, view.seen_on):
            about = f" of {each['document']}" if each["document"] else ""
            until = f" · until {iso(each['until'])}" if each["until"] is not None else ""
            yield Row(
                what=f"hold{about}",
                on=each["held_on"],
                detail=f"{each['reason']} · {each['who']}{until}",
            )

    def late_weeks(self) -> Section | None:
        """The frozen weeks in which it was late, and the reasons they were frozen with."""
        found = customers.late_weeks(self._view.reader, self._customer_id, self.currency, _WEEKS)
        rows = tuple(self._late(each) for each in found)
        return Section("late weeks", rows, f"of the last {_WEEKS} frozen ones") if rows else None

    def _late(self, each: dict[str, Any]) -> Row:
        days = written(each["amount_days"], self.currency)
        noun = "invoice" if each["invoices"] == 1 else "invoices"
        return Row(
            what=f"{each['week']} {each['reason'] or 'unexplained'}",
            amount=each["amount"],
            currency=self.currency,
            detail=f"{each['invoices']} {noun} · {days} x days",
            place=self._view.place("reasons", "reasons", each["reason"] or ""),
        )

    def checks(self, outstanding: int) -> Iterator[Check]:
        """Open items of the exposure against what is outstanding."""
        standing = self.standing
        if standing is not None:
            found = standing.exposure.open_items
            yield Check("open items in exposure = outstanding", found, outstanding, self.currency)


def _rule_place(view: View, rule: str) -> str:
    """Where the rule of a hold stands, if it still does."""
    for number, each in enumerate(view.force.policy.credit.holds):
        if each.rule == rule:
            return view.place("credit", "holds", number)
    return ""
