"""The smallest app around a table, for pilots and for a real terminal."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App

from artui.store.listing import Column, Listing, Sort
from artui.store.snapshot import Snapshot
from artui.tui import actions, themes
from artui.tui.widgets.keyline import KeyLine
from artui.tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.message import Message

LISTING = Listing(
    columns=(
        Column("name", "Customer"),
        Column("flags", "Flags"),
        Column("amount", "Amount", "money"),
        Column("due", "Due", "day"),
        Column("items", "Items", "int"),
        Column("share", "Share", "ratio"),
    ),
    rows_sql="SELECT id, name, flags, amount, due, items, share, currency FROM item",
    key="id",
    search=("name", "flags"),
    default_order=(Sort("id"),),
    currency="currency",
    noun="customers",
)


def fill(path: Path, names: Iterable[str]) -> Path:
    """A database with one row a name: ids from 1, amounts falling, days rising."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(
            "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, flags TEXT, amount INTEGER,"
            " due INTEGER, items INTEGER, share REAL, currency TEXT)"
        )
        connection.executemany(
            "INSERT INTO item VALUES (?, ?, 'D P', ?, ?, ?, ?, 'USD')",
            (
                (n, name, 100_000_000 - n * 7, 20_000 + n % 600, n % 12, n % 100 / 100)
                for n, name in enumerate(names, 1)
            ),
        )
    connection.close()
    return path


def reader(path: Path) -> Callable[[], sqlite3.Connection]:
    """Opens a connection as a person's program does: read-only, for any thread."""
    return lambda: sqlite3.connect(
        f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )


class TableApp(App[None]):
    """A table over the database's items; keeps the messages that the table sends."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("everywhere")
    CSS_PATH = Path(actions.__file__).with_name("artui.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path, listing: Listing = LISTING) -> None:
        no_color = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if no_color else None)
        for theme in themes.THEMES.values():
            self.register_theme(theme)
        self.theme = themes.chosen("dark", no_color=no_color).name
        self.table = VirtualTable(Snapshot(listing, reader(path)))
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        """The table and its keys."""
        yield self.table
        yield KeyLine()

    def on_virtual_table_row_highlighted(self, message: VirtualTable.RowHighlighted) -> None:
        """Keep it."""
        self.said.append(message)

    def on_virtual_table_row_chosen(self, message: VirtualTable.RowChosen) -> None:
        """Keep it, and name the row in the terminal's first line."""
        self.said.append(message)
        self.table.totals([{"name": f"chosen {message.key}"}])

    def on_virtual_table_arranged(self, message: VirtualTable.Arranged) -> None:
        """Keep it."""
        self.said.append(message)

    def on_virtual_table_failed(self, message: VirtualTable.Failed) -> None:
        """Keep it."""
        self.said.append(message)


if __name__ == "__main__":
    app = TableApp(Path(sys.argv[1]))
    app.run(mouse=False)
    sys.exit(app.return_code or 0)
