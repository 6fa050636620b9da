"""Shares of a whole that come to 100 exactly, however they are rounded."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HUNDREDTHS = 10_000


def percentages(parts: Sequence[int]) -> tuple[Decimal, ...] | None:
    """The percentages of parts with two decimals, together 100.00; None where there is nothing.

    Each is cut off; what that leaves goes, a hundredth each, to those that lost most, the first
    of equals (largest remainder).

    Args:
        parts: none negative.

    Raises:
        ValueError: where a part is negative.
    """
    if any(part < 0 for part in parts):
        raise ValueError("a share is of parts that are not negative")
    whole = sum(parts)
    if whole == 0:
        return None
    kept, lost = zip(*(divmod(part * _HUNDREDTHS, whole) for part in parts), strict=True)
    left = _HUNDREDTHS - sum(kept)
    raised = set(sorted(range(len(parts)), key=lambda place: -lost[place])[:left])
    return tuple(Decimal(share + (place in raised)).scaleb(-2) for place, share in enumerate(kept))
