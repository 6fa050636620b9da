"""The items of documents that their terms split: one an instalment, made where it is not there.

The blank item keeps the rows of the exports and carries no amount as long as the document is split;
payments, credits and what was seen open of the document reach its instalments first due first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.ledger import ItemRow, writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.books.known import Known, Stated
    from artui.domain.terms import Part


def split(connection: sqlite3.Connection, documents: Iterable[Known]) -> None:
    """Give the documents that have a schedule the items of its parts, stated."""
    scheduled = [document for document in documents if document.schedule]
    ids = writing.make_instalments(
        connection, [row for document in scheduled for row in _missing(document)]
    )
    for document in scheduled:
        whole = document.items[0]
        for part in document.schedule:
            row = document.computed.get(part.label)
            if row is None:
                row = _new(whole, part.label, ids[whole.document_id, part.label])
            document.instalments.append(row)
            document.stated[row.id] = _stated(document.stated[whole.id], part)


def _missing(document: Known) -> Iterable[tuple[int, str, int, str, int]]:
    stated = document.stated[document.items[0].id]
    for part in document.schedule:
        if part.label not in document.computed:
            who = (stated.customer_id, stated.currency, stated.billed_on)
            yield (document.row.id, part.label, *who)


def _new(whole: ItemRow, label: str, number: int) -> ItemRow:
    """An item that was just made, and never derived."""
    return whole._replace(
        id=number, label=label, due_by="", terms=None, recorded_on=0, computed=1, void=0
    )


def _stated(whole: Stated, part: Part) -> Stated:
    moved = None if part.contractual_on == part.due_on else part.contractual_on
    due = whole.due._replace(day=part.due_on, contractual_on=moved)
    return whole._replace(due=due, amount=part.amount)
