"""Documents as the ledger takes them, built out of the facts of a batch."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.books import observation
from artui.books.disputes import minor
from artui.books.merge import merged, newest, rank
from artui.domain.ledger import Application, Document, Item, Reversal, Source
from artui.store.ledger import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artui.books.due import Due, DueDates
    from artui.store.ledger import (
        ApplicationRow,
        Batch,
        DocumentRow,
        FactRow,
        ItemRow,
        PaymentRow,
    )

_AT = {name: index for index, name in enumerate(ATTRIBUTES)}
_OUT_OF_FIGURES = {"draft", "void"}
_FAILED = {"failed", "reversed"}


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
    """One document with everything that is known of it."""

    row: DocumentRow
    items: list[ItemRow]
    facts: dict[int, list[FactRow]] = field(default_factory=dict)
    payments: list[PaymentRow] = field(default_factory=list)
    stated: dict[int, Stated] = field(default_factory=dict)

    @property
    def listed(self) -> list[ItemRow]:
        """The items that carry amounts: those with labels where there are any, else the blank."""
        return [item for item in self.items if item.label] or self.items

    @property
    def whole(self) -> ItemRow | None:
        """The blank item where the document's items are known apart."""
        return next((item for item in self.items if not item.label), None) if len(self.items) > 1 else None


def gather(batch: Batch) -> dict[int, Known]:
    """A batch's documents by id."""
    items: dict[int, list[ItemRow]] = defaultdict(list)
    for item in batch.items():
        items[item.document_id].append(item)
    known = {row.id: Known(row, items[row.id]) for row in batch.documents() if row.id in items}
    home = {item.id: document for document in known.values() for item in document.items}
    for fact in (*batch.invoice_facts(), *batch.open_item_facts()):
        home[fact.item_id].facts.setdefault(fact.item_id, []).append(fact)
    for payment in batch.payments():
        known[payment.document_id].payments.append(payment)
    return known


class Builder:
    """States the documents of a batch under one set of terms."""

    def __init__(self, dues: DueDates, customers: Mapping[int, Mapping[str, object]]) -> None:
        self._dues = dues
        self._customers = customers

    def state(self, document: Known) -> None:
        """Merge the facts of each of the document's items."""
        whole = document.whole
        shared = document.facts.get(whole.id, []) if whole else []
        for item in document.items:
            if document.payments:
                document.stated[item.id] = self._payment(document)
            else:
                facts = document.facts.get(item.id, [])
                document.stated[item.id] = self._item(document, facts, shared)

    def _payment(self, document: Known) -> Stated:
        """Cash: negative by what was received, or what a lone reversal took back."""
        received = [row for row in document.payments if row.amount >= 0]
        row = newest(received or document.payments)
        values = [None] * len(ATTRIBUTES)
        return Stated(
            row.customer_id,
            row.currency,
            row.date,
            self._dues.of(row.date, row.date, None, dict),
            -row.amount,
            (row.status or "").casefold() in _OUT_OF_FIGURES,
            None,
            tuple(values),
            Source(row.import_id, row.line),
        )

    def _item(
        self, document: Known, facts: Sequence[FactRow], shared: Sequence[FactRow]
    ) -> Stated:
        """An invoice's item; what its own rows leave open, those of the whole document tell."""
        ordered = sorted(facts, key=rank) if len(facts) > 1 else facts
        base = [("whole", fact.values) for fact in sorted(shared, key=rank) if facts is not shared]
        values = merged([*base, *((fact.kind, fact.values) for fact in ordered)])
        customer_id, currency = values[_AT["customer_id"]], values[_AT["currency"]]
        first = ordered[0]
        billed_on = values[_AT["invoice_date"]]
        billed_on = first.as_of if billed_on is None else billed_on
        assert isinstance(customer_id, int)  # noqa: S101 - every fact names its customer
        assert isinstance(billed_on, int)  # noqa: S101 - a day number by the schema
        billing = [fact for fact in ordered if fact.values[_AT["amount"]] is not None]
        return Stated(
            customer_id,
            str(currency),
            billed_on,
            self._due(document, values, billed_on, customer_id),
            _billed(ordered, billing),
            str(values[_AT["status"]] or "").casefold() in _OUT_OF_FIGURES,
            _day(values, "settled_on"),
            values,
            Source(billing[-1].import_id, billing[-1].line)
            if billing
            else Source(first.import_id, first.line),
        )

    def _due(
        self, document: Known, values: tuple[object, ...], billed_on: int, customer_id: int
    ) -> Due:
        def record() -> dict[str, object]:
            customer = self._customers[customer_id]
            asked = {name: values[_AT[name]] for name in ("type", "currency")}
            asked["class"] = document.row.document_class or None
            return {**customer, **asked, "customer_terms": customer["terms"]}

        terms = values[_AT["terms"]]
        own = _day(values, "due_date")
        return self._dues.of(billed_on, own, None if terms is None else str(terms), record)


def _day(values: tuple[object, ...], name: str) -> int | None:
    value = values[_AT[name]]
    return value if isinstance(value, int) else None


def _billed(ordered: Sequence[FactRow], billing: Sequence[FactRow]) -> int:
    """What was billed: what the newest row says, else what was first seen open."""
    if billing:
        amount = billing[-1].values[_AT["amount"]]
        assert isinstance(amount, int)  # noqa: S101 - minor units by the schema
        return amount
    return ordered[0].observed or 0


