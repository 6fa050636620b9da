"""Documents with everything that is known of them, and as the ledger takes them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from artui.books import observation
from artui.books.known import Known, Stated
from artui.books.merge import told
from artui.domain.posting import Document, Item

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from artui.books.links import Links
    from artui.domain.posting import Observation
    from artui.store.ledger import Batch, FactRow, ItemRow

__all__ = ["Known", "Stated", "gather", "settled_from"]


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
        document.part_computed()
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
    if known.instalments:
        return _split(known, calendar, moved, credits_document, illegible)
    whole = known.of_whole
    items = [
        _item(known, row, calendar, moved, illegible.get(row.id, ()))
        for row in known.listed
        if not known.stated[row.id].void
    ]
    if len(items) > 1:
        items.sort(key=lambda item: (item.due_on, item.label))
    made = Document(known.row.id, known.row.identity, items, credits_document)
    if whole and items:
        made.observations = observation.of_document(
            whole, calendar, made.billed_on, {*moved, *_changed(items)}
        )
    return made


def _split(
    known: Known,
    calendar: observation.Calendar,
    moved: Iterable[int],
    credits_document: int | None,
    illegible: Mapping[int, Collection[int]],
) -> Document:
    """A document in the parts of its terms; all that is seen of it speaks of it as a whole."""
    whole = known.items[0]
    items = [_seen(row, known.stated[row.id], ()) for row in known.instalments]
    seen = _observed(known, whole, calendar, moved, illegible.get(whole.id, ()))
    items.sort(key=lambda item: (item.due_on, item.label))
    return Document(known.row.id, known.row.identity, items, credits_document, seen)


def _item(
    known: Known,
    row: ItemRow,
    calendar: observation.Calendar,
    moved: Iterable[int],
    illegible: Collection[int],
) -> Item:
    seen = _observed(known, row, calendar, moved, illegible, known.of_whole)
    return _seen(row, known.stated[row.id], seen)


def _observed(
    known: Known,
    row: ItemRow,
    calendar: observation.Calendar,
    moved: Iterable[int],
    illegible: Collection[int],
    whole: Sequence[FactRow] = (),
) -> list[Observation]:
    """What was seen open of an item by its own rows, and by its absence."""
    stated = known.stated[row.id]
    settled = () if stated.settled_on is None else (stated.settled_on,)
    facts = known.facts.get(row.id, ())
    changing = (*moved, *settled)
    return observation.of_item(facts, calendar, stated.billed_on, changing, whole, illegible)


def _seen(row: ItemRow, stated: Stated, seen: Sequence[Observation]) -> Item:
    return Item(
        row.id,
        row.label,
        stated.billed_on,
        stated.due.day,
        stated.amount,
        stated.source,
        stated.settled_on,
        list(seen),
    )


def _changed(items: Iterable[Item]) -> set[int]:
    """The days on which items are billed, settled or seen by themselves."""
    days: set[int] = set()
    for item in items:
        days |= {item.billed_on, *(seen.day for seen in item.observations)}
        if item.settled_on is not None:
            days.add(item.settled_on)
    return days
