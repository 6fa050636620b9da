"""The signs that name a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.currencies import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Mapping


def _signs(**codes: str) -> Mapping[str, frozenset[str]]:
    return {sign: frozenset(text.split()) for sign, text in codes.items()}


#: What a sign before or after an amount says about its currency; an empty set says nothing.
SIGNS: Mapping[str, frozenset[str]] = _signs(
    **{
        "$": "",
        "US$": "USD",
        "C$": "CAD NIO",
        "CA$": "CAD",
        "A$": "AUD",
        "AU$": "AUD",
        "NZ$": "NZD",
        "HK$": "HKD",
        "S$": "SGD",
        "R$": "BRL",
        "MX$": "MXN",
        "€": "EUR",
        "£": "GBP GIP FKP SHP EGP SYP LBP SSP SDG",
        "¥": "JPY CNY",
        "₹": "INR",
        "Rs": "INR PKR LKR NPR MUR SCR",
        "Rs.": "INR PKR LKR NPR MUR SCR",
        "₩": "KRW KPW",
        "₽": "RUB",
        "₺": "TRY",
        "₪": "ILS",
        "₫": "VND",
        "₱": "PHP CUP",
        "₦": "NGN",
        "₴": "UAH",
        "₸": "KZT",
        "฿": "THB",
        "kr": "SEK NOK DKK ISK",
        "kr.": "DKK SEK NOK ISK",
        "zł": "PLN",
        "Kč": "CZK",
        "Ft": "HUF",
        "Fr.": "CHF",
        "SFr.": "CHF",
        "RM": "MYR",
        "R": "ZAR",
    },
    **{code: code for code in CURRENCIES},
)
