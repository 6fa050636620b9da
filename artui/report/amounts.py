"""Amounts and shares as reports write them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from artui.domain import money

_PLACES = Decimal("0.0001")


def grouped(plain: str | None) -> str | None:
    """A machine's amount with thousands separators, for people."""
    if plain is None:
        return None
    whole, dot, part = plain.lstrip("-").partition(".")
    return f"{'-' if plain.startswith('-') else ''}{int(whole):,}{dot}{part}"


def plain(amounts: Mapping[str, int]) -> dict[str, str]:
    """Minor units per currency as machine amounts."""
    return {currency: money.plain(amounts[currency], currency) for currency in sorted(amounts)}


def listed(amounts: Mapping[str, str]) -> str:
    """Amounts per currency on one line: currencies are never added."""
    return "  ".join(f"{grouped(amount)} {currency}" for currency, amount in amounts.items())


def share(part: int, whole: int) -> str | None:
    """A fraction to four places without trailing zeros; None of nothing."""
    if whole == 0:
        return None
    value = (Decimal(part) / Decimal(whole)).quantize(_PLACES)
    return f"{value.normalize():f}"


def percent(fraction: str | None) -> str:
    """A fraction as people read it."""
    return "n/a" if fraction is None else f"{Decimal(fraction) * 100:.0f} %"
