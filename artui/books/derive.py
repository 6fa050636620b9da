"""Deriving the ledger: from the facts of the touched documents to items, entries and disputes.

Derived rows can be dropped and rebuilt at any time. What an earlier derivation said is not lost:
entries that no longer follow are superseded, items keep their versions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from artui.books import cases, disputes, documents, instalments, links, observation, statement
from artui.books.due import OWN, DueDates
from artui.books.items import Items, moves
from artui.domain.ledger import Ledger
from artui.store.ledger import Batch, batch, closure, plain, writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from artui.books.casework import Code
    from artui.books.force import InForce
    from artui.books.known import Known
    from artui.books.observation import Calendar
    from artui.domain.posting import Entry
    from artui.store.ledger import DisputeRow


def touched(connection: sqlite3.Connection, force: InForce, today: int) -> set[int]:
    """Derive every touched document, and those its links lead to; whose figures moved.

    Must run inside the write transaction.

    Args:
        connection: the main database, with the documents touched.
        force: the policy in force, under which due dates are decided.
        today: the day the figures are recorded on.
    """
    dues, code = DueDates(force), force.policy.reasons.code
    customers = plain.derive(connection, OWN, today, dues.stays)
    closure.close_over_links(connection)
    calendars = defaultdict(observation.Calendar) | {
        company: observation.Calendar(days) for company, days in batch.snapshots(connection).items()
    }
    illegible = batch.illegible(connection)
    for ids in closure.batches(connection):
        batched = Batch(connection, ids)
        derivation = _Derivation(connection, batched, calendars, illegible, code, today)
        customers |= derivation.run(dues)
    return customers


class _Derivation:
    """One batch, from facts to rows."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        documents: Batch,
        calendars: Mapping[int, Calendar],
        illegible: Mapping[int, set[int]],
        code: Code,
        today: int,
    ) -> None:
        self._connection = connection
        self._code = code
        self._batch = documents
        self._calendars = calendars
        self._illegible = illegible
        self._today = today

    def run(self, dues: DueDates) -> set[int]:
        """Derive and write; the customers whose figures may have moved."""
        known = documents.gather(self._batch)
        builder = statement.Builder(dues, batch.customers(self._connection))
        for document in known.values():
            calendar = self._calendars[document.row.company_id]
            document.join_runs(calendar)
            builder.state(document, calendar)
        instalments.split(self._connection, known.values())
        found = links.find(self._batch.applications(), self._batch.adjustments(), known)
        made = documents.settled_from(known, self._calendars, found, self._illegible)
        entries = Ledger(made).settle(found.applications, found.reversals, found.adjustments)
        moved = self._write_entries(entries) | self._write_items(known.values(), entries)
        disputed = self._write_disputes(known, entries)
        return {
            customer
            for document in known.values()
            for item in (*document.every, *document.ended)
            if item.id in moved or document.row.id in disputed
            for customer in (item.customer_id, document.of(item).customer_id)
        }

    def _write_entries(self, entries: Sequence[Entry]) -> set[int]:
        """Keep the entries that still follow, end the others, add the new; the items that moved."""
        standing: dict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)
        for entry_id, *key, recorded_on in self._batch.entries():
            standing[tuple(key)].append((entry_id, recorded_on))
        fresh: list[tuple[object, ...]] = []
        moved: set[int] = set()
        for entry in entries:
            kept = standing.get(entry[:5])
            if kept:
                kept.pop()
                continue
            fresh.append((*entry[:5], *entry.source, self._today))
            moved.add(entry.item_id)
        ended = [gone for left in standing.values() for gone in left]
        moved |= {key[0] for key, left in standing.items() if left and isinstance(key[0], int)}
        writing.supersede_entries(self._connection, ended, self._today)
        writing.write_entries(self._connection, fresh)
        return moved

    def _write_items(self, known: Iterable[Known], entries: Sequence[Entry]) -> set[int]:
        """Set what is stated of the items and keep what they were; the items that changed."""
        items = Items(self._today)
        items.take(known, moves(entries))
        items.write(self._connection)
        return items.changed

    def _write_disputes(self, known: Mapping[int, Known], entries: Sequence[Entry]) -> set[int]:
        """Keep the disputes that still follow; the documents of those that changed."""
        said = self._disputes(known, entries)
        if sorted(map(tuple, said), key=repr) != sorted(self._batch.exported_disputes(), key=repr):
            writing.write_exported(self._connection, known, said)
        blank = {item.id for each in known.values() for item in each.items if not item.label}
        return cases.lay_over(self._connection, self._batch, said, blank, self._code, self._today)

    def _disputes(
        self, known: Mapping[int, Known], entries: Sequence[Entry]
    ) -> list[disputes.Exported]:
        rows: dict[int, list[DisputeRow]] = defaultdict(list)
        for row in self._batch.disputes():
            rows[row.document_id].append(row)
        settled = _settled_days(entries)
        made: list[disputes.Exported] = []
        for key, document in known.items():
            if not document.alive:
                continue
            first = document.first
            if key in rows:
                made += disputes.from_rows(rows[key], first.customer_id, first.currency)
            else:
                made += self._flagged(document, settled)
        return made

    def _flagged(self, document: Known, settled: dict[int, int]) -> list[disputes.Exported]:
        made: list[disputes.Exported] = []
        for item in document.items:
            facts = document.facts.get(item.id, ())
            if all(fact.disputed is None for fact in facts):
                continue
            stated = document.stated[item.id]
            part = None if item is document.whole else item
            concerned = [part] if part else document.listed
            ends = [settled.get(each.id) for each in concerned]
            flagged = disputes.Flagged(
                document.row.number,
                document.row.id,
                part.id if part else None,
                stated.customer_id,
                stated.currency,
                stated.billed_on,
                None if None in ends else max(end for end in ends if end is not None),
            )
            calendar = self._calendars[document.row.company_id]
            made += disputes.from_flags(observation.statements(facts, calendar), flagged)
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
