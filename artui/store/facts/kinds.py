"""What each kind's facts do with a staged file: one pair of find and apply a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from artui.store.facts import customers, disputes, invoices, open_items, payments

if TYPE_CHECKING:
    import sqlite3


class Find(Protocol):
    """Mark the staged rows as new or unchanged, reading only."""

    def __call__(
        self, connection: sqlite3.Connection, day: int | None
    ) -> list[tuple[int, str]] | None:
        """The lines whose reference could mean two documents, with both named."""


class Apply(Protocol):
    """Write what is new, inside the transaction, and touch the documents it concerns."""

    def __call__(
        self, connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
    ) -> None:
        """`day` is what the file speaks for; None where each row has its own."""


class Facts(NamedTuple):
    """How a kind finds and applies, and the column a doubtful reference stands in."""

    find: Find
    apply: Apply
    reference: str


FACTS: dict[str, Facts] = {
    "customers": Facts(customers.find, customers.apply, "customer_id"),
    "invoices": Facts(invoices.find, invoices.apply, "invoice_id"),
    "open_items": Facts(open_items.find, open_items.apply, "document_id"),
    "payments": Facts(payments.find, payments.apply, "payment_id"),
    "applications": Facts(payments.find_applications, payments.apply_applications, "invoice_id"),
    "disputes": Facts(disputes.find, disputes.apply, "invoice_id"),
}
