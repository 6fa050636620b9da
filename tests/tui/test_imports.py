"""Imports: rejected rows whole, what a held file would close, and what people decide of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.person import person
from artui.store.connection import open_desk
from artui.store.records import Heartbeat
from tests.tui.driver import driving
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from artui.home import Home
    from tests.tui.driver import Driver

HELD, HALF, NOTHING = "open_items_3000_2026-11-17.csv", "half.csv", "nothing.csv"


def decisions(home: Home) -> list[tuple[Any, ...]]:
    """What stands on the desk."""
    connection = open_desk(home.desk)
    try:
        return connection.execute(
            "SELECT file, decision, note, who FROM import_decision ORDER BY id"
        ).fetchall()
    finally:
        connection.close()


async def to(driver: Driver, file: str) -> str:
    """Go to a file in the list of imports; the frame."""
    await driver.do("imports", "top")
    while driver.screen.table.row["name"] != file:
        await driver.do("down")
    return driver.frame


async def test_a_held_file_shows_what_it_would_close(home: Home) -> None:
    async with driving(home) as driver:
        await to(driver, HELD)
        frame = await driver.do("open")
        lines = [line.strip() for line in frame.splitlines()]
        assert lines[3] == f"{HELD}: held"
        assert "would close 9 items of 1 customer, USD 90.00; the oldest fell due on" in frame
        assert "A better file replaces it. y loads it all the same, n leaves it out." in lines
        assert f"kept as held/{HELD}" in lines
        assert lines[-2] == "9 items"
        assert driver.names[0].startswith("OLD-")
        invoice = await driver.do("open")
    assert "OLD-" in invoice.splitlines()[3]


async def test_a_yes_asks_once_more_and_stands_on_the_desk(home: Home) -> None:
    async with driving(home) as driver:
        await to(driver, HELD)
        await driver.do("open")
        frame = await driver.do("accept")
        assert "it closes 9 items of 1 customer, USD 90.00" in " ".join(frame.split())
        await driver.press(*"paid", "enter")
        assert decisions(home) == [(HELD, "accept", "paid", person())]
        assert driver.told[-1] == (f"{HELD}: it is loaded once an agent runs. u takes it back.")
        assert f"{HELD}: held → accepted by {person()}" in driver.frame
        await driver.do("accept")
        assert "That was decided, and waits for the agent" in driver.told[-1]
        await driver.do("undo")
        assert decisions(home) == []
        assert driver.told[-1] == f"{HELD}: the decision is taken back."
        assert f"{HELD}: held" in driver.frame
        assert "accepted by" not in driver.frame


async def test_a_yes_left_changes_nothing(home: Home) -> None:
    async with driving(home) as driver:
        await to(driver, HELD)
        await driver.do("accept")
        await driver.press("escape")
        assert decisions(home) == []


async def test_a_no_needs_a_reason(home: Home) -> None:
    async with driving(home) as driver:
        await to(driver, HELD)
        await driver.do("refuse")
        frame = await driver.press("enter")
        assert "Say why, for whoever looks at it next." in frame
        await driver.press(*"cut", "enter")
        assert decisions(home) == [(HELD, "refuse", "cut", person())]
        frame = await driver.look()
        assert f"held → refused by {person()}" in frame


async def test_a_running_agent_is_said_to_do_it_now(home: Home) -> None:
    with agent(home) as hands:
        hands.beat(Heartbeat(1, "files", home.now(), home.now(), "events", None, None))
        async with driving(home) as driver:
            await to(driver, HALF)
            await driver.do("again")
            assert driver.told[-1] == f"{HALF}: the agent tries it again now. u takes it back."
    assert decisions(home) == [(HALF, "again", "", person())]


@pytest.mark.parametrize(
    ("file", "action", "said"),
    [
        (NOTHING, "accept", "The file is not held: it is failed."),
        (HALF, "refuse", "The file does not wait: it is loaded with rejects."),
        ("customers.csv", "accept", "The file is not held: it is loaded."),
        (NOTHING, "edit", "No profile read this file: profiles stand in policies/exports."),
    ],
)
async def test_what_cannot_be_decided_is_said(
    home: Home, file: str, action: str, said: str
) -> None:
    async with driving(home) as driver:
        await to(driver, file)
        await driver.do(action)
        assert driver.told == [said]
    assert decisions(home) == []


async def test_nothing_is_decided_read_only_or_of_another_day(home: Home) -> None:
    async with driving(home, read_only=True) as driver:
        await to(driver, HELD)
        await driver.do("accept", "refuse", "again")
        assert driver.told == ["Opened read-only. Nothing can be entered or undone."] * 3
    assert not home.desk.exists() or decisions(home) == []


async def test_a_rejected_row_is_shown_whole_and_copied(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "invoice_id,customer_id,invoice_date,amount,site\n"
    site = "x" * 150 + " [/red]\x1b[2J \u202eend"
    with agent(home) as hands:
        hands.give("wide.csv", f"{header}W-1,C1,2026-10-01,ten,{site}\nW-2,C1,no,1.00,b\n")
    sent: list[str] = []
    async with driving(home) as driver:
        monkeypatch.setattr(driver.app, "copy_to_clipboard", sent.append)
        await to(driver, "wide.csv")
        lines = (await driver.do("open")).splitlines()
        shown = "".join(line.strip() for line in lines[-6:])
        assert "line 2: amount “ten” is no" in shown
        assert "W-1,C1,2026-10-01,ten," + "x" * 100 in shown
        assert "[/red]�[2J �end" in shown
        await driver.do("copy")
        assert driver.told[-1] == "Line 2 is copied."
        assert sent == [f"W-1,C1,2026-10-01,ten,{'x' * 150} [/red]�[2J �end"]
        frame = await driver.do("down")
        assert "line 3: invoice_date “no” is" in frame
        await driver.do("back")
        await to(driver, NOTHING)
        await driver.do("open", "copy")
        assert driver.told[-1] == "There is no row here to be copied."


async def test_a_long_load_says_how_far_it_is(home: Home) -> None:
    said = "412,000 of about 1,000,000 rows · 38,000 rows/s · 16 s left to read"
    beat = Heartbeat(1, "files", home.now(), home.now(), "events", "fbl5n.csv", None, said)
    with agent(home) as hands:
        hands.beat(beat)
        async with driving(home) as driver:
            await driver.do("imports")
            assert f"loading fbl5n.csv · {said}" in driver.frame
            hands.beat(beat._replace(working_on=None, progress=None))
            assert "fbl5n" not in await driver.look()


async def test_the_profile_of_a_file_opens_in_the_editor(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = home.folder("policies") / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "ours.yaml").write_text("kind: customers\n")
    with agent(home) as hands:
        hands.connection.execute("UPDATE import SET profile = 'ours' WHERE file = ?", (HALF,))
    opened: list[list[str]] = []
    monkeypatch.setenv("EDITOR", "cat")

    def edited(_: object, order: list[str], __: object) -> str:
        opened.append(order)
        return ""

    monkeypatch.setattr("artui.tui.editor.run", edited)
    async with driving(home) as driver:
        await to(driver, HALF)
        await driver.do("edit")
    assert opened[0][-1] == str(exports / "ours.yaml")


async def test_in_a_small_terminal_the_table_stays(home: Home) -> None:
    async with driving(home, size=(60, 12)) as driver:
        await to(driver, HELD)
        frame = await driver.do("open")
        assert "▸ OLD-" in frame
        await driver.do("back")
        await to(driver, HALF)
        frame = await driver.do("open")
        assert any(line.startswith("▸ ") for line in frame.splitlines())
