"""What tells a list of what is open from one of all invoices, and payments from both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.ingest.suggest.meanings import AGING, BUCKETS, OPEN_TITLE, STATUSES, TYPES
from artui.ingest.suggest.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.ingest.suggest.frame import Frame

_STRONG, _FAIR, _SLIGHT = 4.0, 2.0, 0.2
_NOTHING = frozenset(("0", "0.0", "0.00", "0,00", "-", "0.000"))
_PAYING = frozenset(
    "payment paid receipt received method tender cheque check zahlung règlement paiement pago"
    " betaling pagamento".split()
)


def opens(frame: Frame, columns: Mapping[str, int]) -> float:
    """How much an export looks like a list of what is open; below 0 where like all invoices."""
    score = _SLIGHT
    headers = [each.casefold() for each in frame.header]
    score += _STRONG * any(AGING.search(each) for each in headers if each)
    titles = [" ".join(row.cells).casefold() for row in frame.above]
    score += _STRONG * any(OPEN_TITLE.search(each) for each in titles)
    score += _FAIR * bool(frame.singles) * any(bucket(row.cells) for row in frame.singles)
    said = _said(frame, columns, "type")
    score += _STRONG * any(TYPES.get(each) == "payment" for each in said)
    score += _FAIR * any(_is_dunning(each) for each in headers)
    opened = columns.get("open_amount", columns.get("amount"))
    if opened is not None:
        settled = sum(row.cells[opened] in _NOTHING for row in frame.details)
        score -= _FAIR * bool(settled)
    if "settled_on" in columns:
        score -= _FAIR * bool([row for row in frame.details if row.cells[columns["settled_on"]]])
    if "status" in columns:
        said = _said(frame, columns, "status")
        score -= _FAIR * bool(said & {"paid", "draft", "void", "posted", *STATUSES})
    return score


def payments(frame: Frame, columns: Mapping[str, int]) -> float:
    """How much an export looks like one of payments: its headers say so, or its sheet's name."""
    texts = [*frame.header, frame.grid.part]
    speaks = any(_PAYING.intersection(words(text)) for text in texts)
    return _FAIR if speaks and "due_date" not in columns else -_STRONG


def bucket(cells: tuple[str, ...]) -> str | None:
    """The pattern for the bucket that a row of one text names; None where it names none."""
    (text,) = [cell for cell in cells if cell]
    said = " ".join(text.split()).casefold()
    return next((pattern for shape, pattern in BUCKETS if shape.fullmatch(said)), None)


def _said(frame: Frame, columns: Mapping[str, int], name: str) -> set[str]:
    if name not in columns:
        return set()
    return {cell.casefold() for cell in frame.cells(columns[name])}


def _is_dunning(header: str) -> bool:
    return "dunn" in header or "mahn" in header or header in ("mst", "msp", "manst", "mansp")
