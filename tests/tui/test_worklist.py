"""The worklist by keys: mine first, why each stands there, and what people enter about it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from artui.domain.contacts import OUTCOMES
from artui.home import open_home
from artui.person import person
from artui.tui.screens.form import FormScreen, Menu
from tests.homes import invoice
from tests.tui.driver import driving
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home
    from tests.tui.driver import Driver

SIZE = (170, 30)
NAMES = ("Alder Freight", "Birch Clinics", "Cedar Hotels", "Dogwood Depots")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Four accounts of two collectors, decided today; I am koji."""
    made = found(tmp_path / "home", collectors={person(): "koji"})
    customers = [
        {"customer_id": f"C{n}", "name": name, "collector": "koji" if n > 2 else "ann"}
        for n, name in enumerate(NAMES, 1)
    ]
    bills = [
        invoice(f"I{n}", "500.00", "2026-08-01", due_date=f"2026-10-0{n}", customer_id=f"C{n}")
        for n in range(1, 5)
    ]
    with agent(made) as hands:
        hands.take("customers.csv", customers)
        hands.take("invoices.csv", bills)
        hands.escalate()
    return made


def entered(home: Home, table: str) -> list[dict[str, object]]:
    """What stands on the desk."""
    connection = sqlite3.connect(home.desk)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]
    finally:
        connection.close()


def line(driver: Driver, name: str) -> str:
    """The row of a customer."""
    return next(each for each in driver.lines if name in each[:30])


def cells(driver: Driver, name: str) -> list[str]:
    """What stands after the customer's name."""
    return line(driver, name).partition(name)[2].split()


def filling(driver: Driver) -> bool:
    """Whether a form is open."""
    return isinstance(driver.app.screen, FormScreen)


async def choose(driver: Driver, outcome: str) -> None:
    """In the form, go to an outcome."""
    await driver.press("home", *["j"] * [*OUTCOMES].index(outcome))
    assert driver.app.screen.query_one("#outcome", Menu).value == outcome


async def test_it_opens_on_my_accounts_in_the_days_order(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work")
        assert driver.names == [NAMES[2], NAMES[3]]
        assert driver.lines[3] == (
            "  2 today · 0 waiting · 0 done   accounts of koji   a shows everybody's"
        )
        assert cells(driver, NAMES[2])[:6] == "today 1 500.00 USD 48 Friendly".split()
        assert "all 2" in driver.frame
        await driver.do("mine")
        assert driver.names == [NAMES[2], NAMES[3], NAMES[0], NAMES[1]]
        assert "everybody's, koji's first   a shows only mine" in driver.lines[3]
        await driver.do("mine")
        assert driver.names == [NAMES[2], NAMES[3]]


async def test_somebody_the_settings_do_not_know_sees_everybodys(home: Home) -> None:
    (home.path / "artui.yaml").write_text("today: '2026-11-20'\n", encoding="utf-8")
    async with driving(open_home(str(home.path)), size=SIZE) as driver:
        await driver.do("work")
        assert driver.names == list(NAMES)
        assert driver.lines[3] == "  4 today · 0 waiting · 0 done"
        await driver.do("mine")
        assert driver.told == [
            f"artui.yaml does not say which collector {person()} is: collectors."
        ]


async def test_the_line_below_says_why_the_account_stands_there(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work")
        why = "1 item, 500.00 USD past due, the oldest 48 days; "
        assert any(each.startswith(f"  {why}") for each in driver.lines)
        await driver.do("down")
        assert any("the oldest 47 days" in each for each in driver.lines)
        await driver.do("filter")
        await driver.press(*"zzz")
        assert not any("the oldest" in each for each in driver.lines)


async def test_done_goes_to_the_end_at_once_and_the_tier_moves_on_the_next_run(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "done")
        assert driver.told[-1] == (
            f"{NAMES[2]}: Friendly reminder done, tier 1 until the next run. u takes it back."
        )
        assert driver.names == [NAMES[3], NAMES[2]]
        assert cells(driver, NAMES[2])[:3] == ["done", "1", "500.00"]
        assert line(driver, NAMES[3]).startswith("▸")
        assert "1 today · 0 waiting · 1 done" in driver.lines[3]
        await driver.do("down", "done")
        assert driver.told[-1] == ("It is marked done already; the agent's next run takes it over.")
        with agent(home) as hands:
            hands.escalate()
        await driver.look()
        assert cells(driver, NAMES[2])[:2] == ["done", "1"]
    (home.path / "artui.yaml").write_text("today: '2026-12-01'\n", encoding="utf-8")
    tomorrow = open_home(str(home.path))
    async with driving(tomorrow, size=SIZE) as driver:
        await driver.do("work")
        assert cells(driver, NAMES[2])[:2] == ["done", "1"]
        assert "Tiers of 2026-11-20: the agent decides anew when it runs." in driver.lines[3]
        with agent(tomorrow) as hands:
            hands.escalate()
        await driver.look()
        assert cells(driver, NAMES[2])[:2] == ["today", "2"]
        assert cells(driver, NAMES[3])[:2] == ["today", "1"]


async def test_a_call_is_logged_with_its_outcome_and_waits_for_its_day(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "contact")
        assert f"Contact with {NAMES[2]}" in driver.frame
        await choose(driver, "callback")
        await driver.press("enter", *"fri")
        assert "Fri 2026-11-27" in driver.frame
        await driver.press("enter", *"at nine", "enter", "right", "enter")
        assert driver.told[-1] == (
            f"{NAMES[2]}: contact logged, asked to call back, next on Fri 2026-11-27,"
            " Friendly reminder done. u takes it back."
        )
        assert cells(driver, NAMES[2])[0] == "done"
        await driver.do("undo")
        assert driver.told[-1].endswith(": not done after all.")
        assert cells(driver, NAMES[2])[0] == "waiting"
        assert cells(driver, NAMES[2])[-4:-2] == ["2026-11-27", "2026-11-20"]
        [contact] = entered(home, "contact")
        said = {
            key: contact[key] for key in ("customer", "channel", "direction", "outcome", "note")
        }
        assert said == {
            "customer": "c3",
            "channel": "phone",
            "direction": "out",
            "outcome": "callback",
            "note": "at nine",
        }
        await driver.do("undo")
        assert entered(home, "contact") == []
        assert cells(driver, NAMES[2])[0] == "today"


async def test_a_promise_asks_for_amount_and_day_and_is_come_back_to_then(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "promise")
        await driver.press("ctrl+s")
        assert "Write the day it is promised for." in driver.frame
        await driver.press(*"+3", "shift+tab", "ctrl+u", *"1,2", "ctrl+s")
        assert "Write an amount as 1234.50." in driver.frame
        await driver.press("ctrl+u", *"200", "ctrl+s")
        assert driver.told[-1] == (
            f"{NAMES[2]}: contact logged, promises to pay 200.00 by Mon 2026-11-23."
            " u takes it back."
        )
        assert cells(driver, NAMES[2])[:3] == ["waiting", "1", "P"]
    [promise], [contact] = entered(home, "promise"), entered(home, "contact")
    assert (promise["amount"], promise["due_on"]) == (20_000, contact["next_on"])
    assert contact["outcome"] == "promise"


async def test_a_dispute_wants_to_be_told(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "contact")
        await choose(driver, "dispute")
        await driver.press("ctrl+s")
        assert "Write in the note what they dispute." in driver.frame
        await driver.press(*"price", "ctrl+s")
        assert not filling(driver)
        assert entered(home, "contact")[0]["note"] == "price"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "Write a day as 2026-11-28, +7 or fri."),
        ("2026-11-01", "Sun 2026-11-01 has passed."),
    ],
)
async def test_a_day_that_is_none_is_not_saved(home: Home, typed: str, sentence: str) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "contact")
        await driver.press("enter", *typed, "ctrl+s")
        assert sentence in driver.frame
        assert filling(driver)
        assert not home.desk.exists()


