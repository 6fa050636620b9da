"""The entries of a document: what is open of it, what takes effect later, what was learnt since."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from artui.books.trace.model import Check, Row, Section, Subject, equation, written
from artui.domain.days import iso
from artui.store.trace import documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.trace.model import View


class Entries:
    """The entries of one document, as they stand from where one looks."""

    def __init__(self, view: View, document_id: int) -> None:
        self._view = view
        self._every = documents.entries(view.reader, document_id)
        if view.known_on is not None:
            then = documents.versions(view.reader, document_id, view.known_on)
            for entry in self._every:
                entry["currency"] = then.get(entry["item_id"], entry)["currency"]
        self._counted = [entry for entry in self._every if self._counts(entry)]
        self.effective = [e for e in self._counted if e["effective_on"] <= view.as_of]

    def _counts(self, entry: dict[str, Any]) -> bool:
        """Whether it is in force, as known on the day one looks from."""
        known, ended = self._view.known_on, entry["superseded_on"]
        if known is None:
            return ended is None
        return entry["recorded_on"] <= known and (ended is None or ended > known)

    @property
    def open(self) -> dict[str, int]:
        """What they come to by currency."""
        found: dict[str, int] = defaultdict(int)
        for entry in self.effective:
            found[entry["currency"]] += entry["amount"]
        return dict(found)

    def open_of(self, item_id: int) -> int:
        """What is open of one item."""
        return sum(entry["amount"] for entry in self.effective if entry["item_id"] == item_id)

    def formula(self) -> Iterator[str]:
        """What is open, by kinds of entries, a currency a line."""
        day = iso(self._view.as_of)
        for currency, amount in sorted(self.open.items()):
            parts: dict[str, int] = defaultdict(int)
            for entry in self.effective:
                if entry["currency"] == currency:
                    parts[entry["kind"]] += entry["amount"]
            said = [(amount, kind) for kind, amount in parts.items() if amount]
            total = f"{written(amount, currency)} {currency} open on {day}"
            yield equation(total, said, currency)

    def sections(self) -> Iterator[Section]:
        """Entries in effect with what is open after each; later ones; what was learnt since."""
        yield Section("entries", tuple(_running(self.effective)), "in order of effect")
        later = [e for e in self._counted if e["effective_on"] > self._view.as_of]
        if later:
            about = f"take effect after {iso(self._view.as_of)}"
            yield Section("later", tuple(_running([*self.effective, *later]))[-len(later) :], about)
        if rows := tuple(self._learnt()):
            yield Section("learnt since", rows, f"not known on {iso(self._view.known_on)}")

    def _learnt(self) -> Iterator[Row]:
        """What was recorded, or lost its force, after the day of knowledge: what it changes."""
        known, as_of = self._view.known_on, self._view.as_of
        if known is None:
            return
        for entry in self._every:
            counts = self._counts(entry)
            if entry["effective_on"] <= as_of and counts is not (entry["superseded_on"] is None):
                yield _row(entry, -entry["amount"] if counts else entry["amount"])

    def checks(self, document_id: int) -> Iterator[Check]:
        """Entries against the open amount that aging goes by."""
        view = self._view
        standing = documents.standing(view.reader, document_id, view.as_of, view.known_on)
        aged: dict[str, int] = defaultdict(int)
        for row in standing:
            aged[row["currency"]] += row["open_amount"]
        for currency in sorted({*aged, *self.open}):
            found = self.open.get(currency, 0)
            yield Check("entries = open in aging", found, aged[currency], currency)


def _running(entries: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Rows with what is open after each; instalments of one event by their labels."""
    after: dict[str, int] = defaultdict(int)
    for entry in entries:
        after[entry["currency"]] += entry["amount"]
        yield _row(entry, entry["amount"], after[entry["currency"]])


def _row(entry: dict[str, Any], amount: int, after: int | None = None) -> Row:
    counter = entry["counter"]
    leads = None if counter is None else Subject("invoice", entry["counter_id"], counter)
    return Row(
        what=f"{entry['kind']} {counter}" if counter else entry["kind"],
        on=entry["effective_on"],
        amount=amount,
        currency=entry["currency"],
        after=after,
        detail=" · ".join(_told(entry)),
        import_id=entry["import_id"],
        line=entry["line"],
        recorded_on=entry["recorded_on"],
        superseded_on=entry["superseded_on"],
        leads_to=leads,
    )


def _told(entry: dict[str, Any]) -> Iterator[str]:
    if entry["label"]:
        yield f"item {entry['label']}"
    if entry["kind"] == "inferred":
        yield "seen open" if entry["line"] is not None else "not listed any more"
    if entry["superseded_on"] is not None:
        yield f"superseded {iso(entry['superseded_on'])}"
