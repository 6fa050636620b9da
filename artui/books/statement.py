"""What each item of a document is: its facts merged, its due date found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from artui.books import invoice
from artui.books.due import OWN, Asked, Due
from artui.books.known import Stated
from artui.books.merge import merged, newest, rank
from artui.books.observation import statements
from artui.domain.posting import Source
from artui.store.ledger import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.books.due import DueDates
    from artui.books.known import Known
    from artui.books.observation import Calendar
    from artui.store.ledger import FactRow

_AT = {name: index for index, name in enumerate(ATTRIBUTES)}
_CUSTOMER, _CURRENCY, _AMOUNT = _AT["customer_id"], _AT["currency"], _AT["amount"]
_STATUS = _AT["status"]
_NOTHING = (None,) * len(ATTRIBUTES)
#: Statuses that keep a document out of every figure.
_OUT_OF_FIGURES = {"draft", "void"}


def _out(status: object) -> bool:
    return status is not None and str(status).casefold() in _OUT_OF_FIGURES


class Builder:
    """States the documents of a batch under one policy."""

    def __init__(self, dues: DueDates, customers: Mapping[int, Mapping[str, object]]) -> None:
        self._dues = dues
        self._customers = customers

    def state(self, document: Known, calendar: Calendar) -> None:
        """Merge the facts of each of the document's items."""
        if document.payments:
            stated = self._payment(document)
            document.stated = dict.fromkeys((item.id for item in document.items), stated)
            return
        whole = document.of_whole
        shared = sorted(statements(whole, calendar), key=rank) if whole else ()
        for item in document.items:
            facts = document.facts.get(item.id, [])
            if len(facts) > 1:
                facts = sorted(statements(facts, calendar), key=rank)
            base = () if item is document.whole else shared
            document.stated[item.id] = self._item(document, item.label, facts, base)

    def _payment(self, document: Known) -> Stated:
        """Cash: negative by what was received, or what a lone reversal took back."""
        received = [row for row in document.payments if row.amount >= 0]
        row = newest(received or document.payments)
        return Stated(
            row.customer_id,
            row.currency,
            row.date,
            Due(row.date, OWN),
            -row.amount,
            _out(row.status),
            None,
            _NOTHING,
            Source(row.import_id, row.line),
        )

    def _item(
        self,
        document: Known,
        label: str,
        ordered: Sequence[FactRow],
        shared: Sequence[FactRow],
    ) -> Stated:
        """An invoice's item; what its own rows leave open, those of the whole document tell.

        One that is the whole of its document falls into the parts of its terms.
        """
        own = [(fact.kind, fact.values) for fact in ordered]
        values = merged([*((f"whole {fact.kind}", fact.values) for fact in shared), *own])
        first, customer_id = ordered[0], values[_CUSTOMER]
        day = _day(values, "invoice_date")
        billed_on = first.as_of if day is None else day
        assert isinstance(customer_id, int)  # noqa: S101 - every fact names its customer
        billing = [fact for fact in ordered if fact.values[_AMOUNT] is not None]
        source = billing[-1] if billing else first
        amount, out = _billed(ordered, billing), _out(values[_STATUS])
        customer = self._customers[customer_id]
        about = partial(invoice.record, values, amount, document.row.document_class, customer)
        asked = Asked(
            billed_on,
            amount,
            str(values[_CURRENCY]),
            customer,
            _text(values, "terms"),
            _day(values, "due_date"),
            label,
            about,
        )
        due, parts = self._dues.of(asked)
        if len(document.items) == 1 and not out:
            document.schedule = parts
        return Stated(
            customer_id,
            asked.currency,
            billed_on,
            due,
            amount,
            out,
            _day(values, "settled_on"),
            values,
            Source(source.import_id, source.line),
        )


def _day(values: tuple[object, ...], name: str) -> int | None:
    value = values[_AT[name]]
    return value if isinstance(value, int) else None


def _text(values: tuple[object, ...], name: str) -> str | None:
    value = values[_AT[name]]
    return None if value is None else str(value)


def _billed(ordered: Sequence[FactRow], billing: Sequence[FactRow]) -> int:
    """What was billed: what the newest row says, else what was first seen open."""
    if billing:
        amount = billing[-1].values[_AMOUNT]
        assert isinstance(amount, int)  # noqa: S101 - minor units by the schema
        return amount
    return ordered[0].observed or 0
