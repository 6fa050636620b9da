"""What is known of one invoice, in lines: its head, its items, why it is late, its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from textual.content import Content

from artui.domain import money
from artui.domain.days import iso
from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artui.policy.reasons import ReasonsPolicy

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
_ITEMS = 6
#: Of so many items each says how its due date came about.
_RECKONED = 4
_CLOSED = {"payment": "paid", "credit": "credited", "settled": "settled"}
_DISPUTES = 4
_LINES = 6


@dataclass(frozen=True, slots=True)
class Facts:
    """One invoice as of a day.

    Attributes:
        items: as `store.invoice.items` gives them, void ones last.
        disputes: as `store.invoice.disputes` gives them.
        chosen: the reason a person chose, with who and when.
        shown: the code of the reason whose rule the evidence meets.
        today: the day.
        reasons: the catalogue; None where no policy is in force.
        reckoned: by item, how its due date came about.
        billed: its lines in words, and what they come to last; empty where no export has any.
    """

    items: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    chosen: dict[str, Any] | None
    shown: str | None
    today: int
    reasons: ReasonsPolicy | None
    reckoned: Mapping[int, Sequence[str]] = field(default_factory=dict)
    billed: Sequence[str] = ()

    @property
    def number(self) -> str:
        """What people call the invoice."""
        return str(self.items[0]["number"])

    def lines(self) -> Content:
        """Everything that stands above its entries."""
        parts = [self._head(), *self._item_lines()]
        below = (*self._lines(), *self._why(), *self._evidence())
        parts += [Content(safe(f"  {line}")) for line in below]
        return Content("\n").join(parts)

    def _standing(self) -> list[dict[str, Any]]:
        return [item for item in self.items if not item["void"]]

    def _overdue(self, item: dict[str, Any]) -> int:
        """Days past due of what is still open, 0 where nothing is."""
        return max(0, self.today - item["due_on"]) if item["open_on"] > 0 else 0

    def _head(self) -> Content:
        first, standing = self.items[0], self._standing()
        currency = first["currency"]
        opened = money.grouped(sum(item["open_on"] for item in standing), currency)
        billed = money.grouped(sum(item["amount"] for item in standing), currency)
        late = max(map(self._overdue, standing), default=0)
        parts = (first["customer_name"], first["class"], first["company"], currency)
        about = "  " + " · ".join(safe(part) for part in parts if part)
        state = f" · {late} days past due" if late else ""
        if not standing:
            state = "   VOID OR DRAFT: in no figure"
        return Content.assemble(
            (safe(first["number"]), "bold"), about, f"      {opened} open of {billed}{state}"
        )

    def _item_lines(self) -> Iterator[Content]:
        standing = self._standing()
        for item in standing[:_ITEMS]:
            yield Content(safe(f"  {self._item(item)}"))
            if len(standing) <= _RECKONED:
                yield from self._reckoned(item)
        if len(standing) > _ITEMS:
            yield Content(f"  and {len(standing) - _ITEMS} more items, due later")

    def _reckoned(self, item: dict[str, Any]) -> Iterator[Content]:
        """How its due date came about, and the policy that decided it."""
        decided = f" · policy {item['revision']}" if item["revision"] else ""
        for number, sentence in enumerate(self.reckoned.get(item["id"], ())):
            yield Content(safe(f"      {sentence}{'' if number else decided}"))

    def _item(self, item: dict[str, Any]) -> str:
        currency, late = item["currency"], self._overdue(item)
        return (
            f"{'item ' + item['label'] if item['label'] else 'item'}   due {iso(item['due_on'])}"
            f" by {item['due_by']}{' ' + item['terms'] if item['terms'] else ''}"
            f"   {money.grouped(item['open_on'], currency)} open"
            f" of {money.grouped(item['amount'], currency)}{self._closed(item)}"
            f"{f'   {late} days past due' if late else ''}   {item['file']}:{item['line']}"
        )

    def _closed(self, item: dict[str, Any]) -> str:
        """What was paid of it, and when last."""
        closed = item["amount"] - item["open_on"]
        if item["closed_on"] is None or closed <= 0:
            return ""
        how = _CLOSED.get(item["closed_by"], "closed")
        amount = money.grouped(closed, item["currency"])
        return f", {amount} {how} {iso(item['closed_on'])}"

    def _lines(self) -> Iterator[str]:
        """What it bills, line by line, and whether that adds up."""
        *lines, together = self.billed or ("",)
        yield from lines[:_LINES]
        if len(lines) > _LINES:
            yield f"and {len(lines) - _LINES} more lines"
        if lines:
            yield together

    def _label(self, code: str | None) -> str:
        """A reason as people call it, with who can end it."""
        for reason in self.reasons.reasons if self.reasons else ():
            if reason.code == code:
                return f"{reason.label} ({reason.owner})"
        return str(code or "")

    def _named(self, name: str) -> str:
        """The reason an export's own word stands for, in people's words."""
        code = self.reasons.code(name) if self.reasons else None
        return self._label(code) if code else name

    def _why(self) -> Iterator[str]:
        """Why it is late: a choice, then disputes, the ERP's code, and the catalogue's rules."""
        found = [*self._chosen(), *self._disputed(), *self._erp(), *self._rule()]
        yield from found or ["No reason known: r chooses one"]

    def _chosen(self) -> Iterator[str]:
        if self.chosen:
            by = f"{self.chosen['chosen_by']} {self.chosen['chosen_at']}"
            yield f"Late because   {self._label(self.chosen['reason'])}, chosen by {by}"

    def _disputed(self) -> Iterator[str]:
        for dispute in self.disputes[:_DISPUTES]:
            amount = dispute["amount"]
            whole = "all of it" if amount is None else money.grouped(amount, dispute["currency"])
            ended = dispute["resolved_on"]
            state = f"resolved {iso(ended)}" if ended and ended <= self.today else "open"
            why = self._named(dispute["reason"]) if dispute["reason"] else "no reason given"
            yield (
                f"Dispute {dispute['number']}   {whole} since {iso(dispute['opened_on'])},"
                f" {state}: {why}   {dispute['file']}:{dispute['line']}"
            )
        if len(self.disputes) > _DISPUTES:
            yield f"and {len(self.disputes) - _DISPUTES} earlier disputes"

    def _erp(self) -> Iterator[str]:
        if code := self.items[0]["reason"]:
            said = self._named(code)
            yield f"ERP says   {code}" + (f", {said}" if said != code else "")

    def _rule(self) -> Iterator[str]:
        if self.shown:
            yield f"Evidence of   {self._label(self.shown)}, by the rule in reasons.yaml"

    def _evidence(self) -> Iterator[str]:
        item = self.items[0]
        parts = [f"{label} {item[key]}" for label, key in _EVIDENCE if item[key] not in (None, "")]
        if item["po_required"] and not item["po_number"]:
            parts.insert(0, "PO MISSING, the customer requires one")
        if parts:
            yield " · ".join(parts)
