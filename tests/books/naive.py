"""Open amounts a second time: day by day over the raw rows, as slowly as a person would.

It shares nothing with the ledger it is held against, and takes none of its short cuts: every
snapshot is looked at on its day, for every document. Exports list no items here; an invoice without
a due date of its own whose terms are `in_three` falls into three.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from artui.domain.days import parse_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.books.worlds import Export

_FAILED = {"failed", "reversed"}


def _cents(text: str) -> int:
    return round(float(text) * 100)


@dataclass
class _Document:
    """A document as its newest rows have it."""

    billed_on: int
    amount: int
    settled_on: int | None = None
    credits: str = ""
    parts: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Naive:
    """Exports, and what they leave open."""

    exports: Sequence[Export]
    documents: dict[str, _Document] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    seen: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    snapshots: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    takings: list[tuple[int, str, str, int, int]] = field(default_factory=list)
    applied: list[tuple[str, str, int, int]] = field(default_factory=list)
    adjusted: list[tuple[int, str, str, str, int]] = field(default_factory=list)
    closed: list[list[Any]] = field(default_factory=list)
    spare: dict[tuple[str, ...], int] = field(default_factory=lambda: defaultdict(int))
    open: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    given: list[list[Any]] = field(default_factory=list)

    def rows(self, kind: str) -> list[tuple[int, Any]]:
        """The rows of a kind with their export's day, oldest first."""
        found = [(e.day, row) for e in self.exports if e.kind == kind for row in e.rows]
        return sorted(found, key=lambda each: each[0])

    def read(self) -> None:
        """Make documents of the rows."""
        self._read_open_items()
        self._read_invoices()
        self._read_payments()
        self._read_applications()
        self._read_adjustments()
        for number, document in self.documents.items():
            document.parts = [(number, document.amount)]
            terms, due = self._said_last(number, "terms"), self._said_last(number, "due_date")
            if terms == "in_three" and not due and document.amount > 0:
                first, second = document.amount * 30 // 100, document.amount // 2
                shares = (first, second, document.amount - first - second)
                document.parts = [(f"{number}/{n}", share) for n, share in enumerate(shares, 1)]

    def _said_last(self, number: str, name: str) -> str:
        """What the newest row of either kind says, or where that is blank, that of the other."""
        found = []
        for kind, key in (("invoices", "invoice_id"), ("open_items", "document_id")):
            said: dict[str, Any] = {}
            day = 0
            for export in sorted(self.exports, key=lambda each: each.day):
                for row in export.rows if export.kind == kind else ():
                    when = parse_day(row["snapshot_date"]) if "snapshot_date" in row else export.day
                    if row[key] == number and when >= day:
                        there = {each: row.get(each, "") for each in export.columns or row}
                        said = there if kind == "open_items" else {**said, **there}
                        day = when
            found.append((day, kind, str(said.get(name) or "")))
        return next((value for *_, value in sorted(found, reverse=True) if value), "")

    def _read_open_items(self) -> None:
        for export in self.exports:
            days = {row["snapshot_date"] for row in export.rows if "snapshot_date" in row}
            for row in export.rows if export.kind == "open_items" else ():
                day = parse_day(row["snapshot_date"])
                into = self.snapshots if len(days) == 1 else self.seen
                into[day][row["document_id"]] = _cents(row["amount"])
        for day in sorted({*self.snapshots, *self.seen}):
            for number, amount in {**self.seen[day], **self.snapshots.get(day, {})}.items():
                first = self.seen[day].get(number, amount)
                self.documents.setdefault(number, _Document(day, first))

    def _read_invoices(self) -> None:
        said: dict[str, Any] = {}
        for export in sorted(self.exports, key=lambda each: each.day):
            for row in export.rows if export.kind == "invoices" else ():
                there = {name: row[name] for name in export.columns or row}
                number = row["invoice_id"]
                said[number] = said.get(number, row) | there
                self._read_invoice(number, export.day, said[number])
                said[number]["open_amount"] = ""

    def _read_invoice(self, number: str, day: int, row: Any) -> None:
        settled = row["settled_on"]
        self.documents[number] = _Document(
            parse_day(row["invoice_date"]),
            _cents(row["amount"]),
            parse_day(settled) if settled else None,
            row["credits_invoice"],
        )
        self.dead.discard(number)
        if row["status"] == "void":
            self.dead.add(number)
        if row["open_amount"]:
            self.seen[day].setdefault(number, _cents(row["open_amount"]))

    def _read_payments(self) -> None:
        received: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        taken: dict[str, Any] = {}
        for day, row in self.rows("payments"):
            if row["amount"].startswith("-"):
                taken[row["payment_id"]] = row
            else:
                received[row["payment_id"]].append((day, row))
        for number in {*received, *taken}:
            newest = received[number][-1][1] if number in received else taken[number]
            billed = _Document(parse_day(newest["date"]), -_cents(newest["amount"]))
            self.documents[number] = billed
            if newest["status"] == "void":
                self.dead.add(number)
            elif number in received:
                self._take_back(number, received[number])
                if number in taken:
                    row = taken[number]
                    day = max(parse_day(row["date"]), billed.billed_on)
                    self.takings.append((day, number, "", 1, -_cents(row["amount"])))

    def _take_back(self, number: str, rows: list[tuple[int, Any]]) -> None:
        row = rows[-1][1]
        day = parse_day(row["reversed_on"] or row["date"])
        if not row["reversed_on"]:
            if row["status"] not in _FAILED:
                return
            good = [n for n, (_, each) in enumerate(rows) if each["status"] not in _FAILED]
            if good:
                day = rows[good[-1] + 1][0]
        day = max(day, parse_day(row["date"]))
        self.takings.append((day, number, "", 0, _cents(row["amount"])))

    def _read_applications(self) -> None:
        newest: dict[tuple[Any, ...], Any] = {}
        for _, row in self.rows("applications"):
            sign = row["amount"].startswith("-")
            newest[row["payment_id"], row["invoice_id"], row["date"], sign] = row
        for (payment, invoice, date, sign), row in newest.items():
            ends = [self.documents.get(payment), self.documents.get(invoice)]
            if None in ends or {payment, invoice} & self.dead:
                continue
            day = max(parse_day(date), *(each.billed_on for each in ends if each))
            self.applied.append((payment, invoice, day, _cents(row["amount"])))
            if sign:
                self.applied.pop()
                self.takings.append((day, payment, invoice, 0, -_cents(row["amount"])))

    def _read_adjustments(self) -> None:
        newest: dict[tuple[str, bool], Any] = {}
        for _, row in self.rows("adjustments"):
            newest[row["adjustment_id"], row["amount"].startswith("-")] = row
        for row in newest.values():
            number = row["invoice_id"]
            if number not in self.documents or number in self.dead:
                continue
            if row["kind"] in ("write_off", "discount", "rounding"):
                day = max(parse_day(row["date"]), self.documents[number].billed_on)
                what = (row["kind"], row["adjustment_id"])
                self.adjusted.append((day, number, *what, _cents(row["amount"])))

    def live(self, day: int) -> dict[str, int]:
        """What is open at the end of a day, once every day before it was lived."""
        alive = {n: d for n, d in self.documents.items() if n not in self.dead}
        for document in alive.values():
            for part, amount in document.parts if document.billed_on == day else ():
                self.open[part] += amount
        self._undo(day)
        for payment, invoice, when, amount in sorted(self.applied):
            if when == day:
                self._give(payment, invoice, self._left((payment, invoice), amount))
        self._link(alive, day)
        for number, kind, amount in self._adjusting(day):
            if amount * self._side(number) > 0:
                self._close(number, kind, self._left((number, "", kind), abs(amount)))
        for document in alive.values():
            settled = document.settled_on
            if settled is not None and max(settled, document.billed_on) == day:
                self.open.update((part, 0) for part, _ in document.parts)
        self._look(alive, day)
        return {part: amount for part, amount in self.open.items() if amount}

    def _give(self, payment: str, invoice: str, amount: int) -> None:
        for part, _ in self.documents[invoice].parts:
            given = min(amount, -self.open[payment], self.open[part])
            if given > 0:
                amount -= given
                self.open[payment] += given
                self.open[part] -= given
                self.given.append([payment, invoice, part, given])

    def _undo(self, day: int) -> None:
        """What takes back on a day comes first; what it does not find is not done that day."""
        self.spare.clear()
        for when, payment, invoice, _, amount in sorted(self.takings):
            if when == day and payment not in self.dead:
                self._return(payment, invoice, amount)
        for number, kind, amount in self._adjusting(day):
            if amount * self._side(number) < 0:
                self._reopen(number, kind, abs(amount))

    def _adjusting(self, day: int) -> list[tuple[str, str, int]]:
        return [
            (n, kind, amount) for when, n, kind, _, amount in sorted(self.adjusted) if when == day
        ]

    def _left(self, what: tuple[str, ...], amount: int) -> int:
        """What is done of it on this day, when some is taken back on the same."""
        spared = min(amount, self.spare[what])
        self.spare[what] -= spared
        return amount - spared

    def _side(self, number: str) -> int:
        """1 for what is owed, -1 for money at hand."""
        return 1 if self.documents[number].amount >= 0 else -1

    def _close(self, number: str, kind: str, amount: int) -> None:
        """Cent by cent towards nothing, what is due first before the others."""
        side = self._side(number)
        for part, _ in self.documents[number].parts:
            while amount and self.open[part] * side > 0:
                self.open[part] -= side
                self.closed.append([number, kind, part])
                amount -= 1

    def _reopen(self, number: str, kind: str, amount: int) -> None:
        """Each cent where it was closed last."""
        for cent in reversed(self.closed):
            if amount and cent[:2] == [number, kind]:
                self.open[cent.pop()] += self._side(number)
                cent.clear()
                amount -= 1
        self.spare[number, "", kind] += amount

    def _link(self, alive: dict[str, _Document], day: int) -> None:
        used = {each[0] for each in self.applied} | {each[1] for each in self.takings if each[2]}
        for number, document in sorted(alive.items()):
            other = alive.get(document.credits)
            if other is None or number in used:
                continue
            if max(document.billed_on, other.billed_on) == day:
                self._give(number, document.credits, -self.open[number])

    def _return(self, payment: str, invoice: str, amount: int) -> None:
        if not invoice:
            free = min(amount, max(0, -self.open[payment]))
            self.open[payment] += free
            amount -= free
        for gift in reversed(self.given):
            if gift[0] == payment and invoice in ("", gift[1]):
                back = min(amount, gift[3])
                gift[3] -= back
                amount -= back
                self.open[gift[2]] += back
                self.open[payment] -= back if invoice else 0
        if invoice:
            self.spare[payment, invoice] += amount

    def _look(self, alive: dict[str, _Document], day: int) -> None:
        """What exports saw open; before its day nothing is open, so early looks wait for it."""
        for number, document in alive.items():
            days = [day] if document.billed_on < day else []
            if document.billed_on == day:
                early = {*self.seen, *self.snapshots}
                days = [*sorted(d for d in early if d < day and self._sees(number, d)), day]
            for when in days:
                listing = self.snapshots.get(when)
                if listing is not None and number in listing:
                    self._bring(document, listing[number])
                elif number in self.seen.get(when, {}):
                    self._bring(document, self.seen[when][number])
                elif listing is not None and when == day:
                    self._bring(document, 0)

    def _bring(self, document: _Document, amount: int) -> None:
        """Close cent by cent what is due first, reopen what is due last; more bears the last."""
        total = sum(self.open[part] for part, _ in document.parts)
        for part, _ in document.parts:
            while total > amount and self.open[part] > 0:
                self.open[part] -= 1
                total -= 1
        for part, billed in reversed(document.parts):
            while total < amount and self.open[part] < billed:
                self.open[part] += 1
                total += 1
        self.open[document.parts[-1][0]] += amount - total

    def _sees(self, number: str, day: int) -> bool:
        """Whether an export of a day speaks of a document."""
        return number in self.seen.get(day, {}) or number in self.snapshots.get(day, {})
