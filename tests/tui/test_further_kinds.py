"""What the further kinds of export add to screens: lines, people, promises, open orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.tui.screens.customer import CustomerScreen
from artui.tui.screens.invoice import InvoiceScreen
from tests.homes import line, order, person, promise
from tests.tui.driver import driving
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from artui.home import Home

SIZE = (150, 40)


async def test_the_invoice_tells_its_lines_and_whether_they_add_up(home: Home) -> None:
    with agent(home) as hands:
        one = line("INV-3", "1", quantity="2", unit_price="250.00", completion_code="DONE")
        others = [line("INV-3", str(n), amount="10.00") for n in range(2, 12)]
        hands.take("lines.csv", [one, *others])
        (number,) = hands.connection.execute(
            "SELECT id FROM document WHERE number = 'INV-3'"
        ).fetchone()
    async with driving(home, size=SIZE) as driver:
        driver.app.push_screen(InvoiceScreen(number))
        await driver.settle()
        said = [each.strip() for each in driver.lines]
        first = said.index("line 1   2 x 250.00 = 500.00   code DONE   lines.csv:2")
        assert said[first + 5 : first + 8] == [
            "line 6   10.00   lines.csv:7",
            "and 5 more lines",
            "lines 600.00 = billed ✓",
        ]


async def test_the_customer_tells_whom_to_talk_to(home: Home) -> None:
    odd = "[/x]\x1b[31m"
    with agent(home) as hands:
        ann = person("C1", "Ann Lee", "accounts payable", phone="555 1")
        others = [person("C1", f"P{n}", "site", email=f"p{n}@x.example") for n in range(3)]
        hands.take("people.csv", [ann, *others, person("C2", odd, phone="2")])
    async with driving(home, size=SIZE) as driver:
        driver.app.push_screen(CustomerScreen(1, {"name": "Harbor Cold Storage"}))
        await driver.settle()
        said = [each.strip() for each in driver.lines]
        first = said.index("Person    Ann Lee, accounts payable · 555 1")
        assert said[first + 1 : first + 4] == [
            "Person    P0, site · p0@x.example",
            "Person    P1, site · p1@x.example",
            "and 1 more",
        ]
        await driver.press("escape")
        driver.app.push_screen(CustomerScreen(2, {"name": "Delta Schools"}))
        await driver.settle()
        assert "[/x]" in driver.frame
        assert "\x1b" not in driver.frame


async def test_an_exported_promise_stands_on_the_account_and_flags_it(home: Home) -> None:
    with agent(home) as hands:
        hands.take("promises.csv", [promise("P1", "9.00", "2026-11-19", "2026-11-27")])
        hands.escalate()
    async with driving(home, size=SIZE) as driver:
        await driver.do("work")
        (row,) = [each for each in driver.lines if "Harbor Cold Storage" in each]
        assert " P " in row
        while "Harbor" not in str(driver.screen.table.row["name"]):
            await driver.do("down")
        await driver.do("open")
        told = "Promise   9.00 by 2026-11-27, P open, told 2026-11-19 by promises.csv:2"
        assert told in [each.strip() for each in driver.lines]


async def test_open_orders_are_a_column_where_they_count(home: Home) -> None:
    with agent(home) as hands:
        hands.take("orders.csv", [order("O1", "75.00", status="open")])
    async with driving(home, size=SIZE) as driver:
        await driver.do("credit")
        assert "Open orders" in driver.frame
        (row,) = [each for each in driver.lines if "Harbor Cold Storage" in each]
        assert " 75.00 " in row
