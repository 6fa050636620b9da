"""The trace of an invoice, a credit note or a payment: what is open of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.trace import adjusted, billed, items, stated
from artui.books.trace.account import Account
from artui.books.trace.cause import Causes
from artui.books.trace.entries import Entries
from artui.books.trace.model import Row, Section, Subject, Trace
from artui.store.trace import documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.trace.model import View


def trace(view: View, document_id: int) -> Trace:
    """Everything behind the open amount of a document."""
    found = items.known(view, document_id)
    number = documents.number(view.reader, document_id)
    entries = Entries(view, document_id)
    return Trace(
        kind="invoice",
        number=number,
        title=_title(number, found),
        formula=tuple(entries.formula()) or ("Nothing of it is open, nor was by that day.",),
        sections=tuple(_sections(view, document_id, found, entries)),
        checks=tuple(entries.checks(document_id)),
    )


def _title(number: str, found: Sequence[dict[str, Any]]) -> str:
    if not found:
        return number
    first = found[0]
    parts = (first["customer_name"], first["class"], first["company"], first["currency"])
    void = "" if any(not item["void"] for item in found) else " · VOID OR DRAFT: in no figure"
    return f"{number}  {' · '.join(str(part) for part in parts if part)}{void}"


def _sections(
    view: View, document_id: int, found: Sequence[dict[str, Any]], entries: Entries
) -> Iterator[Section]:
    yield from entries.sections()
    if (beyond := adjusted.section(view, document_id)) is not None:
        yield beyond
    if not found:
        return
    yield items.section(view, document_id, found, entries)
    if (lines := billed.section(view, document_id, found)) is not None:
        yield lines
    if found[0]["family"] == "invoice":
        yield from Causes(view, document_id, _past_due(view, found, entries)).sections()
        account = Account(view, found[0]["customer_id"], found[0]["currency"])
        yield from _decided(account, found[0])
    if (said := stated.of_document(view, document_id)) is not None:
        yield said


def _past_due(view: View, found: Sequence[dict[str, Any]], entries: Entries) -> int:
    """What is past due of it, in minor units."""
    late = (item for item in found if not item["void"] and item["due_on"] < view.as_of)
    return sum(max(0, entries.open_of(item["id"])) for item in late)


def _decided(account: Account, item: dict[str, Any]) -> Iterator[Section]:
    """What was decided about the account it is of, which leads there."""
    customer = Subject("customer", item["customer_id"], item["customer_number"])
    named = f"customer {item['customer_number']}"
    row = Row(what=named, detail=str(item["customer_name"]), leads_to=customer)
    decided = account.decisions()
    if decided is not None:
        yield Section(decided.name, (row, *decided.rows), decided.about)
