"""The sums under aging, and the line that proves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.domain import money
from artui.store import aging, aging_then, listings
from artui.store.aging import Question, Scope
from artui.store.connection import reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from artui.policy.aging import AgingPolicy
    from artui.store.listing import Listing
    from artui.tui.moment import Moment
    from artui.tui.status import Status

#: Columns of money that are no part of what is outstanding.
_NO_PART = ("outstanding", "today", "change")
#: Per currency how many rows, and the sum of each column of money.
Totals = list[tuple[str, int, dict[str, int]]]


def aging_listing(status: Status, today: int) -> Listing | None:
    """Aging out of the kept positions, or computed where those are of another day or policy."""
    policy = status.aging
    if policy is None:
        return None
    return listings.aging(Question(Scope(today), policy), positions=status.are_positions_of(today))


def past_listing(policy: AgingPolicy, moment: Moment, *, positions: bool) -> Listing:
    """Aging of a day of the past beside what is outstanding today.

    Args:
        policy: how it is aged, on both days.
        moment: the past, and today.
        positions: whether the kept positions are of today and under this policy.
    """
    now = Question(Scope(moment.today), policy)
    return aging_then.listing(Question(moment.scope(), policy), now, positions=positions)


@dataclass(frozen=True, slots=True)
class Proof:
    """All of a list summed up, held against what the entries alone say.

    Attributes:
        totals: the sums of the whole list.
        outstanding: what the entries alone come to, by currency.
    """

    totals: Totals
    outstanding: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Whether buckets and unapplied come to what is outstanding, in every currency."""
        return all(found == owed for _, found, owed in self._compared())

    @property
    def sentence(self) -> str:
        """The line of truth."""
        parts = "   ".join(verdict(*each) for each in self._compared())
        return f"buckets + unapplied = outstanding   {parts or 'nothing is open'}"

    def _compared(self) -> Iterator[tuple[str, int, int]]:
        """Currency, what the columns come to, what the entries come to."""
        found = {currency: amounts for currency, _, amounts in self.totals}
        for currency in sorted({*found, *self.outstanding}):
            amounts = found.get(currency, {})
            columns = sum(amounts[key] for key in amounts if key not in _NO_PART)
            yield currency, columns, self.outstanding.get(currency, 0)


def prove(reader: sqlite3.Connection, listing: Listing, scope: Scope) -> Proof:
    """Sum up a whole aging and its entries, both at the same moment."""
    with reading(reader):
        return Proof(listings.summed(reader, listing, ""), aging.outstanding(reader, scope))


def lines(name: str, totals: Totals, *, column: str = "name") -> Iterator[dict[str, str]]:
    """Total lines by column, one a currency: currencies are never added.

    Args:
        name: what is summed up: all, or what is shown.
        totals: the sums.
        column: the column under which name and number of rows stand.
    """
    for currency, count, amounts in totals:
        shown = {key: money.grouped(value or 0, currency) for key, value in amounts.items()}
        yield {column: f"{name} {count:,}", "currency": currency, **shown}


def difference(then: Totals, now: Totals) -> Iterator[dict[str, str]]:
    """By currency and column, what today's sums are above those of the past; a line each."""
    before, after = ({currency: sums for currency, _, sums in each} for each in (then, now))
    for currency in sorted({*before, *after}):
        was, will = before.get(currency, {}), after.get(currency, {})
        names = {*was, *will} - {"today", "change"}
        shown = {
            name: money.grouped((will.get(name) or 0) - (was.get(name) or 0), currency)
            for name in names
        }
        yield {"name": "difference", "currency": currency, **shown}


def verdict(currency: str, found: int, owed: int) -> str:
    """What parts come to, held against what is owed, in one currency."""
    if found == owed:
        return f"{currency} {money.grouped(owed, currency)} ✓"
    return (
        f"{currency} {money.grouped(found, currency)} ≠ {money.grouped(owed, currency)}"
        " ✗ THE FIGURES DO NOT ADD UP"
    )
