"""Amounts and shares as reports write them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.report.table import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def named(currency: str, /, **figures: int) -> dict[str, str]:
    """Minor units of one currency as machine amounts, each by its name."""
    return {name: money.plain(amount, currency) for name, amount in figures.items()}


def columns(key: str, label: str, amounts: Iterable[Mapping[str, str]]) -> tuple[Column, ...]:
    """A column for each currency of several amounts: currencies are never added."""
    currencies = sorted({currency for each in amounts for currency in each})
    return tuple(Column(f"{key} {each}", f"{label} {each}", number=True) for each in currencies)


def spread(key: str, amounts: Mapping[str, str]) -> dict[str, str | None]:
    """Amounts per currency as the cells of those columns."""
    return {f"{key} {currency}": grouped(amount) for currency, amount in amounts.items()}


def texts(row: Mapping[str, Any], *keys: str) -> dict[str, str | None]:
    """Values of a row as text."""
    return {key: None if row.get(key) is None else str(row[key]) for key in keys}


def share(part: int, whole: int) -> str | None:
    """A fraction to four places without trailing zeros, rounded half up; None of nothing."""
    if whole == 0:
        return None
    value = (Decimal(part) / Decimal(whole)).quantize(_PLACES, ROUND_HALF_UP)
    return f"{value.normalize():f}"


def ratio(part: Fraction | int, whole: Fraction | int) -> str | None:
    """The same of parts that need not be whole."""
    exact = Fraction(part) / Fraction(whole) if whole else None
    return None if exact is None else share(exact.numerator, exact.denominator)


def percent(fraction: str | None) -> str:
    """A fraction as people read it."""
    if fraction is None:
        return "n/a"
    return f"{(Decimal(fraction) * 100).quantize(Decimal(1), ROUND_HALF_UP)} %"
