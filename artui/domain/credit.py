"""Credit: exposure against a limit. Amounts are minor units of one currency."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

Status = Literal["ok", "watch", "over", "hold"]

#: The order in which accounts want to be looked at.
RANK: dict[Status, int] = {"hold": 0, "over": 1, "watch": 2, "ok": 3}


class Exposure(NamedTuple):
    """What a customer may come to owe, in its parts; disputed items are included.

    Attributes:
        open_items: what is open, net of credits and cash that reduce no invoice.
        unbilled_jobs: completed work not yet invoiced.
        open_orders: ordered, not yet delivered.
        drafts: invoices written and not yet issued, where the policy counts them.
    """

    open_items: int
    unbilled_jobs: int = 0
    open_orders: int = 0
    drafts: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(self)


class Overdue(NamedTuple):
    """What is past due against a ceiling of its own.

    Attributes:
        past_due: everything past due.
        beyond_margin: of that, what is past due for more than the margin days.
        ceiling: how much of that is allowed; None for any amount.
    """

    past_due: int = 0
    beyond_margin: int = 0
    ceiling: int | None = None

    @property
    def overrun(self) -> int:
        """What lies above the ceiling: exactly at it is allowed."""
        return overrun(self.beyond_margin, self.ceiling)

    def is_near(self, watch: Decimal) -> bool:
        """Whether what is past due, within the margin or beyond it, comes near the ceiling."""
        if self.ceiling is None or self.past_due <= 0:
            return False
        return self.past_due >= watch * self.ceiling


NO_CEILING = Overdue()


def overrun(exposure: int, limit: int | None) -> int:
    """What lies above the limit: exactly at it is allowed, no limit is never overrun."""
    return 0 if limit is None else max(0, exposure - limit)


def lifted(limit: int | None, insured: int) -> int | None:
    """The limit that holds with a credit insurance: never below the sum insured."""
    return None if limit is None else max(limit, insured)


def own_risk(limit: int | None, insured: int) -> int | None:
    """What of a limit is not insured: limit - insured; None where the limit has no end."""
    return None if limit is None else max(0, limit - insured)


def utilisation(exposure: int, limit: int | None) -> Decimal | None:
    """Exposure / limit, half up to four places; None without a limit or against a limit of 0."""
    if not limit:
        return None
    return (Decimal(exposure) / Decimal(limit)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def status(
    over: int,
    used: Decimal | None,
    watch: Decimal,
    *,
    on_hold: bool,
    overdue: Overdue = NO_CEILING,
) -> Status:
    """Where a customer stands: a hold beats being over, over beats being watched.

    Args:
        over: what lies above the limit.
        used: the utilisation.
        watch: from which share of a limit or ceiling on a customer is watched.
        on_hold: whether a hold applies.
        overdue: what is past due against its ceiling.
    """
    if on_hold:
        return "hold"
    if over > 0 or overdue.overrun > 0:
        return "over"
    near = (used is not None and used >= watch) or overdue.is_near(watch)
    return "watch" if near else "ok"
