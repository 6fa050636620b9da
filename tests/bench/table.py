"""What a key costs in the table, beside Textual's own DataTable, through a pseudo-terminal.

Run it from the project's root: `python -m tests.bench.table [ROWS]`. Times are milliseconds from
the key (or from exec) to the last byte painted. Machines differ; what can be compared between runs
is the ratio to the yardstick of the same run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from tabulate import tabulate

from tests.bench import data_table_app
from tests.tui import table_app
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = 200_000
SIZE = (130, 40)
STARTS = 9
KEYS = 40
QUIET = 0.08
ANSWER = 5.0
TAKES = 20.0
NAMES = "Customer {:06}"


class Cost(NamedTuple):
    """Milliseconds and bytes of the same key, many times."""

    milliseconds: list[float]
    sent: list[int]

    @property
    def median(self) -> float:
        """The median of the times."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """The time that one key in twenty exceeds."""
        return statistics.quantiles(self.milliseconds, n=20)[-1]


class Measured(NamedTuple):
    """One app: its keys, its memory."""

    name: str
    keys: dict[str, Cost]
    rss_megabytes: float


def virtual(path: Path) -> list[str]:
    """The command of the table under measure."""
    return [sys.executable, str(table_app.__file__), str(path)]


def yardstick(path: Path, rows: int) -> list[str]:
    """The command of the DataTable app."""
    return [sys.executable, str(data_table_app.__file__), str(path), str(rows)]


def first_row(command: Sequence[str], timeout: float = 60.0) -> float:
    """Milliseconds from exec until the first row's name was sent; infinite where it was not."""
    with Terminal(command, size=SIZE, screen=False) as terminal:
        if not _sent(terminal, NAMES.format(1), timeout):
            return float("inf")
        return (terminal.last_read - terminal.started) * 1000


def usable(terminal: Terminal, timeout: float) -> bool:
    """Wait until the rows are there and a key is answered; False where that takes too long."""
    if not _sent(terminal, NAMES.format(1), timeout):
        return False
    terminal.settle(QUIET)
    terminal.press("down")
    return bool(terminal.read(terminal.started + timeout - time.perf_counter()))


def _sent(terminal: Terminal, text: str, timeout: float) -> bool:
    end = time.perf_counter() + timeout
    while text.encode() not in terminal.output:
        if time.perf_counter() > end:
            return False
        terminal.read(end - time.perf_counter())
    return True


def key_cost(terminal: Terminal, key: str, times: int) -> Cost:
    """Press a key again and again, each time until nothing more comes."""
    milliseconds, sent = [], []
    for _ in range(times):
        pressed = time.perf_counter()
        terminal.press(key)
        first = len(terminal.read(ANSWER))
        if not first:
            raise RuntimeError(f"{key} drew nothing")
        count = first + terminal.settle(QUIET)
        milliseconds.append((terminal.last_read - pressed) * 1000)
        sent.append(count)
    return Cost(milliseconds, sent)


def measure(name: str, command: Sequence[str], end: str) -> Measured:
    """Run an app and press its keys, `end` being the one that goes to the last row."""
    with Terminal(command, size=SIZE, screen=False) as terminal:
        if not usable(terminal, TAKES * 2):
            raise RuntimeError(f"{name} does not answer")
        terminal.settle(1.0)
        keys = {"cursor, one line": key_cost(terminal, "down", SIZE[1] - 10)}
        terminal.press(*["down"] * 10)
        terminal.settle(0.5)
        keys["scroll, one line"] = key_cost(terminal, "down", KEYS)
        keys["page down"] = key_cost(terminal, "pagedown", KEYS)
        keys["to the end"] = key_cost(terminal, end, 1)
        keys["cursor, at the end"] = key_cost(terminal, "up", SIZE[1] - 8)
        return Measured(name, keys, peak_megabytes(terminal.process.pid))


def peak_megabytes(process: int) -> float:
    """The most memory a process has held.

    Raises:
        RuntimeError: where the system does not say.
    """
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not say how much memory a process had")


def rows_it_takes(path: Path, rows: int) -> int:
    """How many rows, halved from `rows`, the DataTable takes within the time allowed."""
    while True:
        with Terminal(yardstick(path, rows), size=SIZE, screen=False) as terminal:
            if usable(terminal, TAKES):
                return rows
        rows //= 2


def start_table(path: Path, rows: int) -> str:
    """Exec to first row, both apps in turn."""
    virtual_times, bare_times = [], []
    for _ in range(STARTS):
        virtual_times.append(first_row(virtual(path)))
        bare_times.append(first_row(yardstick(path, SIZE[1])))
    bare = statistics.median(bare_times)
    lines = [
        (f"VirtualTable, {rows:,} rows", virtual_times),
        (f"bare DataTable, {SIZE[1]} rows", bare_times),
    ]
    return tabulate(
        [
            (name, statistics.median(times), max(times), statistics.median(times) / bare)
            for name, times in lines
        ],
        headers=["exec to first row", "median ms", "max ms", "ratio"],
        floatfmt=("", ".0f", ".0f", ".2f"),
    )


def key_table(one: Measured, other: Measured) -> str:
    """Keys of both apps side by side."""
    lines = []
    for key, cost in one.keys.items():
        for measured in (one, other):
            own = measured.keys[key]
            alone = len(own.milliseconds) == 1
            lines.append(
                (
                    key if measured is one else "",
                    measured.name,
                    own.median,
                    None if alone else own.p95,
                    statistics.median(own.sent),
                    own.median / cost.median,
                )
            )
    return tabulate(
        lines,
        headers=["key", "table", "median ms", "p95 ms", "bytes", "times VirtualTable's"],
        floatfmt=("", "", ".1f", ".1f", ".0f", ".1f"),
    )


@click.command()
@click.argument("rows", default=ROWS)
def main(rows: int) -> None:
    """Measure and print, ROWS rows in the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = table_app.fill(
            Path(folder) / "items.db", (NAMES.format(n) for n in range(1, rows + 1))
        )
        click.echo(start_table(path, rows) + "\n")
        taken = rows_it_takes(path, rows)
        one = measure(f"VirtualTable {rows:,}", virtual(path), "end")
        other = measure(f"DataTable {taken:,}", yardstick(path, taken), "ctrl+end")
    click.echo(key_table(one, other) + "\n")
    click.echo(
        tabulate(
            [(measured.name, measured.rss_megabytes) for measured in (one, other)],
            headers=["table", "peak RSS MB"],
            floatfmt=("", ".0f"),
        )
    )


if __name__ == "__main__":
    main()
