"""The line of truth of every screen: the figures against the entries, red where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from artui.domain.days import parse_day
from artui.store.connection import open_main
from artui.tui.moment import Dates
from tests.tui.driver import driving
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from artui.home import Home

#: By the keys that lead to a screen, its line where all is well, and a change that makes it false.
KEPT = "UPDATE item SET open_amount = open_amount + 1 WHERE open_amount > 0"
BY_INVOICES = "ranked by invoices: several currencies cannot be added without rates"
SCREENS = {
    ("aging", "open"): (["4 open items", "their sum = outstanding", "USD 1,800.00 ✓"], KEPT),
    ("aging", "open", "open"): (
        [
            "2 entries, each with the file and line it came from",
            *("what is open = their sum", "USD 580.00 ✓"),
        ],
        KEPT,
    ),
    ("work",): (
        ["4 accounts", "all past due = that of the entries", "EUR 90.00 ✓", "USD 1,760.00 ✓"],
        "UPDATE position SET past_due = past_due - 1 WHERE past_due > 0",
    ),
    ("disputes",): (
        ["1 open dispute", "open ones = what the entries leave of them", "USD 30.00 ✓"],
        "UPDATE item SET open_amount = 10 WHERE open_amount > 0",
    ),
    ("reasons",): (
        [
            BY_INVOICES,
            *("reasons + unexplained = the frozen record", "EUR 90.00 ✓", "USD 1,680.00 ✓"),
        ],
        "",
    ),
    ("reasons", "week_after"): (
        [
            BY_INVOICES,
            *("reasons + unexplained = past due of the entries", "EUR 90.00 ✓", "USD 1,760.00 ✓"),
        ],
        KEPT,
    ),
    ("reasons", "open"): (
        ["1 late invoice", "their sum = the reason's past due", "USD 600.00 ✓"],
        "",
    ),
    ("imports",): (
        ["9 files", "rows = loaded + unchanged + rejected", "23 ✓"],
        "UPDATE import SET rows_loaded = rows_loaded + 1 WHERE id = 1",
    ),
}


@pytest.mark.parametrize("keys", SCREENS, ids=" ".join)
async def test_every_screen_proves_its_figures(home: Home, keys: tuple[str, ...]) -> None:
    with agent(home) as hands:
        hands.escalate()
    said, _ = SCREENS[keys]
    async with driving(home) as driver:
        await driver.do(*keys)
        truth = driver.screen.query_one("#truth", Static)
        assert str(truth.visual) == "   ".join(said)
        assert not truth.has_class("-false")


@pytest.mark.parametrize("keys", [keys for keys, (_, sql) in SCREENS.items() if sql], ids=" ".join)
async def test_what_is_false_is_red(home: Home, keys: tuple[str, ...]) -> None:
    with agent(home) as hands:
        hands.escalate()
    connection = open_main(home.main)
    connection.execute(SCREENS[keys][1])
    connection.close()
    async with driving(home) as driver:
        await driver.do(*keys)
        truth = driver.screen.query_one("#truth")
        assert truth.has_class("-false")
        assert "✗ THE FIGURES DO NOT ADD UP" in driver.lines[truth.region.y]
        assert truth.styles.text_style.reverse


@pytest.mark.parametrize("known_on", [None, "2026-11-20"])
@pytest.mark.parametrize("keys", SCREENS, ids=" ".join)
async def test_the_past_is_proved_too(
    home: Home, keys: tuple[str, ...], known_on: str | None
) -> None:
    with agent(home) as hands:
        hands.escalate()
    async with driving(home) as driver:
        known = None if known_on is None else parse_day(known_on)
        driver.app.look_at(Dates(parse_day("2026-11-18"), known))
        await driver.settle()
        await driver.do(*keys)
        truth = driver.screen.query_one("#truth", Static)
        assert "✓" in str(truth.visual)
        assert not truth.has_class("-false")
