"""How the several rows of a document go together, and what tells documents apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from artui.domain.identity import canonical
from artui.ingest.kinds import KINDS
from artui.ingest.layout import is_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.profile import Lines
    from artui.ingest.suggest.frame import Frame, Row
    from artui.ingest.suggest.matching import Match

_DOCUMENTS = ("invoices", "open_items", "orders", "jobs")
_ELSE = ("type", "invoice_date", "date", "reference", "po_number")


@dataclass(frozen=True, slots=True)
class Documents:
    """How rows make documents.

    Attributes:
        lines: how a document's several rows are put together.
        line: the line of a further row of a document, where there is one.
        item: the index of the column that tells a document's instalments apart.
        otherwise: canonical columns that stand for the id of a document that has none.
    """

    lines: Lines | None = None
    line: int = 0
    item: int | None = None
    otherwise: tuple[str, ...] = ()


def documents(frame: Frame, match: Match, group: int | None) -> Documents:
    """How the rows of an export make documents."""
    name = next((each for each in KINDS[match.kind].required if each.endswith("_id")), "")
    if name not in match.columns or match.kind not in (*_DOCUMENTS, "invoice_lines"):
        return Documents()
    key = match.columns[name]
    nameless = [row for row in frame.details if not row.cells[key]]
    further = _further(nameless, match, group)
    if further:
        return Documents("first", further.line)
    otherwise = _otherwise(match) if nameless and name == "document_id" else ()
    if is_lines(match.kind):
        return Documents()
    return _several(frame, match, key, otherwise)


def _further(nameless: Sequence[Row], match: Match, group: int | None) -> Row | None:
    """A row that says nothing of its document, which the row above it has named."""
    required = [
        match.columns[name]
        for name in KINDS[match.kind].required
        if name in match.columns and match.columns[name] != group
    ]
    silent = [row for row in nameless if not any(row.cells[index] for index in required)]
    return silent[0] if silent and len(silent) == len(nameless) else None


def _otherwise(match: Match) -> tuple[str, ...]:
    return tuple(name for name in _ELSE if name in match.columns)


def _several(frame: Frame, match: Match, key: int, otherwise: tuple[str, ...]) -> Documents:
    """What rows with the same id are: lines that repeat or add up, or instalments."""
    columns = match.columns
    apart = [
        columns[name]
        for name in ("company", "class", "item", "customer_id", "type")
        if name in columns
    ]
    runs = [list(run) for _, run in groupby(frame.details, lambda row: _identity(row, key, apart))]
    several = [run for run in runs if len(run) > 1 and run[0].cells[key]]
    if not several:
        return Documents(item=_number(frame, match, key, apart), otherwise=otherwise)
    money = {
        columns[each.name]
        for each in KINDS[match.kind].columns
        if each.type in ("money", "disputed") and each.name in columns
    }
    differing = {index for run in several for index in columns.values() if _differs(run, index)}
    line = several[0][1].line
    if not differing:
        return Documents("repeated", line, otherwise=otherwise)
    if differing <= money:
        return Documents("summed", line, otherwise=otherwise)
    if columns.get("due_date") in differing:
        return Documents(line=line, item=_instalment(several, columns), otherwise=otherwise)
    return Documents(line=line, otherwise=otherwise)


def _number(frame: Frame, match: Match, key: int, apart: Sequence[int]) -> int | None:
    """A column of running numbers, where documents of several customers have the same id."""
    whose = match.columns.get("customer_id")
    ids = Counter(
        _identity(row, key, [each for each in apart if each != whose])
        for row in frame.details
        if row.cells[key]
    )
    if whose is None or max(ids.values(), default=0) < len("ab") or "item" in match.columns:
        return None
    free = [index for index in range(len(frame.header)) if index not in match.columns.values()]
    for index in free:
        cells = [row.cells[index] for row in frame.details]
        if all(map(str.isdecimal, cells)) and len(set(cells)) == len(cells):
            return index
    return None


def _identity(row: Row, key: int, apart: Sequence[int]) -> tuple[str, ...]:
    return (canonical(row.cells[key]), *(row.cells[index] for index in apart))


def _differs(run: Sequence[Row], index: int) -> bool:
    return len({row.cells[index] for row in run} - {""}) > 1


def _instalment(several: Sequence[Sequence[Row]], columns: dict[str, int]) -> int:
    """The column that differs between all the rows of each document: the terms, or the due date."""
    for name in ("terms", "due_date"):
        index = columns.get(name)
        if index is not None and all(
            len({row.cells[index] for row in run}) == len(run) for run in several
        ):
            return index
    return columns["due_date"]
