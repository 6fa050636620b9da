"""What each item of a document is: its facts merged, its due date found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.documents import Stated
from artui.books.merge import merged, newest, rank
from artui.books.observation import statements
from artui.domain.posting import Source
from artui.store.ledger import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.books.documents import Known
    from artui.books.due import Due, DueDates
    from artui.books.observation import Calendar
    from artui.store.ledger import FactRow

_AT = {name: index for index, name in enumerate(ATTRIBUTES)}
_CUSTOMER, _CURRENCY, _AMOUNT = _AT["customer_id"], _AT["currency"], _AT["amount"]
_BILLED_ON, _STATUS, _TERMS = _AT["invoice_date"], _AT["status"], _AT["terms"]
_NOTHING = (None,) * len(ATTRIBUTES)
#: Statuses that keep a document out of every figure.
_OUT_OF_FIGURES = {"draft", "void"}


def _out(status: object) -> bool:
    return status is not None and str(status).casefold() in _OUT_OF_FIGURES


class Builder:
    """States the documents of a batch under one set of terms."""

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
            document.stated[item.id] = self._item(document, facts, base)

    def _payment(self, document: Known) -> Stated:
        """Cash: negative by what was received, or what a lone reversal took back."""
        received = [row for row in document.payments if row.amount >= 0]
        row = newest(received or document.payments)
        return Stated(
            row.customer_id,
            row.currency,
            row.date,
            self._dues.of(row.date, row.date, None, dict),
            -row.amount,
            _out(row.status),
            None,
            _NOTHING,
            Source(row.import_id, row.line),
        )

    def _item(
        self, document: Known, ordered: Sequence[FactRow], shared: Sequence[FactRow]
    ) -> Stated:
        """An invoice's item; what its own rows leave open, those of the whole document tell."""
        own = [(fact.kind, fact.values) for fact in ordered]
        values = merged([*((f"whole {fact.kind}", fact.values) for fact in shared), *own])
        customer_id, billed_on = values[_CUSTOMER], values[_BILLED_ON]
        first = ordered[0]
        billed_on = first.as_of if billed_on is None else billed_on
        assert isinstance(customer_id, int)  # noqa: S101 - every fact names its customer
        assert isinstance(billed_on, int)  # noqa: S101 - a day number by the schema
        billing = [fact for fact in ordered if fact.values[_AMOUNT] is not None]
        source = billing[-1] if billing else first
        return Stated(
            customer_id,
            str(values[_CURRENCY]),
            billed_on,
            self._due(document, values, billed_on, customer_id),
            _billed(ordered, billing),
            _out(values[_STATUS]),
            _day(values, "settled_on"),
            values,
            Source(source.import_id, source.line),
        )

    def _due(
        self, document: Known, values: tuple[object, ...], billed_on: int, customer_id: int
    ) -> Due:
        def record() -> dict[str, object]:
            customer = self._customers[customer_id]
            asked = {name: values[_AT[name]] for name in ("type", "currency")}
            asked["class"] = document.row.document_class or None
            return {**customer, **asked, "customer_terms": customer["terms"]}

        terms = values[_TERMS]
        own = _day(values, "due_date")
        return self._dues.of(billed_on, own, None if terms is None else str(terms), record)


def _day(values: tuple[object, ...], name: str) -> int | None:
    value = values[_AT[name]]
    return value if isinstance(value, int) else None


def _billed(ordered: Sequence[FactRow], billing: Sequence[FactRow]) -> int:
    """What was billed: what the newest row says, else what was first seen open."""
    if billing:
        amount = billing[-1].values[_AMOUNT]
        assert isinstance(amount, int)  # noqa: S101 - minor units by the schema
        return amount
    return ordered[0].observed or 0
