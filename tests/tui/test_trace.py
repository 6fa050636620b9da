"""`w`: the rows behind the figure under the cursor, the line each came from, where they lead."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from artui.domain.days import parse_day
from artui.tui.moment import Dates
from artui.tui.screens.trace import TraceScreen
from tests.homes import invoice
from tests.tui.driver import driving
from tests.tui.terminal import widths
from tests.tui.test_app_terminal import harmless, hostile, run
from tests.tui.worlds import WEEK, agent

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home
    from tests.tui.driver import Driver

TRUTH = "outstanding = report aging   USD 1,800.00 ✓"


@pytest.fixture
def kept(home: Home) -> Home:
    """The small world with its files in the archive, where its records say they are."""
    shutil.copytree(home.folder("drop"), home.folder("archive"))
    return home


def titled(driver: Driver) -> str:
    """The line that begins with why."""
    (found,) = (line.strip() for line in driver.lines if line.startswith("  why "))
    return found


async def test_a_customers_total_is_its_items_and_each_has_its_line(kept: Home) -> None:
    async with driving(kept) as driver:
        frame = await driver.do("why")
        assert isinstance(driver.app.screen, TraceScreen)
        assert titled(driver) == (
            "why 1,800.00 USD outstanding on 2026-11-20 = 250.00 current + 1,000.00 31-60"
            " + 580.00 61-90 - 30.00 unapplied"
        )
        assert driver.names == ["items"] * 4
        assert [driver.screen.table.row[key] for key in ("what", "file", "line")] == [
            *("INV-3", "invoices_2026-11-15.csv", 4)
        ]
        assert TRUTH in frame
        assert "due 2026-08-31 · 81 days: 61-90" in frame
        assert "invoices_2026-11-15.csv:4   INV-3,C1,2026-08-01,600.00,2026-08-31," in frame
        frame = await driver.do("down", "down")
        assert "payments_2026-11-16.csv:2   PAY-1,C1,2026-11-12,50.00" in frame


async def test_the_column_it_is_sorted_by_decides_and_keys_go_on_to_the_others(kept: Home) -> None:
    async with driving(kept) as driver:
        while driver.screen.table.arrangement.order[0].column != "unapplied":
            await driver.do("sort_next")
        await driver.press("home")
        while driver.screen.table.row["name"] != "Harbor Cold Storage":
            await driver.do("down")
        await driver.do("why")
        assert titled(driver) == "why -30.00 USD unapplied on 2026-11-20 = 1 item"
        assert driver.screen.table.row.get("what") == "PAY-1"
        await driver.do("figure_after")
        assert titled(driver).startswith("why 1,800.00 USD outstanding")
        await driver.do("figure_after")
        assert titled(driver) == "why 0.00 USD disputed on 2026-11-20 = 0 items"
        await driver.do("figure_after", "figure_after", "figure_after")
        assert titled(driver) == "why 1,000.00 USD 31-60 on 2026-11-20 = 1 item"
        assert [driver.screen.table.row["what"]] == ["INV-1"]
        await driver.do("figure_before", "figure_before")
        assert titled(driver) == "why 250.00 USD current on 2026-11-20 = 1 item"


async def test_a_row_leads_on_and_back(kept: Home) -> None:
    async with driving(kept) as driver:
        frame = await driver.do("why", "open")
        assert titled(driver) == (
            "why 580.00 USD open on 2026-11-20 = 600.00 billed - 20.00 payment"
        )
        assert "entries = open in aging   USD 580.00 ✓" in frame
        parts = [str(name) for name in dict.fromkeys(driver.names)]
        assert parts[:4] == ["entries", "items", "reason", "decisions"]
        await driver.do("open")
        assert driver.told[-1].startswith("This row leads no further")
        await driver.do("down", "open")
        assert titled(driver).startswith("why -30.00 USD open")
        await driver.do("back", "back", "back")
        assert "buckets + unapplied" in driver.frame


async def test_items_invoices_and_disputes_have_the_same_way_back(kept: Home) -> None:
    async with driving(kept) as driver:
        await driver.do("open", "why")
        assert titled(driver).startswith("why 580.00 USD open on 2026-11-20 = 600.00 billed")
        await driver.do("back", "open", "why")
        assert titled(driver).startswith("why 580.00 USD open")
        await driver.do("disputes", "why")
        assert "disputes" in driver.names
        row = driver.names.index("disputes")
        await driver.do(*["down"] * row)
        assert "disputes_2026-11-16.csv:2   D-1,INV-4,2026-10-20,Z2,30.00,koji" in driver.frame


async def test_the_worklist_says_what_may_be_claimed(kept: Home) -> None:
    with agent(kept) as hands:
        hands.escalate()
    async with driving(kept) as driver:
        await driver.do("work")
        while "Delta" not in str(driver.screen.table.row["name"]) or (
            driver.screen.table.row["currency"] != "USD"
        ):
            await driver.do("down")
        frame = await driver.do("why")
        assert titled(driver) == (
            "why 50.00 USD may be claimed on 2026-11-20 = 80.00 past due - 30.00 disputed"
        )
        assert "past due - left alone = to claim   USD 50.00 ✓" in frame
        frame = await driver.do("down")
        assert "escalation.yaml:" in frame


async def test_exposure_opens_into_its_parts_and_limit(kept: Home) -> None:
    with agent(kept) as hands:
        hands.take("i_2026-11-18.csv", [invoice("INV-9", "5.00")])
    async with driving(kept) as driver:
        await driver.do("credit")
        while driver.screen.table.row["number"] != "C1":
            await driver.do("down")
        frame = await driver.do("why")
        assert titled(driver).startswith("why 1,805.00 USD exposure = 1,805.00 open items")
        assert driver.names[:3] == ["credit"] * 3
        assert "credit.yaml:" in frame
        assert "open items in exposure = outstanding   USD 1,805.00 ✓" in frame


async def test_a_reason_opens_into_its_invoices(kept: Home) -> None:
    async with driving(kept) as driver:
        await driver.do("reasons")
        late = int(str(driver.screen.table.row["invoices"]))
        frame = await driver.do("why")
        assert f"week {WEEK}" in frame
        assert titled(driver).startswith(f"why {late} late invoice")
        assert len(driver.names) == late
        assert "invoices = past due" in frame
        assert "✗" not in frame
        await driver.do("open")
        assert " open on 2026-11-20 = " in titled(driver)


async def test_where_there_is_no_figure_the_key_says_so(kept: Home) -> None:
    async with driving(kept) as driver:
        await driver.do("imports", "why")
        assert driver.told[-1] == "There is no figure here to be taken back to its rows."
        await driver.do("aging", "why", "open", "figure_after")
        assert driver.told[-1] == "There is no other figure beside this one."
        await driver.do("edit")
        assert driver.told[-1].startswith("No file says this")


async def test_figures_of_a_day_that_is_gone(kept: Home) -> None:
    async with driving(kept) as driver:
        driver.app.look_at(Dates(parse_day("2026-11-12"), None))
        await driver.settle()
        await driver.do("why", "open")
        assert titled(driver) == "why 600.00 USD open on 2026-11-12 = 600.00 billed"
        assert "later" in driver.names
        driver.app.look_at(Dates(parse_day("2026-11-13"), None))
        await driver.settle()
        assert titled(driver).startswith("why 580.00 USD open on 2026-11-13 = ")
        assert "✗" not in driver.frame


async def test_rows_that_do_not_come_to_the_figure_stand_in_red(kept: Home) -> None:
    connection = sqlite3.connect(kept.main)
    connection.execute("UPDATE item SET open_amount = open_amount + 1 WHERE amount = 60000")
    connection.commit()
    connection.close()
    async with driving(kept) as driver:
        frame = await driver.do("open", "why")
        assert "✗ THE FIGURES DO NOT ADD UP" in frame
        assert driver.screen.query_one("#truth").has_class("-false")


async def test_a_new_payment_is_followed_while_one_looks(kept: Home) -> None:
    async with driving(kept) as driver:
        await driver.do("open", "why")
        with agent(kept) as hands:
            row = {"payment_id": "PAY-1", "invoice_id": "INV-3", "date": "2026-11-19"}
            hands.take("applications_2026-11-19.csv", [{**row, "amount": "30.00"}])
        await driver.look()
        assert titled(driver) == (
            "why 550.00 USD open on 2026-11-20 = 600.00 billed - 50.00 payment"
        )


async def test_a_terminal_of_eighty_columns(kept: Home) -> None:
    async with driving(kept, size=(80, 24)) as driver:
        frame = await driver.do("why")
        assert widths(driver.app) == {80}
        assert "INV-3" in frame
        assert "580.00" in frame
        assert "invoices_2026-11-15.csv:4   INV-3,C1" in frame
        assert TRUTH in frame


async def test_a_file_that_is_gone_is_said(home: Home) -> None:
    async with driving(home) as driver:
        frame = await driver.do("why")
        assert "archive/invoices_2026-11-15.csv is not there any more" in frame


def test_in_a_terminal_where_every_text_is_hostile(tmp_path: Path) -> None:
    home = hostile(tmp_path / "home")
    with run(home, size=(120, 40)) as terminal:
        terminal.wait_for("buckets + unapplied = outstanding")
        terminal.press("w")
        terminal.wait_for("outstanding = report aging")
        terminal.press("enter")
        terminal.wait_for("entries = open in aging")
        terminal.press("end")
        terminal.wait_for("▸ stated")
        terminal.press("escape", "escape")
        terminal.wait_for("buckets + unapplied = outstanding")
        terminal.press("q")
        assert terminal.ended() == 0
    harmless(terminal)
