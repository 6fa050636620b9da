"""How the values of an unknown export are meant: signs, types, names in ids, currencies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.domain.currencies import CURRENCIES
from artui.ingest.amounts import readings
from artui.ingest.kinds import KINDS
from artui.ingest.layout import normal
from artui.ingest.suggest.frame import commonest
from artui.ingest.suggest.meanings import (
    CREDITS,
    CURRENCY_NAMES,
    DEBITS,
    NOTED,
    SIGNS,
    STATUSES,
    TYPES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.ingest.suggest.frame import Frame
    from artui.ingest.suggest.matching import Match

_NUMBERED = re.compile(r"(?=\S*\d)[A-Za-z]{0,4}[-\d]+ \S.*\D.*")
_CODE = re.compile(r"\b([A-Z]{3})\b")
_MEANT: Mapping[str, Mapping[str, str]] = {
    "type": TYPES,
    "status": STATUSES,
    "currency": CURRENCY_NAMES,
}


@dataclass(slots=True)
class Values:
    """How values are meant.

    Attributes:
        values: canonical column to what its values are called here.
        sign: the index of a column that tells the sign of amounts, and its values for negative.
        minus: the index of the column that is taken off the amount.
        split: whether a customer's cell holds the id and the name.
        constants: what the headers say of every row.
        leave: the index of a column, and a value of it that says that nothing is owed.
    """

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    sign: tuple[int, tuple[str, ...]] | None = None
    minus: int | None = None
    split: bool = False
    constants: dict[str, str] = field(default_factory=dict)
    leave: tuple[int, str] | None = None


def values(frame: Frame, match: Match) -> Values:
    """How the values are meant, once the columns are known.

    Where there is no amount but debits and credits, the debits' column is added to the match.
    """
    found = Values(minus=_debits(frame, match))
    for name, meant in _MEANT.items():
        if name in match.columns and KINDS[match.kind].column(name):
            said = commonest(frame.cells(match.columns[name]))
            if known := {each: meant[each.casefold()] for each in said if each.casefold() in meant}:
                found.values[name] = known
    found.leave = _leave(frame)
    found.sign = _sign(frame, match, found.values.get("type", {}))
    if "customer_id" in match.columns:
        cells = set(frame.cells(match.columns["customer_id"]))
        found.split = len(cells) > 1 and all(map(_NUMBERED.fullmatch, cells))
    if KINDS[match.kind].column("currency") and "currency" not in match.columns:
        code = _CODE.search(frame.header[match.columns["amount"]]) if _has_amount(match) else None
        if code and code[1] in CURRENCIES:
            found.constants["currency"] = code[1]
    return found


def _leave(frame: Frame) -> tuple[int, str] | None:
    """The column by which SAP marks what is only noted, where such rows are there."""
    noted = {normal(each) for each in NOTED}
    for index, cell in enumerate(frame.header):
        if normal(cell) in noted and "F" in frame.cells(index):
            return index, "F"
    return None


def _has_amount(match: Match) -> bool:
    return "amount" in match.columns


def _debits(frame: Frame, match: Match) -> int | None:
    """The column of credits, where one of debits is the amount."""
    places = {normal(cell): index for index, cell in enumerate(frame.header)}
    debits, credits_ = (
        [places[normal(each)] for each in words.split(";") if normal(each) in places]
        for words in (DEBITS, CREDITS)
    )
    column = KINDS[match.kind].column("amount")
    if not (debits and credits_ and column and column.type == "money"):
        return None
    if match.columns.get("amount", debits[0]) not in (debits[0], credits_[0]):
        return None
    match.columns["amount"] = debits[0]
    match.scores["amount"] = 1.0
    match.lacking = tuple(each for each in match.lacking if each != "amount")
    return credits_[0]


def _sign(
    frame: Frame, match: Match, types: Mapping[str, str]
) -> tuple[int, tuple[str, ...]] | None:
    """The column that tells which amounts are negative, where they have no signs themselves."""
    amount = match.columns.get("amount")
    if amount is None or match.kind not in ("open_items", "invoices"):
        return None
    if any(_negative(row.cells[amount]) for row in frame.details):
        return None
    for index in range(len(frame.header)):
        said = {cell.casefold() for cell in frame.cells(index)}
        for words, negative in SIGNS:
            if said == words:
                return index, tuple(sorted(each.upper() for each in negative))
    credits_ = tuple(each for each, meant in types.items() if meant in ("credit_note", "payment"))
    return (match.columns["type"], credits_) if credits_ else None


def _negative(cell: str) -> bool:
    return any(units < 0 for units, _ in readings(cell).values())
