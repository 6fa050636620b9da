"""The past and the day on a large ledger: `python -m tests.bench.past [OPEN ITEMS]`.

Beside DuckDB (`pip install duckdb`) answering the same question from the same rows in memory;
without it that line is left out, and said so.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tabulate import tabulate

from artui.books import force
from artui.domain.days import parse_day
from artui.settings import Settings
from artui.store import aging, listings, positions
from artui.store.connection import open_reader, transaction
from artui.store.snapshot import Snapshot
from tests.bench import reports
from tests.books.tables import table
from tests.homes import Books

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

TODAY = "2026-11-20"
_TODAY = parse_day(TODAY)
_ITEMS_A_CUSTOMER = 5
_YEARS = 3 * 365
_HALF_A_YEAR = 180


class Made(NamedTuple):
    """How large the ledger is."""

    open_items: int
    settled: int

    @property
    def items(self) -> int:
        """All items there ever were."""
        return self.open_items + self.settled

    @property
    def customers(self) -> int:
        """One for every five open items."""
        return max(1, self.open_items // _ITEMS_A_CUSTOMER)


#: An item of number n was billed on :today - age, a fixed scramble of n, and is paid after a time
#: of its own where it is of those that are settled.
_ITEMS = """WITH RECURSIVE number(n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :items),
    made AS (SELECT n, (n * 2654435761) % 4294967296 AS scramble FROM number),
    dated AS (SELECT n, scramble % :customers + 1 AS customer_id,
            CASE WHEN n <= :open THEN :today - scramble / 7 % 130
                ELSE :today - 120 - scramble / 7 % :years END AS billed_on,
            1000 + scramble / 11 % 400000 AS amount, 20 + scramble / 13 % 60 AS days
        FROM made)"""
_LEDGER = (
    "INSERT INTO company (id, key, code) VALUES (1, '1', '1')",
    """WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number
            WHERE n < :customers)
        INSERT INTO customer (id, company_id, key, number, name)
        SELECT n, 1, 'c' || n, 'C' || n, 'Customer ' || n FROM number""",
    f"""{_ITEMS} INSERT INTO document (id, company_id, key, family, class_key, class, fiscal_year,
            number)
        SELECT n, 1, 'i' || n, 'invoice', '', '', '', 'I' || n FROM dated""",
    f"""{_ITEMS} INSERT INTO item (id, document_id, label, customer_id, currency, billed_on,
            due_on, due_by, amount, open_amount, recorded_on, import_id, line, void,
            first_entry_on, last_entry_on)
        SELECT n, n, '', customer_id, 'USD', billed_on, billed_on + 30, 'own date', amount,
            CASE WHEN n <= :open THEN amount ELSE 0 END, billed_on, 1, n, 0,
            billed_on, CASE WHEN n <= :open THEN billed_on ELSE billed_on + days END
        FROM dated""",
    f"""{_ITEMS} INSERT INTO entry (item_id, kind, effective_on, amount, import_id, line,
            recorded_on)
        SELECT n, 'billed', billed_on, amount, 1, n, billed_on FROM dated""",
    f"""{_ITEMS} INSERT INTO entry (item_id, kind, effective_on, amount, import_id, line,
            recorded_on)
        SELECT n, 'settled', billed_on + days, -amount, 1, n, billed_on + days FROM dated
        WHERE n > :open""",
    "ANALYZE",
)


def built(path: Path, made: Made) -> Books:
    """A home with the ledger written straight into its tables."""
    books = Books(path, Settings(today=TODAY))
    named = {
        "items": made.items,
        "open": made.open_items,
        "customers": made.customers,
        "today": _TODAY,
        "years": _YEARS,
    }
    with transaction(books.connection):
        for statement in _LEDGER:
            books.connection.execute(statement, named)
        positions.mark_all(books.connection)
        positions.refresh(books.connection, books.force.policy.aging, _TODAY)
    return books


def timed(measure: Callable[[], object], runs: int = 3) -> float:
    """Milliseconds, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        begun = time.perf_counter()
        measure()
        best = min(best, time.perf_counter() - begun)
    return best * 1000


def first_page(books: Books) -> int:
    """Open the whole portfolio's aging as the screen does, up to its first rows."""
    question = aging.Question(aging.Scope(_TODAY), books.force.policy.aging)
    listing = listings.aging(question, positions=True)
    snapshot = Snapshot(listing, lambda: open_reader(books.home.main, books.home.desk))
    count = next(snapshot.build()).count
    snapshot.close()
    return count


def past(reader: sqlite3.Connection, books: Books) -> list[tuple[object, ...]]:
    """The aging of half a year ago, by customer."""
    question = _question(books)
    return aging.ask(reader, question).fetchall()


def _question(books: Books) -> aging.Question:
    scope = aging.Scope(_TODAY - _HALF_A_YEAR)
    return aging.Question(scope, books.force.policy.aging)


