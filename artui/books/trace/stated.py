"""What exports state of a thing, attribute by attribute: the value, and the line that said it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.documents import gather
from artui.books.merge import rank
from artui.books.observation import Calendar, statements
from artui.books.trace.model import Row, Section, written
from artui.domain.days import iso
from artui.store.evidence import imports_known
from artui.store.ledger import ATTRIBUTES, Batch
from artui.store.ledger.batch import snapshots
from artui.store.trace import customers, documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.known import Known
    from artui.books.trace.model import View
    from artui.store.ledger import FactRow

_DAYS = frozenset({"invoice_date", "due_date", "settled_on", "last_dunned"})
#: Told elsewhere in a trace: whose it is, and how its amount came about.
_APART = frozenset({"customer_id"})


def of_document(view: View, document_id: int) -> Section | None:
    """What exports state of each item of a document; None where only payments speak of it."""
    known = gather(Batch(view.reader, [document_id])).get(document_id)
    if known is None or not known.facts:
        return None
    calendar = Calendar(snapshots(view.reader).get(known.row.company_id, ()))
    known.join_runs(calendar)
    seen = None if view.known_on is None else imports_known(view.reader, view.known_on)
    rows: list[Row] = []
    for item in known.items:
        said = sorted(statements(known.facts.get(item.id, ()), calendar), key=rank)
        facts = [
            fact
            for fact in said
            if fact.as_of <= view.as_of and (seen is None or fact.import_id in seen)
        ]
        rows += _stated(view, known, item.label, facts)
    return Section("stated", tuple(rows), "the export that said it last") if rows else None


def _stated(view: View, known: Known, label: str, facts: Sequence[FactRow]) -> Iterator[Row]:
    several = f"item {label} " if label and len(known.items) > 1 else ""
    for place, name in enumerate(ATTRIBUTES):
        fact = _teller(facts, place)
        if fact is None or name in _APART:
            continue
        currency = str(fact.values[ATTRIBUTES.index("currency")])
        yield Row(
            what=f"{several}{name.replace('_', ' ')}",
            on=fact.as_of,
            detail=_written(name, fact.values[place], currency) + _again(view, fact),
            import_id=fact.import_id,
            line=fact.line,
        )


def _teller(facts: Sequence[FactRow], place: int) -> FactRow | None:
    """The fact a value is from: of each kind of export its newest row, the newest kind first.

    What a file without the column left standing was said by the row before it.
    """
    for kind in dict.fromkeys(fact.kind for fact in reversed(facts)):
        of_kind = [fact for fact in reversed(facts) if fact.kind == kind]
        if of_kind[0].values[place] is not None:
            return next((f for f in of_kind if place not in f.silent), of_kind[-1])
    return None


def _again(view: View, fact: FactRow) -> str:
    """That it was said once more, and until when it was."""
    if fact.listed:
        return f" · listed until {iso(fact.last_on)}" if fact.last_on is not None else ""
    last = documents.sighted(view.reader, fact.kind, fact.fact_id)
    return "" if last is None or last == fact.import_id else f" · again in import {last}"


def _written(name: str, value: object, currency: str) -> str:
    if name in _DAYS and isinstance(value, int):
        return str(iso(value))
    if name == "amount" and isinstance(value, int):
        return f"{written(value, currency)} {currency}"
    return str(value)


def of_customer(view: View, customer_id: int) -> Section | None:
    """What exports state of a customer, each from the newest row that says it."""
    facts = customers.stated(view.reader, customer_id, view.known_on)
    facts = [fact for fact in facts if fact["as_of"] <= view.as_of] or facts[-1:]
    rows = []
    for name in customers.STATED:
        fact = next((each for each in facts if each[name] is not None), None)
        if fact is not None:
            rows.append(_of_customer(name, fact, view.base_currency))
    return Section("stated", tuple(rows), "the export that said it last") if rows else None


def _of_customer(name: str, fact: dict[str, Any], base_currency: str) -> Row:
    value = fact[name]
    if name == "credit_limit":
        value = written(value, fact["currency"] or base_currency)
    elif name in ("po_required", "autopay"):
        value = "yes" if value else "no"
    called = {"parent_key": "parent"}.get(name, name.replace("_", " "))
    return Row(
        what=called,
        on=fact["as_of"],
        detail=str(value),
        import_id=fact["import_id"],
        line=fact["line"],
    )
