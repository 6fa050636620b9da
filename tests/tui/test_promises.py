"""Promises by keys: entered with one date or as a plan, listed, withdrawn, taken back."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from artui.domain.days import iso
from artui.person import person
from artui.tui.screens.customer import CustomerScreen
from artui.tui.screens.form import FormScreen
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.promises import PromisesScreen
from tests.homes import invoice, promise
from tests.tui.driver import driving
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home
    from tests.tui.driver import Driver

SIZE = (170, 34)
ALDER, BIRCH = "Alder Freight", "Birch [/x]\x1b[31m Clinics"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two accounts past due, decided today, and a promise that an export tells of."""
    made = found(tmp_path / "home")
    people = [{"customer_id": "C1", "name": ALDER}, {"customer_id": "C2", "name": BIRCH}]
    bills = [
        invoice("I1", "500.00", "2026-08-01", due_date="2026-10-01"),
        invoice("I2", "300.00", "2026-11-10", due_date="2026-12-10"),
        invoice("J1", "70.00", "2026-08-01", due_date="2026-10-02", customer_id="C2"),
    ]
    told = promise("P1", "70.00", "2026-10-20", "2026-10-30", customer_id="C2", invoice_id="J1")
    with agent(made) as hands:
        hands.take("customers.csv", people)
        hands.take("invoices.csv", bills)
        hands.take("promises.csv", [told])
        hands.escalate()
    return made


def entered(home: Home, table: str = "promise") -> list[dict[str, object]]:
    """What stands on the desk."""
    connection = sqlite3.connect(home.desk)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]
    finally:
        connection.close()


def filling(driver: Driver) -> bool:
    """Whether a form is open."""
    return isinstance(driver.app.screen, FormScreen)


async def pays(driver: Driver, amount: str, by: str) -> None:
    """In the form, write an amount, where one is given, and when it is paid."""
    if amount:
        await driver.press("ctrl+u", *amount)
    await driver.press("enter", *by)


def parts(home: Home) -> list[tuple[object, ...]]:
    """The promises of the desk: amount, day, invoice."""
    return [(row["amount"], iso(int(str(row["due_on"]))), row["document"]) for row in entered(home)]


async def test_a_plan_is_shown_before_it_is_saved_and_taken_back_as_one(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "promise")
        await pays(driver, "500", "3 x monthly from 2026-12-01")
        said = [each.strip() for each in driver.lines]
        assert "1/3   166.66 by Tue 2026-12-01" in said
        assert "3/3   166.68 by Mon 2027-02-01" in said
        assert "together 500.00 USD, of 800.00 open" in said
        assert not home.desk.exists()
        await driver.press("ctrl+s")
        assert driver.told[-1] == (
            f"{ALDER}: contact logged, promises to pay 500.00 in 3 parts, from Tue 2026-12-01"
            " to Mon 2027-02-01. u takes it back."
        )
        assert [each[0] for each in parts(home)] == [166_66, 166_66, 166_68]
        assert {row["plan"] for row in entered(home)} == {1}
        assert iso(int(str(entered(home, "contact")[0]["next_on"]))) == "2026-12-01"
        assert any(
            "500.00 promised by 2026-12-01 (1/3) and left out" in each for each in driver.lines
        )
        await driver.do("undo")
        assert driver.told[-1].endswith(": the plan is taken back.")
        assert (entered(home), len(entered(home, "contact"))) == ([], 1)


async def test_parts_come_to_the_total_that_was_written(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "promise")
        await pays(driver, "300", "100 by +7, 100 by +14")
        await driver.press("ctrl+s")
        assert "The parts come to 200.00, not to 300.00." in driver.frame
        await driver.press("backspace", *"5, rest by +20", "ctrl+s")
        assert not filling(driver)
    assert [each[:2] for each in parts(home)] == [
        (100_00, "2026-11-27"),
        (100_00, "2026-12-05"),
        (100_00, "2026-12-10"),
    ]


async def test_more_than_is_open_is_warned_of_once(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "promise")
        await pays(driver, "900", "+7")
        await driver.press("ctrl+s")
        assert "900.00 is more than the 800.00 open; ^s notes it all the same." in driver.frame
        await driver.press("end", "backspace", "1", "ctrl+s")
        assert "901.00 is more than the 800.00 open; ^s notes it all the same." in driver.frame
        await driver.press("ctrl+s")
        assert not filling(driver)
    assert parts(home) == [(901_00, "2026-11-27", None)]


async def test_a_day_that_is_none_is_said_to_be_none(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "promise")
        for typed, sentence in (
            ("", "Write the day it is promised for."),
            ("soon", "Write a day as 2026-11-28, +7 or fri."),
            ("3 x daily", "Write a day, 3 x monthly from 2026-12-01, or 500 by +7, rest by"),
            ("2026-11-01", "Sun 2026-11-01 has passed."),
        ):
            driver.app.screen.set_focus(driver.app.screen.query_one("#due_on"))
            await driver.press("ctrl+u", *typed, "ctrl+s")
            assert sentence in driver.frame
    assert not home.desk.exists()


