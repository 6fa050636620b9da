"""How long the billing gate takes: `python -m tests.bench.readiness [INVOICES]`.

A fifth of the invoices is open; each bills a job, and as many jobs again as a hundredth of them are
not billed yet. The yardstick of the same run is counting the open items one by one.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tabulate import tabulate

from artui.books.kpis.asked import Asked
from artui.books.kpis.table import BY_NAME
from artui.books.readiness import readiness
from artui.domain.days import iso, parse_day
from artui.domain.figure import month
from artui.ingest.load import Wish
from artui.report import readiness as reported
from artui.report.request import Request, Source
from artui.settings import Settings
from artui.store.aging import Scope
from artui.store.connection import open_reader
from tests.bench.reports import timed
from tests.homes import Books

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TODAY = "2026-11-20"
_AS_OF = parse_day(TODAY)
_INVOICES_A_CUSTOMER = 40
_SETTLED = 4


def customers(invoices: int) -> Iterator[str]:
    """Every third wants a PO."""
    yield "customer_id,name,segment,currency,po_required,bill_to,tax_code"
    for number in range(max(1, invoices // _INVOICES_A_CUSTOMER)):
        wants = "yes" if number % 3 == 0 else "no"
        yield f"C{number:06},Customer {number},strategic,USD,{wants},B{number},T1"


def _who(number: int, invoices: int) -> int:
    return number * 7919 % max(1, invoices // _INVOICES_A_CUSTOMER)


def invoices(count: int) -> Iterator[str]:
    """A fifth of them is open; of those some lack what their customer wants."""
    dice = random.Random(7)  # noqa: S311 - the same figures in every run, no secret
    yield "invoice_id,customer_id,invoice_date,due_date,amount,settled_on,po_number,bill_to,job_id"
    for number in range(count):
        billed = _AS_OF - dice.randrange(5, 300)
        who = _who(number, count)
        settled = iso(min(_AS_OF, billed + 40)) if number % 5 < _SETTLED else ""
        order = "" if dice.random() < 0.1 else f"PO{number}"
        yield (
            f"I{number:07},C{who:06},{iso(billed)},{iso(billed + 30)},{dice.randrange(10, 9000)},"
            f"{settled},{order},B{who if dice.random() < 0.95 else 0},J{number:07}"
        )


def jobs(count: int) -> Iterator[str]:
    """One for each invoice, and a hundredth of them more."""
    dice = random.Random(8)  # noqa: S311 - as above
    yield "job_id,customer_id,completion,completed_at,completion_code,evidence,dispatcher,amount"
    for number in range(count + count // 100):
        done = _AS_OF - dice.randrange(1, 300)
        evidence = "" if dice.random() < 0.05 else "photos"
        yield (
            f"J{number:07},C{_who(number, count):06},full,{iso(done)}T10:00:00,DONE,{evidence},"
            f"crew {number % 9},10.00"
        )


def lines(count: int) -> Iterator[str]:
    """Two of each open invoice."""
    yield "invoice_id,line,description,quantity,unit_price,amount,completion_code"
    for number in range(_SETTLED, count, 5):
        for line in (1, 2):
            yield f"I{number:07},{line},Work,1,5.00,5.00,{'DONE' if number % 3 else ''}"


def built(path: Path, count: int) -> Books:
    """A home with all of it, loaded the day before yesterday."""
    books = Books(path, Settings(today=str(iso(_AS_OF - 2))))
    for kind in (customers, jobs, invoices, lines):
        name = {"lines": "invoice_lines"}.get(kind.__name__, kind.__name__)
        text = "\n".join(kind(count)) + "\n"
        outcome = books.load(books.drop_text(f"{name}_2026-11-18.csv", text), Wish())
        if outcome.state != "loaded":
            raise SystemExit(f"{name}: {outcome}")
    books.turn(TODAY)
    return books


def measures(source: Source) -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    policy, reader = source.force.policy.readiness, source.reader
    scope, then = Scope(_AS_OF), Scope(_AS_OF, _AS_OF - 1)
    kpi = BY_NAME["first_pass_readiness"]
    asked = Asked(reader, source.home, source.force.policy, month("2026-10"))
    return {
        "counting one by one": lambda: sum(
            1 for _ in reader.execute("SELECT * FROM item WHERE open_amount <> 0")
        ),
        "the gate: unbilled jobs": lambda: readiness(reader, policy, scope, ("job",)),
        "the gate: open invoices": lambda: readiness(reader, policy, scope, ("invoice",)),
        "the gate as known yesterday": lambda: readiness(reader, policy, then),
        "the report, proofs included": lambda: reported.report(source, Request()),
        "the report by dispatcher": lambda: reported.report(
            source, Request(), reported.Wish(by="dispatcher")
        ),
        "first_pass_readiness of a month": lambda: kpi.figures(
            Asked(asked.reader, asked.home, asked.policy, asked.period)
        ),
    }


def main(count: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        books = built(Path(folder), count)
        rows = [("loading", f"{time.perf_counter() - begun:.2f}", "")]
        reader = open_reader(books.home.main, books.home.desk)
        yardstick = 0.0
        for name, measure in measures(Source(reader, books.home, books.force)).items():
            seconds = timed(measure)
            yardstick = yardstick or seconds
            rows.append((name, f"{seconds:.2f}", f"{seconds / yardstick:.1f}"))
        reader.close()
        books.connection.close()
    header = [f"{count:,} invoices, {count // 5:,} open", "seconds", "times counting"]
    sys.stdout.write(tabulate(rows, header, disable_numparse=True) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
