"""What finding the reasons of a week costs: `python -m tests.bench.reasons [INVOICES]`.

The rules and checks are those that are shipped. Every figure stands beside a yardstick of the same
run: finding which invoices were late at all, without asking why.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tabulate import tabulate

from artui.books.causes import Causes
from artui.domain.days import iso, parse_day, week_bounds
from artui.ingest.load import Wish
from artui.policy.readiness import ReadinessPolicy
from artui.policy.reasons import ReasonsPolicy
from artui.settings import Settings
from artui.store import late
from artui.store.connection import open_reader
from tests.bench.reports import timed
from tests.homes import Books

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artui.policy.policy import Policy

TODAY = "2026-11-20"
_AS_OF = parse_day(TODAY)
_WEEKS = {"last week": "2026-W46", "three months ago": "2026-W34"}
_ITEMS_A_CUSTOMER = 20
_REASONS = ("", "", "", "", "PO1", "CO1", "PR1", "EV1", "TX1")
_TENTH = 10


def customers(count: int) -> Iterator[str]:
    """Half of them want a PO."""
    yield "customer_id,name,segment,po_required,bill_to,tax_code"
    for number in range(count):
        wants = "yes" if number % 2 else "no"
        yield f"C{number:06},Customer {number},commercial,{wants},B{number},T1"


def invoices(count: int) -> Iterator[str]:
    """Four in five were settled sooner or later; each bills a job of its own."""
    dice = random.Random(7)  # noqa: S311 - the same figures in every run, no secret
    of = max(1, count // _ITEMS_A_CUSTOMER)
    yield (
        "invoice_id,customer_id,invoice_date,due_date,currency,amount,settled_on,reason,po_number,"
        "bill_to,tax_code,job_id,completed_at,sent_at,approver"
    )
    for number in range(count):
        billed = _AS_OF - dice.randrange(5, 200)
        settled = billed + dice.randrange(1, 60)
        closed = iso(settled) if dice.randrange(5) and settled <= _AS_OF else ""
        customer = dice.randrange(of)
        order = f"PO{number}" if dice.randrange(_TENTH) else ""
        bill_to = customer if dice.randrange(_TENTH) else customer + 1
        done = f"{iso(billed - dice.randrange(3))}T08:00:00"
        yield (
            f"I{number:07},C{customer:06},{iso(billed)},{iso(billed + 30)},USD,"
            f"{dice.randrange(10, 4000)}.{dice.randrange(100):02},{closed},{dice.choice(_REASONS)},"
            f"{order},B{bill_to},T1,J{number:07},{done},{iso(billed)}T09:00:00,"
            f"{'' if not dice.randrange(_TENTH) else 'site mgr'}"
        )


def jobs(count: int) -> Iterator[str]:
    """One for each invoice; a tenth is done in part, a tenth shows no evidence."""
    dice = random.Random(8)  # noqa: S311 - as above
    yield "job_id,customer_id,template,dispatcher,completion,completed_at,evidence,amount,currency"
    for number in range(count):
        part = "full" if dice.randrange(_TENTH) else "partial"
        shown = "photos" if dice.randrange(_TENTH) else ""
        yield (
            f"J{number:07},C{number % max(1, count // _ITEMS_A_CUSTOMER):06},"
            f"SV-{dice.randrange(9)},d{dice.randrange(9)},{part},2026-06-01T08:00:00,{shown},"
            "100.00,USD"
        )


def payments(count: int) -> Iterator[str]:
    """Cash that nobody applied, of every tenth customer."""
    yield "payment_id,customer_id,date,amount,currency"
    for number in range(0, count // _ITEMS_A_CUSTOMER, _TENTH):
        yield f"P{number:07},C{number:06},{iso(_AS_OF - number % 60)},{number % 900 + 10}.00,USD"


def disputed(count: int) -> Iterator[str]:
    """A dispute of every fiftieth invoice."""
    yield "dispute_id,invoice_id,opened_on,reason,amount"
    for number in range(0, count, 50):
        yield f"D{number},I{number:07},{iso(_AS_OF - number % 60)},PR1,{number % 90 + 1}.00"


def promised(count: int) -> Iterator[str]:
    """A promise of every fortieth customer."""
    yield "promise_id,customer_id,promised_on,due_on,amount,currency"
    for number in range(0, count // _ITEMS_A_CUSTOMER, 40):
        due = _AS_OF - number % 60
        yield f"Q{number},C{number:06},{iso(due - 10)},{iso(due)},500.00,USD"


FILES: dict[str, Callable[[int], Iterator[str]]] = {
    "jobs": jobs,
    "invoices": invoices,
    "payments": payments,
    "disputes": disputed,
    "promises": promised,
}


def built(path: Path, count: int) -> Books:
    """A home with the invoices, all loaded the day before yesterday."""
    books = Books(path, Settings(today=str(iso(_AS_OF - 2))))
    of = max(1, count // _ITEMS_A_CUSTOMER)
    texts = {"customers": "\n".join(customers(of))}
    texts |= {name: "\n".join(rows(count)) for name, rows in FILES.items()}
    for name, text in texts.items():
        outcome = books.load(books.drop_text(f"{name}_2026-11-18.csv", text + "\n"), Wish())
        if outcome.state != "loaded":
            raise SystemExit(f"{name}: {outcome}")
    books.turn(TODAY)
    return books


def policies(shipped: Policy) -> dict[str, Policy]:
    """The shipped rules, and what of them costs what."""
    without = [replace(reason, checks=()) for reason in shipped.reasons.reasons]
    bare = [replace(reason, when=None) for reason in without]
    return {
        "no rules": replace(shipped, reasons=ReasonsPolicy(tuple(bare))),
        "rules without checks": replace(
            shipped, reasons=ReasonsPolicy(tuple(without)), readiness=ReadinessPolicy()
        ),
        "all that is shipped": shipped,
    }


def main(count: int) -> None:
    """Print the table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        books = built(Path(folder), count)
        reader = open_reader(books.home.main, books.home.desk)
        for name, week in _WEEKS.items():
            monday, sunday = week_bounds(week)
            days = range(monday, sunday + 1)
            yardstick = timed(partial(late.find, reader, days))
            found = len(Causes(reader, books.force.policy, days, None).late())
            rows.append((name, f"{found:,} late invoices", f"{yardstick:.2f}", "1.0"))
            for what, policy in policies(books.force.policy).items():
                causes = Causes(reader, policy, days, None)
                seconds = timed(causes.late)
                rows.append(("", what, f"{seconds:.2f}", f"{seconds / yardstick:.1f}"))
        reader.close()
        books.connection.close()
    heads = [f"{count:,} invoices", "", "seconds", "times finding them"]
    sys.stdout.write(tabulate(rows, heads, disable_numparse=True) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
