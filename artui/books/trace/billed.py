"""What an invoice bills line by line, each with the line of the export that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books import lines as books
from artui.books.trace.model import Row, Section
from artui.domain import money
from artui.store import lines as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.books.trace.model import View


def section(view: View, document_id: int, items: Sequence[dict[str, Any]]) -> Section | None:
    """The lines of a document, and what they come to; None where no export has any.

    Whether they add up is told, not held: exports print lines with the tax and without.
    """
    found = store.of_invoice(view.reader, document_id, view.known_on)
    if not found or not items:
        return None
    currency = items[0]["currency"]
    billed = sum(item["amount"] for item in items if not item["void"])
    tax = store.tax(view.reader, document_id, view.known_on)
    said = books.sentence(books.add_up(found, tax, billed, currency), currency)
    return Section("lines", tuple(_row(row, currency) for row in found), said)


def _row(row: dict[str, Any], currency: str) -> Row:
    amount = books.amount(row, currency)
    return Row(
        what=f"line {row['number']}",
        on=row["as_of"],
        amount=None if amount is None else money.to_minor(amount, currency),
        currency=currency,
        detail=" · ".join((books.told(row, currency), *books.about(row))),
        import_id=row["import_id"],
        line=row["line"],
    )
