"""How well expected cash is foretold: `python -m tests.bench.forecast`.

Back-tests on the sample, replayed file by file, and on IBM's late-payment histories, which are
looked for in $ARTUI_FIELD_DATA, else beside the project in ../shared/data. The second came as one
file, so that there an origin knows what was effective by then, not what was recorded; its disputes
count from the invoice date, so that it is also told how the forecast does without them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tabulate import tabulate

from artui.domain.days import parse_day
from artui.ingest import profiles
from artui.ingest.load import Wish
from artui.policy.tree import tree_of
from artui.settings import Settings
from artui.store.connection import open_reader
from tests import backtest
from tests.homes import Books

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parents[2]
_EXPORTS = _ROOT / "sample_data" / "exports"
_SETTLE = 70
_COMPANIES = {"1000": {"currency": "USD"}, "2000": {"currency": "EUR"}}


def sample(path: Path) -> Books:
    """The sample, every file loaded on the day of its name."""
    books = Books(path, Settings(today="2026-09-04", company="1000", companies=_COMPANIES))
    by_day: dict[str, list[Path]] = {}
    for file in sorted(_EXPORTS.glob("*.csv")):
        by_day.setdefault(file.stem.rpartition("_")[2], []).append(file)
    for day, files in sorted(by_day.items()):
        books.turn(day)
        for file in files:
            books.load(file, Wish(accept="the back-test"))
    return books


def ibm(path: Path, file: Path) -> Books:
    """The late-payment histories, loaded at once."""
    books = Books(path, Settings(today="2014-06-01"))
    books.profiles = profiles.load_from(tree_of(books.home)).profiles
    books.load(file, Wish(accept="the back-test"))
    return books


def field_file() -> Path | None:
    """Where IBM's file is; None where it is not here."""
    folder = Path(os.environ.get("ARTUI_FIELD_DATA") or _ROOT.parent / "shared" / "data")
    file = folder / "ibm" / "late_payments_padded.csv"
    return file if file.exists() else None


def told(title: str, back: backtest.Back, origins: list[int]) -> Iterator[tuple[object, ...]]:
    """The rows of one back-test."""
    begun = time.perf_counter()
    scores = back.scores(origins)
    took = time.perf_counter() - begun
    for name, score in scores.items():
        covered = score.coverage
        yield (
            title,
            name,
            f"{score.mae:.2f}",
            f"{score.wape:.3f}",
            "" if covered is None else f"{covered:.0%}",
            f"{len(score.days):,}",
            len(origins),
            f"{took:.0f}",
        )
        title = ""


def rows(folder: Path) -> Iterator[tuple[object, ...]]:
    """Both back-tests."""
    books = sample(folder / "sample")
    reader = open_reader(books.home.main, books.home.desk)
    last = parse_day("2026-11-20")
    origins = backtest.sundays(parse_day("2026-09-06"), last - 7)
    back = backtest.Back(reader, books.force.policy.escalation, last)
    yield from told("sample", back, origins)
    if (file := field_file()) is None:
        yield ("IBM", "its file is not here: set ARTUI_FIELD_DATA")
        return
    books = ibm(folder / "ibm", file)
    reader = open_reader(books.home.main, books.home.desk)
    first, last = reader.execute("SELECT min(billed_on), max(last_entry_on) FROM item").fetchone()
    origins = backtest.sundays(first + _SETTLE, last - 20)
    back = backtest.Back(reader, books.force.policy.escalation, last, known=False)
    yield from told("IBM", back, origins)
    books.connection.execute("DELETE FROM dispute")
    yield from list(told("IBM, disputes unknown", back, origins))[:1]


def main() -> None:
    """Print the table."""
    headers = ["history", "rule", "days off", "weekly error", "in the 80 % range"]
    headers += ["items", "origins", "seconds"]
    with tempfile.TemporaryDirectory() as folder:
        table = tabulate(list(rows(Path(folder))), headers, disable_numparse=True)
    sys.stdout.write(table + "\n")


if __name__ == "__main__":
    main()
