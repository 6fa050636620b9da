"""A home with disputes of every kind, and the keys that lead to them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from artui.tui.screens.form import Menu
from tests.homes import dispute, invoice
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from artui.home import Home
    from tests.tui.driver import Driver

SIZE = (170, 30)
HOSTILE = "[/x]\u202e[@click=app.bell()]\x1b[31m"


def build(path: Path) -> Home:
    """Two customers with an invoice of instalments, one with a credit note, an exported dispute."""
    home = found(path)
    parts = [
        invoice("I1", "600.00", "2026-09-01", item="1", due_date="2026-10-01"),
        invoice("I1", "400.00", "2026-09-01", item="2", due_date="2026-11-01"),
    ]
    others = [
        invoice("I2", "90.00", "2026-10-01", due_date="2026-10-31", customer_id="C2"),
        invoice("I3", "50.00", "2026-10-01", due_date="2026-10-31", customer_id="C2"),
        invoice("CN1", "-150.00", "2026-11-02", credits_invoice="I9"),
        invoice("CN2", "-70.00", "2026-11-01"),
    ]
    with agent(home) as hands:
        hands.take(
            "customers.csv",
            [{"customer_id": "C1", "name": "Harbor"}, {"customer_id": "C2", "name": "Delta"}],
        )
        hands.take("invoices_2026-11-15.csv", [*parts, *others])
        hands.take(
            "disputes_2026-11-16.csv",
            [dispute("D-7", "I2", "2026-11-02", reason="PR1", amount="40.00", owner="koji")],
        )
        hands.escalate()
    return home


def entered(home: Home, table: str = "dispute") -> list[dict[str, Any]]:
    """What stands on the desk."""
    connection = sqlite3.connect(home.desk)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]
    finally:
        connection.close()


def taken(home: Home) -> list[dict[str, Any]]:
    """The disputes as everything else reads them."""
    connection = sqlite3.connect(home.main)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute("SELECT * FROM dispute ORDER BY number")]
    finally:
        connection.close()


def row(driver: Driver, name: str) -> str:
    """The line of the list in which a word stands."""
    return next(line for line in driver.lines if name in line)


async def at_harbor(driver: Driver) -> None:
    """Go to Harbor's items, on the first of them."""
    await driver.do("open")
    assert driver.lines[3].startswith("  Harbor")


async def choose(driver: Driver, menu: str, words: str) -> None:
    """Go to a choice of a menu that has the focus, by what it says."""
    field = driver.app.screen.query_one(f"#{menu}", Menu)
    assert driver.app.focused is field
    said = [str(field.get_option_at_index(n).prompt) for n in range(field.option_count)]
    await driver.press("home", *["down"] * next(n for n, each in enumerate(said) if words in each))
    assert words in said[field.highlighted or 0]


async def open_part(driver: Driver, amount: str = "250") -> None:
    """Dispute a part of the second instalment, with an owner, a day and a note."""
    await driver.do("dispute")
    await choose(driver, "because", "Wrong bill-to entity")
    await driver.press("tab", "right", "right", "tab", *amount)
    await driver.press("tab", *"ann", "tab", *"+3", "tab", *"they moved", "ctrl+s")
