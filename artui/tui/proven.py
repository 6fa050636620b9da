"""A check as the line of truth has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.check import COUNT

if TYPE_CHECKING:
    from artui.domain.check import Check


def sentence(check: Check) -> str:
    """The equation, and by currency that it holds, or both sides of it where it does not."""
    parts = "   ".join(verdict(*each) for each in check.compared())
    return f"{check.equation}   {parts or '✓'}"


def verdict(currency: str, found: int, owed: int) -> str:
    """Both sides of an equation in one currency."""
    name = f"{currency} " if currency != COUNT else ""
    if found == owed:
        return f"{name}{_shown(owed, currency)} ✓"
    return f"{name}{_shown(found, currency)} ≠ {_shown(owed, currency)} ✗ THE FIGURES DO NOT ADD UP"


def _shown(amount: int, currency: str) -> str:
    return f"{amount:,}" if currency == COUNT else money.grouped(amount, currency)
