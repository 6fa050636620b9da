"""Why each late invoice is late, and what of it the exports let one see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.dice import Dice

if TYPE_CHECKING:
    from sample_data.story.work import Invoice

#: Weight of each cause among invoices due on 1 August and on 20 November.
_WEIGHTS = {
    "missing_po": (34.0, 4.0),
    "wrong_bill_to": (9.0, 9.0),
    "part_completion": (4.0, 24.0),
    "price_or_quantity": (9.0, 9.0),
    "proof_of_work": (5.0, 7.0),
    "tax": (4.0, 3.0),
    "waiting_credit_note": (5.0, 5.0),
    "approver": (6.0, 7.0),
    "portal": (3.0, 4.0),
    "sent_late": (14.0, 8.0),
    "not_received": (5.0, 3.0),
    "unapplied_cash": (4.0, 4.0),
    "already_paid": (4.0, 3.0),
    "cash_short": (5.0, 8.0),
}
_FROM, _TO = dt.date(2026, 8, 1), weeks.LAST_DAY
#: A portal's new upload rule stops large customers' invoices due in these days.
_PORTAL_RULE = (dt.date(2026, 10, 12), dt.date(2026, 10, 26))
_LARGEST_UNAPPLIED = 500_000

CODES = {
    "missing_po": ("PO1", "Z7"),
    "wrong_bill_to": ("BT1",),
    "part_completion": ("CO1",),
    "price_or_quantity": ("PR1",),
    "proof_of_work": ("EV1",),
    "tax": ("TX1",),
    "waiting_credit_note": ("CN1",),
    "approver": ("AP1",),
    "portal": ("PT1",),
    "sent_late": ("SL1",),
    "not_received": ("NR1",),
    "unapplied_cash": ("UC1",),
    "already_paid": ("PD1",),
    "cash_short": ("CS1",),
}
#: How often a cause becomes a dispute case, and who works on it.
_DISPUTED = {
    "wrong_bill_to": (0.4, "billing"),
    "part_completion": (0.6, "project_template"),
    "price_or_quantity": (0.8, "sales"),
    "proof_of_work": (0.4, "dispatch"),
    "tax": (0.8, "billing"),
    "waiting_credit_note": (0.2, "billing"),
}
_NOTES = {
    "wrong_bill_to": "asks for the paying entity on the invoice",
    "part_completion": "pays when the last visit is done; no change order",
    "price_or_quantity": "hours differ from the quote",
    "proof_of_work": "wants the signed work sheet",
    "tax": "sent an exemption certificate",
    "waiting_credit_note": "credit was promised on the phone",
}
_UNEXPLAINED = 0.06
_UNSEEN = 6
OTHER_TAX_CODE = {"T0": "T1", "T1": "T0", "V0": "V21", "V21": "V0"}


@dataclass(slots=True)
class Dispute:
    """A dispute case; `amount` in cents, None for all of the invoice."""

    invoice: Invoice
    opened: dt.date
    reason: str
    owner: str
    amount: int | None
    note: str
    dispute_id: str = ""
    reviewed: dt.date | None = None
    resolved: dt.date | None = None
    outcome: str = ""

    def open_on(self, day: dt.date) -> bool:
        """Whether the case is open at the end of a day."""
        return self.opened <= day and (self.resolved is None or day < self.resolved)


def explain(invoices: list[Invoice]) -> list[Dispute]:
    """Give every late invoice its cause and evidence; the dispute cases that follow."""
    dice = Dice("causes")
    disputes: list[Dispute] = []
    unseen = 0
    for invoice in invoices:
        if not invoice.late:
            _forgive(dice, invoice)
            continue
        invoice.cause = dice.weighted(_weights(invoice))
        _mark(dice, invoice)
        disputes += _show(dice, invoice)
        if unseen < _UNSEEN and _hide(dice, invoice):
            unseen += 1
    disputes.sort(key=lambda case: (case.opened, case.invoice.invoice_id))
    for number, case in enumerate(disputes, 3001):
        case.dispute_id = f"DSP-{number}"
    return disputes


def _hide(dice: Dice, invoice: Invoice) -> bool:
    """Let the money that closes it reach no export: it only leaves the open items, on a Friday."""
    listed_before = invoice.closes and invoice.closes > max(
        weeks.FIRST_EXPORT, invoice.invoiced + weeks.days(7)
    )
    if invoice.closes and listed_before and invoice.cause == "already_paid" and dice.chance(0.7):
        invoice.unseen, invoice.closes = True, weeks.friday_on_or_after(invoice.closes)
    return invoice.unseen


def _weights(invoice: Invoice) -> dict[str, float]:
    progress = min(1.0, max(0.0, (invoice.due - _FROM) / (_TO - _FROM)))
    weights = {cause: low + (high - low) * progress for cause, (low, high) in _WEIGHTS.items()}
    customer = invoice.customer
    weights["missing_po"] *= 1.0 if customer.po_required == "yes" else 0.15
    if invoice.closes is None:
        weights["missing_po"] *= 0.35
        weights["part_completion"] *= 1.8
    if _PORTAL_RULE[0] <= invoice.due <= _PORTAL_RULE[1] and customer.segment == "strategic":
        weights["portal"] = 60.0
    if customer.segment == "residential":
        weights["portal"] = weights["part_completion"] = weights["wrong_bill_to"] = 0.0
    if invoice.part or invoice.amount > _LARGEST_UNAPPLIED:
        weights["unapplied_cash"] = 0.0
    return weights


def _mark(dice: Dice, invoice: Invoice) -> None:
    """Leave the cause's trace on the invoice itself."""
    match invoice.cause:
        case "missing_po":
            invoice.po_number = ""
            if dice.chance(0.25):
                _delay(dice, invoice)
        case "sent_late":
            _delay(dice, invoice)
        case "wrong_bill_to":
            invoice.bill_to = f"B9{invoice.customer.number % 1000:03d}"
        case "tax":
            invoice.tax_code = OTHER_TAX_CODE[invoice.tax_code]
        case "approver":
            invoice.approver = ""


