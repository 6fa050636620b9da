"""The app as a whole: ways to go, filter and order, what changes by itself, what is refused."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from artui.home import open_home
from artui.store.listing import Sort
from artui.tui.actions import ACTIONS, BY_ID, PLACES
from artui.tui.screens.aging import AgingScreen
from tests.homes import invoice
from tests.tui.driver import driving
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from artui.home import Home
    from artui.store.ordering import Ordering
    from tests.tui.driver import Driver

HARBOR, NINE, DELTA = "Harbor Cold Storage", "C9", "Delta Schools"


async def test_going_back_finds_cursor_filter_and_order_as_they_were(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("filter")
        await driver.press(*"delta", "enter")
        await driver.do("sort_next", "down")
        before = (driver.names, driver.screen.table.cursor, driver.screen.table.arrangement)
        assert before[:2] == ([DELTA, DELTA], 1)
        await driver.do("open")
        assert driver.lines[3].startswith(f"  {DELTA}")
        await driver.do("back")
        table = driver.screen.table
        assert (driver.names, table.cursor, table.arrangement) == before
        assert "shown 1" in driver.frame
        await driver.do("disputes", "aging")
        table = driver.screen.table
        assert (driver.names, table.cursor, table.arrangement) == before


async def test_escape_clears_the_filter_then_leaves_and_at_the_top_does_nothing(
    home: Home,
) -> None:
    async with driving(home) as driver:
        await driver.do("open", "filter")
        await driver.press(*"INV-2")
        assert driver.screen.table.snapshot.count == 1
        assert "1 open item with “INV-2”" in driver.frame
        await driver.press("escape")
        assert driver.screen.table.snapshot.count == 4
        await driver.press("escape")
        assert isinstance(driver.screen, AgingScreen)
        at_top = driver.frame
        assert await driver.press("escape", "escape") == at_top
        await driver.do("reasons")
        assert "Week 2026-W46" in await driver.press("escape")


async def test_every_place_is_reached_from_everywhere(home: Home) -> None:
    async with driving(home) as driver:
        for place in ("disputes", "reasons", "imports", "aging", "imports", "imports"):
            await driver.do(place, "open")
            await driver.do(place)
            assert place == driver.screen.PLACE
            assert driver.app.place == place
            assert len(driver.app.screen_stack) <= 2


async def test_every_column_can_be_sorted_by(home: Home) -> None:
    async with driving(home) as driver:
        table = driver.screen.table
        wanted = {column.key for column in table.snapshot.listing.columns}
        seen = {table.arrangement.order[0].column}
        for _ in wanted:
            await driver.do("sort_next")
            seen.add(table.arrangement.order[0].column)
        assert seen == wanted
        table.sort(Sort("name"))
        await driver.settle()
        assert driver.names == [NINE, DELTA, DELTA, HARBOR]
        await driver.do("sort_reverse")
        assert driver.names == [HARBOR, DELTA, DELTA, NINE]


async def test_a_filter_sums_up_what_it_shows_beside_everything(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("filter")
        lines = (await driver.press(*"koji")).splitlines()
        assert [line.split()[:3] for line in lines[-6:-2]] == [
            ["shown", "1", "EUR"],
            ["shown", "1", "USD"],
            ["all", "1", "EUR"],
            ["all", "3", "USD"],
        ]
        lines = (await driver.press("x", "[", "/", "x", "]")).splitlines()
        assert "nothing here: no customers with “kojix[/x]”" in driver.frame
        assert [line.split()[0] for line in lines[-4:-2]] == ["all", "all"]


async def test_a_commit_of_the_agent_shows_without_a_key(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("down")
        with agent(home) as hands:
            hands.take(
                "invoices_2026-11-19.csv",
                [
                    invoice(
                        "INV-9", "5000.00", "2026-11-01", customer_id="C7", due_date="2026-11-30"
                    )
                ],
            )
            hands.connection.execute("UPDATE customer SET name = 'Newcomer' WHERE number = 'C7'")
        lines = (await driver.look()).splitlines()
        assert driver.names == ["Newcomer", HARBOR, NINE, DELTA, DELTA]
        assert driver.screen.table.row["name"] == NINE
        assert "USD 6,980.00 ✓" in lines[-2]
        assert lines[-3].split()[:3] == ["all", "4", "USD"]


async def test_a_sign_of_life_changes_nothing_but_the_header(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(home) as driver:
        built: list[object] = []
        original = driver.screen.table.snapshot.build

        def watched(*asked: Any, **more: Any) -> Iterator[Ordering]:
            built.append(asked)
            return original(*asked, **more)

        monkeypatch.setattr(driver.screen.table.snapshot, "build", watched)
        with agent(home) as hands:
            hands.connection.execute(
                "INSERT INTO heartbeat VALUES (1, 1, 'files', ?, ?, 'events', NULL, NULL, NULL)",
                (home.now(), home.now()),
            )
            assert "agent ok" in (await driver.look()).splitlines()[0]
            assert built == []
            hands.take("more.csv", [invoice("INV-9", "1.00")])
            await driver.look()
            assert len(built) == 1


async def test_an_empty_home_gets_its_first_file(tmp_path: Path) -> None:
    home = found(tmp_path / "new")
    with agent(home) as hands:
        async with driving(home) as driver:
            assert driver.names == []
            hands.take("invoices.csv", [invoice("INV-1", "10.00", "2026-09-01")])
            await driver.look()
            assert driver.names == ["C1"]
            assert "USD 10.00 ✓" in driver.frame


async def test_what_happened_meanwhile_shows_when_one_comes_back(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("open")
        with agent(home) as hands:
            hands.take(
                "more.csv", [invoice("X", "77.00", "2026-11-18", company="3000", customer_id="C9")]
            )
        await driver.look()
        await driver.do("back")
        assert "177.00" in driver.frame


async def test_a_new_day_is_noticed_without_a_commit(home: Home) -> None:
    async with driving(home) as driver:
        app = driver.app
        app.home = replace(home, settings=replace(home.settings, today="2026-12-11"))
        app.work.home = app.home
        lines = (await driver.look()).splitlines()
        assert "as of 2026-12-11" in lines[0]
        assert lines[3].startswith("  Positions are of 2026-11-20")
        assert "USD 1,980.00 ✓" in lines[-2]


async def test_other_buckets_show_as_soon_as_the_policy_is_in_force(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("filter")
        await driver.press(*"harbor", "enter")
        aging = home.folder("policies") / "aging.yaml"
        aging.write_text("buckets: [15, 50]\n", encoding="utf-8")
        with agent(home):
            lines = (await driver.look()).splitlines()
        assert lines[4].split()[3:7] == ["current", "1-15", "16-50", "51+"]
        assert driver.names == [HARBOR]
        assert "USD 1,980.00 ✓" in lines[-2]


async def test_read_only_refuses_to_write_and_says_why(home: Home) -> None:
    async with driving(home, read_only=True) as driver:
        assert "READ-ONLY" in driver.lines[0]
        await driver.do("open", "reason", "undo")
        assert driver.told == ["Opened read-only. Nothing can be entered or undone."] * 2
        assert not home.desk.exists()


async def test_a_newer_schema_is_read_and_never_written(home: Home) -> None:
    with sqlite3.connect(home.main) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    async with driving(home) as driver:
        assert "READ-ONLY" in driver.lines[0]
        assert "A newer artui wrote this database" in driver.told[0]
        assert driver.names[0] == HARBOR
        await driver.do("open", "reason")
        assert "A newer artui" in driver.told[-1]


async def test_a_key_that_can_do_nothing_here_says_why(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("imports", "down", "open", "open")
        assert driver.told == ["A rejected row opens nothing further: its line stands in the file."]


async def test_the_help_page_names_every_key_of_the_screen(home: Home) -> None:
    async with driving(home, size=(100, 100)) as driver:
        await driver.do("open")
        page = await driver.do("help")
        places = ("everywhere", "list", "table", "invoice", "owed")
        for action in ACTIONS:
            assert (action.description in page) == (action.where in places)
        for key in ("escape", "question_mark", "q"):
            assert len(driver.app.screen_stack) == 3
            await driver.press(key)
            assert len(driver.app.screen_stack) == 2
            await driver.do("help")


async def _choose(driver: Driver, action: str) -> None:
    """Run an action out of the palette."""
    await driver.do("palette")
    driver.app.screen.query_one(Input).value = BY_ID[action].description
    await driver.settle()
    await driver.press("enter")


async def test_the_palette_runs_actions_where_they_work(home: Home) -> None:
    async with driving(home) as driver:
        await _choose(driver, "open")
        assert driver.lines[3].startswith(f"  {HARBOR}")
        await _choose(driver, "bottom")
        assert driver.screen.table.cursor == 3
        await _choose(driver, "imports")
        assert driver.app.place == "imports"
        await _choose(driver, "reason")
        assert driver.told == [
            f"Not here: “{BY_ID['reason'].description}” works {PLACES['invoice'].lower()}."
        ]


async def test_the_palette_offers_every_action_with_the_users_keys(home: Home) -> None:
    (home.path / "artui.yaml").write_text("today: 2026-11-20\nkeys: {undo: [z]}\n")
    async with driving(open_home(str(home.path)), size=(100, 260)) as driver:
        frame = await driver.do("palette")
        for action in ACTIONS:
            assert (action.description in frame) == (action.id != "palette")
        assert "z · everywhere" in frame


async def test_a_database_that_cannot_be_read_is_said_and_nothing_crashes(home: Home) -> None:
    async with driving(home) as driver:
        with sqlite3.connect(home.main) as connection:
            connection.execute("ALTER TABLE position RENAME TO gone")
        connection.close()
        await driver.do("open", "back", "reorder")
        assert "The list cannot be read: no such table: position" in driver.lines[-2]
        assert driver.names[0] == HARBOR
        driver.screen.refreshed()
        await driver.settle()
        assert "The database cannot be read: no such table: position" in driver.lines[-2]
        assert driver.screen.query_one("#truth").has_class("-false")
        assert "1 open dispute" in await driver.do("disputes")


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_it_is_left_by_a_key(home: Home, key: str) -> None:
    async with driving(home) as driver:
        await driver.pilot.press(key)
    assert driver.app.return_code == 0


async def test_keys_that_come_at_once_are_all_taken(home: Home) -> None:
    async with driving(home) as driver:
        await driver.pilot.press("slash", *"delta", "enter", "j")
        await driver.settle()
        assert (driver.names, driver.screen.table.cursor) == ([DELTA, DELTA], 1)
        await driver.pilot.press("enter", "enter", "enter")
        await driver.settle()
        assert len(driver.app.screen_stack) <= 3
        assert driver.app.screen_stack[1].PLACE == ""  # type: ignore[attr-defined] # a list
