"""The items of a document: what is open of each, how its due date came about, its bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.reckoning import Reckoning
from artui.books.trace.model import Row, Section, written
from artui.domain.days import iso
from artui.store import invoice
from artui.store.aging import Question, Scope
from artui.store.trace import documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artui.books.trace.entries import Entries
    from artui.books.trace.model import View


def known(view: View, document_id: int) -> list[dict[str, Any]]:
    """The items of a document as they were known, first due first; void ones last."""
    found = invoice.items(view.reader, document_id, view.as_of)
    if view.known_on is None:
        return found
    then = documents.versions(view.reader, document_id, view.known_on)
    found = [item | then.get(item["id"], {}) for item in found]
    return sorted(found, key=lambda item: (item["void"], item["due_on"], item["label"]))


def section(
    view: View, document_id: int, items: Sequence[dict[str, Any]], entries: Entries
) -> Section:
    """Each item that counts: its due date, the steps that lead there, its age and bucket."""
    standing = [item for item in items if not item["void"]]
    disputed = _disputed(view, document_id)
    reckoning = _reckoning(view, document_id, standing)
    billed = sum(item["amount"] for item in standing)
    rows: list[Row] = []
    for item in standing:
        open_amount = entries.open_of(item["id"])
        rows.append(_item(view, item, open_amount, disputed.get(item["id"], 0)))
        if reckoning:
            rows += _reckoned(view, item, reckoning.sentences(item, billed))
        if open_amount:
            rows.append(_aged(view, item, open_amount))
    return Section("items", tuple(rows), "what is open of each, and when it is due")


def _disputed(view: View, document_id: int) -> Mapping[int, int]:
    standing = documents.standing(view.reader, document_id, view.as_of, view.known_on)
    return {row["item_id"]: row["disputed"] for row in standing}


def _reckoning(view: View, document_id: int, items: Sequence[dict[str, Any]]) -> Reckoning | None:
    """What explains due dates; cash has none."""
    if not items or items[0]["family"] != "invoice":
        return None
    return Reckoning(view.force, invoice.customer(view.reader, document_id))


def _item(view: View, item: dict[str, Any], open_amount: int, disputed: int) -> Row:
    named = f"item {item['label']}" if item["label"] else "item"
    return Row(
        what=f"{named} due by {item['due_by']}",
        on=item["due_on"],
        amount=open_amount,
        currency=item["currency"],
        detail=" · ".join(_told(item, disputed)),
        place=_place(view, item),
        import_id=item["import_id"],
        line=item["line"],
        recorded_on=item["recorded_on"],
    )


def _told(item: dict[str, Any], disputed: int) -> Iterator[str]:
    currency = item["currency"]
    if item["terms"]:
        yield f"terms {item['terms']}"
    yield f"billed {written(item['amount'], currency)}"
    if disputed:
        yield f"{written(disputed, currency)} disputed"
    if item["revision"]:
        yield f"policy {item['revision']}"


def _place(view: View, item: dict[str, Any]) -> str:
    """Where the term stands that gives the date; nothing where the export's own date does."""
    code = view.force.policy.terms.code(item["terms"]) if item["terms"] else None
    return view.place("terms", "terms", code) if code else ""


def _reckoned(view: View, item: dict[str, Any], sentences: Sequence[str]) -> Iterator[Row]:
    for sentence in sentences:
        yield Row(what="due date", detail=sentence, place=_place(view, item))


def _aged(view: View, item: dict[str, Any], open_amount: int) -> Row:
    """In which bucket it stands, and by which convention."""
    question = Question(Scope(view.as_of), view.force.policy.aging)
    by_due = question.age_basis == "due_date"
    since = item["due_on" if by_due else "billed_on"]
    days = view.as_of - since
    unapplied = open_amount < 0 and question.policy.unapplied != "aged"
    bucket = "unapplied" if unapplied else question.buckets.labels[question.buckets.index(days)]
    what = "past due" if by_due else "old"
    return Row(
        what=f"in {bucket}",
        detail=f"{days} days {what} = {iso(view.as_of)} - {iso(since)} · "
        f"{question.buckets.convention}",
        place=view.place("aging", "buckets") or view.place("aging", "convention"),
    )
