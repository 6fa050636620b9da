"""Every file from the field and what becomes of it; `python -m tests.field_table` prints the table.

The files lie in the folder $ARTUI_FIELD_DATA. What must become of each is told in
`field_files.json`, by its path: either what loads of it, by profile, as

    read, loaded, rejected   rows
    totals                   the sum of `amount` over the rows that load, by currency, where the
                             kind has amounts; a blank currency where it names none

or `refused`, how the sentence begins that says why nothing does.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artui.ingest.contents import read
from artui.settings import Settings
from artui.store.records import FAILED
from artui.text import fit, safe
from tests.homes import TODAY, Books
from tests.ingest.samples import legible, shipped, totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from artui.ingest.outcome import Outcome

EXPECTED = Path(__file__).with_name("field_files.json")
UNSET = "ARTUI_FIELD_DATA names no folder with files from the field"
_WIDTHS = (76, 48)


@dataclass(frozen=True)
class Part:
    """What became of the rows of one file that one profile reads."""

    kind: str
    read: int
    loaded: int
    unchanged: int
    rejected: int
    totals: Mapping[str, Decimal]


@dataclass(frozen=True)
class Became:
    """What became of a file: its parts by profile, or why it was refused."""

    parts: Mapping[str, Part] = field(default_factory=dict)
    refused: str = ""


def folder() -> Path | None:
    """Where the files are; None where nobody says."""
    found = os.environ.get("ARTUI_FIELD_DATA")
    return Path(found) if found else None


def files(of: Path) -> list[str]:
    """The paths of all files in a folder, from there."""
    return sorted(path.relative_to(of).as_posix() for path in of.rglob("*") if path.is_file())


@cache
def expected() -> dict[str, Any]:
    """What must become of each file."""
    found: dict[str, Any] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return found


def became(path: Path, books: Books) -> Became:
    """Load a file into empty books with the shipped profiles."""
    books.profiles = shipped()
    outcome = books.load(path)
    if outcome.state == FAILED:
        return Became(refused=str(outcome.reason).partition(": ")[2])
    amounts = _amounts(path, books)
    parts = {str(each.profile): each for each in outcome.parts or [outcome]}
    return Became({name: _part(each, amounts[name]) for name, each in parts.items()})


def _part(outcome: Outcome, amounts: Mapping[str, Decimal]) -> Part:
    counts = (outcome.rows_read, outcome.rows_loaded, outcome.rows_unchanged, outcome.rows_rejected)
    return Part(str(outcome.kind), *counts, amounts)


def _amounts(path: Path, books: Books) -> dict[str, dict[str, Decimal]]:
    """What the rows of each profile amount to."""
    scratch = books.path / "scratch"
    scratch.mkdir(exist_ok=True)
    found = read(path, scratch, profiles=shipped(), defaults=books.home.settings)
    return {str(each.profile): totals(list(legible(each))) for each in found.readings}


@contextmanager
def empty_books() -> Iterator[Books]:
    """Books without anything in them, in a folder that is gone afterwards."""
    place = Path(tempfile.mkdtemp())
    made = Books(place, Settings(today=TODAY))
    try:
        yield made
    finally:
        made.connection.close()
        shutil.rmtree(place)


def rows(name: str, found: Became) -> Iterator[tuple[str, ...]]:
    """A file as rows of the table, one for each profile."""
    if found.refused:
        yield name, "refused", "", "", "", "", safe(found.refused)
    for profile, part in found.parts.items():
        counts = (part.read, part.loaded, part.unchanged, part.rejected)
        sums = ", ".join(f"{total:,} {code}".strip() for code, total in part.totals.items())
        yield name, f"{part.kind} by {profile}", *(f"{count:,}" for count in counts), sums


def shown(cells: tuple[str, ...]) -> str:
    """A row of the table as a line."""
    name, outcome, *counts, last = cells
    numbers = "".join(each.rjust(10) for each in counts)
    return f"{fit(name, _WIDTHS[0])}  {fit(outcome, _WIDTHS[1])}{numbers}  {last}"


def main() -> int:
    """Print the table; 3 where nobody says where the files are."""
    place = folder()
    if place is None:
        sys.stderr.write(f"{UNSET}.\n")
        return 3
    heading = ("file", "outcome", "read", "loaded", "unchanged", "rejected", "totals, or why not")
    sys.stdout.write(shown(heading) + "\n")
    for name in files(place):
        with empty_books() as books:
            for cells in rows(name, became(place / name, books)):
                sys.stdout.write(shown(cells) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
