"""Documents with everything that is known of them, and as the ledger takes them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.books import observation
from artui.books.merge import told
from artui.domain.posting import Document, Item

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from artui.books.due import Due
    from artui.books.links import Links
    from artui.domain.posting import Source
    from artui.store.ledger import Batch, DocumentRow, FactRow, ItemRow, PaymentRow


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
    """One document with everything that is known of it, its facts by item."""

    row: DocumentRow
    items: list[ItemRow]
    facts: dict[int, list[FactRow]] = field(default_factory=dict)
    payments: list[PaymentRow] = field(default_factory=list)
    stated: dict[int, Stated] = field(default_factory=dict)

    @property
    def listed(self) -> list[ItemRow]:
        """The items that carry amounts: those with labels where there are any, else the blank."""
        if len(self.items) == 1:
            return self.items
        return [item for item in self.items if item.label] or self.items

    @property
    def whole(self) -> ItemRow | None:
        """The blank item where the document's items are known apart."""
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

    def join_runs(self, calendar: observation.Calendar) -> None:
        """Make the runs of its facts as long as they can be."""
        for item_id, facts in self.facts.items():
            if len(facts) > 1:
                self.facts[item_id] = observation.joined(facts, calendar)


def gather(batch: Batch) -> dict[int, Known]:
    """A batch's documents by id."""
    items: dict[int, list[ItemRow]] = defaultdict(list)
    for item in batch.items():
        items[item.document_id].append(item)
    known = {row.id: Known(row, items[row.id]) for row in batch.documents() if row.id in items}
    home = {item.id: document for document in known.values() for item in document.items}
    for fact in (*batch.invoice_facts(), *batch.open_item_facts()):
        home[fact.item_id].facts.setdefault(fact.item_id, []).append(fact)
    for document in known.values():
        document.facts = {item: list(told(facts)) for item, facts in document.facts.items()}
    for payment in batch.payments():
        known[payment.document_id].payments.append(payment)
    return known


def settled_from(
    known: Mapping[int, Known],
    calendars: Mapping[int, observation.Calendar],
    links: Links,
    illegible: Mapping[int, Collection[int]],
) -> list[Document]:
    """The ledger's documents: what was billed, credited, settled and seen; void ones left out.

    Args:
        known: the documents, stated.
        calendars: the complete snapshots by company.
        links: what joins the documents.
        illegible: by item, the days of snapshots that list it in a row nobody could read.
    """
    made = [
        _document(
            document,
            calendars[document.row.company_id],
            links.moved.get(key, ()),
            links.credited.get(key),
            illegible,
        )
        for key, document in known.items()
    ]
    return [document for document in made if document.items]


def _document(
    known: Known,
    calendar: observation.Calendar,
    moved: Collection[int],
    credits_document: int | None,
    illegible: Mapping[int, Collection[int]],
) -> Document:
    whole = known.of_whole
    items = [
        _item(known, row, calendar, moved, illegible.get(row.id, ()))
        for row in known.listed
        if not known.stated[row.id].void
    ]
    if len(items) > 1:
        items.sort(key=lambda item: (item.due_on, item.label))
    row = known.row
    identity = (row.key, row.family, row.document_class, row.fiscal_year)
    made = Document(row.id, identity, items, credits_document)
    if whole and items:
        made.observations = observation.of_document(
            whole, calendar, made.billed_on, {*moved, *_changed(items)}
        )
    return made


def _item(
    known: Known,
    row: ItemRow,
    calendar: observation.Calendar,
    moved: Iterable[int],
    illegible: Collection[int],
) -> Item:
    stated = known.stated[row.id]
    settled = () if stated.settled_on is None else (stated.settled_on,)
    seen = observation.of_item(
        known.facts.get(row.id, ()),
        calendar,
        stated.billed_on,
        (*moved, *settled),
        known.of_whole,
        illegible,
    )
    return Item(
        row.id,
        row.label,
        stated.billed_on,
        stated.due.day,
        stated.amount,
        stated.source,
        stated.settled_on,
        seen,
    )


def _changed(items: Iterable[Item]) -> set[int]:
    """The days on which items are billed, settled or seen by themselves."""
    days: set[int] = set()
    for item in items:
        days |= {item.billed_on, *(seen.day for seen in item.observations)}
        if item.settled_on is not None:
            days.add(item.settled_on)
    return days
