"""One value as the text of a table cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain import days, money
from artui.text import fit, safe

if TYPE_CHECKING:
    from artui.store.listing import Kind

#: Kinds whose cells end at the same place, so that digits stand under digits.
RIGHT: frozenset[Kind] = frozenset(("money", "int", "ratio"))
#: Stands in place of a number that has no room, since a part of a number is another number.
NO_ROOM = "#"


def cell(kind: Kind, value: object, currency: str = "") -> str:
    """A value as safe text, of any width; nothing for None.

    A value that is not of its kind is shown as it is.
    """
    if value is None:
        return ""
    if kind == "ratio" and isinstance(value, int | float):
        return f"{value:,.1%}".replace("%", " %")
    if kind == "text" or not isinstance(value, int):
        return safe(value)
    if kind == "money":
        return money.grouped(value, currency)
    if kind == "day":
        return _day(value)
    return f"{value:,}"


def _day(value: int) -> str:
    try:
        return days.iso(value) or ""
    except (ValueError, OverflowError):
        return str(value)


def fitted(kind: Kind, text: str, width: int) -> str:
    """A cell's text in exactly `width` cells: text is cut with an ellipsis, a number never."""
    right = kind in RIGHT
    if right and len(text) > width:
        return NO_ROOM * width
    return fit(text, width, right=right)