def documents(
    known: Mapping[int, Known],
    calendars: Mapping[int, observation.Calendar],
    applications: Sequence[Application],
    reversals: Sequence[Reversal],
) -> list[Document]:
    """The ledger's documents: what was billed, credited, settled and seen; void ones left out."""
    moved = _moved_days(known, applications, reversals)
    made = [
        _document(document, calendars[document.row.company_id], moved.get(key, ()), known)
        for key, document in known.items()
    ]
    return [document for document in made if document.items]


def _document(
    known: Known,
    calendar: observation.Calendar,
    moved: Iterable[int],
    others: Mapping[int, Known],
) -> Document:
    whole = known.whole
    unlisted = known.facts.get(whole.id, []) if whole else []
    items = [
        Item(
            row.id,
            row.label,
            stated.billed_on,
            stated.due.day,
            stated.amount,
            stated.source,
            stated.settled_on,
            observation.of_item(
                known.facts.get(row.id, ()),
                calendar,
                stated.billed_on,
                [*moved, *([stated.settled_on] if stated.settled_on is not None else [])],
                unlisted,
            ),
        )
        for row in known.listed
        if not (stated := known.stated[row.id]).void
    ]
    items.sort(key=lambda item: (item.due_on, item.label))
    made = Document(known.row.id, _identity(known.row), items, _credited(known, others))
    if unlisted and items:
        made.observations = observation.of_document(unlisted, calendar, made.billed_on, moved)
    return made


def _identity(row: DocumentRow) -> tuple[str, ...]:
    return (row.key, row.family, row.document_class, row.fiscal_year)


def _credited(known: Known, others: Mapping[int, Known]) -> int | None:
    """The document that a credit note's newest row says it credits."""
    facts = [fact for rows in known.facts.values() for fact in rows if fact.credits]
    if not facts or sum(known.stated[item.id].amount for item in known.listed) >= 0:
        return None
    key = newest(facts).credits
    candidates = [
        other.row.id
        for other in others.values()
        if (other.row.key, other.row.family) == (key, "invoice")
        and other.row.company_id == known.row.company_id
        and other.row.id != known.row.id
        and _alive(other)
        and _currency(other) == _currency(known)
    ]
    return min(candidates) if candidates else None


def _alive(known: Known) -> bool:
    return any(not known.stated[item.id].void for item in known.listed)


def _currency(known: Known) -> str:
    return known.stated[known.listed[0].id].currency


def _moved_days(
    known: Mapping[int, Known],
    applications: Sequence[Application],
    reversals: Sequence[Reversal],
) -> dict[int, set[int]]:
    """By document, the days on which explicit entries may change it."""
    moved: dict[int, set[int]] = defaultdict(set)
    for one in applications:
        billed = [_billed_on(known[one.payment]), _billed_on(known[one.invoice])]
        day = max(one.date, *billed)
        moved[one.payment].add(day)
        moved[one.invoice].add(day)
    given = defaultdict(set)
    for one in applications:
        given[one.payment].add(one.invoice)
    for back in reversals:
        day = max(back.day, _billed_on(known[back.payment]))
        for key in (back.payment, *given[back.payment]):
            moved[key].add(day)
    for key, document in known.items():
        credited = _credited(document, known) if document.facts else None
        if credited is not None:
            day = max(_billed_on(document), _billed_on(known[credited]))
            moved[key].add(day)
            moved[credited].add(day)
    return moved


def _billed_on(known: Known) -> int:
    return min(known.stated[item.id].billed_on for item in known.listed)


def applications(rows: Iterable[ApplicationRow], known: Mapping[int, Known]) -> list[Application]:
    """Each application as its newest row has it; other currencies are never mixed."""
    newest_rows: dict[int, ApplicationRow] = {}
    for row in rows:
        standing = newest_rows.get(row.application_id)
        if standing is None or rank(standing) <= rank(row):
            newest_rows[row.application_id] = row
    return [
        Application(
            row.payment,
            row.invoice,
            row.label,
            row.date,
            minor(row.amount, _currency(known[row.payment])) or 0,
            Source(row.import_id, row.line),
        )
        for row in newest_rows.values()
        if _alive(known[row.payment])
        and _alive(known[row.invoice])
        and _currency(known[row.payment]) == _currency(known[row.invoice])
    ]


def reversals(known: Mapping[int, Known]) -> list[Reversal]:
    """Payments taken back: by the day in their row, or by a row of their own with a minus."""
    made: list[Reversal] = []
    for document in known.values():
        received = [row for row in document.payments if row.amount >= 0]
        if not received or not _alive(document):
            continue
        row = newest(received)
        failed = (row.status or "").casefold() in _FAILED
        if row.reversed_on is not None or failed:
            day = row.date if row.reversed_on is None else row.reversed_on
            made.append(
                Reversal(document.row.id, day, row.amount, Source(row.import_id, row.line))
            )
        back = [row for row in document.payments if row.amount < 0]
        if back:
            row = newest(back)
            made.append(
                Reversal(document.row.id, row.date, -row.amount, Source(row.import_id, row.line))
            )
    return made
