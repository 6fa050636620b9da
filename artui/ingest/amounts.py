"""Amounts as exports write them, and the styles each can be read in; integers all the way.

`1.234` is one thousand two hundred thirty-four or one and a bit, and only its whole column can
tell. Groups of three or, as in India, of two and three; the sign may stand before or after, as
parentheses, as angle brackets, as CR, or as the German H of a credit.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.domain.money import exponent
from artui.ingest.currencies import SIGNS
from artui.ingest.spreadsheet import ROUNDED, bare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Style = Literal["dot", "comma"]
Grouping = Literal["thousands", "lakhs"]

STYLES: tuple[Style, ...] = ("dot", "comma")
STYLE_NAMES: Mapping[Style, str] = {
    "dot": "a decimal point",
    "comma": "a decimal comma",
}
GROUPINGS: tuple[Grouping, ...] = ("thousands", "lakhs")
GROUPING_NAMES: Mapping[Grouping, str] = {
    "thousands": "grouped in thousands",
    "lakhs": "grouped in lakhs",
}
#: Amounts are added up by the million in 64 bits; 10 trillion with cents is beyond any invoice.
LARGEST = 10**15
LONGEST = 64

_TYPED = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2007\u2008\u2009\u200a", " "),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)
#: A currency, or the letters of a sign.
_WORD = r"[^\W\d_]{1,3}[$.]?|[$€£¥₹₩₽₺₪₫₱₦₴₸฿]"
#: What says that there is no amount: nothing, or a dash, as spreadsheets show it.
_NONE = re.compile(rf"(?:(?:{_WORD})?\s*--?\s*(?:{_WORD})?)?")
# Possessive, so that no text takes long to be told from an amount.
_OUTER = re.compile(
    rf"(?P<lead>(?:[-+(<\s]|{_WORD})*+)"
    r"(?P<core>[0-9.,' ]*[0-9](?:[.,0-9]*[.,]--?|[.,0-9]*))(?P<power>[Ee][-+]?[0-9]{1,3})?"
    rf"(?P<trail>(?:[-+)>\s]|{_WORD})*+)"
)
_MARK = re.compile(rf"{_WORD}|[-+()<>]")
#: What stands before a number and what after it, without currencies, and the sign that makes.
_SENSES: Mapping[tuple[str, str], int] = {
    ("", ""): 1,
    ("+", ""): 1,
    ("", "+"): 1,
    ("", "DR"): 1,
    ("", "S"): 1,
    ("-", ""): -1,
    ("", "-"): -1,
    ("(", ")"): -1,
    ("<", ">"): -1,
    ("", "CR"): -1,
    ("", "H"): -1,
}
_LAKHS = r"[1-9]\d?(?:,\d{2})+,\d{3}"


def _core(group: str, decimal: str, more: str = "") -> re.Pattern[str]:
    return re.compile(
        rf"(?P<whole>\d+|[1-9]\d{{0,2}}(?P<group>[{group} '])\d{{3}}(?:(?P=group)\d{{3}})*{more})?"
        rf"(?:[{decimal}](?P<part>\d*|--?))?",
        re.ASCII,
    )


_CORES: Mapping[Style, re.Pattern[str]] = {
    "dot": _core(",", ".", f"|{_LAKHS}"),
    "comma": _core(r"\.", ","),
}
_GROUPED: Mapping[Grouping, re.Pattern[str]] = {
    "thousands": re.compile(r"\D*[1-9]\d{0,2}(?:,\d{3})+(?!,)(?:\.\d*)?\D*", re.ASCII),
    "lakhs": re.compile(r"\D*[1-9]\d?(?:,\d{2})*,\d{3}(?!,)(?:\.\d*)?\D*", re.ASCII),
}
_MARKS: Mapping[Style, str] = {"dot": ".", "comma": ","}
_GROUPS: Mapping[Style, str] = {"dot": ",", "comma": "."}
_TRAILING = re.compile(r"([0-9.,]+)-")
_SHORT = 11
_NOT_DIGITS = re.compile(r"\D")


class Amount(NamedTuple):
    """A number as written: `units` of ten to the minus `places`, and its currency's sign.

    Places are below 0 where an exponent hides the last digits, as in 1.23457E+15.
    """

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


def minor_readings(text: str) -> Mapping[Style, tuple[int, int]]:
    """The styles an amount in whole minor units can be read in: those in which it is whole."""
    return {
        style: (units // 10**places, 0)
        for style, (units, places) in readings(text).items()
        if places >= 0 and units % 10**places == 0
    }


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


def groupings(text: str) -> Mapping[Grouping, bool]:
    """The ways in which the commas of an amount with a decimal point can group its digits.

    `12,345` is grouped both ways, `123,456` in thousands, `12,34,567` in lakhs. Nothing is said
    where it has no commas.
    """
    return {each: True for each, pattern in _GROUPED.items() if pattern.fullmatch(text)}


def read(text: str, style: Style) -> Amount | None:
    """The number a text is in that style; None where it is none.

    A debit is positive, a credit (CR) negative.
    """
    if len(text) > LONGEST:
        return None
    outer = _OUTER.fullmatch(bare(text).translate(_TYPED))
    core = outer and _CORES[style].fullmatch(outer["core"])
    if outer is None or core is None or (outer["power"] and core["group"]):
        return None
    sense, currency = _around(outer["lead"], outer["trail"])
    if sense is None:
        return None
    part = (core["part"] or "").strip("-")
    units = sense * int(_NOT_DIGITS.sub("", core["whole"] or "") + part)
    power = int(outer["power"][1:]) if outer["power"] else 0
    return Amount(units, len(part) - power, currency)


@lru_cache(maxsize=4096)
def _around(lead: str, trail: str) -> tuple[int | None, str]:
    """The sign that what stands around a number makes (None: no number), and the currency."""
    before, after = _MARK.findall(lead), _MARK.findall(trail)
    currencies = [mark for mark in (*before, *after) if mark in SIGNS]
    sense = _SENSES.get((_sign(before), _sign(after)))
    return (None, "") if len(currencies) > 1 else (sense, "".join(currencies))


def _sign(marks: Sequence[str]) -> str:
    """What is left without currencies; `Cr.` is CR, but the h of hours is no H."""
    left = "".join(mark for mark in marks if mark not in SIGNS).removesuffix(".")
    return left.upper() if len(left) > 1 else left


def minor_units(text: str, style: Style, currency: str) -> int | None:
    """The minor units of an amount in a currency; None for a blank or a bare dash.

    Raises:
        ValueError: it is no amount in that style, is finer than the currency, or says another.
    """
    plain = _plain_units(text, style, exponent(currency))
    if plain is not None:
        return plain
    amount = _amount(text, style, currency)
    return amount and _whole(amount, exponent(currency), f"has more decimals than {currency}")


def whole_minor_units(text: str, style: Style, currency: str) -> int | None:
    """The minor units of an amount written in them, as 1234 for 12.34.

    Raises:
        ValueError: it is no amount in that style, is not whole, or says another currency.
    """
    amount = _amount(text, style, currency)
    return amount and _whole(amount, 0, "is not whole, though amounts here are in minor units")


def _amount(text: str, style: Style, currency: str) -> Amount | None:
    if len(text) <= LONGEST and _NONE.fullmatch(bare(text).translate(_TYPED)):
        return None
    amount = read(text, style)
    if amount is None:
        raise ValueError(f"is no amount with {STYLE_NAMES[style]}")
    if amount.places < 0:
        raise ValueError(ROUNDED)
    if SIGNS.get(amount.sign) and currency not in SIGNS[amount.sign]:
        raise ValueError(f"is written in {amount.sign}, but the row is in {currency}")
    return amount


def _whole(amount: Amount, places: int, finer: str) -> int:
    """An amount in units of ten to the minus `places`."""
    more = amount.places - places
    minor, rest = divmod(amount.units * int(10 ** max(-more, 0)), int(10 ** max(more, 0)))
    if rest:
        raise ValueError(finer)
    if abs(minor) >= LARGEST:
        raise ValueError("is too large")
    return minor


def plain_column(cells: Sequence[str], style: Style, places: int) -> list[int | None] | None:
    """The units of a column whose cells are blank or written out plainly, like `-1234.50`.

    Plain is also what is grouped in thousands, or has its minus behind: `1,234.50-`. None where
    any cell needs a closer look; this spares most exports a look at each cell.

    Args:
        cells: the column.
        style: its style.
        places: how many decimals each amount has, which are the units' too.
    """
    joined = "\0".join(cells)
    plain = joined if _plain(style, places).fullmatch(joined) else None
    plain = _ungrouped(joined, style, places) if plain is None else plain
    if plain is None:
        return None
    digits = plain.replace(_MARKS[style], "") if places else plain
    if "" in cells:
        return [int(each) if each else None for each in digits.split("\0")]
    return list(map(int, digits.split("\0")))


def _ungrouped(joined: str, style: Style, places: int) -> str | None:
    """Cells without groups and with the minus in front; None where any is none of those."""
    if not _grouped(style, places).fullmatch(joined):
        return None
    together = joined.replace(_GROUPS[style], "")
    return _TRAILING.sub(r"-\1", together) if "-" in together else together


@cache
def _plain(style: Style, places: int) -> re.Pattern[str]:
    cell = rf"(?:-?\d{{1,11}}{_part(style, places)})?"
    return re.compile(rf"{cell}(?:\0{cell})*", re.ASCII)


@cache
def _grouped(style: Style, places: int) -> re.Pattern[str]:
    group = re.escape(_GROUPS[style])
    digits = rf"(?:[1-9]\d{{0,2}}(?:{group}\d{{3}}){{1,3}}|\d{{1,11}}){_part(style, places)}"
    cell = rf"(?:-{digits}|{digits}-?)?"
    return re.compile(rf"{cell}(?:\0{cell})*", re.ASCII)


def _part(style: Style, places: int) -> str:
    return rf"{re.escape(_MARKS[style])}\d{{{places}}}" if places else ""


def _plain_units(text: str, style: Style, places: int) -> int | None:
    """The minor units of ungrouped digits with no more decimals than there are places."""
    whole, _, part = text.partition(_MARKS[style])
    digits = whole.removeprefix("-") + part
    if len(part) > places or len(digits) > _SHORT or not (digits.isascii() and digits.isdigit()):
        return None
    return int(whole + part) * 10 ** (places - len(part)) if whole else None
