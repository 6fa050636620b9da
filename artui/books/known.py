"""One document with everything that is known of it, and what its items are by that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.books import observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.books.due import Due
    from artui.domain.posting import Source
    from artui.domain.terms import Part
    from artui.store.ledger import DocumentRow, FactRow, ItemRow, PaymentRow


class Stated(NamedTuple):
    """What an item is, merged from its facts: the values in the order of ATTRIBUTES."""

    customer_id: int
    currency: str
    billed_on: int
    due: Due
    amount: int
    void: bool
    settled_on: int | None
    values: tuple[object, ...]
    source: Source


@dataclass(slots=True)
class Known:
    """One document with everything that is known of it, its facts by item.

    Attributes:
        row: its identity.
        items: those that exports speak of.
        facts: the rows that do, by item.
        payments: its rows where it is a payment.
        stated: what each item is.
        schedule: the parts its terms split it into, where they do.
        instalments: the items of those parts.
        computed: every item that terms ever made of it and no export speaks of, by label.
    """

    row: DocumentRow
    items: list[ItemRow]
    facts: dict[int, list[FactRow]] = field(default_factory=dict)
    payments: list[PaymentRow] = field(default_factory=list)
    stated: dict[int, Stated] = field(default_factory=dict)
    schedule: Sequence[Part] = ()
    instalments: list[ItemRow] = field(default_factory=list)
    computed: dict[str, ItemRow] = field(default_factory=dict)

    @property
    def every(self) -> Sequence[ItemRow]:
        """The items stated: those that exports speak of, and the instalments."""
        return [*self.items, *self.instalments] if self.instalments else self.items

    @property
    def ended(self) -> list[ItemRow]:
        """The items that terms once made of it and that no longer follow."""
        if not self.computed:
            return []
        return [item for item in self.computed.values() if item.id not in self.stated]

    @property
    def listed(self) -> list[ItemRow]:
        """The items that carry amounts: those with labels where there are any, else the blank."""
        if self.instalments:
            return self.instalments
        if len(self.items) == 1:
            return self.items
        return [item for item in self.items if item.label] or self.items

    @property
    def whole(self) -> ItemRow | None:
        """The blank item where the document's items are known apart."""
        if self.instalments:
            return self.items[0]
        if len(self.items) == 1:
            return None
        return next((item for item in self.items if not item.label), None)

    @property
    def of_whole(self) -> Sequence[FactRow]:
        """The facts of the document as a whole where its items are known apart."""
        whole = self.whole
        return self.facts.get(whole.id, ()) if whole else ()

    @property
    def first(self) -> Stated:
        """What is stated of the first item that carries an amount."""
        return self.stated[self.listed[0].id]

    def of(self, item: ItemRow) -> Stated:
        """What is stated of an item; of one that no longer follows, what the document is."""
        return self.stated.get(item.id, self.first)

    @property
    def alive(self) -> bool:
        """Whether any part of it counts, which a draft or void one does not."""
        return any(not self.stated[item.id].void for item in self.listed)

    @property
    def billed_on(self) -> int:
        """The day of its first item."""
        return min(self.stated[item.id].billed_on for item in self.listed)

    @property
    def amount(self) -> int:
        """What was billed, over its items."""
        return sum(self.stated[item.id].amount for item in self.listed)

    def part_computed(self) -> None:
        """Tell items that exports speak of from those that terms alone made."""
        made = [item for item in self.items if item.computed and item.id not in self.facts]
        self.computed = {item.label: item for item in made}
        if made:
            self.items = [item for item in self.items if item not in made]

    def join_runs(self, calendar: observation.Calendar) -> None:
        """Make the runs of its facts as long as they can be."""
        for item_id, facts in self.facts.items():
            if len(facts) > 1:
                self.facts[item_id] = observation.joined(facts, calendar)
