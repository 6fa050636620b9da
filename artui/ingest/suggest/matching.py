"""Which header of an unknown export is which canonical column, and so of which kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.ingest.kinds import KINDS
from artui.ingest.layout import joined, normal
from artui.ingest.suggest.frame import framed, heads
from artui.ingest.suggest.looks import looks
from artui.ingest.suggest.signs import opens, payments
from artui.ingest.suggest.vocabulary import SURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.grid import Grid
    from artui.ingest.suggest.frame import Frame
    from artui.ingest.suggest.looks import Looks
    from artui.ingest.suggest.vocabulary import Vocabulary

_LEAST = 0.5
#: What a currency's codes say by themselves, without a header that names it.
_TOLD = 0.9
_LACKING = 6.0
_HEADERS = 3
_ID = re.compile(r".*_id|line|email")
#: Required columns that another's may fill as well, where they have none of their own.
_SHARED = (("customer_id", "customer_name"), ("customer_id", "name"))
#: Amounts that are the one that is required, where there is no other.
_MOVED = (("amount", "original_amount"), ("amount", "open_amount"))
#: Ids of which the first in a header is likely its rows' own.
_KEYS = ("invoice_id", "document_id", "job_id", "order_id", "dispute_id", "promise_id")
_OWN = 4.0
_SEVERAL = 5


@dataclass(slots=True)
class Match:
    """A header as one kind.

    Attributes:
        kind: the kind's name.
        columns: the index of each canonical column.
        scores: how sure each is, from 0 to 3.
        lacking: required columns it does not have.
        bonus: what else speaks for the kind, or against it.
    """

    kind: str
    columns: dict[str, int] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    bonus: float = 0.0

    @property
    def score(self) -> float:
        """How well the kind explains the header."""
        required = KINDS[self.kind].required
        told = sum(score * (2 if name in required else 1) for name, score in self.scores.items())
        return told - _LACKING * len(self.lacking) + self.bonus


def find(grids: Sequence[Grid], vocabulary: Vocabulary, kind: str | None = None) -> Frame | None:
    """The rows of a part of a file, from the header that sounds the most like one.

    Raises:
        RefusedError: the grid cannot be read.
    """
    best: tuple[float, Grid, int, tuple[Sequence[str], ...]] | None = None
    for grid in grids:
        for line, head in heads(grid):
            score = _sound(joined(head), vocabulary, kind) - (len(head) - 1) * SURE
            if best is None or score > best[0]:
                best = score, grid, line, head
    if best is None or best[0] <= 0:
        return None
    return framed(*best[1:])


def _sound(header: Sequence[str], vocabulary: Vocabulary, kind: str | None) -> float:
    """How much a row sounds like a header: the sum over its cells, as of the kind that fits."""
    cells = list(dict.fromkeys(each for each in header if normal(each)))
    if len(cells) < _HEADERS - 1:
        return 0.0
    kinds = [kind] if kind else list(KINDS)
    return max(sum(_best(name, cell, vocabulary) for cell in cells) for name in kinds)


def _best(kind: str, header: str, vocabulary: Vocabulary) -> float:
    scores = (vocabulary.score(kind, each.name, header) for each in KINDS[kind].columns)
    return max(scores, default=0.0)


def matches(frame: Frame, vocabulary: Vocabulary, kind: str | None = None) -> list[Match]:
    """The header as each kind, or as one, the likeliest first."""
    seen = [looks(frame.cells(index)) for index in range(len(frame.header))]
    found = [_match(name, frame, seen, vocabulary) for name in ([kind] if kind else KINDS)]
    keys = {name: at for each in found for name, at in each.columns.items() if name in _KEYS}
    first = min(keys.values(), default=None)
    for each in found:
        own = [
            each.columns[name]
            for name in KINDS[each.kind].required
            if name in keys and name in each.columns
        ]
        each.bonus += (_OWN if first in own else -_OWN) if own else 0.0
    return sorted(found, key=lambda each: -each.score)


def _match(kind: str, frame: Frame, seen: Sequence[Looks], vocabulary: Vocabulary) -> Match:
    match = Match(kind)
    taken: set[int] = set()
    for score, name, index in _pairs(kind, frame, seen, vocabulary):
        if name not in match.columns and index not in taken:
            match.columns[name], match.scores[name] = index, score
            taken.add(index)
    _share(match)
    match.lacking = tuple(each for each in KINDS[kind].required if each not in match.columns)
    if (either := KINDS[kind].either) and match.columns.keys().isdisjoint(either):
        match.lacking += either[:1]
    match.bonus = _bonus(match, frame)
    return match


def _share(match: Match) -> None:
    """Fill required columns that have no header of their own by what others have."""
    required = KINDS[match.kind].required
    for pairs in (_SHARED, _MOVED):
        for name, other in pairs:
            if name in required and name not in match.columns and other in match.columns:
                match.columns[name] = match.columns[other]
                match.scores[name] = match.scores[other] / 2
                if pairs is _MOVED:
                    del match.columns[other], match.scores[other]


def _pairs(
    kind: str, frame: Frame, seen: Sequence[Looks], vocabulary: Vocabulary
) -> list[tuple[float, str, int]]:
    """Every column and header that may go together, the surest first."""
    found = []
    required = KINDS[kind].required
    for number, column in enumerate(KINDS[kind].columns):
        for index, header in enumerate(frame.header):
            score = vocabulary.score(kind, column.name, header)
            if column.type == "currency" and not score and seen[index].filled > 1:
                score = _TOLD * (seen[index].letters == 1)
            score *= seen[index].suits(column.type)
            if column.name == "customer_id" and seen[index].filled >= _SEVERAL:
                score *= 0.5 if seen[index].distinct * seen[index].filled <= 1 else 1.0
            if column.name in required and _ID.fullmatch(column.name) and not seen[index].filled:
                score = 0.0
            if score >= _LEAST:
                rank = score + (0.05 if column.name in required else 0.0)
                found.append(((rank, -number, -index), score, column.name, index))
    return [each[1:] for each in sorted(found, reverse=True)]


def _bonus(match: Match, frame: Frame) -> float:
    """What speaks for a kind besides its headers."""
    if match.kind == "open_items":
        return opens(frame, match.columns)
    if match.kind == "invoices":
        return -opens(frame, match.columns)
    if match.kind in ("payments", "applications"):
        return payments(frame, match.columns)
    if match.kind == "contacts":
        repeated = "role" in match.columns
        return 0.0 if repeated else -SURE
    return 0.0
