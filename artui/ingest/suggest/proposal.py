"""A proposal: everything that is told about an unknown export, and the profile it makes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from artui.ingest import opening, profiles, refusal
from artui.ingest.header import HEADER_ROWS
from artui.ingest.layout import is_lines
from artui.ingest.pattern import matches as fits
from artui.ingest.suggest import settled
from artui.ingest.suggest.documents import Documents, documents
from artui.ingest.suggest.matching import find, matches
from artui.ingest.suggest.structure import structure
from artui.ingest.suggest.values import values
from artui.ingest.suggest.writing import written

if TYPE_CHECKING:
    from artui.ingest.apart.task import Limits
    from artui.ingest.profile import Profile
    from artui.ingest.suggest.frame import Frame
    from artui.ingest.suggest.matching import Match
    from artui.ingest.suggest.settled import Settled
    from artui.ingest.suggest.structure import Structure
    from artui.ingest.suggest.values import Values
    from artui.ingest.suggest.vocabulary import Vocabulary

NAME = "proposal"


@dataclass(slots=True)
class Proposal:
    """What is proposed for one part of a file.

    Attributes:
        frame: its header and rows.
        match: its kind and columns.
        structure: the rows that hold no facts.
        values: how its values are meant.
        documents: how its rows make documents.
        settled: how it writes dates and amounts.
        others: the names of further parts with a header, the likeliest first.
        profile: the profile, where nothing required is lacking.
    """

    frame: Frame
    match: Match
    structure: Structure
    values: Values
    documents: Documents
    settled: Settled
    others: tuple[str, ...] = ()
    profile: Profile | None = None

    @property
    def text(self) -> str:
        """The profile as commented YAML."""
        return written(self)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The required columns that were not found."""
        lacking = self.match.lacking
        if is_lines(self.match.kind) and self.documents.lines:
            lacking = tuple(each for each in lacking if each != "line")
        return lacking


def propose(
    path: Path,
    scratch: Path,
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    sheet: str = "",
    limits: Limits | None = None,
) -> Proposal:
    """Propose a profile for an export.

    Args:
        path: a regular file.
        scratch: a private folder for what has to be written to be read.
        vocabulary: what columns may be called.
        kind: what it is, where a person says so.
        sheet: a pattern of the names of the parts to look at.
        limits: what a workbook may take, where that is not what it usually may.

    Raises:
        RefusedError: the file cannot be read, or no row of it sounds like a header.
    """
    found: list[tuple[Frame, Match]] = []
    for grids in opening.parts(path, scratch, limits):
        if sheet and not fits(grids[0].part, [sheet]):
            continue
        frame = find(grids, vocabulary, kind)
        if frame is not None:
            found.append((frame, matches(frame, vocabulary, kind)[0]))
    if not found:
        raise refusal.NoHeaderError(where=str(path), rows=HEADER_ROWS)
    found.sort(key=lambda each: -each[1].score)
    frame, match = found[0]
    others = tuple(each.grid.part for each, _ in found[1:])
    return _proposed(frame, match, vocabulary, others)


def _proposed(
    frame: Frame, match: Match, vocabulary: Vocabulary, others: tuple[str, ...]
) -> Proposal:
    rows = structure(frame, match, vocabulary)
    meant = values(frame, match)
    made = documents(frame, match, rows.group)
    if is_lines(match.kind) and "line" in match.lacking:
        made = Documents(made.lines or "summed", made.line)
    if made.item is not None:
        match.columns["item"] = made.item
    found = Proposal(frame, match, rows, meant, made, settled.Settled(), others)
    if not found.lacking:
        found.profile = load(found.text)
        found.settled = settled.settled(frame, found.profile)
        found.profile = load(found.text)
    return found


def load(text: str) -> Profile:
    """The profile a text makes.

    Raises:
        ValueError: it makes none, and why.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{NAME}.yaml").write_text(text, encoding="utf-8")
        loaded = profiles.load(Path(folder))
    if loaded.findings:
        raise ValueError("; ".join(str(each) for each in loaded.findings))
    return loaded.profiles[0]
