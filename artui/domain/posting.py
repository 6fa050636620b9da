"""What the ledger takes and gives: documents with their items, what joins them, and entries.

Amounts are minor units, positive is owed; days count from 1970-01-01.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

BILLED, PAYMENT, CREDIT = "billed", "payment", "credit"
REVERSED, SETTLED, INFERRED = "reversed", "settled", "inferred"
WRITE_OFF, DISCOUNT, ROUNDING = "write_off", "discount", "rounding"
#: What reduces an invoice without a payment.
ADJUSTING = (WRITE_OFF, DISCOUNT, ROUNDING)
#: Adjustments that change no open amount: cash for what was written off, and a difference of rates.
RECOVERY, EXCHANGE = "recovery", "exchange"


class Source(NamedTuple):
    """Where a fact stands: the import and the line of its file (None: the whole file)."""

    import_id: int
    line: int | None


class Entry(NamedTuple):
    """One change of what is open on an item, in minor units, from `effective_on` on."""

    item_id: int
    kind: str
    effective_on: int
    amount: int
    counter_item_id: int | None
    source: Source


class Observation(NamedTuple):
    """What was open at the end of a day."""

    day: int
    amount: int
    source: Source


@dataclass(slots=True)
class Item:
    """One instalment of a document; `amount` is what was billed (negative: credit or cash)."""

    id: int
    label: str
    billed_on: int
    due_on: int
    amount: int
    source: Source
    settled_on: int | None = None
    observations: list[Observation] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """An invoice, credit note or payment with its items, in the order they fall due.

    `observations` speak of the document as a whole, where an export lists a document that is
    known by its items without naming one.
    """

    id: int
    identity: tuple[str, ...]
    items: list[Item]
    credits: int | None = None
    observations: list[Observation] = field(default_factory=list)

    @property
    def billed_on(self) -> int:
        """The day of its first item."""
        return min(item.billed_on for item in self.items)


class Application(NamedTuple):
    """A part of a payment or credit given to an invoice; negative takes it back."""

    payment: int
    invoice: int
    label: str
    date: int
    amount: int
    source: Source


class Reversal(NamedTuple):
    """A payment that failed or was sent back, wholly or in part (`amount` > 0)."""

    payment: int
    day: int
    amount: int
    source: Source


class Adjustment(NamedTuple):
    """A write-off, discount or rounding of a document, by its kind and its own key.

    `amount` > 0 reduces what is owed, negative takes that back.
    """

    document: int
    kind: str
    key: str
    date: int
    amount: int
    source: Source
