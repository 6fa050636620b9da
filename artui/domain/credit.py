"""Credit: exposure against a limit. Amounts are minor units of one currency."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

Status = Literal["ok", "watch", "over", "hold"]


class Exposure(NamedTuple):
    """What a customer may come to owe, in its parts; disputed items are included."""

    open_items: int
    unbilled_jobs: int = 0
    open_orders: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        return self.open_items + self.unbilled_jobs + self.open_orders


def overrun(exposure: int, limit: int | None) -> int:
    """What lies above the limit: exactly at it is allowed, no limit is never overrun."""
    return 0 if limit is None else max(0, exposure - limit)


def utilisation(exposure: int, limit: int | None) -> Decimal | None:
    """Exposure / limit, half up to four places; None without a limit or against a limit of 0."""
    if not limit:
        return None
    return (Decimal(exposure) / Decimal(limit)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def status(over: int, used: Decimal | None, watch: Decimal, *, on_hold: bool) -> Status:
    """Where a customer stands: a hold beats being over, over beats being watched."""
    if on_hold:
        return "hold"
    if over > 0:
        return "over"
    return "watch" if used is not None and used >= watch else "ok"
