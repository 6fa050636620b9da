"""Lines that say something of all rows below them: `As of 31 July 2026`, or `A/C:` and `ACME01`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.ingest.pattern import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = ":=;"
_BETWEEN = " \t\u00a0" + _MARKS


def given(row: Sequence[str], labels: Sequence[str], *, ids: bool = False) -> str | None:
    """What a line gives by one of some labels; None where it has none of them.

    The value stands in the same cell, or alone in the next one that is filled.

    Args:
        row: the line's cells.
        labels: how such lines begin.
        ids: whether the value is an id: `Customer 100234` gives one, and the title `Customer line
            items` does not, though it begins alike. After a colon an id may have blanks.
    """
    for index, cell in enumerate(row):
        rest = _after(cell, labels)
        if rest is None or (ids and " " in rest.strip(_BETWEEN) and rest.strip()[0] not in _MARKS):
            continue
        value = rest.strip(_BETWEEN)
        return value or next(filter(None, map(str.strip, row[index + 1 :])), "")
    return None


def _after(cell: str, labels: Sequence[str]) -> str | None:
    """What stands after a label in a cell that begins with it."""
    said = " ".join(cell.split())
    for label in labels:
        words = " ".join(label.split()).rstrip(_BETWEEN)
        rest = said[len(words) :]
        if plain(said[: len(words)]) == plain(words) and (not rest or rest[0] in _BETWEEN):
            return rest
    return None
