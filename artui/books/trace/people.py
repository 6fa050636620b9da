"""Whom to talk to at a customer, each with the line of the export that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.trace.model import Row, Section
from artui.domain.contacts import introduced, reached
from artui.store import people
from artui.store.aging import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.trace.model import View


def section(view: View, customer_id: int) -> Section | None:
    """The customer itself, as its own row says, then its people; None where nobody is known."""
    rows = tuple(_rows(view, customer_id))
    return Section("contacts", rows, "whom to talk to") if rows else None


def _rows(view: View, customer_id: int) -> Iterator[Row]:
    if said := reached(people.own(view.reader, customer_id)):
        yield Row(what="the customer itself", detail=said)
    scope = Scope(view.as_of, view.known_on, customer_id=customer_id)
    for person in people.of_customer(view.reader, scope):
        yield Row(
            what=introduced(person) or reached(person),
            on=person["as_of"],
            detail=reached(person),
            import_id=person["import_id"],
            line=person["line"],
        )
