"""When an item is due, and by what: its own date, its terms, a rule, its customer's terms."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from artui.policy.calendar import CalendarPolicy, WorkingDays
from artui.policy.due import DueRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from artui.books.force import InForce
    from artui.domain.calendar import Calendar
    from artui.domain.terms import Part

OWN, TERMS, ASSIGNED, CUSTOMER, DEFAULT, INVOICE_DATE = (
    "own date",
    "terms",
    "assigned terms",
    "customer's terms",
    "default terms",
    "invoice date",
)

#: An amount of which every instalment gets a part, in minor units.
_ENOUGH = 10**12


class Due(NamedTuple):
    """A due day, what gave it, and the term's code or the name the export has for it.

    Attributes:
        day: the day it ages on.
        by: what gave it.
        terms: the name the export has for the term, else its code.
        contractual_on: the day agreed, where a business-day rule moved it.
        export_on: the export's own date, where the policy's was taken instead.
        policy_id: the policy that decided it, None where the export's own date stands.
    """

    day: int
    by: str
    terms: str | None = None
    contractual_on: int | None = None
    export_on: int | None = None
    policy_id: int | None = None


class Asked(NamedTuple):
    """An item whose due date is asked for.

    Attributes:
        billed_on: the invoice date.
        amount: billed, in minor units.
        currency: of the amount.
        customer: what rules may ask about the customer, their terms among it.
        terms: the term its export names.
        own: the due date its export gives.
        label: the item's, empty for a document as a whole.
        record: everything assignment rules may ask about, made only where one is consulted.
    """

    billed_on: int
    amount: int
    currency: str
    customer: Mapping[str, object]
    terms: str | None
    own: int | None
    label: str
    record: Callable[[], Mapping[str, object]]


class DueDates:
    """Due dates under the policy in force.

    Attributes:
        rule: terms and calendars together.
    """

    def __init__(self, force: InForce) -> None:
        self._policy = force.policy.terms
        self._policy_id = force.id
        self.rule = DueRule(self._policy, force.policy.calendar)
        self._moves = self.rule.moves
        self._code: Callable[[str], str | None] = lru_cache(maxsize=4096)(self._policy.code)
        self._every = tuple(_every(force.policy.calendar)) if self._moves else ()
        self._open_to_all: Callable[[int], bool] = lru_cache(maxsize=65_536)(self._is_open_to_all)

    @property
    def keeps_own(self) -> bool:
        """Whether every export's own due date stands as it is."""
        return not (self._moves or self._policy.recompute)

    def stays(self, day: int) -> bool:
        """Whether an export's own due day stands as it is, whoever the customer."""
        return not self._policy.recompute and self._open_to_all(day)

    def _is_open_to_all(self, day: int) -> bool:
        return all(calendar.is_open(day) for calendar in self._every)

    def of(self, asked: Asked) -> tuple[Due, Sequence[Part]]:
        """When an item is due; and the parts it falls into where its terms have instalments.

        An own date stands under such terms also where others are computed anew: they have no one
        date to set in its place. A credit is not split, since it is money at hand and no plan to
        pay: it is due with the first part.
        """
        own = asked.own
        if own is not None and self.keeps_own:
            return Due(own, OWN, asked.terms), ()
        code, by = self.applying(asked)
        splits = code is not None and self.rule.splits(code)
        if own is not None and (splits or code is None or not self._policy.recompute):
            return self._due(asked, OWN, own, code), ()
        if code is None:
            return self._due(asked, INVOICE_DATE, asked.billed_on, None), ()
        if not splits:
            (part,) = self._parts(asked, code, 1)
            return self._by_terms(asked, by, code, part), ()
        return self._split(asked, by, code)

    def _split(self, asked: Asked, by: str, code: str) -> tuple[Due, Sequence[Part]]:
        parts = self._parts(asked, code, asked.amount)
        if asked.amount <= 0 or asked.label or len(parts) == 1:
            return self._by_terms(asked, by, code, self._one(asked, code, parts)), ()
        return self._by_terms(asked, by, code, parts[-1]), parts

    def _one(self, asked: Asked, code: str, parts: Sequence[Part]) -> Part:
        """The part an item is that is not split: that of its label, else the last."""
        if asked.amount <= 0:
            return self._parts(asked, code, _ENOUGH)[0]
        named = (part for part in self._parts(asked, code, _ENOUGH) if part.label == asked.label)
        return next(named, parts[-1])

    def _parts(self, asked: Asked, code: str, amount: int) -> tuple[Part, ...]:
        return self.rule.parts(code, asked.billed_on, amount, asked.currency, asked.customer)

    def _due(self, asked: Asked, by: str, day: int, code: str | None) -> Due:
        """A date no term reckoned, on the day it ages on."""
        reached = self.rule.moved(day, asked.customer, code) if self._moves else day
        moved = reached != day
        decided = None if by == OWN and not moved else self._policy_id
        return Due(reached, by, asked.terms, day if moved else None, None, decided)

    def _by_terms(self, asked: Asked, by: str, code: str, part: Part) -> Due:
        agreed, reached = part.contractual_on, part.due_on
        contractual = agreed if agreed != reached else None
        return Due(reached, by, asked.terms or code, contractual, asked.own, self._policy_id)

    def applying(self, asked: Asked) -> tuple[str | None, str]:
        """The code of the term that applies, and what gave it."""
        code = self._code(asked.terms) if asked.terms else None
        if code is not None:
            return code, TERMS
        if self._policy.assign:
            code = self._policy.assigned(asked.record())
            if code is not None:
                return code, ASSIGNED
        named = asked.customer.get("terms")
        code = self._code(str(named)) if named else None
        return (self._policy.default, DEFAULT) if code is None else (code, CUSTOMER)


def _every(policy: CalendarPolicy) -> Sequence[Calendar]:
    """Each calendar with the closings of all customers, and what holds where there is none."""
    closings = tuple(replace(each, when=None) for each in policy.closings)
    return [
        CalendarPolicy({"": each}, default="", closings=closings).for_record({})
        for each in (*policy.calendars.values(), WorkingDays())
    ]
