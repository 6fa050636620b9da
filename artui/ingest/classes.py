"""What a row of an export can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

#: detail: facts. preamble: above the header, or a repetition of that. header: the header, again.
#: label: a line that gives a value for the rows below. group: the row whose cell holds for the rows
#: below. section: a text of its own that means nothing. line: a further line of a document. left: a
#: row that is no receivable. other: a row another profile takes.
Class = Literal[
    "detail",
    "preamble",
    "header",
    "label",
    "group",
    "section",
    "line",
    "subtotal",
    "total",
    "left",
    "other",
    "footer",
    "blank",
]
#: What rules are drawn of: a row with nothing else is blank.
RULE = "-=_+|\N{EN DASH}\N{EM DASH}\N{BOX DRAWINGS LIGHT HORIZONTAL} "
UNKNOWN = "is no row this export is known to have"
CUT = "is the last row and its line does not end, so it may be cut off"
_NAMES: dict[str, tuple[str, str]] = {
    "preamble": ("line above the header", "lines above the header"),
    "header": ("header", "headers"),
    "label": ("label", "labels"),
    "group": ("group", "groups"),
    "section": ("section", "sections"),
    "line": ("further line", "further lines"),
    "subtotal": ("subtotal", "subtotals"),
    "total": ("total", "totals"),
    "left": ("row left out", "rows left out"),
    "other": ("row of another profile", "rows of another profile"),
    "footer": ("footer", "footers"),
    "blank": ("blank row", "blank rows"),
}


def counted(classes: Mapping[str, int]) -> str:
    """How many rows of each class there are, in words: `3 headers, 12 subtotals, 1 total`."""
    return ", ".join(
        f"{classes[name]:,} {words[classes[name] != 1]}"
        for name, words in _NAMES.items()
        if classes.get(name)
    )
