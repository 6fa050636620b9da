"""How long reports take over many open items: `python -m tests.bench.reports [ITEMS]`.

Every figure stands beside a yardstick of the same run: counting the open items one by one.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tabulate import tabulate

from artui.domain.days import iso, parse_day
from artui.ingest.load import Wish
from artui.report import aging, credit, disputes, reasons, worklist
from artui.report.request import Request, Source
from artui.settings import Settings
from artui.store.connection import open_reader
from tests.homes import Books

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Measure = Callable[[Source], object]

TODAY = "2026-11-20"
_AS_OF = parse_day(TODAY)
_ITEMS_A_CUSTOMER = 20
_REASONS = ("", "", "", "PO1", "CO1", "PR1", "EV1", "TX1")
_HEADER = "invoice_id,customer_id,invoice_date,due_date,currency,amount,settled_on,reason"

REPORTS: dict[str, Measure] = {
    "aging": lambda source: aging.report(source, Request()),
    "aging as of three weeks ago": lambda source: aging.report(source, Request(_AS_OF - 21)),
    "aging as known yesterday": lambda s: aging.report(s, Request(known_on=_AS_OF - 1)),
    "aging by collector": lambda source: aging.report(source, Request(), aging.Wish("collector")),
    "reasons of the last week": lambda source: reasons.report(source, Request()),
    "reasons of a week three months ago": lambda source: reasons.report(
        source, Request(), reasons.Wish("2026-W34")
    ),
    "reasons as known yesterday": lambda s: reasons.report(s, Request(known_on=_AS_OF - 1)),
    "worklist": lambda source: worklist.report(source, Request()),
    "credit": lambda source: credit.report(source, Request()),
    "disputes": lambda source: disputes.report(source, Request()),
}


def invoices(items: int) -> Iterator[str]:
    """As many open invoices as asked for, and a third as many that are settled."""
    dice = random.Random(7)  # noqa: S311 - the same figures in every run, no secret
    customers = max(1, items // _ITEMS_A_CUSTOMER)
    yield _HEADER
    for number in range(items * 4 // 3):
        billed = _AS_OF - dice.randrange(5, 130)
        settled = iso(min(_AS_OF, billed + dice.randrange(1, 60))) if number >= items else ""
        yield (
            f"I{number:07},C{dice.randrange(customers):06},{iso(billed)},{iso(billed + 30)},USD,"
            f"{dice.randrange(10, 4000)}.{dice.randrange(100):02},{settled},{dice.choice(_REASONS)}"
        )


def disputed(items: int) -> Iterator[str]:
    """A dispute of every fiftieth invoice."""
    yield "dispute_id,invoice_id,opened_on,reason,amount"
    for number in range(0, items, 50):
        yield f"D{number},I{number:07},{iso(_AS_OF - number % 60)},PR1,{number % 90 + 1}.00"


def built(path: Path, items: int) -> Books:
    """A home with the items, all loaded the day before yesterday."""
    books = Books(path, Settings(today=str(iso(_AS_OF - 2))))
    files = {"invoices_2026-11-18.csv": invoices, "disputes_2026-11-18.csv": disputed}
    for name, rows in files.items():
        outcome = books.load(books.drop_text(name, "\n".join(rows(items)) + "\n"), Wish())
        if outcome.state != "loaded":
            raise SystemExit(f"{name}: {outcome}")
    books.turn(TODAY)
    return books


def timed(measure: Callable[[], object]) -> float:
    """Seconds, the better of two runs."""
    best = float("inf")
    for _ in range(2):
        begun = time.perf_counter()
        measure()
        best = min(best, time.perf_counter() - begun)
    return best


def main(items: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        books = built(Path(folder), items)
        loading = time.perf_counter() - begun
        reader = open_reader(books.home.main, books.home.desk)
        source = Source(reader, books.home, books.force)
        yardstick = timed(
            lambda: sum(1 for _ in reader.execute("SELECT * FROM item WHERE open_amount <> 0"))
        )
        rows = [
            ("loading", f"{loading:.2f}", ""),
            ("counting one by one", f"{yardstick:.2f}", "1.0"),
        ]
        for name, measure in REPORTS.items():
            seconds = timed(partial(measure, source))
            rows.append((name, f"{seconds:.2f}", f"{seconds / yardstick:.1f}"))
        reader.close()
        books.connection.close()
    sys.stdout.write(
        tabulate(
            rows, [f"{items:,} open items", "seconds", "times counting"], disable_numparse=True
        )
        + "\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