def _delay(dice: Dice, invoice: Invoice) -> None:
    """Send the invoice one to six days after the work was complete."""
    if invoice.sent_at:
        invoice.completed_at = invoice.sent_at - dt.timedelta(hours=dice.between(26, 140))


def _forgive(dice: Dice, invoice: Invoice) -> None:
    """Some are paid on time although we billed them badly."""
    if dice.chance(0.12):
        _delay(dice, invoice)
    elif dice.chance(0.05):
        invoice.po_number = ""


def _show(dice: Dice, invoice: Invoice) -> list[Dispute]:
    """Choose the evidence the exports carry: a rule's, a dispute, an ERP code or none."""
    ruled = invoice.cause == "sent_late" or (
        invoice.cause == "missing_po" and invoice.customer.po_required == "yes"
    )
    if ruled:
        invoice.evidence = "rule"
        if dice.chance(0.3):
            _code(dice, invoice)
        return []
    if dice.chance(_UNEXPLAINED):
        invoice.evidence = "none"
        return []
    share, owner = _DISPUTED.get(invoice.cause, (0.0, ""))
    opened = weeks.working_on_or_before(invoice.due - weeks.days(dice.between(0, 12)))
    opened = max(opened, weeks.working_on_or_after(invoice.invoiced + weeks.days(2)))
    ends = invoice.closes or weeks.LAST_DAY
    if dice.chance(share) and opened < ends:
        invoice.evidence = "dispute"
        return [_dispute(dice, invoice, opened, owner)]
    invoice.evidence = "erp_code"
    _code(dice, invoice)
    return []


def _code(dice: Dice, invoice: Invoice, day: dt.date | None = None) -> None:
    """The billing desk enters the ERP's reason code."""
    invoice.code = dice.pick(CODES[invoice.cause])
    invoice.coded_on = day or invoice.due + weeks.days(dice.between(-4, 2))


def _dispute(dice: Dice, invoice: Invoice, opened: dt.date, owner: str) -> Dispute:
    reason = dice.pick((invoice.cause, CODES[invoice.cause][0]))
    amount: int | None = invoice.amount * dice.between(20, 60) // 100
    if invoice.part:
        amount = invoice.residual
    elif dice.chance(0.15):
        amount = None
    case = Dispute(invoice, opened, reason, owner, amount, _NOTES[invoice.cause])
    if dice.chance(0.4):
        case.reviewed = weeks.working_on_or_after(opened + weeks.days(dice.between(5, 12)))
    _resolve(dice, case)
    return case


def _resolve(dice: Dice, case: Dispute) -> None:
    invoice = case.invoice
    if invoice.closes:
        case.resolved = invoice.closes
        creditable = invoice.cause != "proof_of_work"
        case.outcome = "credited" if creditable and dice.chance(0.55) else "withdrawn"
    elif dice.chance(0.2):
        resolved = weeks.working_on_or_after(case.opened + weeks.days(dice.between(9, 30)))
        if resolved <= weeks.LAST_DAY:
            case.resolved, case.outcome = resolved, "rejected"
            _code(dice, invoice, resolved)
