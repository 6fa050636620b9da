"""The yardstick: nothing but Textual's own DataTable, filled with the first rows of a database."""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import DataTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

COLUMNS = ("Customer", "Flags", "Amount", "Due", "Items", "Share")


class DataTableApp(App[None]):
    """All rows as cells of a DataTable, with a row cursor."""

    BINDINGS = [("q", "quit", "quit")]  # noqa: RUF012 - Textual's own way
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: str, limit: int) -> None:
        super().__init__()
        connection = sqlite3.connect(path)
        self.rows = connection.execute(
            "SELECT name, flags, printf('%,.2f', amount / 100.0), date(due * 86400, 'unixepoch'),"
            " items, printf('%.1f %%', share * 100) FROM item ORDER BY id LIMIT ?",
            (limit,),
        ).fetchall()
        connection.close()

    def compose(self) -> ComposeResult:
        """The table alone."""
        table: DataTable[str] = DataTable(cursor_type="row")
        table.add_columns(*COLUMNS)
        table.add_rows(self.rows)
        yield table


if __name__ == "__main__":
    DataTableApp(sys.argv[1], int(sys.argv[2])).run(mouse=False)
