"""What lateness costs: simple interest and fees, on the invoices alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain import money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


def interest(amount_days: int, percent: Decimal, year: int, currency: str) -> int:
    """Simple interest in minor units: amount x days x percent / 100 / days of a year.

    Rounded once, half up. The formula is that of ERPNext's dunning (outstanding x rate / 100 / 365
    x days), with the days of a year as the policy counts them.

    Args:
        amount_days: minor units times the days they were past due, summed over the invoices.
        percent: a year.
        year: its days, 365 or 360.
        currency: of the amounts.
    """
    whole = money.to_decimal(amount_days, currency)
    return money.to_minor(whole * percent / 100 / year, currency)


def fee(base: int, percent: Decimal, amounts: Mapping[str, Decimal], currency: str) -> int:
    """The fee of one step in minor units: a share of the invoices, and a fixed amount.

    Args:
        base: minor units past due of the invoices alone, so that steps do not compound (Tryton
            takes its fee of the invoice alone as well: 100 becomes 110, then 125).
        percent: of the base.
        amounts: fixed, by currency; none for one that is not named.
        currency: of the base.
    """
    share = money.to_minor(money.to_decimal(base, currency) * percent / 100, currency)
    fixed = amounts.get(currency)
    return share + (0 if fixed is None else money.to_minor(fixed, currency))
