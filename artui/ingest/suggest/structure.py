"""What the rows of an unknown export are that hold no facts: groups, labels, sums, buckets."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.ingest.amounts import readings
from artui.ingest.dates import readings as days
from artui.ingest.kinds import KINDS
from artui.ingest.suggest.meanings import AS_OF
from artui.ingest.suggest.signs import bucket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.ingest.suggest.frame import Frame, Row
    from artui.ingest.suggest.matching import Match
    from artui.ingest.suggest.vocabulary import Vocabulary

_LABELLED = ("customer_id", "customer_name", "company", "currency")
_SURE = 1.5
_VALUE = re.compile(r"(?P<label>\D*\S)\s*[:\s]\s*(?P<value>\S*\d\S*)")
_MOST_LABELLED = 8
_BETWEEN = " \t:="


@dataclass(slots=True)
class Structure:
    """The rows that hold no facts.

    Attributes:
        group: the index of the column that stands on rows of its own above its rows.
        sections: patterns of texts that mean nothing, each with an example.
        footers: texts after the last row.
        labels: canonical column to the label of lines that give it, and a value.
        unlabelled: a row of nothing but amounts; None where there is none.
        summed: a row that begins with a word for a sum.
    """

    group: int | None = None
    sections: dict[str, str] = field(default_factory=dict)
    footers: list[str] = field(default_factory=list)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    unlabelled: Row | None = None
    summed: Row | None = None


def structure(frame: Frame, match: Match, vocabulary: Vocabulary) -> Structure:
    """What the rows are, once it is known what the columns are; facts alone stay among details.

    A column that is found to be that of groups, or given by a label, is added to the match.
    """
    found = Structure(summed=next(iter(frame.sums), None))
    _take_labels(frame, match, vocabulary, found)
    _take_group(frame, match, found)
    _take_singles(frame, found)
    _take_sums(frame, match, found)
    match.lacking = tuple(name for name in match.lacking if name not in match.columns)
    match.lacking = tuple(name for name in match.lacking if name not in found.labels)
    return found


def _take_labels(frame: Frame, match: Match, vocabulary: Vocabulary, found: Structure) -> None:
    if snapshot := KINDS[match.kind].snapshot:
        given = next(filter(None, map(_as_of, frame.above)), None)
        if given and snapshot not in match.columns:
            found.labels[snapshot] = given
    wanted = [name for name in _LABELLED if KINDS[match.kind].column(name)]
    wanted = [name for name in wanted if name not in match.columns or _blank(frame, match, name)]
    for row in (*frame.above, *frame.details, *frame.singles):
        if len(row.filled) > _MOST_LABELLED:
            continue
        taken = False
        for text, value in _pairs(row):
            scores = [(vocabulary.exactly(match.kind, name, text), name) for name in wanted]
            score, name = max(scores, default=(0.0, ""))
            if score >= _SURE:
                taken = True
                found.labels.setdefault(name, (text, value))
        for rows in (frame.details, frame.singles) if taken else ():
            if row in rows:
                rows.remove(row)


def _blank(frame: Frame, match: Match, name: str) -> bool:
    """Whether a column says nothing in any row that looks like facts."""
    return not any(row.cells[match.columns[name]] for row in frame.details)


def _as_of(row: Row) -> tuple[str, str] | None:
    """The label and the day of a line that says when a list was taken."""
    cells = [" ".join(cell.split()) for cell in row.cells if cell]
    for number, cell in enumerate(cells):
        for cut in [match.start() for match in re.finditer(r"\s\S", cell)]:
            label, rest = cell[:cut].rstrip(_BETWEEN), cell[cut:].strip(_BETWEEN)
            if days(rest) and AS_OF.fullmatch(label.casefold()):
                return label, rest
        label = cell.rstrip(_BETWEEN)
        later = cells[number + 1] if number + 1 < len(cells) else ""
        if days(later) and AS_OF.fullmatch(label.casefold()):
            return label, later
    return None


def _pairs(row: Row) -> Iterator[tuple[str, str]]:
    """What may be labels with their values: in one cell, or in two that follow one another."""
    cells = [row.cells[index] for index in row.filled]
    for number, cell in enumerate(cells):
        own = _VALUE.fullmatch(" ".join(cell.split()))
        if own and len(cells) == 1:
            yield own["label"].rstrip(_BETWEEN), own["value"]
        alone = len(cells) == 2 and number == 0  # noqa: PLR2004 - a label and its value
        if number + 1 < len(cells) and (alone or cell.endswith(":")):
            yield cell.rstrip(_BETWEEN), cells[number + 1]


def _take_group(frame: Frame, match: Match, found: Structure) -> None:
    """The customer on a row of its own above its items."""
    last = max((row.line for row in frame.details), default=0)
    places = Counter(
        row.filled[0] for row in frame.singles if bucket(row.cells) is None and row.line < last
    )
    own = match.columns.get("customer_id")
    if not places or not KINDS[match.kind].column("customer_id"):
        return
    if "customer_id" in found.labels:
        return
    index = own if own is not None and own in places else places.most_common(1)[0][0]
    blank = sum(not row.cells[index] for row in frame.details)
    if (own is not None and own != index) or blank * 2 < len(frame.details):
        return
    found.group = index
    match.columns["customer_id"] = index
    match.scores.setdefault("customer_id", 1.0)


def _take_singles(frame: Frame, found: Structure) -> None:
    """Buckets, texts between rows, and texts after the last one."""
    last = max((row.line for row in (*frame.details, *frame.sums)), default=0)
    for row in frame.singles:
        text = next(filter(None, row.cells))
        pattern = bucket(row.cells)
        if row.line > last and pattern is None:
            found.footers.append(text)
        elif pattern is not None:
            found.sections.setdefault(pattern, text)
        elif row.filled[0] != found.group:
            found.sections.setdefault(text, text)


def _take_sums(frame: Frame, match: Match, found: Structure) -> None:
    """Rows with amounts, and perhaps whose they are, and nothing that names a document."""
    kind, columns = KINDS[match.kind], match.columns
    naming = {
        columns[each.name]
        for each in kind.columns
        if each.name in columns
        and (each.required or each.type in ("date", "timestamp"))
        and each.type not in ("money", "number", "rate")
        and each.name != "customer_id"
    } - {found.group}
    money = [
        columns[each.name] for each in kind.columns if each.type == "money" and each.name in columns
    ]
    sums = [
        row
        for row in frame.details
        if naming
        and not any(row.cells[index] for index in naming)
        and any(row.cells[index] and readings(row.cells[index]) for index in money)
    ]
    found.unlabelled = next(iter((*frame.bare, *sums)), None)
    frame.details = [row for row in frame.details if row not in sums]
