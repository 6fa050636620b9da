"""The guards: a truncated snapshot is a valid snapshot, and reads as "everyone paid"."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.days import business_days
from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from artui.settings import Guards
    from artui.store.facts.listing import Loss

_PERCENT = 100


def allowed(guards: Guards, last: int | None, day: int) -> Decimal:
    """The share, in percent, that a snapshot of `day` may close of what was open before."""
    if last is None:
        return guards.at_most
    return min(guards.at_most, guards.max_closures * max(1, business_days(last, day)))


def objections(
    losses: Sequence[Loss],
    lost_collectors: Iterable[tuple[str, str]],
    guards: Guards,
    day: int,
) -> Iterator[str]:
    """Every reason to hold a complete snapshot, as sentences; none where it may apply."""
    by_company: dict[str, list[Loss]] = defaultdict(list)
    for loss in losses:
        by_company[loss.company].append(loss)
    for company, parts in by_company.items():
        share = allowed(guards, parts[0].last_snapshot, day)
        yield from _too_many(company, parts, share, guards.few)
        for part in parts:
            if part.open_items == part.closing_items and not part.listed:
                yield f"company {safe(company)} would lose all its {part.currency} items"
    for company, collector in lost_collectors:
        yield f"company {safe(company)} would lose every item of collector {safe(collector)}"


def _too_many(company: str, parts: Sequence[Loss], share: Decimal, few: int) -> Iterator[str]:
    closing = sum(part.closing_items for part in parts)
    standing = sum(part.open_items for part in parts)
    if closing <= few:
        return
    if closing * _PERCENT > standing * share:
        yield (
            f"company {safe(company)} would see {closing:,} of {standing:,} open items close,"
            f" more than {share.normalize():f} %"
        )
    for part in parts:
        if part.closing_amount * _PERCENT > part.open_amount * share:
            yield (
                f"company {safe(company)} would see {part.currency}"
                f" {money.grouped(part.closing_amount, part.currency)} of"
                f" {money.grouped(part.open_amount, part.currency)} close,"
                f" more than {share.normalize():f} %"
            )
