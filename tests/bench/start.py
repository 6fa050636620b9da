"""How soon artui is there on a large home, and how soon it answers, beside a bare Textual app.

Not a test and never run with the tests: `python -m tests.bench.start [--items N] [--home DIR]`.
Milliseconds from exec, or from the key, to the byte that matters. Machines differ; what can be
compared between runs is the ratio to the yardstick of the same run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tabulate import tabulate

from artui import founding
from artui.cli import session
from artui.home import open_home
from artui.ingest.load import Loader
from tests.bench import data_table_app
from tests.bench.table import KEYS, QUIET, SIZE, STARTS, Cost, key_cost, peak_megabytes
from tests.tui import table_app
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.home import Home

ITEMS = 200_000
CUSTOMERS = 20_000
#: Every so many items one is the first customer's, so that there is a long list of items too.
FAVOUR = 10
TODAY = "2026-11-20"
ROW = b"Customer 0"
PROOF = "outstanding"
TIMEOUT = 60.0


def open_items(count: int) -> Iterator[str]:
    """A complete snapshot as canonical text, line by line."""
    yield "document_id,customer_id,customer_name,invoice_date,due_date,amount,snapshot_date\n"
    for n in range(count):
        customer = 0 if n % FAVOUR == 0 else n % CUSTOMERS
        month, day = 1 + n % 9, 1 + n % 28
        yield (
            f"INV-{n:07},C{customer:06},Customer {customer:06},2026-{month:02}-{day:02},"
            f"2026-{month + 2:02}-{day:02},{100 + n % 977}.{n % 100:02},{TODAY}\n"
        )


def build(path: Path, count: int) -> Home:
    """A home with so many open items loaded."""
    settings = founding.SETTINGS.format(
        company_name="Bench",
        base_currency="USD",
        timezone="UTC",
        company="1000",
        companies="",
        today=f"today: {TODAY}\n",
    )
    home = founding.found(path, settings)
    export = home.folder("drop") / f"open_items_{TODAY}.csv"
    with export.open("w", encoding="utf-8") as file:
        file.writelines(open_items(count))
    with session.writing(home) as opened:
        Loader(opened.connection, home, opened.force, opened.profiles).load(export)
    return home


def first_row(command: Sequence[str]) -> float:
    """Milliseconds from exec until the first row was sent.

    Raises:
        RuntimeError: where it never was.
    """
    with Terminal(command, size=SIZE, screen=False) as terminal:
        end = time.perf_counter() + TIMEOUT
        while ROW not in terminal.output:
            if not terminal.read(end - time.perf_counter()):
                raise RuntimeError(f"{command} showed no row:\n{terminal.output.decode()}")
        return (terminal.last_read - terminal.started) * 1000


def start_table(artui: Sequence[str], bare: Sequence[str], count: int) -> str:
    """Exec to first row, both apps in turn."""
    ours, theirs = [], []
    for _ in range(STARTS):
        ours.append(first_row(artui))
        theirs.append(first_row(bare))
    yardstick = statistics.median(theirs)
    return tabulate(
        [
            (name, statistics.median(times), min(times), statistics.median(times) / yardstick)
            for name, times in (
                (f"artui, {count:,} open items", ours),
                (f"bare Textual, DataTable of {SIZE[1]} rows", theirs),
            )
        ],
        headers=["exec to first row", "median ms", "least ms", "ratio"],
        floatfmt=("", ".0f", ".0f", ".2f"),
    )


def keys(terminal: Terminal) -> dict[str, Cost]:
    """The cost of a line within the view, of a line that scrolls, of a page."""
    terminal.settle(QUIET)
    found = {"cursor, one line": key_cost(terminal, "down", 15)}
    terminal.press(*["down"] * SIZE[1])
    terminal.settle(0.5)
    found["scroll, one line"] = key_cost(terminal, "down", KEYS)
    found["page down"] = key_cost(terminal, "pagedown", KEYS)
    return found


def key_table(artui: Sequence[str]) -> tuple[str, float]:
    """What keys cost on Aging and on a customer's items, and the memory it took in megabytes."""
    lines = []
    with Terminal(artui, size=SIZE) as terminal:
        terminal.wait_for(PROOF, TIMEOUT)
        costs = {"Aging": keys(terminal)}
        terminal.press("home", "enter")
        terminal.wait_for("open items", TIMEOUT)
        costs["Items"] = keys(terminal)
        memory = peak_megabytes(terminal.process.pid)
    for screen, found in costs.items():
        for key, cost in found.items():
            sent = statistics.median(cost.sent)
            lines.append((screen, key, cost.median, cost.p95, sent))
    table = tabulate(
        lines,
        headers=["screen", "key", "median ms", "p95 ms", "bytes"],
        floatfmt=("", "", ".1f", ".1f", ".0f"),
    )
    return table, memory


@click.command()
@click.option("--items", default=ITEMS, help="How many open items.")
@click.option("--home", type=click.Path(path_type=Path), help="A home made before, or to be made.")
def main(items: int, home: Path | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = home or Path(folder) / "home"
        made = open_home(str(path)) if (path / "artui.yaml").exists() else build(path, items)
        names = (f"Customer {n:06}" for n in range(SIZE[1] + 1))
        database = table_app.fill(Path(folder) / "items.db", names)
        artui = [sys.executable, "-m", "artui", "--home", str(made.path)]
        bare = [sys.executable, str(data_table_app.__file__), str(database), str(SIZE[1])]
        click.echo(start_table(artui, bare, items) + "\n")
        table, memory = key_table(artui)
        click.echo(f"{table}\n\npeak memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