#: The rows DuckDB is given, and its own way to the same figures.
_GIVEN = {
    "entry": "SELECT item_id, effective_on, amount FROM entry WHERE superseded_on IS NULL",
    "item": "SELECT id, customer_id, currency, due_on FROM item",
    "customer": "SELECT id, number, name FROM customer",
}
_DUCK = """SELECT c.number, i.currency, sum(o.open_amount), min(i.due_on), {buckets}
    FROM (SELECT item_id, sum(amount) AS open_amount FROM entry WHERE effective_on <= {day}
        GROUP BY item_id HAVING sum(amount) <> 0) AS o
    JOIN item AS i ON i.id = o.item_id JOIN customer AS c ON c.id = i.customer_id
    GROUP BY c.number, i.currency"""


def ducks(reader: sqlite3.Connection, books: Books, folder: Path) -> Callable[[], Sequence[object]]:
    """DuckDB over the same rows, in memory."""
    import duckdb  # type: ignore[import-not-found,unused-ignore]

    duck = duckdb.connect()
    for name, select in _GIVEN.items():
        path = folder / f"{name}.csv"
        cursor = reader.execute(select)
        names = ",".join(column[0] for column in cursor.description)
        with path.open("w", encoding="utf-8") as file:
            file.write(f"{names}\n")
            file.writelines(",".join(map(str, row)) + "\n" for row in cursor)
        duck.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}')")
    day = _TODAY - _HALF_A_YEAR
    buckets = ", ".join(
        f"sum(CASE WHEN i.due_on > {low} AND i.due_on <= {high} THEN o.open_amount ELSE 0 END)"
        for low, high in _question(books).buckets.edges(day)
    )
    statement = _DUCK.format(buckets=buckets, day=day)
    return lambda: duck.execute(statement).fetchall()


def measured(books: Books, folder: Path) -> Iterator[tuple[str, str, str]]:
    """What was measured, milliseconds, and what it is held against."""
    reader = open_reader(books.home.main, books.home.desk)
    yield "first page of the whole portfolio's aging", f"{timed(lambda: first_page(books)):.0f}", ""
    ours = timed(lambda: past(reader, books))
    yield "aging of half a year ago", f"{ours:.0f}", ""
    try:
        duck = ducks(reader, books, folder)
    except ImportError:
        yield "the same in DuckDB", "not installed", ""
    else:
        theirs = timed(duck)
        same = sum(1 for _ in past(reader, books)) == len(duck())
        yield "the same in DuckDB", f"{theirs:.0f}", f"{ours / theirs:.1f}x {'' if same else '≠'}"
    yield from day_turn(books)
    reader.close()


def day_turn(books: Books) -> Iterator[tuple[str, str, str]]:
    """The next day's positions, beside those of everybody."""
    connection, policy = books.connection, books.force.policy.aging
    begun = time.perf_counter()
    with transaction(connection):
        force.bring_up(connection, books.force, _TODAY + 1)
    took, touched = (time.perf_counter() - begun) * 1000, positions.marked(connection)
    begun = time.perf_counter()
    with transaction(connection):
        positions.mark_all(connection)
        positions.refresh(connection, policy, _TODAY + 1)
    every = (time.perf_counter() - begun) * 1000
    yield f"the next day, {touched:,} customers", f"{took:.0f}", f"{took / every:.2f}x"
    yield f"everybody anew, {positions.marked(connection):,} customers", f"{every:.0f}", "1.0x"


def rebuilding(folder: Path, items: int) -> Iterator[tuple[str, str, str]]:
    """Loading files, and deriving everything anew from what they said."""
    begun = time.perf_counter()
    books = reports.built(folder, items)
    loading = time.perf_counter() - begun
    before = table(books, "position"), table(books, "entry")
    begun = time.perf_counter()
    books.rebuild()
    took = time.perf_counter() - begun
    same = (table(books, "position"), table(books, "entry")) == before
    books.connection.close()
    yield f"loading files of {items * 4 // 3:,} invoices", f"{loading * 1000:.0f}", ""
    yield (
        f"rebuilding what follows: figures {'the same' if same else 'DIFFER'}",
        f"{took * 1000:.0f}",
        (f"{took / loading:.1f}x loading"),
    )


def main(open_items: int) -> None:
    """Print the table."""
    made = Made(open_items, open_items * 2)
    with tempfile.TemporaryDirectory() as folder:
        books = built(Path(folder) / "home", made)
        entries = made.open_items + 2 * made.settled
        title = f"{made.open_items:,} open items, {made.customers:,} customers, {entries:,} entries"
        rows = list(measured(books, Path(folder)))
        books.connection.close()
        rows += rebuilding(Path(folder) / "loaded", open_items // 10)
    printed = tabulate(rows, [title, "milliseconds", ""], disable_numparse=True)
    sys.stdout.write(printed + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
