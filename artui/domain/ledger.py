"""The ledger: what the exports said, settled day by day into entries.

An entry changes what is open on an item from its effective day on; open as of a day is the sum of
the entries up to it. Explicit entries restate one fact each; an inferred entry is what an
observation shows beyond them: observed - (explicit entries + earlier inferred) up to its day.
Amounts are minor units, positive is owed; days count from 1970-01-01.

The order of arrival never enters: events sort by day, phase and the documents' own identity, so
any order of the same facts ends in the same entries.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.adjusting import Adjusting, takes_back
from artui.domain.posting import (
    BILLED,
    CREDIT,
    INFERRED,
    PAYMENT,
    REVERSED,
    SETTLED,
    Application,
    Entry,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from artui.domain.posting import Adjustment, Document, Item, Observation, Reversal, Source

# On one day bills come first, then what takes back what was done on earlier days, so that what was
# paid or given elsewhere instead finds it open again; then what reduces them, adjustments after
# cash; then what is said to be left at the day's end.
_BILL, _TAKE_BACK, _APPLY, _LINK, _ADJUST, _SETTLE, _OBSERVE = range(7)


class _Applied(NamedTuple):
    payment: Document
    invoice: Document
    item: Item
    amount: int


class Ledger:
    """Settles a closed set of documents (no application leads out of it) into entries."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        self._open: dict[int, int] = defaultdict(int)
        self._applied: list[_Applied] = []
        self._returning: dict[tuple[int, int, int], int] = defaultdict(int)
        self._entries: list[Entry] = []
        self._adjusting = Adjusting(self._open, self._post)
        self._events: list[tuple[tuple[object, ...], Callable[[], None]]] = []

    def settle(
        self,
        applications: Iterable[Application] = (),
        reversals: Iterable[Reversal] = (),
        adjustments: Iterable[Adjustment] = (),
    ) -> list[Entry]:
        """Every entry of the documents, in order of effect."""
        for document in self._documents.values():
            self._schedule_document(document)
        applying = set()
        for application in applications:
            applying.add(application.payment)
            self._schedule_application(application)
        for document in self._documents.values():
            if document.credits is not None and document.id not in applying:
                self._schedule_credit(document)
        for reversal in reversals:
            self._schedule_reversal(reversal)
        for adjustment in adjustments:
            self._schedule_adjustment(adjustment)
        for _, happen in sorted(self._events, key=lambda event: event[0]):
            happen()
        return self._entries

    def _at(self, day: int, phase: int, order: tuple[object, ...], do: Callable[[], None]) -> None:
        self._events.append(((day, phase, order), do))

    def _schedule_document(self, document: Document) -> None:
        for item in document.items:
            self._schedule_item(item, (document.identity, item.label))
        for seen in document.observations:
            day = max(seen.day, document.billed_on)
            order = (seen.day, (document.identity, ""))
            self._at(day, _OBSERVE, order, partial(self._spread, document, day, seen))

    def _schedule_item(self, item: Item, order: tuple[object, ...]) -> None:
        self._at(item.billed_on, _BILL, order, partial(self._bill, item))
        if item.settled_on is not None:
            day = max(item.settled_on, item.billed_on)
            self._at(day, _SETTLE, order, partial(self._settle, item, day))
        for seen in item.observations:
            day = max(seen.day, item.billed_on)
            self._at(day, _OBSERVE, (seen.day, order), partial(self._observe, item, day, seen))

    def _schedule_application(self, application: Application) -> None:
        payment = self._documents[application.payment]
        invoice = self._documents[application.invoice]
        day = max(application.date, payment.billed_on, invoice.billed_on)
        order = (payment.identity, invoice.identity, application.label, application.date)
        if application.amount < 0:
            self._at(
                day,
                _TAKE_BACK,
                order,
                lambda: self._take_back(payment, invoice, day, application),
            )
            return
        self._at(
            day,
            _APPLY,
            order,
            lambda: self._apply(PAYMENT, payment, invoice, day, application),
        )

    def _schedule_credit(self, credit: Document) -> None:
        invoice = self._documents[credit.credits or 0]
        day = max(credit.billed_on, invoice.billed_on)
        source = credit.items[0].source

        def link() -> None:
            whole = Application(credit.id, invoice.id, "", day, self._unapplied(credit), source)
            self._apply(CREDIT, credit, invoice, day, whole)

        self._at(day, _LINK, (credit.identity, invoice.identity, "", day), link)

    def _schedule_reversal(self, reversal: Reversal) -> None:
        payment = self._documents[reversal.payment]
        day = max(reversal.day, payment.billed_on)
        order = (payment.identity, ("",), "", reversal.day)
        self._at(day, _TAKE_BACK, order, lambda: self._reverse(payment, day, reversal))

    def _schedule_adjustment(self, one: Adjustment) -> None:
        document = self._documents[one.document]
        day = max(one.date, document.billed_on)
        order = (document.identity, (one.kind,), one.key, one.date)
        if takes_back(document, one):
            phase, do = _TAKE_BACK, self._adjusting.take_back
        else:
            phase, do = _ADJUST, self._adjusting.close
        self._at(day, phase, order, partial(do, document, day, one))

    def _post(
        self, item: Item, kind: str, day: int, amount: int, source: Source, counter: int | None
    ) -> None:
        if amount:
            self._open[item.id] += amount
            self._entries.append(Entry(item.id, kind, day, amount, counter, source))

    def _bill(self, item: Item) -> None:
        self._post(item, BILLED, item.billed_on, item.amount, item.source, None)

    def _settle(self, item: Item, day: int) -> None:
        self._post(item, SETTLED, day, -self._open[item.id], item.source, None)

    def _observe(self, item: Item, day: int, seen: Observation) -> None:
        self._post(item, INFERRED, day, seen.amount - self._open[item.id], seen.source, None)

    def _spread(self, document: Document, day: int, seen: Observation) -> None:
        """Bring the document's open amount to what was seen: closed first due first.

        What reopens does so last due first, each item up to what was billed, so that what is seen
        open is always what falls due last.
        """
        change = seen.amount - sum(self._open[item.id] for item in document.items)
        for item in document.items if change < 0 else reversed(document.items):
            opened = self._open[item.id]
            closing = max(change, -max(0, opened))
            reopening = min(change, max(0, item.amount - opened))
            part = closing if change < 0 else reopening
            self._post(item, INFERRED, day, part, seen.source, None)
            change -= part
        self._post(document.items[-1], INFERRED, day, change, seen.source, None)

    def _unapplied(self, payment: Document) -> int:
        """What a payment or credit has left to give, never negative."""
        return max(0, -sum(self._open[item.id] for item in payment.items))

    def _apply(
        self,
        kind: str,
        payment: Document,
        invoice: Document,
        day: int,
        application: Application,
    ) -> None:
        """Give at most what is left of the payment and open on the invoice, first due first."""
        wanted = application.amount - self._cancelled(payment, invoice, day, application.amount)
        left = min(wanted, self._unapplied(payment))
        for item in invoice.items:
            part = min(left, self._open[item.id])
            if part <= 0 or application.label not in ("", item.label):
                continue
            left -= part
            giver = self._giver(payment)
            self._post(item, kind, day, -part, application.source, giver.id)
            self._draw(payment, day, part, application.source, item.id, kind)
            self._applied.append(_Applied(payment, invoice, item, part))

    def _cancelled(self, payment: Document, invoice: Document, day: int, amount: int) -> int:
        """What of an application is taken back on its own day."""
        pair = (payment.id, invoice.id, day)
        part = min(amount, self._returning.get(pair, 0))
        if part:
            self._returning[pair] -= part
        return part

    def _giver(self, payment: Document) -> Item:
        return next((i for i in payment.items if self._open[i.id] < 0), payment.items[0])

    def _draw(
        self, payment: Document, day: int, amount: int, source: Source, counter: int, kind: str
    ) -> None:
        """Use up `amount` of a payment's items."""
        for item in payment.items:
            part = min(amount, max(0, -self._open[item.id]))
            self._post(item, kind, day, part, source, counter)
            amount -= part

    def _unwind(
        self,
        payment: Document,
        day: int,
        amount: int,
        source: Source,
        invoice: Document | None = None,
        *,
        keep: bool = True,
    ) -> int:
        """Take back what the payment gave, latest first; kept as unapplied unless it is lost.

        Returns what it had not given.
        """
        for index in range(len(self._applied) - 1, -1, -1):
            given = self._applied[index]
            if given.payment is not payment or (invoice and given.invoice is not invoice):
                continue
            part = min(amount, given.amount)
            if part <= 0:
                continue  # Taken back already, while what was given before it still stands.
            amount -= part
            self._applied[index] = given._replace(amount=given.amount - part)
            giver = payment.items[0]
            self._post(given.item, REVERSED, day, part, source, giver.id)
            if keep:
                self._post(giver, REVERSED, day, -part, source, given.item.id)
        return amount

    def _take_back(
        self, payment: Document, invoice: Document, day: int, application: Application
    ) -> None:
        """Take an application back; what was not given before is not given on this day either."""
        source = application.source
        left = self._unwind(payment, day, -application.amount, source, invoice)
        self._returning[payment.id, invoice.id, day] += left

    def _reverse(self, payment: Document, day: int, reversal: Reversal) -> None:
        """A failed payment: first its unapplied part goes, then what it paid reopens."""
        free = min(reversal.amount, self._unapplied(payment))
        self._draw(payment, day, free, reversal.source, payment.items[0].id, REVERSED)
        self._unwind(payment, day, reversal.amount - free, reversal.source, keep=False)
