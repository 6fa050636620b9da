"""Rows of a snapshot that say, letter by letter, what the snapshot before said.

Such a row need not be read, staged and compared again: what it came to is known by a digest of its
text. The digest is of the whole row but the day of the snapshot, and of everything by which a row
is read: header, profile, conventions, what rows leave out, the release. What a rare case forbids
(a file of another day, one that lists something twice) is read in full instead.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from hashlib import blake2b
from itertools import compress
from typing import TYPE_CHECKING

from artui import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.block import Rows
    from artui.ingest.convention import Conventions
    from artui.ingest.convert import Defaults
    from artui.ingest.layout import Layout
    from artui.ingest.rows import Converter


def are_told_alone(layout: Layout) -> bool:
    """Whether each row of a snapshot says all that it means, with what it carries from above."""
    return bool(layout.kind.snapshot) and layout.profile.lines is None


class Repeats:
    """Tells the rows of one file that repeat a known one.

    Attributes:
        known: digests of the rows that stand, less those met so far.
    """

    def __init__(
        self, layout: Layout, conventions: Conventions, defaults: Defaults, known: set[int]
    ) -> None:
        self.layout = layout
        self.known = known
        self._day = layout.columns.get(layout.kind.snapshot or "")
        self._key = _key(layout, conventions, defaults)

    def sift(self, block: Rows, converter: Converter) -> tuple[Rows, list[int | None]]:
        """The rows of a block that repeat nothing, and the days the others say they are of."""
        if not block.rows:
            block.raws = []
            return block, []
        across = list(zip(*block.rows, strict=True))
        days, legible = self._days(across, converter)
        raws = self._digests(across)
        if not legible or self.known.isdisjoint(raws):
            block.raws = raws
            return block, []
        fresh = self._fresh(raws)
        return replace(
            block,
            rows=list(compress(block.rows, fresh)),
            lines=list(compress(block.lines, fresh)),
            raws=list(compress(raws, fresh)),
        ), days

    def _fresh(self, raws: Sequence[int]) -> list[bool]:
        """Which rows of a block repeat nothing; what is repeated twice counts once."""
        if len(set(raws)) == len(raws):
            fresh = [raw not in self.known for raw in raws]
            self.known.difference_update(raws)
            return fresh
        fresh = []
        for raw in raws:
            fresh.append(raw not in self.known)
            self.known.discard(raw)
        return fresh

    def _days(
        self, across: Sequence[Sequence[str]], converter: Converter
    ) -> tuple[list[int | None], bool]:
        """The days of a block's snapshot column, and whether each can be read."""
        if self._day is None:
            return [None], True
        cells = list(set(across[self._day]))
        memo = converter.interpretation.plain[str(self.layout.kind.snapshot)]
        days = memo.column(cells)
        return days, not any(cell in memo.bad for cell in cells)

    def _digests(self, across: Sequence[Sequence[str]]) -> list[int]:
        columns = [cells for index, cells in enumerate(across) if index != self._day]
        key = self._key
        digests = [
            blake2b(text.encode(), digest_size=8, key=key).digest()
            for text in map("\0".join, zip(*columns, strict=True))
        ]
        return list(struct.unpack(f">{len(digests)}q", b"".join(digests)))


def _key(layout: Layout, conventions: Conventions, defaults: Defaults) -> bytes:
    """Everything besides its text that a row is read by."""
    told = repr((__version__, *map(_plain, (layout, conventions)), defaults.assumed))
    return blake2b(told.encode(errors="backslashreplace"), digest_size=32).digest()


def _plain(told: object) -> object:
    """The same in every process: sets and mappings have an order."""
    if is_dataclass(told) and not isinstance(told, type):
        return [(each.name, _plain(getattr(told, each.name))) for each in fields(told)]
    if isinstance(told, Mapping):
        return sorted((str(name), _plain(value)) for name, value in told.items())
    return sorted(told) if isinstance(told, frozenset) else told
