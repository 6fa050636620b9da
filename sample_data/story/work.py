"""What was billed: the invoices of the story before anyone pays them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.dice import Dice

if TYPE_CHECKING:
    from sample_data.story.cast import Customer

_FIRST_BILLED = dt.date(2026, 4, 6)
#: Small amounts rarely stay open for long, in cents.
SMALL = 120_000
_BILLS_A_DAY = 9
_TRADE = {"strategic": 3.4, "commercial": 1.4, "public": 1.6, "residential": 0.8}
#: Net amounts by segment, in cents.
_NET = {
    "strategic": (90_000, 1_900_000),
    "commercial": (28_000, 820_000),
    "public": (60_000, 1_250_000),
    "residential": (9_500, 96_000),
}
_WORKS = {"service": 6.0, "contract": 3.0, "project": 2.0}
_PER_MILLE = {"T0": 0, "V0": 0, "T1": 83, "V21": 210}
_APPROVERS = ("site mgr", "facilities", "works desk", "ops lead")
#: How much of the older work is still open at the opening, by days past due then.
_SURVIVAL = ((0, 0.85), (30, 0.62), (60, 0.34), (90, 0.20), (125, 0.10))


@dataclass(slots=True, kw_only=True)
class Invoice:
    """One invoice or credit note, amounts in cents; the later pieces fill in its fate.

    `closes` None stays open to the end; `part` is paid early on `part_on`; `cause` is why it is
    late and `evidence` how an export shows it (rule, erp_code, dispute, none), `code` from
    `coded_on` on; the money that closes an `unseen` one is in no export. `same_lines` says that it
    bills line by line what the one it replaces did.
    """

    customer: Customer
    work: str
    invoiced: dt.date
    due: dt.date
    amount: int
    tax: int
    invoice_id: str = ""
    po_number: str = ""
    bill_to: str = ""
    tax_code: str = ""
    site: str = ""
    project: str = ""
    job_id: str = ""
    quote_id: str = ""
    completed_at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    approver: str = ""
    credits_invoice: str = ""
    reissue_of: str = ""
    closes: dt.date | None = None
    part: int = 0
    part_on: dt.date | None = None
    cause: str = ""
    evidence: str = ""
    code: str = ""
    coded_on: dt.date | None = None
    unseen: bool = False
    same_lines: bool = False

    @property
    def residual(self) -> int:
        """What its early part payment leaves."""
        return self.amount - self.part

    @property
    def late(self) -> bool:
        """Whether it is past due at the end of any day of the story."""
        end = self.closes or weeks.HORIZON + weeks.days(1)
        return end > self.due + weeks.days(1)


def bill(customers: list[Customer]) -> list[Invoice]:
    """Every invoice of the story, numbered by company and date."""
    dice = Dice("work")
    trade = {customer: _TRADE[customer.segment] for customer in customers}
    invoices: list[Invoice] = []
    for day in weeks.working_days(_FIRST_BILLED, weeks.LAST_DAY):
        for _ in range(_BILLS_A_DAY + dice.between(-2, 1)):
            invoice = _invoice(dice, dice.weighted(trade), day)
            if day >= weeks.OPENING or dice.chance(_survival(invoice)):
                invoices.append(invoice)
    _number(invoices)
    return invoices


def _survival(invoice: Invoice) -> float:
    past_due = (weeks.OPENING - invoice.due).days
    share = next((share for upper, share in _SURVIVAL if past_due <= upper), 0.0)
    return share if past_due <= 0 or invoice.amount >= SMALL else share / 3


def _invoice(dice: Dice, customer: Customer, day: dt.date) -> Invoice:
    low, high = _NET[customer.segment]
    net = low + int((high - low) * dice.unit() * dice.unit()) + dice.between(0, 99)
    tax = (net * _PER_MILLE[customer.tax_code] + 500) // 1000
    invoice = Invoice(
        customer=customer,
        work=dice.weighted(_WORKS),
        invoiced=day,
        due=day + weeks.days(customer.term_days),
        amount=net + tax,
        tax=tax,
        bill_to=customer.bill_to,
        tax_code=customer.tax_code,
        site=f"S{customer.number}-{dice.between(1, 4)}",
        approver=dice.pick(_APPROVERS),
    )
    _place(dice, invoice)
    return invoice


def _place(dice: Dice, invoice: Invoice) -> None:
    """Give it its PO, its job or project, and the hours between completion and sending."""
    if invoice.customer.po_required == "yes" or dice.chance(0.15):
        invoice.po_number = f"PO{dice.between(30_000, 79_999)}"
    if invoice.work == "project":
        invoice.project = f"P{invoice.customer.number}{dice.pick('ABC')}"
        invoice.quote_id = f"Q{dice.between(1200, 4999)}"
    if invoice.work != "contract":
        invoice.job_id = f"J{dice.between(50_000, 69_999)}"
    sent = dt.datetime.combine(
        invoice.invoiced, dt.time(8 + dice.between(0, 8), dice.pick((5, 20, 35, 50)))
    )
    invoice.sent_at = sent
    invoice.completed_at = sent - dt.timedelta(minutes=5 * dice.between(12, 12 * 23))


def _number(invoices: list[Invoice]) -> None:
    following = {"1000": 20_101, "2000": 40_011}
    prefix = {"1000": "INV-", "2000": "NL-"}
    for invoice in invoices:
        company = invoice.customer.company
        invoice.invoice_id = f"{prefix[company]}{following[company]}"
        following[company] += 1
