"""How far the reasons found for late invoices are the true ones, as the sample's story knows them.

python -m tests.truth [--home DIR]   a home with the sample loaded, default one made for the purpose
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from artui.books import weeks
from artui.domain.days import parse_day
from artui.store.connection import open_desk
from tests.homes import Books
from tests.report.conftest import LAST_DAY, asking, settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from artui.report.request import Source

ROOT = Path(__file__).resolve().parents[1] / "sample_data"
WEEKS = [f"2026-W{number}" for number in range(36, 48)]

#: The whole chain (choice, dispute, the ERP's code, rules), or what the rules alone say.
Way = Literal["chain", "rules"]
#: Company and invoice.
Key = tuple[str, str]


class Line(NamedTuple):
    """How one reason was found.

    Attributes:
        reason: its code; empty for all of them together.
        late: how many invoices were late for it.
        found: how many were said to be.
        right: how many of those really were.
        taken_for: what the others it was true of were taken for, None for nothing.
    """

    reason: str
    late: int
    found: int
    right: int
    taken_for: Mapping[str | None, int]

    @property
    def precision(self) -> float:
        """Of those it was said of, those it was true of; 1 where it was said of none."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of those it was true of, those it was said of; 1 where there are none."""
        return self.right / self.late if self.late else 1.0


def truth() -> dict[Key, str]:
    """Why each late invoice of the sample is late."""
    with (ROOT / "truth.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["company"], row["invoice_id"]): row["reason"] for row in csv.DictReader(lines)}


def said(source: Source, way: Way) -> dict[Key, str | None]:
    """The reason of every invoice that is late in any week, as its last weeks have it."""
    named = source.reader.execute(
        "SELECT d.id, m.code, d.number FROM document AS d JOIN company AS m ON m.id = d.company_id"
    )
    names: dict[int, Key] = {number: (company, invoice) for number, company, invoice in named}
    found: dict[Key, str | None] = {}
    for week in WEEKS:
        shown = weeks.computed(source.reader, source.force, week, parse_day(LAST_DAY))
        for each in shown.late:
            key = names[each.document_id]
            found[key] = (each.reason if way == "chain" else each.ruled) or found.get(key)
    return found


def lines(found: Mapping[Key, str | None], why: Mapping[Key, str] | None = None) -> dict[str, Line]:
    """Each reason against the truth, and all together under the empty code.

    Args:
        found: what was said of each invoice.
        why: what is true of them, default what the sample's story says.
    """
    why = truth() if why is None else why
    pairs = [(why[key], reason) for key, reason in found.items()]
    codes = sorted({code for pair in pairs for code in pair if code})
    right = sum(true == reason for true, reason in pairs)
    given = sum(reason is not None for _, reason in pairs)
    whole = Line("", len(pairs), given, right, {})
    return {"": whole} | {code: _line(code, pairs) for code in codes}


def _line(code: str, pairs: Iterable[tuple[str, str | None]]) -> Line:
    of: dict[bool, list[tuple[str, str | None]]] = defaultdict(list)
    for pair in pairs:
        of[pair[0] == code].append(pair)
    taken = Counter(reason for _, reason in of[True] if reason != code)
    right = len(of[True]) - taken.total()
    found = right + sum(reason == code for _, reason in of[False])
    return Line(code, len(of[True]), found, right, dict(taken.most_common()))


def printed(found: Mapping[str, Line]) -> str:
    """A table that people read."""
    head = f"{'reason':<24}{'late':>6}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}"
    head += "  taken for"
    return "\n".join([head, *map(_printed, found.values())])


def _printed(line: Line) -> str:
    taken = ", ".join(f"{code or 'nothing'} {number}" for code, number in line.taken_for.items())
    counts = f"{line.late:>6}{line.found:>7}{line.right:>7}"
    shares = f"{line.precision:>11.3f}{line.recall:>8.3f}"
    return f"{line.reason or 'all':<24}{counts}{shares}  {taken}".rstrip()


def load(path: Path) -> Books:
    """A home with the sample loaded, each day's files on their day."""
    exports = sorted((ROOT / "exports").glob("*.csv"), key=lambda each: (each.stem[-10:], each))
    books = Books(path, settings(exports[0].stem[-10:]))
    open_desk(books.home.desk).close()
    for day, files in groupby(exports, key=lambda each: each.stem[-10:]):
        books.turn(day)
        for file in files:
            books.load(file)
    return books


def main() -> None:
    """Load the sample and print both ways."""
    parser = argparse.ArgumentParser(description="Reasons against the sample's truth.")
    parser.add_argument("--home", type=Path, help="a home with the sample loaded")
    home: Path | None = parser.parse_args().home
    with tempfile.TemporaryDirectory() as folder:
        path = home or Path(folder) / "home"
        if home is None:
            path.mkdir()
        books = Books(path, settings(), policies=None) if home else load(path)
        with asking(books) as source:
            for way in get_args(Way):
                sys.stdout.write(f"\n{way}\n{printed(lines(said(source, way)))}\n")
        books.connection.close()


if __name__ == "__main__":
    main()
