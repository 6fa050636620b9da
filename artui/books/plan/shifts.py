"""Due dates moved, account by account, and the weeks the money would then fall due in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from artui.books.plan.effects import PAST_DUE, Effect, Week
from artui.domain.days import week_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from artui.books.plan.dues import Dues


def effects(found: Dues) -> Iterator[Effect]:
    """One line an account and cause."""
    for (customer, currency, number), moved in sorted(found.moved.items()):
        days, amount = moved.amount_days, moved.amount
        change, rule = found.causes[number]
        direction = "later" if days > 0 else "earlier" if days < 0 else "moved"
        by = f", {_days(days, amount)} {direction}" if days else ""
        yield Effect(
            customer, currency, "due_date", direction, f"{change}{by}", moved.items, amount, rule
        )


def _days(amount_days: int, amount: int) -> str:
    """How many days on average, weighted with the amounts."""
    days = abs(amount_days) / amount if amount else 0.0
    if days == 1:
        return "1 day"
    return f"{days:.0f} days" if days.is_integer() else f"{days:.1f} days"


def moves(
    effects: Iterable[Effect], customers: Collection[int] | None
) -> dict[tuple[int, str], str]:
    """By customer and currency, what moves due dates: tiers and holds may follow from it.

    Args:
        effects: what `effects` found.
        customers: of whom alone; None for all.
    """
    found: dict[tuple[int, str], dict[str, None]] = {}
    for each in effects:
        if customers is None or each.customer_id in customers:
            found.setdefault((each.customer_id, each.currency), {})[each.rule] = None
    return {account: ", ".join(rules) for account, rules in found.items()}


def weeks(found: Dues, today: int) -> tuple[Week, ...]:
    """What falls due when, of the items that move."""
    running = week_of(today)
    sums: tuple[Counter[tuple[str, str]], ...] = (Counter(), Counter())
    for side, falling in zip(sums, found.falling, strict=True):
        for (currency, week), amount in falling.items():
            side[currency, week if week >= running else ""] += amount
    before, after = sums
    return tuple(
        Week(week or PAST_DUE, currency, before[currency, week], after[currency, week])
        for currency, week in sorted({*before, *after})
        if before[currency, week] != after[currency, week]
    )
