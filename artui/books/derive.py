"""Deriving the ledger: from the facts of the touched documents to items, entries and disputes.

Derived rows can be dropped and rebuilt at any time. What an earlier derivation said is not lost:
entries that no longer follow are superseded, items keep their versions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from artui.books import disputes, documents, observation
from artui.books.due import DueDates
from artui.domain.ledger import Ledger
from artui.store import ledger as store
from artui.store.ledger import ATTRIBUTES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from artui.books.documents import Known, Stated
    from artui.domain.ledger import Entry
    from artui.policy.terms import TermsPolicy
    from artui.store.ledger import ItemRow

_CARRIED = ATTRIBUTES[ATTRIBUTES.index("po_number") :]


def touched(connection: sqlite3.Connection, terms: TermsPolicy, today: int) -> set[int]:
    """Derive every touched document, and those its links lead to; the customers concerned.

    Must run inside the write transaction; `today` is the day the figures are recorded on.
    """
    store.close_over_links(connection)
    dues = DueDates(terms)
    snapshots = store.snapshots(connection)
    calendars = defaultdict(observation.Calendar) | {
        company: observation.Calendar(days) for company, days in snapshots.items()
    }
    customers: set[int] = set()
    for ids in store.batches(connection):
        batch = store.Batch(connection, ids)
        customers |= _Derivation(connection, batch, today).run(dues, calendars)
    return customers


class _Derivation:
    """One batch, from facts to rows."""

    def __init__(self, connection: sqlite3.Connection, batch: store.Batch, today: int) -> None:
        self._connection = connection
        self._batch = batch
        self._today = today

    def run(
        self, dues: DueDates, calendars: defaultdict[int, observation.Calendar]
    ) -> set[int]:
        """Derive and write; the customers whose figures may have moved."""
        known = documents.gather(self._batch)
        builder = documents.Builder(dues, store.customers(self._connection))
        for document in known.values():
            builder.state(document)
        applied = documents.applications(self._batch.applications(), known)
        reversed_ = documents.reversals(known)
        made = documents.documents(known, calendars, applied, reversed_)
        entries = Ledger(made).settle(applied, reversed_)
        self._write_entries(entries)
        self._write_items(known.values(), entries)
        self._write_disputes(known, entries)
        return {
            customer
            for document in known.values()
            for item in document.items
            for customer in (item.customer_id, document.stated[item.id].customer_id)
        }

    def _write_entries(self, entries: Sequence[Entry]) -> None:
        """Keep the entries that still follow, supersede those that do not, add the new ones."""
        standing: dict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)
        for entry_id, *key, recorded_on in self._batch.entries():
            standing[tuple(key)].append((entry_id, recorded_on))
        fresh = []
        for entry in entries:
            kept = standing.get(entry[:5])
            if kept:
                kept.pop()
                continue
            fresh.append((*entry[:5], *entry.source, self._today))
        ended = [gone for left in standing.values() for gone in left]
        store.supersede_entries(self._connection, ended, self._today)
        store.write_entries(self._connection, fresh)

    def _write_items(self, known: Iterable[Known], entries: Sequence[Entry]) -> None:
        opened: Counter[int] = Counter()
        for entry in entries:
            opened[entry.item_id] += entry.amount
        rows, versions = [], []
        for document in known:
            for item in document.items:
                stated = document.stated[item.id]
                hidden = stated.void or item not in document.listed
                changed = _core(item) != _stated_core(stated)
                if changed and item.due_by and item.recorded_on < self._today:
                    versions.append((item.id, item.recorded_on, self._today, *_core(item)))
                recorded_on = self._today if changed else item.recorded_on
                rows.append(
                    _item_row(item, stated, opened[item.id], recorded_on, hidden=hidden)
                )
        store.write_versions(self._connection, versions)
        store.write_items(self._connection, rows)

    def _write_disputes(self, known: dict[int, Known], entries: Sequence[Entry]) -> None:
        rows: dict[int, list[store.DisputeRow]] = defaultdict(list)
        for row in self._batch.disputes():
            rows[row.document_id].append(row)
        settled = _settled_days(entries)
        made: list[disputes.Dispute] = []
        for document in known.values():
            first = document.stated[document.listed[0].id]
            cases = disputes.from_rows(rows[document.row.id], first.customer_id, first.currency)
            made += cases or self._flagged(document, settled)
        store.write_disputes(self._connection, [(*one, self._today) for one in made])

    def _flagged(self, document: Known, settled: dict[int, int]) -> list[disputes.Dispute]:
        made: list[disputes.Dispute] = []
        for item in document.items:
            stated = document.stated[item.id]
            flagged = disputes.Flagged(
                document.row.number,
                document.row.id,
                item.id,
                stated.customer_id,
                stated.currency,
                stated.billed_on,
                settled.get(item.id),
            )
            made += disputes.from_flags(document.facts.get(item.id, []), flagged)
        return made


def _settled_days(entries: Iterable[Entry]) -> dict[int, int]:
    """By item, the day from which nothing has been open any more."""
    opened: Counter[int] = Counter()
    settled: dict[int, int] = {}
    for entry in entries:
        opened[entry.item_id] += entry.amount
        if opened[entry.item_id] == 0:
            settled[entry.item_id] = entry.effective_on
        else:
            settled.pop(entry.item_id, None)
    return settled


def _core(item: ItemRow) -> tuple[object, ...]:
    """What a version of an item keeps."""
    return (
        item.customer_id,
        item.currency,
        item.billed_on,
        item.due_on,
        item.due_by,
        item.terms,
        item.amount,
    )


def _stated_core(stated: Stated) -> tuple[object, ...]:
    due = stated.due
    return (
        stated.customer_id,
        stated.currency,
        stated.billed_on,
        due.day,
        due.by,
        due.terms,
        stated.amount,
    )


def _item_row(
    item: ItemRow, stated: Stated, open_amount: int, recorded_on: int, *, hidden: bool
) -> tuple[object, ...]:
    carried = dict(zip(ATTRIBUTES, stated.values, strict=True))
    due = stated.due
    return (
        stated.customer_id,
        stated.currency,
        carried["type"],
        stated.billed_on,
        due.day,
        due.by,
        due.terms,
        stated.amount,
        open_amount,
        recorded_on,
        *stated.source,
        int(hidden),
        stated.settled_on,
        *(carried[name] for name in _CARRIED),
        item.id,
    )
