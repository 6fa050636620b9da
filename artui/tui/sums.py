"""The sums under aging, and the line that proves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.domain import money
from artui.store import aging, listings
from artui.store.aging import Question, Scope

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from artui.store.listing import Listing
    from artui.tui.status import Status

#: Per currency how many rows, and the sum of each column of money.
Totals = list[tuple[str, int, dict[str, int]]]


def aging_listing(status: Status, today: int) -> Listing | None:
    """Aging out of the kept positions, or computed where those are of another day or policy."""
    policy = status.aging
    if policy is None:
        return None
    return listings.aging(Question(Scope(today), policy), positions=status.are_positions_of(today))


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
        parts = "   ".join(_verdict(*each) for each in self._compared())
        return f"buckets + unapplied = outstanding   {parts or 'nothing is open'}"

    def _compared(self) -> Iterator[tuple[str, int, int]]:
        """Currency, what the columns come to, what the entries come to."""
        found = {currency: amounts for currency, _, amounts in self.totals}
        for currency in sorted({*found, *self.outstanding}):
            amounts = found.get(currency, {})
            columns = sum(amounts[key] for key in amounts if key != "outstanding")
            yield currency, columns, self.outstanding.get(currency, 0)


def prove(reader: sqlite3.Connection, listing: Listing, today: int) -> Proof:
    """Sum up a whole aging and its entries, both at the same moment."""
    reader.execute("BEGIN")
    proof = Proof(listings.summed(reader, listing, ""), aging.outstanding(reader, Scope(today)))
    reader.execute("COMMIT")
    return proof


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


def _verdict(currency: str, found: int, owed: int) -> str:
    if found == owed:
        return f"{currency} {money.grouped(owed, currency)} ✓"
    return (
        f"{currency} {money.grouped(found, currency)} ≠ {money.grouped(owed, currency)}"
        " ✗ THE FIGURES DO NOT ADD UP"
    )
