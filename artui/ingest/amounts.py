"""Amounts as exports write them, and the styles each can be read in; integers all the way.

`1.234` is one thousand two hundred thirty-four or one and a bit, and only its whole column can
tell. Groups of three or, as in India, of two and three; the sign may stand before or after, as
parentheses, as angle brackets, or as CR.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.domain.money import exponent
from artui.ingest.currencies import SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Style = Literal["dot", "comma"]

STYLES: tuple[Style, ...] = ("dot", "comma")
STYLE_NAMES: Mapping[Style, str] = {
    "dot": "a decimal point",
    "comma": "a decimal comma",
}
#: Amounts are added up by the million in 64 bits; 10 trillion with cents is beyond any invoice.
LARGEST = 10**15
LONGEST = 64

_BLANKS = str.maketrans("\u00a0\u202f\u2009\u2019\u2212", "   '-")
_OUTER = re.compile(
    r"(?P<open>[(<]?)\s*(?P<lead>[-+]?)\s*(?P<before>[$€£¥₹₩₽₺]?)\s*(?P<sign>[-+]?)"
    r"(?P<core>[\d.,' ]*\d[\d.,]*)"
    r"\s*(?P<after>[$€£¥₹₩₽₺]?)\s*(?P<trail>-|CR|DR|Cr|Dr|cr|dr|)\s*(?P<close>[)>]?)",
    re.ASCII,
)


def _core(group: str, decimal: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<whole>\d+|[1-9]\d{{0,2}}(?P<group>[{group} '])\d{{3}}(?:(?P=group)\d{{3}})*"
        rf"|[1-9]\d?(?:{group}\d{{2}})+{group}\d{{3}})?(?:[{decimal}](?P<part>\d*))?",
        re.ASCII,
    )


_CORES: Mapping[Style, re.Pattern[str]] = {"dot": _core(",", "."), "comma": _core(r"\.", ",")}
_MARKS: Mapping[Style, str] = {"dot": ".", "comma": ","}
_SHORT = 11
_NOT_DIGITS = re.compile(r"\D")


class Amount(NamedTuple):
    """A number as written: `units` of ten to the minus `places`, and a currency's sign."""

    units: int
    places: int
    sign: str


def readings(text: str) -> Mapping[Style, tuple[int, int]]:
    """Every style a text can be read in, with units and places; empty for what is no amount."""
    found = {}
    for style in STYLES:
        amount = read(text, style)
        if amount is not None:
            found[style] = amount[:2]
    return found


def rate_readings(text: str) -> Mapping[Style, tuple[int, int]]:
    """The styles a rate can be read in: a mark that stands in it alone and once is the decimal one.

    `1.085` is no thousand: nobody groups the digits of a rate that has no decimals.
    """
    marks = [each for each in text if each in _MARKS.values()]
    return {
        style: found
        for style, found in readings(text).items()
        if len(marks) != 1 or _MARKS[style] == marks[0]
    }


def read(text: str, style: Style) -> Amount | None:
    """The number a text is in that style; None where it is none.

    A debit is positive, a credit (CR) negative.
    """
    if len(text) > LONGEST:
        return None
    outer = _OUTER.fullmatch(text.translate(_BLANKS).strip())
    if outer is None or (outer["open"] + outer["close"]) not in ("", "()", "<>"):
        return None
    core = _CORES[style].fullmatch(outer["core"])
    marks = [outer["lead"], outer["sign"], outer["trail"].upper(), outer["open"]]
    given = [mark for mark in marks if mark]
    if core is None or len(given) > 1 or (outer["before"] and outer["after"]):
        return None
    part = core["part"] or ""
    units = int(_NOT_DIGITS.sub("", core["whole"] or "") + part)
    negative = any(mark in ("-", "CR", "(", "<") for mark in given)
    return Amount(-units if negative else units, len(part), outer["before"] or outer["after"])


def minor_units(text: str, style: Style, currency: str) -> int | None:
    """The minor units of an amount in a currency; None for a blank or a bare dash.

    Raises:
        ValueError: it is no amount in that style, is finer than the currency, or says another.
    """
    plain = _plain_units(text, style, exponent(currency))
    if plain is not None:
        return plain
    if text.strip() in ("", "-"):
        return None
    amount = read(text, style)
    if amount is None:
        raise ValueError(f"is no amount with {STYLE_NAMES[style]}")
    if SIGNS.get(amount.sign) and currency not in SIGNS[amount.sign]:
        raise ValueError(f"is written in {amount.sign}, but the row is in {currency}")
    return _scaled(amount, currency)


def plain_column(cells: Sequence[str], style: Style, currency: str) -> list[int | None] | None:
    """The minor units of a column whose cells are blank or written out plainly, like `-1234.50`.

    None where any cell needs a closer look; this spares most exports a look at each cell.
    """
    pattern, mark = _plain(style, exponent(currency))
    joined = "\0".join(cells)
    if not pattern.fullmatch(joined):
        return None
    digits = joined.replace(mark, "") if mark else joined
    if "" in cells:
        return [int(each) if each else None for each in digits.split("\0")]
    return list(map(int, digits.split("\0")))


@cache
def _plain(style: Style, places: int) -> tuple[re.Pattern[str], str]:
    mark = _MARKS[style] if places else ""
    cell = rf"(?:-?\d{{1,11}}{re.escape(mark)}\d{{{places}}})?"
    return re.compile(rf"{cell}(?:\0{cell})*", re.ASCII), mark


def _plain_units(text: str, style: Style, places: int) -> int | None:
    """The minor units of ungrouped digits with no more decimals than there are places."""
    whole, _, part = text.partition(_MARKS[style])
    digits = whole.removeprefix("-") + part
    if len(part) > places or len(digits) > _SHORT or not (digits.isascii() and digits.isdigit()):
        return None
    return int(whole + part) * 10 ** (places - len(part)) if whole else None


def _scaled(amount: Amount, currency: str) -> int:
    finer = amount.places - exponent(currency)
    if finer <= 0:
        minor, rest = amount.units * int(10**-finer), 0
    else:
        minor, rest = divmod(amount.units, 10**finer)
    if rest:
        raise ValueError(f"has more decimals than {currency}")
    if abs(minor) >= LARGEST:
        raise ValueError("is too large")
    return minor
