"""The table, driven by keys: cursor, order, filter, widths, and what it says."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from artui.store.listing import Arrangement, Listing, Sort
from artui.store.snapshot import Snapshot
from artui.text import REPLACEMENT
from artui.tui.widgets.columns import EARLIER, LATER
from artui.tui.widgets.table import VirtualTable
from tests.tui.table_app import LISTING, TableApp, fill, reader
from tests.tui.terminal import frame, widths

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.strip import Strip

ROWS = 1_000
SIZE = (100, 20)
LINES = 18  # a line for the header, one for the keys


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "items.db"
    return fill(path, (f"Customer {n:04}" for n in range(1, ROWS + 1)))


@asynccontextmanager
async def running(
    path: Path, listing: Listing = LISTING, size: tuple[int, int] = SIZE
) -> AsyncIterator[tuple[TableApp, Pilot[None]]]:
    app = TableApp(path, listing)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def settled(app: TableApp, pilot: Pilot[None]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


async def press(app: TableApp, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


def rows(app: TableApp) -> list[str]:
    return frame(app).splitlines()[1:-1]


async def test_the_first_rows_are_shown_under_a_header(database: Path) -> None:
    async with running(database) as (app, _):
        header, first, second, *_ = frame(app).splitlines()
    assert header.split() == ["Customer", "Flags", "Amount", "Due", "Items", "Share"]
    assert first.split() == [
        *("▸", "Customer", "0001", "D", "P", "999,999.93", "2024-10-05", "1", "1.0", "%")
    ]
    assert second.startswith("  Customer 0002")


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (["down", "down", "up"], 1),
        (["j", "j", "j", "k"], 2),
        (["up"], 0),
        (["pagedown"], LINES),
        (["pagedown", "pagedown", "pageup"], LINES),
        (["ctrl+d"], LINES // 2),
        (["ctrl+d", "ctrl+d", "ctrl+u"], LINES // 2),
        (["end"], ROWS - 1),
        (["G", "down"], ROWS - 1),
        (["G", "home"], 0),
        (["end", "g"], 0),
    ],
)
async def test_keys_move_the_cursor(database: Path, keys: list[str], cursor: int) -> None:
    async with running(database) as (app, pilot):
        await press(app, pilot, *keys)
        assert (app.table.cursor, app.table.key) == (cursor, cursor + 1)
        marked = [line for line in rows(app) if line.startswith("▸")]
    assert len(marked) == 1
    assert f"Customer {cursor + 1:04}" in marked[0]


async def test_the_last_row_stands_on_the_last_line(database: Path) -> None:
    async with running(database) as (app, pilot):
        await press(app, pilot, "G")
        assert [line[2:15] for line in rows(app)] == [
            f"Customer {n:04}" for n in range(ROWS - LINES + 1, ROWS + 1)
        ]


async def test_a_move_within_the_view_draws_two_lines_only(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(database) as (app, pilot):
        drawn: list[int] = []
        original = app.table.render_line

        def counted(y: int) -> Strip:
            drawn.append(y)
            return original(y)

        monkeypatch.setattr(app.table, "render_line", counted)
        await pilot.press("down")
        await pilot.pause()
    assert sorted(drawn) == [1, 2]


async def test_highlighted_and_chosen_rows_are_told_by_key(database: Path) -> None:
    async with running(database) as (app, pilot):
        await press(app, pilot, "j", "j", "enter")
        told = [
            (type(message).__name__, message.key)
            for message in app.said
            if isinstance(message, VirtualTable.RowHighlighted | VirtualTable.RowChosen)
        ]
    assert told == [
        ("RowHighlighted", 1),
        ("RowHighlighted", 2),
        ("RowHighlighted", 3),
        ("RowChosen", 3),
    ]


async def test_the_row_under_the_cursor_has_its_hidden_values(database: Path) -> None:
    async with running(database) as (app, _):
        assert app.table.row["currency"] == "USD"
        assert app.table.row["amount"] == 99_999_993


async def test_sorting_goes_from_column_to_column_and_keeps_the_row(database: Path) -> None:
    async with running(database) as (app, pilot):
        await press(app, pilot, "j", "j", ">")
        assert app.table.arrangement.order == (Sort("name"),)
        assert "Customer ↑" in frame(app)
        await press(app, pilot, ">", ">")
        assert app.table.arrangement.order == (Sort("amount", descending=True),)
        assert (app.table.key, app.table.cursor) == (3, 2)
        await press(app, pilot, "s")
        assert "Amount ↑" in frame(app)
        assert (app.table.key, app.table.cursor) == (3, ROWS - 3)
        assert any(line.startswith("▸ Customer 0003") for line in rows(app))
        await press(app, pilot, "<", "<", "<")
        assert app.table.arrangement.order == (Sort("share", descending=True),)


async def test_a_column_that_cannot_be_sorted_is_passed_over(database: Path) -> None:
    name, flags, *others = LISTING.columns
    listing = replace(LISTING, columns=(name, replace(flags, sortable=False), *others))
    async with running(database, listing) as (app, pilot):
        await press(app, pilot, ">", ">")
        assert app.table.arrangement.order[0].column == "amount"


async def test_a_filter_keeps_the_row_where_it_matches_and_says_where_nothing_does(
    database: Path,
) -> None:
    async with running(database) as (app, pilot):
        await press(app, pilot, "G")
        app.table.filter("customer 1000")
        await settled(app, pilot)
        assert (app.table.snapshot.count, app.table.key) == (1, ROWS)
        app.table.filter("[/x] \x1b]52")
        await settled(app, pilot)
        assert app.table.snapshot.count == 0
        assert app.table.key is None
        assert (
            rows(app)[0] == "  nothing here: no customers with “[/x] \N{REPLACEMENT CHARACTER}]52”"
        )
        await press(app, pilot, "j", "G", "enter", "pagedown", "s")
        app.table.filter("")
        await settled(app, pilot)
        assert (app.table.snapshot.count, app.table.cursor) == (ROWS, 0)


async def test_an_empty_table_says_so(tmp_path: Path) -> None:
    async with running(fill(tmp_path / "db", [])) as (app, _):
        assert rows(app)[0] == "  nothing here: no customers"


async def test_it_says_that_it_is_loading_and_can_be_left_meanwhile(tmp_path: Path) -> None:
    at_work = threading.Event()

    def connect() -> sqlite3.Connection:
        connection = reader(fill(tmp_path / "db", []))()
        connection.create_function("at_work", 0, at_work.set)
        return connection

    endless = (
        "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id,"
        " at_work() AS name, '' AS flags, 0 AS amount, 0 AS due, 0 AS items, 0 AS share,"
        " '' AS currency FROM n"
    )
    app = TableApp(tmp_path / "db")
    app.table = VirtualTable(Snapshot(replace(LISTING, rows_sql=endless), connect))
    async with app.run_test(size=SIZE) as pilot:
        assert at_work.wait(10)
        await pilot.pause()
        assert rows(app)[0] == "  loading …"
        await pilot.press("j", "G", "enter", "s")
    assert app.table.snapshot.count == 0


async def test_a_listing_that_cannot_be_read_says_why(database: Path) -> None:
    async with running(database, replace(LISTING, rows_sql="SELECT * FROM gone")) as (app, _):
        assert rows(app)[0].startswith("  The list cannot be read: no such table: gone.")
        assert any(isinstance(message, VirtualTable.Failed) for message in app.said)


async def test_a_change_shows_at_once_and_the_order_waits_for_its_key(tmp_path: Path) -> None:
    path = fill(tmp_path / "db", ["Alpha", "Beta", "Gamma"])
    async with running(path) as (app, pilot):
        await press(app, pilot, ">", "G")
        assert not app.table.poll()
        with sqlite3.connect(path) as writer:
            writer.execute("UPDATE item SET name = 'Aardvark', amount = 123456789012 WHERE id = 3")
        writer.close()
        assert app.table.poll()
        await pilot.pause()
        states = [app.table.stale]
        assert rows(app)[2].startswith("▸ Aardvark")
        assert "1,234,567,890.12" in rows(app)[2]
        await press(app, pilot, "R")
        assert [*states, app.table.stale] == [True, False]
        assert rows(app)[0].startswith("▸ Aardvark")


async def test_another_snapshot_takes_the_place_of_the_first(database: Path) -> None:
    async with running(database) as (app, pilot):
        await press(app, pilot, "G", ">", ">")
        listing = replace(LISTING, rows_sql=f"{LISTING.rows_sql} WHERE id > 500", noun="others")
        app.table.open(Snapshot(listing, reader(database)), keep=502)
        await settled(app, pilot)
        assert (app.table.snapshot.count, app.table.cursor, app.table.key) == (500, 1, 502)
        assert app.table.arrangement == Arrangement(LISTING.default_order)


async def test_totals_stand_under_their_columns(database: Path) -> None:
    async with running(database) as (app, pilot):
        app.table.totals(
            [
                {"name": "shown 1,000", "amount": "999,996,496.50"},
                {"name": "all \x1b[31m", "amount": "1"},
            ]
        )
        await pilot.pause()
        lines = frame(app).splitlines()
        end = lines[0].index("Amount") + len("Amount")
        *_, last_row, blank, shown, everything, _ = lines
        assert (last_row[:10], blank) == ("  Customer", "")
        assert shown[:end].split() == ["shown", "1,000", "999,996,496.50"]
        assert everything[:end].split() == ["all", f"{REPLACEMENT}[31m", "1"]
        await press(app, pilot, "G")
        assert rows(app)[-4].startswith(f"▸ Customer {ROWS}")


async def test_columns_scroll_sideways_and_the_first_one_stays(database: Path) -> None:
    async with running(database, size=(45, 10)) as (app, pilot):
        first = frame(app).splitlines()[0]
        await press(app, pilot, "l", "right")
        scrolled = frame(app).splitlines()[0]
        await press(app, pilot, "l", "l", "l", "l", "l")
        at_end = frame(app).splitlines()[0]
        await press(app, pilot, "h", "h", "h", "h", "left")
        back = frame(app).splitlines()[0]
    assert first.split() == ["Customer", "Flags", "Amount", LATER.strip()]
    assert scrolled.split() == [EARLIER, "Customer", "Due", "Items", "Share"]
    assert at_end == scrolled
    assert back == first


@pytest.mark.parametrize("width", [1, 2, 3, 5, 9, 20, 21, 34, 60, 80, 120, 300])
async def test_any_width_and_height_of_a_terminal_is_drawn(database: Path, width: int) -> None:
    async with running(database, size=(width, 3 + width % 7)) as (app, pilot):
        app.table.totals([{"name": "shown", "amount": "1.00"}])
        await press(app, pilot, "G", "l", "s")
        await pilot.resize_terminal(width + 5, 2)
        await pilot.resize_terminal(width, 12)
        await settled(app, pilot)
        assert app.table.key == ROWS
        assert widths(app) == {width}


async def test_the_end_is_the_end_of_all_rows_before_they_are_in_order(database: Path) -> None:
    class Impatient(TableApp):
        def on_virtual_table_arranged(self, message: VirtualTable.Arranged) -> None:
            if not message.complete:
                self.table.action_bottom()

    app = Impatient(database)
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        assert app.table.cursor == ROWS - 1


async def test_moves_made_while_an_order_is_asked_for_are_kept(database: Path) -> None:
    async with running(database) as (app, pilot):
        app.table.sort(Sort("amount"))
        app.table.action_move(4)
        await settled(app, pilot)
        assert (app.table.key, app.table.cursor) == (5, ROWS - 5)
        app.table.action_reorder()
        app.table.action_bottom()
        await settled(app, pilot)
        assert app.table.cursor == ROWS - 1
