"""One invoice: its items, why it is late, and its entries with the file and line each came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content
from textual.widgets import Static

from artui.domain import money
from artui.domain.days import iso
from artui.store import invoice, listings
from artui.text import safe
from artui.tui.actions import Place, bindings
from artui.tui.screens.reasoned import ReasonedScreen

if TYPE_CHECKING:
    from artui.policy.reasons import ReasonsPolicy
    from artui.store.listing import Listing

_EVIDENCE = (
    ("PO", "po_number"),
    ("bill to", "bill_to"),
    ("site", "site"),
    ("project", "project"),
    ("job", "job_id"),
    ("quote", "quote_id"),
    ("completed", "completed_at"),
    ("sent", "sent_at"),
    ("approver", "approver"),
    ("reference", "reference"),
    ("dunning level", "dunning_level"),
)


@dataclass(frozen=True, slots=True)
class _Facts:
    items: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    chosen: dict[str, Any] | None


class InvoiceScreen(ReasonedScreen):
    """Everything about one document."""

    PLACE: ClassVar[str] = ""
    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice")
    BINDINGS = bindings("invoice")

    def __init__(self, document_id: int) -> None:
        super().__init__()
        self._document_id = document_id
        self._number = "the invoice"

    @property
    def document_number(self) -> str:
        """What people call it."""
        return self._number

    @property
    def document_id(self) -> int | None:
        """The document itself, wherever the cursor is."""
        return self._document_id

    def listing(self) -> Listing:
        """Its entries."""
        return listings.entries(self._document_id)

    def title_line(self) -> Content:
        """Filled in as soon as the facts are read."""
        return Content(" ")

    def refreshed(self) -> None:
        """Read the facts in a thread."""
        self.run_worker(self._read, group="facts", exclusive=True, thread=True, exit_on_error=False)

    def _read(self) -> None:
        with self.artui.work.reader() as reader:
            today = self.artui.home.today()
            facts = _Facts(
                invoice.items(reader, self._document_id, today),
                invoice.disputes(reader, self._document_id),
                invoice.chosen(reader, self._document_id),
            )
        self.app.call_from_thread(self._show, facts, today)

    def _show(self, facts: _Facts, today: int) -> None:
        if self.is_attached and facts.items:
            force = self.artui.status.force
            self._number = str(facts.items[0]["number"])
            lines = [_head(facts, today), *_items(facts, today)]
            lines += _reason(facts, force.policy.reasons if force else None)
            lines += [_evidence(facts.items[0])]
            self.query_one("#title", Static).update(Content("\n").join(lines))

    def counted(self, count: int) -> None:
        """How many entries, and what they come to."""
        noun = "entry" if count == 1 else "entries"
        self.truth(f"{count:,} {noun}, each with the file and line it came from")


def _head(facts: _Facts, today: int) -> Content:
    first = facts.items[0]
    currency = first["currency"]
    standing = [item for item in facts.items if not item["void"]]
    opened = sum(item["open_on"] for item in standing)
    billed = sum(item["amount"] for item in standing)
    late = max((today - i["due_on"] for i in standing if i["open_on"] > 0), default=0)
    parts = [safe(first["customer_name"]), safe(first["class"]), safe(first["company"]), currency]
    due = f" · {late} days past due" if late > 0 else ""
    void = "   VOID OR DRAFT: in no figure" if not standing else ""
    return Content.assemble(
        (safe(first["number"]), "bold"),
        "  " + " · ".join(part for part in parts if part),
        f"      {money.grouped(opened, currency)} open of {money.grouped(billed, currency)}",
        due + void,
    )


def _items(facts: _Facts, today: int) -> list[Content]:
    lines = []
    for item in facts.items:
        if item["void"]:
            continue
        currency = item["currency"]
        label = f"item {safe(item['label'])}" if item["label"] else "item"
        overdue = today - item["due_on"]
        state = f"{overdue} days past due" if overdue > 0 and item["open_on"] > 0 else ""
        terms = f" {safe(item['terms'])}" if item["terms"] else ""
        lines.append(
            Content(
                f"  {label}   due {iso(item['due_on'])} by {item['due_by']}{terms}"
                f"   {money.grouped(item['open_on'], currency)} open"
                f" of {money.grouped(item['amount'], currency)}   {state}"
                f"   {safe(item['file'])}:{item['line']}"
            )
        )
    return lines


def _reason(facts: _Facts, reasons: ReasonsPolicy | None) -> list[Content]:
    """Why it is late: a person's choice, its disputes, the ERP's code."""
    labels = {reason.code: reason.label for reason in reasons.reasons} if reasons else {}
    lines = []
    if facts.chosen:
        code = str(facts.chosen["reason"])
        lines.append(
            f"  Late because   {labels.get(code, code)}, chosen by"
            f" {facts.chosen['chosen_by']} {facts.chosen['chosen_at']}"
        )
    for dispute in facts.disputes:
        amount = dispute["amount"]
        whole = "all of it" if amount is None else money.grouped(amount, dispute["currency"])
        ended = f", resolved {iso(dispute['resolved_on'])}" if dispute["resolved_on"] else ", open"
        code = reasons.code(dispute["reason"]) if reasons and dispute["reason"] else None
        why = labels.get(code or "", dispute["reason"] or "no reason given")
        lines.append(
            f"  Dispute {dispute['number']}   {whole} since {iso(dispute['opened_on'])}{ended}:"
            f" {why}   {dispute['file']}:{dispute['line']}"
        )
    erp = facts.items[0]["reason"]
    if erp:
        code = reasons.code(erp) if reasons else None
        lines.append(f"  ERP says   {erp}" + (f", {labels[code]}" if code in labels else ""))
    if not lines:
        lines.append("  No reason known: r chooses one")
    return [Content(safe(line)) for line in lines]


def _evidence(item: dict[str, Any]) -> Content:
    parts = [f"{label} {item[key]}" for label, key in _EVIDENCE if item[key] not in (None, "")]
    if item["po_required"] and not item["po_number"]:
        parts.insert(0, "PO MISSING, the customer requires one")
    return Content("  " + safe(" · ".join(parts)))
