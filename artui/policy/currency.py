"""Currencies in policy files: codes that ISO 4217 does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.conditions import Problem, shown
from artui.domain.currencies import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Path

#: Codes that people write and that are no longer, or never were, the standard's.
_USUAL = {"RMB": "CNY", "UKP": "GBP", "SFR": "CHF", "YEN": "JPY", "DEM": "EUR", "FRF": "EUR"}


def unknown_currency(
    data: Mapping[str, object], where: Path, key: str = "currency"
) -> Iterator[Problem]:
    """A problem where a mapping's currency is none that is in use."""
    code = data.get(key)
    if code is not None and code not in CURRENCIES:
        guess = _meant(str(code))
        message = f"There is no currency {shown(code)} in use (ISO 4217)."
        yield Problem((*where, key), f"{message} Did you mean '{guess}'?" if guess else message)


def _meant(code: str) -> str | None:
    """What may have been meant: letters in another order, or another currency of that country."""
    swapped = [each for each in CURRENCIES if sorted(each) == sorted(code)]
    same_country = [each for each in CURRENCIES if each[:2] == code[:2]]
    for found in (swapped, same_country):
        if len(found) == 1:
            return found[0]
    return _USUAL.get(code)
