"""IIF, the interchange format of QuickBooks Desktop: a text that holds several lists, by tabs.

Each list is a part. TRNS has a row a transaction; SPL a row a split, to which its transaction is
added in columns that begin with `TRNS.`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.grid import Broken
from artui.ingest.grids.iiflists import END, TAB, List, Lists, broken, read
from artui.ingest.grids.text import OfRows
from artui.ingest.grids.transactions import SPL, TRNS, difference, transactions
from artui.ingest.sniff import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from artui.ingest.grid import Grid
    from artui.ingest.grids.text import Numbered
    from artui.ingest.grids.transactions import Transaction
    from artui.ingest.sniff import Binary

#: Says which program wrote the file; no list of anything.
_ABOUT = "HDR"
_BEGINS = re.compile(r"!(?:HDR|[A-Z][A-Z0-9 ]*\t.*)[\t\r\n]*", re.DOTALL)
_MOST_NOTES = 5


@dataclass(frozen=True, slots=True)
class IifList(OfRows):
    """One list of an IIF file.

    Attributes:
        part: its name.
        lists: all lists of the file, as all their declarations together describe them.
        remarks: what looks wrong with the file, besides its text.
        delimiter: a tab.
    """

    part: str
    lists: Mapping[str, List]
    remarks: tuple[str, ...] = ()
    delimiter: str = TAB

    @property
    def notes(self) -> tuple[str, ...]:
        """What looks wrong with the file."""
        return (*self.file.notes, *self.remarks)

    @property
    def header(self) -> list[str]:
        """The names of its columns."""
        mine = self.lists[self.part].header
        if self.part != SPL or TRNS not in self.lists:
            return mine
        return [*mine, *(f"{TRNS}.{name}" for name in self.lists[TRNS].header)]

    def rows(self) -> Iterator[Numbered]:
        """The header, on the line on which the list is first declared, then its rows."""
        yield self.lists[self.part].line, self.header
        if self.part not in (TRNS, SPL):
            yield from self.listed()
            return
        for each in transactions(read(self.file), self.lists):
            if isinstance(each, Broken):
                if self.part == SPL:
                    yield each
            elif self.part == TRNS:
                yield each.row if isinstance(each.row, Broken) else (each.head.number, each.row)
            else:
                yield from _splits(each)

    def listed(self) -> Iterator[Numbered]:
        """The rows of a list that holds no transactions."""
        lists = Lists()
        lists.begin(self.part, self.lists[self.part].columns)
        for line in read(self.file):
            if line.name != self.part:
                continue
            if line.declares:
                lists.declare(line)
            else:
                row = lists.row(line)
                yield row if isinstance(row, Broken) else (line.number, row)


def _splits(transaction: Transaction) -> Iterator[Numbered]:
    """The splits of a transaction, each with the transaction's own cells behind it."""
    head = transaction.row
    for line, row in transaction.splits:
        if isinstance(head, Broken):
            reason = f"is a split of the transaction on line {head.line}, which {head.reason}"
            yield broken(line, reason)
        else:
            yield row if isinstance(row, Broken) else (line.number, [*row, *head])


def opened(file: TextFile | Binary, scratch: Path) -> Sequence[Sequence[Grid]] | None:
    """The lists of an IIF file as its parts; None for other files."""
    del scratch
    if not isinstance(file, TextFile) or file.markup or not _is_iif(file.sample()):
        return None
    lists, strangers = _surveyed(file)
    names = [name for name in lists if not name.startswith(END) and name != _ABOUT]
    if not names:
        return None
    unread, unbalanced = tuple(_unread(strangers)), tuple(_unbalanced(file, lists))
    remarks = {name: (*unread, *(unbalanced if name == TRNS else ())) for name in names}
    return [[IifList(file, name, lists, remarks[name])] for name in names]


def _is_iif(lines: Sequence[str]) -> bool:
    first = next((line for line in lines if line.strip()), "")
    return _BEGINS.fullmatch(first) is not None


def _surveyed(file: TextFile) -> tuple[Mapping[str, List], Mapping[str, int]]:
    """Every list a file declares, with all its columns; and the rows of those it does not."""
    lists, strangers = Lists(), Counter[str]()
    for line in read(file):
        if line.declares:
            lists.declare(line)
        elif not line.name.startswith(END):
            strangers[line.name] += 1
    for name in lists.known:
        strangers.pop(name, None)
    return lists.known, strangers


def _unread(strangers: Mapping[str, int]) -> Iterator[str]:
    """Rows of lists that are not declared, whose columns nobody knows."""
    if strangers:
        named = ", ".join(f"{refusal.quoted(name)} ({n:,})" for name, n in strangers.items())
        yield f"Rows of lists that the file does not declare are not read: {named}."


def _unbalanced(file: TextFile, lists: Mapping[str, List]) -> Iterator[str]:
    """The first transactions that do not balance, and how many more there are."""
    if TRNS not in lists:
        return
    found = 0
    for each in transactions(read(file), lists):
        sentence = None if isinstance(each, Broken) else difference(each, lists)
        if sentence:
            found += 1
            if found <= _MOST_NOTES:
                yield sentence
    if found > _MOST_NOTES:
        yield f"{found - _MOST_NOTES:,} more transactions do not balance."
