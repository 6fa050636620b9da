"""How long a plan takes over many open items: `python -m tests.bench.plan [ITEMS]`.

Every figure stands beside a yardstick of the same run: reading the open items one by one.
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

from artui.books.force import InForce
from artui.books.plan.planning import Compared, plan
from artui.domain.days import parse_day
from artui.policy.folder import check
from artui.settings import Settings
from artui.store.connection import open_reader, transaction
from tests.homes import Books

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from artui.books.plan.effects import Effects

    T = TypeVar("T")

TODAY = "2026-11-20"
_AS_OF = parse_day(TODAY)
_ITEMS_A_CUSTOMER = 5
_SEGMENTS = ("strategic", "commercial", "public")
_NAMES = ("net30", "net45", "2_10_net30", None)
_COLUMNS = (
    "id document_id label customer_id currency type billed_on due_on due_by terms amount"
    " open_amount recorded_on import_id line void"
)

_DAYS_45 = "steps: [{add_days: 45}]"
#: What a reviewer is asked to look at: the file, what it says, and what it would say instead.
EDITS: dict[str, tuple[str, str, str]] = {
    "one term of four, a day later": (
        *("terms", f"net45: {{label: 45 days, {_DAYS_45}}}"),
        "net45: {label: 45 days, steps: [{add_days: 46}]}",
    ),
    "every due date to a business day": (
        "terms",
        "business_days: none",
        "business_days: following",
    ),
    "a term in instalments": (
        *("terms", f"net45: {{label: 45 days, {_DAYS_45}}}"),
        f"net45: {{every: {{months: 1, parts: 3}}, {_DAYS_45}}}",
    ),
    "the first tier later": ("escalation", "from_days: 3", "from_days: 9"),
    "a customer's credit limit": (
        *("credit", "limits:\n"),
        'limits:\n  - {limit: "9000.00", currency: USD, when: {customer_id: C7}}\n',
    ),
    "a default credit limit": ("credit", "default_limit: null", 'default_limit: "9000.00"'),
}


def filled(path: Path, items: int) -> Books:
    """A home with so many open items, written row by row as a load leaves them."""
    books = Books(path, Settings(today=TODAY))
    with transaction(books.connection) as connection:
        connection.execute("PRAGMA defer_foreign_keys=ON")
        connection.execute("INSERT INTO company VALUES (1, '1000', '1000', ?)", (_AS_OF,))
        connection.execute(
            "INSERT INTO import (id, sha256, file, size, state, recorded_on, started_at)"
            " VALUES (1, '', 'bench.csv', 0, 'loaded', ?, '2026-11-19T06:00:00')",
            (_AS_OF,),
        )
        connection.executemany(
            "INSERT INTO customer (id, company_id, key, number, name, segment, terms)"
            " VALUES (?, 1, ?, ?, ?, ?, 'net30')",
            _customers(items // _ITEMS_A_CUSTOMER),
        )
        connection.executemany(
            "INSERT INTO document VALUES (?, 1, ?, 'invoice', '', '', '', ?)",
            ((n, f"i{n}", f"I{n}") for n in range(1, items + 1)),
        )
        marks = ", ".join("?" for _ in _COLUMNS.split())
        connection.executemany(
            f"INSERT INTO item ({', '.join(_COLUMNS.split())}) VALUES ({marks})", _items(items)
        )
    return books


def _customers(customers: int) -> Iterator[tuple[object, ...]]:
    for n in range(1, customers + 1):
        yield n, f"c{n}", f"C{n}", f"Customer {n}", _SEGMENTS[n % 3]


def _items(items: int) -> Iterator[tuple[object, ...]]:
    """Four terms in equal parts, billed in the last months, each item still open whole."""
    dice = random.Random(3)  # noqa: S311 - the same figures in every run, no secret
    for n in range(1, items + 1):
        billed, name = _AS_OF - dice.randrange(1, 110), dice.choice(_NAMES)
        due = billed + (45 if name == "net45" else 30)
        by = "customer's terms" if name is None else "terms"
        amount = dice.randrange(1_000, 500_000)
        customer = dice.randrange(1, items // _ITEMS_A_CUSTOMER + 1)
        yield (
            *(n, n, "", customer, "USD", "invoice", billed, due, by, name or "net30"),
            *(amount, amount, _AS_OF, 1, n, 0),
        )


def planned(books: Books, reader: sqlite3.Connection, edit: tuple[str, str, str]) -> Effects:
    """The plan of one edit; the folder is left as it was."""
    name, old, new = edit
    path = books.home.folder("policies") / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"{path} does not say {old!r} any more.")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        checked = check(path.parent)
    finally:
        path.write_text(text, encoding="utf-8")
    if checked.policy is None:
        raise SystemExit(str(checked.findings))
    after = InForce(0, "edited", checked.policy)
    return plan(reader, Compared(books.force, books.force, after), "USD", books.home.today())


def _timed(measure: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    return measure(), time.perf_counter() - begun


def main(items: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        books = filled(Path(folder), items)
        reader = open_reader(books.home.main, books.home.desk)
        statement = "SELECT * FROM item WHERE open_amount <> 0"
        _, yardstick = _timed(lambda: sum(1 for _ in reader.execute(statement)))
        rows = [("reading one by one", "", f"{yardstick:.2f}", "1.0")]
        for name, edit in EDITS.items():
            found, seconds = _timed(partial(planned, books, reader, edit))
            effects = f"{len(found.effects):,}"
            rows.append((name, effects, f"{seconds:.2f}", f"{seconds / yardstick:.1f}"))
        reader.close()
        books.connection.close()
    heads = [f"{items:,} open items", "effects", "seconds", "times reading"]
    sys.stdout.write(tabulate(rows, heads, disable_numparse=True) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
