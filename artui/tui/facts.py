"""What is known of one invoice, in lines: its head, its items, why it is late, its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from textual.content import Content

from artui.domain import money
from artui.domain.days import iso
from artui.text import safe
from artui.tui import because, cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artui.books.grounds import Grounds
    from artui.policy.reasons import ReasonsPolicy
    from artui.tui.account import Account
    from artui.tui.cases import Case

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
_CLOCKED = ("completed_at", "sent_at")
_MINUTE = len("2026-11-21T08:15")
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
        disputes: those that stand first, then the latest.
        chosen: the reason a person chose, with who and when.
        grounds: why it is late and what shows that; None where nothing is known of it.
        today: the day.
        reasons: the catalogue; None where no policy is in force.
        reckoned: by item, how its due date came about.
        billed: its lines in words, and what they come to last; empty where no export has any.
        checked: how ready it is, and the checks it fails; empty where it fails none.
        promises: those about it, as lines, what was broken and what is to come first.
    """

    items: list[dict[str, Any]]
    disputes: Sequence[Case]
    chosen: dict[str, Any] | None
    grounds: Grounds | None
    today: int
    reasons: ReasonsPolicy | None
    reckoned: Mapping[int, Sequence[str]] = field(default_factory=dict)
    billed: Sequence[str] = ()
    checked: str = ""
    promises: Sequence[str] = ()

    @property
    def number(self) -> str:
        """What people call the invoice."""
        return str(self.items[0]["number"])

    def debtor(self, document_id: int) -> Account | None:
        """The account it is of, as far as this invoice goes; None where nothing of it is open."""
        from artui.tui.account import Account  # noqa: PLC0415 - for who enters something alone

        owed = sum(item["open_on"] for item in self._standing())
        first = self.items[0]
        if first["family"] != "invoice" or owed <= 0:
            return None
        whose = (first["customer_id"], first["customer_name"], first["currency"], owed)
        return Account.owing(*whose, document_id=document_id, invoice=self.number)

    def lines(self) -> Content:
        """Everything that stands above its entries."""
        parts = [self._head(), *self._item_lines()]
        checked = [self.checked] if self.checked else []
        promises = (f"Promise   {each}" for each in self.promises)
        below = (*checked, *self._lines(), *self._why(), *promises, *self._evidence())
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

    def _why(self) -> Iterator[str]:
        """Why it is late, with the evidence; its disputes; a code the catalogue does not know."""
        found = [*self._because(), *self._disputed(), *self._erp()]
        yield from found or ["No reason known: r chooses one"]

    def _because(self) -> Iterator[str]:
        if self.grounds:
            past_due = any(map(self._overdue, self._standing()))
            yield from because.lines(self.grounds, self.chosen, past_due=past_due)

    def _disputed(self) -> Iterator[str]:
        for case in self.disputes[:_DISPUTES]:
            since = f"since {iso(case.opened_on)}"
            ended = f", ended {iso(case.resolved_on)}" if case.resolved_on is not None else ""
            marked = f", {case.conflict}" if case.conflict else ""
            told = f"{cases.told(case, self.today)}   {since}{ended}{marked}"
            yield f"Dispute {case.number}   {told}   {case.place}".rstrip()
        if len(self.disputes) > _DISPUTES:
            yield f"and {len(self.disputes) - _DISPUTES} earlier disputes"

    def _erp(self) -> Iterator[str]:
        code = self.items[0]["reason"]
        if code and not (self.reasons and self.reasons.code(code)):
            yield f"ERP says   {code}"

    def _evidence(self) -> Iterator[str]:
        item = self.items[0]
        told = {key: _minute(item[key]) for key in _CLOCKED if item[key]}
        said = ((label, told.get(key, item[key])) for label, key in _EVIDENCE)
        parts = [f"{label} {value}" for label, value in said if value not in (None, "")]
        if parts:
            yield " · ".join(parts)


def _minute(at: str) -> str:
    return at[:_MINUTE].replace("T", " ")