async def test_the_customer_promises_what_is_open_and_is_shown_what_became_of_it(
    home: Home,
) -> None:
    async with driving(home, size=SIZE) as driver:
        driver.app.push_screen(CustomerScreen(1, {"name": ALDER}))
        await driver.settle()
        await driver.do("promise")
        assert "nothing: the 800.00 that is open" in driver.frame
        await driver.press("enter", *"2 x weekly of what is open", "ctrl+s")
        lines = [each.strip() for each in driver.lines]
        told = f"P open, noted 2026-11-20 by {person()}"
        assert f"Promise   400.00 by 2026-12-04 (2/2), {told}" in lines
        assert f"Promise   400.00 by 2026-11-27 (1/2), {told}" in lines
        await driver.do("promises")
        screen = driver.app.screen
        assert isinstance(screen, PromisesScreen)
        assert f"Promises to pay of {ALDER}   2 P open" in driver.frame
        assert "2 promises" in driver.frame
    assert [each[2] for each in parts(home)] == [None, None]


async def test_from_an_invoice_it_is_about_that_invoice(home: Home) -> None:
    with agent(home) as hands:
        (number,) = hands.connection.execute(
            "SELECT id FROM document WHERE number = 'I2'"
        ).fetchone()
    async with driving(home, size=SIZE) as driver:
        driver.app.push_screen(InvoiceScreen(number))
        await driver.settle()
        await driver.do("promise")
        assert f"Contact with {ALDER} about I2" in driver.frame
        await pays(driver, "", "fri")
        await driver.press("ctrl+s")
        assert driver.told[-1].startswith(f"I2, {ALDER}: contact logged, promises to pay 300.00 by")
        told = "Promise   300.00 for I2 by 2026-11-27, P open, noted 2026-11-20"
        assert f"{told} by {person()}" in [each.strip() for each in driver.lines]
        assert parts(home) == [(300_00, "2026-11-27", "i2")]
        assert entered(home, "contact")[0]["document"] == "i2"
        await driver.do("undo")
        assert "Promise " not in driver.frame
    assert entered(home) == []


async def test_the_list_shows_what_was_broken_first_and_opens_the_invoice(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "promise")
        await pays(driver, "50", "+3")
        await driver.press("ctrl+s")
        await driver.do("promises")
        states = [line for line in driver.lines if "B broken" in line or "P open" in line]
        assert "1 P open · 1 B broken" in states[0]
        assert "promises.csv:2" in states[1]
        assert "Birch [/x]" in states[1]
        assert ALDER in states[2]
        await driver.do("withdraw")
        assert driver.told[-1] == (
            "It came with an export, promises.csv:2; withdraw it where that is from."
        )
        await driver.do("open")
        assert isinstance(driver.app.screen, InvoiceScreen)
        await driver.do("back", "down", "open")
        assert isinstance(driver.app.screen, CustomerScreen)
        assert "\x1b" not in driver.frame


async def test_a_plan_is_withdrawn_when_that_is_confirmed_and_stands_again(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("work", "promise")
        await pays(driver, "500", "2 x weekly")
        await driver.press("ctrl+s")
        await driver.do("open", "promises", "withdraw")
        assert f"{ALDER}: the plan of 2 parts" in driver.frame
        await driver.press("enter")
        assert {row["withdrawn_on"] for row in entered(home)} == {None}
        await driver.do("withdraw")
        await driver.press("right", "enter")
        assert driver.told[-1] == f"{ALDER}: the plan of 2 parts, withdrawn. u takes it back."
        assert None not in {row["withdrawn_on"] for row in entered(home)}
        assert "2 W withdrawn" in driver.frame
        await driver.do("withdraw")
        assert driver.told[-1] == "It is withdrawn already."
        await driver.do("undo")
        assert driver.told[-1].endswith(": the plan stands again.")
        assert "2 P open" in driver.frame


async def test_read_only_nothing_is_promised_or_withdrawn(home: Home) -> None:
    async with driving(home, size=SIZE, read_only=True) as driver:
        await driver.do("work", "promises")
        assert "1 B broken" in driver.frame
        await driver.do("withdraw", "back", "promise")
        assert len(driver.told) == 2
    assert not home.desk.exists()


async def test_few_lines_tell_what_was_broken_and_what_comes_next(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        driver.app.push_screen(CustomerScreen(2, {"name": BIRCH}))
        await driver.settle()
        await driver.do("promise")
        await pays(driver, "60", "6 x weekly")
        await driver.press("ctrl+s")
        said = [each.strip() for each in driver.lines if "romise" in each][:5]
        assert said[0].startswith("Promise   70.00 for J1 by 2026-10-30, B broken, told 2026-10-20")
        assert [each.split(", ")[0] for each in said[1:4]] == [
            f"Promise   10.00 by {day} ({part}/6)"
            for part, day in enumerate(("2026-11-27", "2026-12-04", "2026-12-11"), 1)
        ]
        assert said[4] == "Promise   and 3 more promises"
