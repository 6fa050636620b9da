"""What loading a file costs, beside `sqlite3 .import` of the same file into an indexed table.

Run it from the project's root: `python tests/bench/load.py [ROWS]`. Seconds are those of whole
processes, from exec to exit, committed to disk. Machines differ; what can be compared between runs
is the ratio to the yardstick of the same run. The lock is how long the write transaction is held,
the peak that of the process's memory. The second table says what reading alone costs, and what the
least is that a vectorised reader could: DuckDB's, from text to Python's rows, where installed.
"""

from __future__ import annotations

import importlib.util
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from tabulate import tabulate

from artui.domain.days import iso, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 300_000
FIRST = parse_day("2026-07-01")
_INVOICES = (
    "company,invoice_id,customer_id,item,type,class,invoice_date,due_date,terms,currency,amount,"
    "po_number,site,reason"
)
_OPEN_ITEMS = (
    "company,document_id,customer_id,item,type,class,invoice_date,due_date,terms,currency,amount,"
    "po_number,reference,snapshot_date"
)
#: As many indexes, over as many columns, as artui keeps for the same rows.
_TABLE = """CREATE TABLE yardstick ({columns});
CREATE UNIQUE INDEX one ON yardstick (company, class, {document}, item{day});
CREATE INDEX two ON yardstick (customer_id, currency, due_date, amount, {document});
CREATE INDEX three ON yardstick (customer_id);
CREATE INDEX four ON yardstick ({document}, invoice_date);
CREATE INDEX five ON yardstick (invoice_date);
"""
_LOAD = """
import resource
import sys
import time
from contextlib import contextmanager
from artui.books.adoption import adopt
from artui.home import Home
from artui.ingest import loading
from artui.ingest.load import Loader, Wish
from artui.settings import Settings
from artui.store.connection import open_main
from pathlib import Path
held = []
transaction = loading.transaction
@contextmanager
def timed(connection):
    with transaction(connection):
        begun = time.perf_counter()
        yield
    held.append(time.perf_counter() - begun)
loading.transaction = timed
home = Home(Path(sys.argv[1]), Settings(today="2026-11-21"))
connection = open_main(home.main)
force, _ = adopt(connection, home)
outcome = Loader(connection, home, force, ()).load(Path(sys.argv[2]), Wish(accept="bench"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(1000 * sum(held), peak, outcome.state, outcome.rows_loaded, outcome.rows_unchanged)
"""
_READ = """
import sys
import tempfile
import time
from pathlib import Path
from artui.ingest import contents
from artui.settings import Settings
begun = time.perf_counter()
with tempfile.TemporaryDirectory() as folder:
    found = contents.read(Path(sys.argv[1]), Path(folder), profiles=(), defaults=Settings())
    rows = sum(len(chunk.rows) for chunk in found.readings[0].chunks())
print(time.perf_counter() - begun, rows)
"""
_VECTORISED = """
import sys
import time
import duckdb
begun = time.perf_counter()
found = duckdb.execute("SELECT * FROM read_csv(?, all_varchar = true)", [sys.argv[1]])
rows = 0
while some := found.fetchmany(4096):
    rows += len(some)
print(time.perf_counter() - begun, rows)
"""


class Step(NamedTuple):
    """A file, and what it is compared with."""

    name: str
    file: Path
    document: str


def _invoice_rows(rows: int) -> Iterator[str]:
    dice = random.Random(1)  # noqa: S311 - sizes and dates, no secrets
    for number in range(rows):
        day = FIRST + dice.randrange(120)
        yield (
            f"1000,{90_000_000 + number:010},{dice.randrange(rows // 100):07},,RV,RV,{iso(day)},"
            f"{iso(day + 30)},net30,USD,{dice.randrange(1_000, 5_000_000) / 100:.2f},"
            f"PO{dice.randrange(50_000)},site {dice.randrange(200)},"
        )


def _write(path: Path, header: str, rows: Iterator[str]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write(header + "\n")
        file.writelines(f"{row}\n" for row in rows)
    return path


def _listed(invoices: Path, day: str, changed: int) -> Iterator[str]:
    """The invoices as a snapshot lists them; one in `changed` (0: none) is partly paid."""
    with invoices.open(encoding="utf-8") as file:
        next(file)
        for number, line in enumerate(file):
            cells = line.rstrip("\n").split(",")
            if changed and number % changed == 0:
                cells[10] = "1.00"
            yield ",".join([*cells[:12], "", day])


def _steps(folder: Path, rows: int) -> list[Step]:
    invoices = _write(folder / "invoices_2026-11-18.csv", _INVOICES, _invoice_rows(rows))
    steps = [Step("invoices, all new", invoices, "invoice_id")]
    for name, day, changed in (
        ("snapshot, first", "2026-11-18", 0),
        ("snapshot, unchanged", "2026-11-19", 0),
        ("snapshot, 1 % changed", "2026-11-20", 100),
    ):
        listed = _listed(invoices, day, changed)
        path = _write(folder / f"open_items_{day}.csv", _OPEN_ITEMS, listed)
        steps.append(Step(name, path, "document_id"))
    return steps


def _run(*command: str | Path) -> tuple[float, str]:
    begun = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - begun, done.stdout.strip()


def _imported(folder: Path, step: Step) -> float:
    """The yardstick; `sqlite3` reads its commands from the argument list."""
    database = folder / "yardstick.db"
    database.unlink(missing_ok=True)
    header = step.file.open(encoding="utf-8").readline().strip().split(",")
    day = ", snapshot_date" if "snapshot_date" in header else ""
    sql = _TABLE.format(columns=", ".join(header), document=step.document, day=day)
    begin = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; " + sql
    arrive = f".import --csv --skip 1 '{step.file}' yardstick"
    seconds, _ = _run("sqlite3", database, begin, arrive)
    return seconds


def _measure(folder: Path, rows: int) -> Iterator[list[object]]:
    home = folder / "home"
    shutil.copytree("policies", home / "policies")
    for step in _steps(folder, rows):
        yardstick = _imported(folder, step)
        seconds, told = _run(sys.executable, "-c", _LOAD, home, step.file)
        lock, peak, told = told.split(" ", 2)
        ratio = seconds / yardstick
        yield [step.name, rows, yardstick, seconds, ratio, float(lock), int(peak), told]


def _readers(file: Path) -> Iterator[list[object]]:
    """What reading a file comes to, with each reader there is."""
    readers = [("artui: text to keyed values", _READ)]
    if importlib.util.find_spec("duckdb"):
        readers.append(("DuckDB: text to rows of text", _VECTORISED))
    for name, script in readers:
        _, told = _run(sys.executable, "-c", script, file)
        seconds, rows = told.split()[-2:]  # DuckDB draws how far it is before them
        yield [name, int(rows), float(seconds)]


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    if shutil.which("sqlite3") is None:
        click.echo("There is no sqlite3 to compare with.", err=True)
        raise SystemExit(3)
    with tempfile.TemporaryDirectory() as folder:
        _show_loads(_measure(Path(folder), rows))
        readers = list(_readers(next(Path(folder).glob("invoices_*.csv"))))
    click.echo("\nReading the invoices alone\n")
    click.echo(tabulate(readers, ["reader", "rows", "seconds"], floatfmt=".2f", intfmt=","))


def _show_loads(table: Iterator[list[object]]) -> None:
    headers = [
        "file",
        "rows",
        ".import s",
        "artui s",
        "ratio",
        "lock ms",
        "peak MB",
        "state, loaded, unchanged",
    ]
    click.echo(tabulate(table, headers, floatfmt=".2f", intfmt=","))


if __name__ == "__main__":
    main()
