"""What joins and changes documents beside exports of them, and the days it takes effect."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.books.disputes import minor
from artui.books.merge import newest, since
from artui.domain.posting import Adjustment, Application, Reversal, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artui.books.known import Known
    from artui.store.ledger import AdjustmentRow, ApplicationRow, PaymentRow

_FAILED = {"failed", "reversed"}


@dataclass(frozen=True, slots=True)
class Links:
    """The links between a batch's documents, and what adjusts them.

    Attributes:
        applications: each as its newest row has it.
        reversals: payments taken back.
        adjustments: write-offs, discounts and roundings.
        credited: by credit note, the document it credits.
        moved: by document, the days on which these may change it.
    """

    applications: Sequence[Application]
    reversals: Sequence[Reversal]
    adjustments: Sequence[Adjustment]
    credited: Mapping[int, int]
    moved: Mapping[int, set[int]]


def find(
    rows: Iterable[ApplicationRow], adjusting: Iterable[AdjustmentRow], known: Mapping[int, Known]
) -> Links:
    """The links and adjustments of a batch whose documents are stated."""
    applied, back, credited = applications(rows, known), reversals(known), _credited(known)
    adjusted = adjustments(adjusting, known)
    moved = _moved(known, applied, back, credited)
    for one in adjusted:
        moved[one.document].add(max(one.date, known[one.document].billed_on))
    return Links(applied, back, adjusted, credited, moved)


def applications(rows: Iterable[ApplicationRow], known: Mapping[int, Known]) -> list[Application]:
    """Each application as its newest row has it; other currencies are never mixed."""
    by_id: dict[int, list[ApplicationRow]] = defaultdict(list)
    for row in rows:
        by_id[row.application_id].append(row)
    return [_application(row, known) for row in map(newest, by_id.values()) if _joins(row, known)]


def _joins(row: ApplicationRow, known: Mapping[int, Known]) -> bool:
    payment, invoice = known[row.payment], known[row.invoice]
    return payment.alive and invoice.alive and payment.first.currency == invoice.first.currency


def _application(row: ApplicationRow, known: Mapping[int, Known]) -> Application:
    amount = minor(row.amount, known[row.payment].first.currency) or 0
    source = Source(row.import_id, row.line)
    return Application(row.payment, row.invoice, row.label, row.date, amount, source)


def adjustments(rows: Iterable[AdjustmentRow], known: Mapping[int, Known]) -> list[Adjustment]:
    """Each adjustment of a document that counts, in the minor units of its currency."""
    return [
        Adjustment(
            row.document_id,
            row.kind,
            row.key,
            row.date,
            minor(row.amount, known[row.document_id].first.currency) or 0,
            Source(row.import_id, row.line),
        )
        for row in rows
        if row.document_id in known and known[row.document_id].alive
    ]


def reversals(known: Mapping[int, Known]) -> list[Reversal]:
    """Payments taken back: by the day in their row, or by a row of their own with a minus."""
    made: list[Reversal] = []
    for document in known.values():
        received = [row for row in document.payments if row.amount >= 0]
        if not received or not document.alive:
            continue
        row = newest(received)
        day = row.date if row.reversed_on is None else row.reversed_on
        if row.reversed_on is None and _failed(row):
            day = _shown_failed(received)
        if row.reversed_on is not None or _failed(row):
            made.append(_reversal(row, day, row.amount))
        taken = [row for row in document.payments if row.amount < 0]
        if taken:
            row = newest(taken)
            made.append(_reversal(row, row.date, -row.amount))
    return made


def _failed(row: PaymentRow) -> bool:
    return (row.status or "").casefold() in _FAILED


def _shown_failed(rows: Sequence[PaymentRow]) -> int:
    """The day of a failure that has none: the first export that shows it.

    A payment that no export ever showed as good failed on its own day.
    """
    first = since(rows, _failed)
    if first is None or all(map(_failed, rows)):
        return newest(rows).date
    return first.as_of


def _reversal(row: PaymentRow, day: int, amount: int) -> Reversal:
    return Reversal(row.document_id, day, amount, Source(row.import_id, row.line))


def _credited(known: Mapping[int, Known]) -> dict[int, int]:
    """By credit note, the one document that its newest row says it credits."""
    keys = {
        number: (document.row.company_id, key)
        for number, document in known.items()
        if (key := _credits(document)) is not None
    }
    if not keys:
        return {}
    invoices: dict[tuple[int, str], list[Known]] = defaultdict(list)
    for document in known.values():
        if document.row.family == "invoice" and document.alive:
            invoices[document.row.company_id, document.row.key].append(document)
    made: dict[int, int] = {}
    for number, credited in keys.items():
        meant = [other for other in invoices[credited] if other.row.id != number]
        # A reference that could mean two documents means neither.
        if len(meant) == 1 and meant[0].first.currency == known[number].first.currency:
            made[number] = meant[0].row.id
    return made


def _credits(document: Known) -> str | None:
    rows = [fact for facts in document.facts.values() for fact in facts if fact.kind == "invoices"]
    if not any(row.credits for row in rows) or document.amount >= 0:
        return None
    return newest(rows).credits


def _moved(
    known: Mapping[int, Known],
    applied: Sequence[Application],
    reversed_: Sequence[Reversal],
    credited: Mapping[int, int],
) -> dict[int, set[int]]:
    """By document, the days on which explicit entries may change it."""
    moved: dict[int, set[int]] = defaultdict(set)
    given: dict[int, set[int]] = defaultdict(set)
    for one in applied:
        given[one.payment].add(one.invoice)
        billed = (known[one.payment].billed_on, known[one.invoice].billed_on)
        for key in (one.payment, one.invoice):
            moved[key].add(max(one.date, *billed))
    for back in reversed_:
        day = max(back.day, known[back.payment].billed_on)
        for key in (back.payment, *given[back.payment]):
            moved[key].add(day)
    for credit, invoice in credited.items():
        day = max(known[credit].billed_on, known[invoice].billed_on)
        moved[credit].add(day)
        moved[invoice].add(day)
    return moved
