"""NAME.rejects.csv: what could not be read of a file, for the people who mend it."""

from __future__ import annotations

import csv
import os
import re
from typing import TYPE_CHECKING

from artui.store.records import FAILED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from artui.ingest.load import Outcome
    from artui.ingest.table import Reject

HEADER = ("line", "column", "value", "reason")
#: What makes a spreadsheet take a cell for a formula; see OWASP on CSV injection.
_FORMULA = frozenset("=+-@\t\r\n\0\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}") | frozenset(
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_PLACE = re.compile(r":(\d+)(?::\d+)?: ")


def write(path: Path, outcome: Outcome, rejects: Iterable[Reject]) -> None:
    """Write the rejects of a file, or why it failed whole; on disk to the last byte."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(outcome, rejects))
        file.flush()
        os.fsync(file.fileno())


def _rows(outcome: Outcome, rejects: Iterable[Reject]) -> Iterator[tuple[object, ...]]:
    if outcome.state == FAILED:
        yield (*_whole(outcome),)
    for reject in rejects:
        cells = map(defused, (reject.column, reject.value, reject.reason))
        yield (reject.line, *cells)


def _whole(outcome: Outcome) -> tuple[str, str, str, str]:
    """The row of a file that failed whole; its line where the reason names one."""
    reason = (outcome.reason or "").removeprefix(outcome.file)
    place = _PLACE.match(reason)
    line = place[1] if place else ""
    sentence = reason[place.end() :] if place else reason.removeprefix(": ")
    return line, "", "", defused(sentence)


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text
