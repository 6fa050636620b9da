"""Ids as text: kept as an export gives them, matched on one canonical form."""

from __future__ import annotations

import re

#: Most ids: nothing in them that has more than one spelling but their case.
_PLAIN = re.compile(r"[1-9A-Za-z][0-9A-Za-z/#_-]*")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.0)?")
_WHOLE_FLOAT = re.compile(r"[0-9]+\.0")
_LEADING_ZEROS = re.compile(r"^0+(?=[^\W_])")


def canonical(text: str) -> str:
    """The form in which two spellings of one id are equal.

    Blanks around it go and blanks inside become one space, case is folded, and what spreadsheets
    do to numbers is undone: thousands commas ("364,134") and a trailing ".0" of a whole number go.
    Leading zeros go as far as a letter or digit follows ("000" is "0", "0-7" stays).
    Canonical text is its own canonical form.
    """
    if _PLAIN.fullmatch(text):
        return text.lower()
    if text.isascii() and text.isalnum():
        return text.lower().lstrip("0") or "0"
    folded = " ".join(text.casefold().split())
    if _GROUPED.fullmatch(folded):
        folded = folded.replace(",", "")
    if _WHOLE_FLOAT.fullmatch(folded):
        folded = folded[:-2]
    return _LEADING_ZEROS.sub("", folded)
