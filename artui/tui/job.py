"""What is known of one job, in lines: what is left to bill, what was done, what its checks say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.content import Content

from artui.domain import money
from artui.domain.days import iso
from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WORK = ("site", "project", "template", "dispatcher", "asset")
_DONE = (
    ("status", "status"),
    ("completion", "completion"),
    ("code", "completion_code"),
    ("evidence", "evidence"),
    ("change order", "change_order"),
)
_BILLING = (
    ("PO", "po_number"),
    ("bill to", "bill_to"),
    ("tax", "tax_code"),
    ("approver", "approver"),
    ("quote", "quote_id"),
)
_MINUTE = len("2026-11-21T08:15")


@dataclass(frozen=True, slots=True)
class Facts:
    """One job as of a day.

    Attributes:
        row: as `store.job.job` gives it.
        checked: what its checks say, in lines.
        today: the day.
    """

    row: Mapping[str, Any]
    checked: Sequence[str]
    today: int

    def lines(self) -> Content:
        """Everything that stands above its invoices."""
        below = (*self.checked, *self._told())
        return Content("\n").join([self._head(), *(Content(f"  {safe(line)}") for line in below)])

    def _head(self) -> Content:
        row = self.row
        about = " · ".join(
            str(row[key])
            for key in ("customer_name", "customer_number", "company", "currency")
            if row[key]
        )
        parts = [part for part in (self._money(), self._age()) if part]
        return Content.assemble(
            (safe(row["number"]), "bold"), f"  {safe(about)}      {safe(' · '.join(parts))}"
        )

    def _money(self) -> str:
        amount, currency = self.row["amount"], self.row["currency"]
        if amount is None:
            return "no amount"
        left = money.grouped(self.row["unbilled"], currency)
        return f"{left} left to bill of {money.grouped(amount, currency)}"

    def _age(self) -> str:
        day = self.row["completed_on"]
        if day is None:
            return "not completed"
        days = self.today - day
        ago = f"{days:,} day{'' if days == 1 else 's'} ago" if days > 0 else iso(day)
        return f"completed {ago}"

    def _told(self) -> Iterator[str]:
        row = self.row
        named = [f"{name} {row[name]}" for name in _WORK if row[name]]
        if named:
            yield " · ".join(named)
        done = [f"{label} {row[key]}" for label, key in _DONE if row[key]]
        when = [f"{verb} {_minute(row[f'{verb}_at'])}" for verb in ("completed", "verified")
                if row[f"{verb}_at"]]  # fmt: skip
        if done or when:
            yield " · ".join((*when, *done))
        billing = [f"{label} {row[key]}" for label, key in _BILLING if row[key]]
        if row["po_required"] and not row["po_number"]:
            billing.insert(0, "PO MISSING, the customer requires one")
        yield " · ".join((*billing, f"{row['file']}:{row['line']}"))


def _minute(at: str) -> str:
    return at[:_MINUTE].replace("T", " ")
