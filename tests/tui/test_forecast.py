"""The Forecast screen by keys: weeks with bars, the proof, the items behind a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.domain.days import iso, parse_day
from artui.store.connection import open_main
from artui.tui.moment import Dates
from artui.tui.outlook import BAR_CELLS, bar
from tests.homes import invoice, payment
from tests.tui.driver import driving
from tests.tui.test_app_terminal import run
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home

TRUTH = -2
_TODAY = parse_day("2026-11-20")


@pytest.fixture
def expecting(tmp_path: Path) -> Home:
    """A customer that pays 10 days late, and one in another currency that never paid."""
    home = found(tmp_path / "expecting")
    rows = [
        invoice(
            f"P{n}",
            "100.00",
            str(iso(_TODAY - 100 + n)),
            due_date=str(iso(_TODAY - 70 + n)),
            settled_on=str(iso(_TODAY - 60 + n)),
        )
        for n in range(40)
    ]
    rows += [
        invoice("A", "900.00", "2026-10-20", due_date="2026-11-23"),
        invoice("B", "500.00", "2026-10-25", due_date="2026-11-24"),
        invoice("E", "80.00", "2026-10-25", due_date="2026-11-24", customer_id="C2",
                currency="EUR"),
    ]  # fmt: skip
    with agent(home) as hands:
        hands.take(
            "customers.csv",
            [
                {"customer_id": "C1", "name": "Harbor Cold Storage"},
                {"customer_id": "C2", "name": "[/x] \x1b[31mHostile"},
            ],
        )
        hands.take("invoices_2026-11-19.csv", rows)
        hands.take("payments_2026-11-19.csv", [payment("P", "60.00", "2026-11-18")])
    return home


async def test_weeks_by_currency_with_their_proof(expecting: Home) -> None:
    async with driving(expecting, size=(150, 46)) as driver:
        lines = (await driver.do("forecast")).splitlines()
        assert driver.screen.query_one("#truth").has_class("-false") is False
    assert "0 Forecast" in lines[1]
    assert lines[3].strip().startswith("Expected cash of what is open")
    assert lines[5].split()[:7] == ["Week", "From", "To", "Cur", "↑", "Expected", "Low"]
    rows = [line[2:].split() for line in lines[6:34]]
    assert rows[0][:4] == ["2026-W47", "2026-11-21", "2026-11-22", "EUR"]
    assert rows[13][:3] == ["later", "or", "never"]
    assert [row[3] for row in rows[14:27]] == ["USD"] * 13
    most = max(rows[14:27], key=lambda row: float(row[4].replace(",", "")))
    assert most[:3] == ["2026-W49", "2026-11-30", "2026-12-06"]
    assert "░" in most[7]
    totals = [line.split() for line in lines if " all owed " in line]
    assert [line[2:] for line in totals] == [["EUR", "80.00"], ["USD", "1,400.00"]]
    assert [line.split()[2] for line in lines if " covered  " in line] == ["60.00"]
    assert lines[TRUTH] == (
        "  weeks + later + covered + unapplied = outstanding   EUR 80.00 ✓   USD 1,340.00 ✓"
    )


async def test_enter_opens_the_items_of_the_week_and_on_to_the_invoice(expecting: Home) -> None:
    async with driving(expecting, size=(150, 46)) as driver:
        await driver.do("forecast", *["down"] * 16)
        week = str(driver.screen.table.row["expected"])
        lines = (await driver.do("open")).splitlines()
        shown = [driver.screen.table.row]
        await driver.do("down")
        shown.append(driver.screen.table.row)
        invoiced = await driver.do("open")
        back = await driver.do("back", "back")
    assert lines[3].startswith("  2026-W49   2026-11-30 to 2026-12-06")
    assert [row["number"] for row in shown] == ["A", "B"]
    assert sum(int(str(row["expected"])) for row in shown) == int(week)
    assert [row["expected_on"] for row in shown] == [parse_day("2026-12-03"), _TODAY + 14]
    assert {row["basis"] for row in shown} == {"own history of 40; unapplied cash"} | {
        "own history of 40"
    }
    assert lines[TRUTH].startswith("  2 items, together ")
    assert lines[TRUTH].endswith("USD ✓")
    assert invoiced.splitlines()[3].startswith("  B  Harbor Cold Storage")
    assert "2026-W49" in next(line for line in back.splitlines() if line.startswith("▸"))


async def test_what_lies_beyond_opens_too_and_hostile_names_are_text(expecting: Home) -> None:
    async with driving(expecting, size=(150, 46)) as driver:
        await driver.do("forecast", *["down"] * 13)
        frame = await driver.do("open")
    lines = frame.splitlines()
    assert lines[3].startswith("  later or never   from 2027-02-15 on")
    assert "[/x]" in frame
    assert "40 of company 1000" in frame


async def test_it_follows_what_is_loaded(expecting: Home) -> None:
    async with driving(expecting, size=(150, 46)) as driver:
        await driver.do("forecast")
        with agent(expecting) as hands:
            hands.take(
                "invoices_2026-11-20.csv",
                [invoice("N", "70.00", "2026-11-01", due_date="2026-12-01")],
            )
        frame = await driver.look()
    assert "USD 1,410.00 ✓" in frame.splitlines()[TRUTH]


async def test_it_looks_from_another_day(expecting: Home) -> None:
    day = parse_day("2026-11-04")
    async with driving(expecting, size=(150, 46)) as driver:
        await driver.do("forecast")
        driver.app.look_at(Dates(day, None))
        await driver.settle()
        then = driver.lines
        driver.app.look_at(Dates(day, day))
        await driver.settle()
        known = driver.lines
        back = await driver.do("back")
    assert then[6][2:].split()[:4] == ["2026-W45", "2026-11-05", "2026-11-08", "EUR"]
    assert then[TRUTH].endswith("USD 1,400.00 ✓")
    assert known[TRUTH].endswith("nothing is open")
    assert "USD 1,340.00 ✓" in back.splitlines()[TRUTH]


async def test_a_derived_row_that_is_wrong_is_found_out(expecting: Home) -> None:
    connection = open_main(expecting.main)
    connection.execute("UPDATE item SET open_amount = open_amount + 100 WHERE open_amount > 0")
    connection.close()
    async with driving(expecting, size=(150, 46)) as driver:
        frame = await driver.do("forecast")
        assert driver.screen.query_one("#truth").has_class("-false")
    assert "✗ THE FIGURES DO NOT ADD UP" in frame


async def test_nothing_open(tmp_path: Path) -> None:
    home = found(tmp_path / "empty")
    with agent(home):
        pass
    async with driving(home) as driver:
        frame = await driver.do("forecast")
    assert "nothing is open" in frame


def test_bars() -> None:
    assert bar(50, 25, 100, 100) == "█" * 6 + "▓" * 6 + "░" * 12
    assert bar(100, 100, 100, 100) == "█" * BAR_CELLS
    assert bar(0, 0, 0, 0) == ""


def test_in_a_narrow_terminal(expecting: Home) -> None:
    """The keys of a real terminal of 80 columns."""
    with run(expecting, size=(80, 24)) as terminal:
        terminal.wait_for("buckets + unapplied")
        terminal.press("0")
        terminal.wait_for("weeks + later + covered")
        assert "2026-W47" in terminal.frame()
        terminal.press("enter")
        terminal.wait_for("items, together")
        terminal.press("q")
        assert terminal.ended() == 0
