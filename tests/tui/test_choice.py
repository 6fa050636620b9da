"""Choosing a late reason: saved, journalled, shown, undone, and never waiting for a load."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from artui.tui.screens.choice import ChoiceScreen
from tests.homes import invoice
from tests.tui.driver import driving
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.home import Home
    from tests.tui.driver import Driver

CHOSEN = "Wrong bill-to entity"
RULED = (
    "    Late because   No PO on the invoice (dispatch), by the rules in reasons.yaml"
    "   (r: another)"
)
#: Takes the write lock of a database, says so, and keeps it until its input ends.
_HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


async def _choose(driver: Driver, label: str = CHOSEN) -> None:
    await driver.do("reason")
    screen = driver.app.screen
    assert isinstance(screen, ChoiceScreen)
    down = next(n for n, choice in enumerate(screen.choices) if choice.label == label)
    assert label in driver.frame
    await driver.press("home", *["j"] * down, "enter")


def _journal(home: Home) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(home.desk)
    try:
        return connection.execute("SELECT action, before, after FROM journal").fetchall()
    finally:
        connection.close()


async def test_a_choice_is_saved_shown_and_undone(home: Home) -> None:
    async with driving(home) as driver:
        assert not home.desk.exists()
        await driver.do("open", "open")
        await _choose(driver)
        assert driver.told[-1] == f"INV-3: {CHOSEN}. u takes it back."
        assert f"    Late because   {CHOSEN} (dispatch), chosen by " in driver.frame
        await _choose(driver, "Wrong tax")
        assert "    Late because   Wrong tax (billing), chosen by " in driver.frame
        await driver.do("undo")
        assert driver.told[-1].endswith(f": {CHOSEN} again.")
        assert f"    Late because   {CHOSEN}" in driver.frame
        await driver.do("undo")
        assert driver.told[-1].endswith(": your choice is taken back.")
        assert RULED in driver.frame
        await driver.do("undo")
        assert "has nothing to undo" in driver.told[-1]
    assert [(before, after) for _, before, after in _journal(home)] == [
        ("null", '"wrong_bill_to"'),
        ('"wrong_bill_to"', '"tax"'),
        ('"tax"', '"wrong_bill_to"'),
        ('"wrong_bill_to"', "null"),
    ]


async def test_a_choice_can_be_taken_back_in_the_list_itself(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("open", "open")
        await _choose(driver)
        await driver.do("reason")
        screen = driver.app.screen
        assert isinstance(screen, ChoiceScreen)
        assert screen.choices[screen.highlighted].label == CHOSEN
        await driver.press("end", "enter")
        assert driver.told[-1] == "INV-3: no choice of yours. u takes it back."
        assert RULED in driver.frame


async def test_cash_has_no_late_reason(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("open", "down", "down", "reason")
        assert driver.screen.table.row["number"] == "PAY-1"
        assert driver.told == ["Credits and cash are never late, so there is no reason to choose."]


async def test_escape_changes_nothing(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("open", "reason")
        assert "Why is INV-3 late?" in driver.frame
        await driver.press("escape")
        assert (driver.told, home.desk.exists()) == ([], False)


async def test_a_choice_moves_the_invoice_in_a_week_that_is_not_frozen(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("reasons", "week_after")
        assert CHOSEN not in driver.frame
        await driver.do("open")
        await _choose(driver)
        assert "nothing here: no late invoices" in driver.frame
        await driver.do("back")
        line = next(line for line in driver.lines if CHOSEN in line)
        assert line.split()[-4:] == ["0.00", "0.00", "580.00", "2,900.00"]
        await driver.do("week_before")
        assert CHOSEN not in driver.frame
        assert "frozen" in driver.lines[3]


async def test_a_choice_outlives_later_imports(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("open", "open")
        await _choose(driver)
        with agent(home) as hands:
            hands.take(
                "invoices_2026-11-19.csv",
                [invoice("INV-3", "600.00", "2026-08-01", due_date="2026-08-31", reason="PR1")],
            )
        await driver.look()
        assert f"Late because   {CHOSEN}" in driver.frame
        assert "also         No PO on the invoice (dispatch): the customer requires a PO;" in (
            driver.frame
        )
        assert "Price or quantity differs from the quote (sales): the export says PR1" in (
            driver.frame
        )


@pytest.fixture
def held(home: Home) -> Iterator[subprocess.Popen[str]]:
    """Another process that keeps the main database's write lock."""
    command = [sys.executable, "-c", _HOLDER, str(home.main)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        assert holder.stdin is not None
        holder.stdin.close()


async def test_saving_does_not_wait_for_a_load(home: Home, held: subprocess.Popen[str]) -> None:
    async with driving(home) as driver:
        await driver.do("open", "open")
        await _choose(driver)
        assert driver.told[-1] == f"INV-3: {CHOSEN}. u takes it back."
        assert f"Late because   {CHOSEN}" in driver.frame
        await driver.do("undo")
    assert len(_journal(home)) == 2
    assert held.poll() is None


async def test_a_desk_that_cannot_be_written_says_so_and_the_screen_goes_on(home: Home) -> None:
    shutil.rmtree(home.desk.parent, ignore_errors=True)
    home.desk.parent.write_text("in the way")
    async with driving(home) as driver:
        await driver.do("open", "open")
        await _choose(driver)
        assert driver.told[-1].startswith("INV-3: not saved. ")
        assert "cannot be opened for writing" in driver.told[-1]
        assert "INV-3" in driver.lines[3]
        await driver.do("undo")
        assert "cannot be opened for writing" in driver.told[-1]
