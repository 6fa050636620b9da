"""The one door from data to a terminal: safe text, and padding by cells instead of characters."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len, set_cell_size

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"
TAB = "⇥"


def safe(value: object) -> str:
    """Text that cannot act on a terminal.

    Every character that is not printable (C0, DEL, C1, bidi controls, zero widths, newlines) is
    shown as U+FFFD. Markup needs no care here, since data reaches widgets only as Content, Text
    or Segment, never as a markup string.
    """
    text = "" if value is None else str(value)
    if text.isprintable():
        return text
    return "".join(ch if ch.isprintable() else _shown(ch) for ch in text)


def cells(value: object) -> str:
    """A row of a file as safe text, with an arrow where a tab stands between two cells."""
    return safe(str(value or "").replace("\t", TAB))


def _shown(character: str) -> str:
    """A space of another width is a space; anything else that cannot be printed is marked."""
    return " " if unicodedata.category(character) == "Zs" else REPLACEMENT


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Safe text padded or cut to exactly `width` cells; a cut shows an ellipsis."""
    size = len(text) if text.isascii() else cell_len(text)
    if size > width:
        return set_cell_size(text, width - 1) + ELLIPSIS if width > 0 else ""
    pad = " " * (width - size)
    return pad + text if right else text + pad
