"""How much credit the ERP grants, set so that a few customers are over their limit."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.dice import Dice

if TYPE_CHECKING:
    from sample_data.story.cast import Customer
    from sample_data.story.ledger import Ledger

_STEP = 50_000
_LEAST = 500_000
#: Of what is owed on the last day: over the limit, near it, or well within.
_OVER, _NEAR, _WITHIN = 0.72, 1.05, 1.9


def exposures(ledger: Ledger) -> dict[str, int]:
    """What each customer owes on the last day, net, in cents of its currency."""
    left = ledger.open_on(weeks.LAST_DAY)
    owed: dict[str, int] = defaultdict(int)
    for invoice in ledger.invoices:
        owed[invoice.customer.customer_id] += left.get(invoice.invoice_id, 0)
    for payment in ledger.payments:
        owed[payment.customer.customer_id] += left.get(payment.payment_id, 0)
    return owed


def limits(customers: list[Customer], ledger: Ledger) -> dict[str, int]:
    """Each customer's credit limit in cents; customers without one are left out."""
    dice = Dice("credit")
    owed = exposures(ledger)
    granted: dict[str, int] = {}
    for customer in customers:
        ratio = dice.weighted({_OVER: 0.12, _NEAR: 0.1, _WITHIN: 0.78})
        if customer.segment != "residential":
            wanted = int(owed[customer.customer_id] * ratio) // _STEP * _STEP
            granted[customer.customer_id] = max(_LEAST, wanted)
    return granted