async def test_a_hold_has_a_reason_and_an_end_and_can_be_released(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "hold")
        await driver.press("enter", "enter")
        assert "Say why, for whoever looks at it next." in driver.frame
        await driver.press(*"our mistake", "enter", "enter")
        assert "Write the last day it is to hold." in driver.frame
        await driver.press(*"+2w", "enter")
        assert driver.told[-1] == (
            f"{NAMES[2]}: on hold until Fri 2026-12-04, our mistake. u takes it back."
        )
        assert cells(driver, NAMES[2])[:3] == ["waiting", "1", "H"]
        await driver.do("hold")
        assert f"our mistake, from 2026-11-20 to 2026-12-04, by {person()}" in driver.frame
        await driver.press("enter")
        assert cells(driver, NAMES[2])[:3] == ["waiting", "1", "H"]
        await driver.do("hold")
        await driver.press("right", "enter")
        assert driver.told[-1] == f"{NAMES[2]}: not on hold any more. u takes it back."
        assert cells(driver, NAMES[2])[:2] == ["today", "1"]
        await driver.do("undo")
        assert cells(driver, NAMES[2])[:3] == ["waiting", "1", "H"]


async def test_escape_throws_away_what_was_typed_only_the_second_time(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "contact")
        await driver.press("escape")
        assert not filling(driver)
        await driver.do("contact")
        await driver.press("enter", "enter", "x", "escape")
        assert "esc once more throws away what you typed." in driver.frame
        await driver.press("y", "escape")
        assert filling(driver)
        await driver.press("escape")
        assert not filling(driver)
        assert (driver.told, home.desk.exists()) == ([], False)


async def test_enter_opens_the_account_with_its_log_and_its_items(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "contact")
        await choose(driver, "message")
        await driver.press("ctrl+s")
        await driver.do("open")
        assert driver.lines[3].startswith(f"  {NAMES[2]}   C3 · 1000 · koji · USD")
        assert driver.lines[3].endswith("today: tier 1 Friendly reminder")
        assert any(
            each.startswith(f"    Contact   2026-11-20 {person()}: Phone, we called or wrote")
            and each.endswith("Left a message")
            for each in driver.lines
        )
        await driver.do("promise")
        await driver.press("enter", *"+7", "ctrl+s")
        assert any(each.startswith("    Promise   500.00 by 2026-11-27") for each in driver.lines)
        await driver.do("done")
        assert driver.lines[3].endswith("done: tier 1 Friendly reminder")
        assert "I3" in driver.frame
        await driver.do("open")
        assert driver.lines[3].startswith(f"  I3  {NAMES[2]}")


async def test_read_only_says_so(home: Home) -> None:
    async with driving(home, size=SIZE, read_only=True) as driver:
        await driver.do("work", "contact", "done", "promise", "hold")
        assert driver.told == ["Opened read-only. Nothing can be entered or undone."] * 4
        await driver.do("open", "done")
        assert len(driver.told) == 5
    assert not home.desk.exists()


async def test_letters_in_the_filter_are_letters(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "filter")
        await driver.press(*"cxpHa")
        assert "no accounts with “cxpHa”" in driver.frame
        assert not filling(driver)
        await driver.press("enter")
        await driver.do("contact")
        assert driver.told == ["There is no account under the cursor."]
