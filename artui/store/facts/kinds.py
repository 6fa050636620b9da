"""What each kind's facts do with a staged file: one pair of find and apply a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from artui.store.facts import (
    activities,
    adjustments,
    contacts,
    customers,
    disputes,
    invoices,
    jobs,
    lines,
    open_items,
    orders,
    payments,
    promises,
    rates,
)

if TYPE_CHECKING:
    import sqlite3

    from artui.store.facts.references import Doubt


class Find(Protocol):
    """Mark the staged rows as new or unchanged, reading only."""

    def __call__(self, connection: sqlite3.Connection, day: int | None) -> list[Doubt] | None:
        """The rows whose reference could mean two documents, with both named."""


class Apply(Protocol):
    """Write what is new, inside the transaction, and touch the documents it concerns."""

    def __call__(
        self, connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
    ) -> None:
        """`day` is what the file speaks for; None where each row has its own."""


class Facts(NamedTuple):
    """How a kind finds and applies."""

    find: Find
    apply: Apply


FACTS: dict[str, Facts] = {
    "customers": Facts(customers.find, customers.apply),
    "invoices": Facts(invoices.find, invoices.apply),
    "open_items": Facts(open_items.find, open_items.apply),
    "payments": Facts(payments.find, payments.apply),
    "applications": Facts(payments.find_applications, payments.apply_applications),
    "disputes": Facts(disputes.find, disputes.apply),
    "adjustments": Facts(adjustments.find, adjustments.apply),
    "jobs": Facts(jobs.find, jobs.apply),
    "activities": Facts(activities.find, activities.apply),
    "fx_rates": Facts(rates.find, rates.apply),
    "invoice_lines": Facts(lines.find, lines.apply),
    "quote_lines": Facts(lines.find_quoted, lines.apply_quoted),
    "orders": Facts(orders.find, orders.apply),
    "promises": Facts(promises.find, promises.apply),
    "contacts": Facts(contacts.find, contacts.apply),
}
