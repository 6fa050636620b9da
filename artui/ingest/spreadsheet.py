"""What spreadsheets do to cells: guards around them, errors in their place, digits rounded away."""

from __future__ import annotations

import re

_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_QUOTED = re.compile(r"'(?=[-+=@]|\S*\d\S*$)", re.ASCII)
#: Where one of some cells, divided by NUL, begins with an apostrophe.
_APOSTROPHE = re.compile(r"(?:^|\0)\s*'")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[Ee]\+\d+", re.ASCII)
#: Why a number cannot be used that a spreadsheet shows with an exponent.
ROUNDED = "was rounded by a spreadsheet"
_ERRORS = frozenset(
    "#REF! #N/A #VALUE! #NAME? #DIV/0! #NULL! #NUM! #SPILL! #CALC! #BEZUG! #NV #WERT!".split()
)


#: Marks without width that copying and joining of texts leaves around cells: those of encodings
#: and directions, and breaks.
_UNSEEN = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"


def _stripped(cell: str) -> str:
    """A cell without what nobody sees around it."""
    stripped = cell.strip()
    return stripped if stripped.isascii() else stripped.strip(_UNSEEN).strip()


def bare(cell: str) -> str:
    """A cell without blanks around it and without what guards it from a spreadsheet.

    `="0000100"` and `'0000100` are 0000100.
    """
    stripped = _stripped(cell)
    if stripped[:1] == "'":
        return stripped[1:]
    return _unquoted(stripped) if stripped[:2] == '="' else stripped


def bare_text(cell: str) -> str:
    """A cell of text without blanks around it and without its guard.

    An apostrophe is a guard before one word with a digit and before what a spreadsheet would take
    for a formula; elsewhere it is the name's own, as in 's-Hertogenbosch.
    """
    stripped = _stripped(cell)
    if stripped[:1] == "'":
        return _QUOTED.sub("", stripped, count=1)
    return _unquoted(stripped) if stripped[:2] == '="' else stripped


def may_be_odd(column: str) -> bool:
    """Whether any of some cells, divided by NUL, may be guarded, marked, rounded or an error."""
    return (
        '="' in column
        or "#" in column
        or "E+" in column
        or "e+" in column
        or ("'" in column and _APOSTROPHE.search(column) is not None)
        or not (column.isascii() or set(_UNSEEN).isdisjoint(column))
    )


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet has shown a long number with an exponent, like `1.23457E+15`."""
    return "+" in text and _ROUNDED.fullmatch(text) is not None


def is_error(text: str) -> bool:
    """Whether a cell holds no value but an error, like `#REF!`."""
    return text[:1] == "#" and text.upper() in _ERRORS


def _unquoted(text: str) -> str:
    match = _FORMULA.fullmatch(text)
    return match[1].replace('""', '"').strip() if match else text
