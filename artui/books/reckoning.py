"""How the due date of an item came about, in sentences."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from artui.books import invoice
from artui.books.due import OWN, Asked, DueDates
from artui.domain.days import iso
from artui.domain.steps import told
from artui.domain.terms import legs, shares
from artui.store.ledger import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.books.force import InForce
    from artui.domain.terms import Leg

_LATER = " later"


class Reckoning:
    """Explains due dates under the policy in force."""

    def __init__(self, force: InForce, customer: Mapping[str, object]) -> None:
        """Explain the items of one customer, `customer` being what rules may ask of it."""
        self._force = force
        self._customer = customer
        self._dues = DueDates(force)

    def sentences(self, item: Mapping[str, Any], billed: int) -> list[str]:
        """What there is to say beyond an item's due date: its steps, its move, a difference.

        Args:
            item: a row of `store.invoice.items`.
            billed: the amount of its document, in minor units.
        """
        asked = self._asked(item, billed)
        code, _ = self._dues.applying(asked)
        return [
            *self._steps(item, asked, code),
            *self._move(item),
            *self._difference(item, asked, code),
        ]

    def _asked(self, item: Mapping[str, Any], billed: int) -> Asked:
        values = [item.get(name) for name in ATTRIBUTES]
        about = partial(invoice.record, values, billed, item["class"], self._customer)
        who = (item["currency"], self._customer, item["terms"], None)
        return Asked(item["billed_on"], billed, *who, "", about)

    def _steps(self, item: Mapping[str, Any], asked: Asked, code: str | None) -> Iterator[str]:
        """2026-10-31 = 2026-10-01 + 30 days, where the steps of its term lead there."""
        if code is None or item["due_by"] == OWN:
            return
        term = self._force.policy.terms.terms[code]
        parts = [share.instalment for share in shares(term, asked.amount, asked.currency)]
        for part, leg in zip(parts, legs(asked.billed_on, parts), strict=True):
            if leg.end == _agreed(item):
                steps = _added([told(step) for step in part.steps])
                yield f"{iso(leg.end)} = {_start(leg, asked.billed_on)}{steps}{self._where(code)}"
                return

    def _where(self, code: str) -> str:
        place = self._force.policy.places.of("terms", "terms", code)
        return f" · {code}, {place}" if place else f" · {code}"

    def _move(self, item: Mapping[str, Any]) -> Iterator[str]:
        """Why it ages on another day than the one agreed."""
        agreed, reached = item["contractual_on"], item["due_on"]
        if agreed is None:
            return
        passed = self._dues.rule.calendar(self._customer).between(agreed, reached)
        closed = dict.fromkeys(why for _, why in passed)
        yield f"agreed for {iso(agreed)}, moved to {iso(reached)}: {', '.join(closed) or 'closed'}"

    def _difference(self, item: Mapping[str, Any], asked: Asked, code: str | None) -> Iterator[str]:
        """What the export's own date and the term's have between them."""
        theirs, ours = item["export_due_on"], _agreed(item)
        if item["due_by"] == OWN and code is not None:
            due, parts = self._dues.of(asked)
            theirs, ours = ours, due.contractual_on or due.day
            if parts:
                return
        if theirs is not None and theirs != ours:
            days = abs(ours - theirs)
            apart = (
                f"{days} day{'' if days == 1 else 's'} {'later' if ours > theirs else 'earlier'}"
            )
            yield f"export says {iso(theirs)}, {code or 'policy'} says {iso(ours)}, {apart}"


def _agreed(item: Mapping[str, Any]) -> int:
    agreed = item["contractual_on"]
    return int(item["due_on"] if agreed is None else agreed)


def _start(leg: Leg, billed_on: int) -> str:
    return f"{iso(leg.start)}{'' if leg.start == billed_on else ' (the part before)'}"


def _added(words: list[str]) -> str:
    """` + 30 days, then the end of that month`."""
    made = [
        f" + {each.removesuffix(_LATER)}" if each.endswith(_LATER) else f", then {each}"
        for each in words
    ]
    return "".join(made)
