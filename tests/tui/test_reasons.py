"""The Reasons screen by keys: rank, scope, by whom, the chart, and a frozen week beside today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.tui.screens.late import LateScreen
from artui.tui.screens.reasons import ReasonsScreen
from artui.tui.widgets.chart import ChartView
from tests.homes import application, invoice, job, payment
from tests.tui.driver import driving
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home
    from tests.tui.driver import Driver

TITLE, HEADINGS = 3, 5
HOSTILE = "\x1b[31m[/x] rosa"


@pytest.fixture
def crews(tmp_path: Path) -> Home:
    """Two dispatchers, two reasons of two owners, one frozen week; one customer in dollars."""
    home = found(tmp_path / "crews", today="2026-11-16")
    with agent(home) as hands:
        hands.take(
            "jobs_2026-10-01.csv",
            [job("J1", dispatcher="nils"), job("J2", dispatcher=HOSTILE), job("J3")],
        )
        late = {"due_date": "2026-10-20"}
        hands.take(
            "invoices_2026-11-02.csv",
            [
                invoice("I1", "100.00", job_id="J1", reason="TX1", **late),
                invoice("I2", "20.00", job_id="J2", reason="PO1", **late),
                invoice("I3", "20.00", job_id="J2", reason="PO1", **late),
                invoice("I4", "30.00", reason="PO1", due_date="2026-11-12"),
            ],
        )
        hands.freeze("2026-W46")
    return home


async def at_reasons(driver: Driver) -> ReasonsScreen:
    await driver.do("reasons")
    assert isinstance(driver.screen, ReasonsScreen)
    return driver.screen


def labels(driver: Driver) -> list[str]:
    """What the rows in view are called."""
    table = driver.screen.table
    top = table.region.y + 1
    rows = driver.lines[top : top + table.snapshot.count]
    at = driver.lines[top - 1].index("was ") + len("was  ")
    return [row[at:].split("  ")[0] for row in rows]


async def test_one_key_goes_through_what_it_is_ranked_by(crews: Home) -> None:
    async with driving(crews) as driver:
        await at_reasons(driver)
        assert driver.lines[TITLE] == (
            "  Week 2026-W46, frozen · 4 late invoices · 100% explained · ranked by money × days"  # noqa: RUF001 - the sign for times
        )
        assert labels(driver) == ["Wrong tax", "No PO on the invoice"]
        await driver.do("rank")
        assert driver.lines[TITLE].endswith(" · ranked by invoices")
        assert labels(driver) == ["No PO on the invoice", "Wrong tax"]
        await driver.do("rank")
        assert driver.lines[TITLE].endswith(" · ranked by money")
        assert labels(driver) == ["Wrong tax", "No PO on the invoice"]


async def test_shares_stand_as_bars_and_add_up(crews: Home) -> None:
    async with driving(crews) as driver:
        await at_reasons(driver)
        await driver.do("rank")
        first, second = driver.lines[HEADINGS + 1 : HEADINGS + 3]
        assert "██████ 75%   75%" in first
        assert "██     25%  100%" in second
        assert "70.00" in first
        assert "100.00" in second


async def test_only_what_is_late_for_the_first_time(crews: Home) -> None:
    async with driving(crews) as driver:
        await at_reasons(driver)
        await driver.do("scope")
        assert ", frozen · 1 newly late invoices · 100% explained" in driver.lines[TITLE]
        assert labels(driver) == ["No PO on the invoice"]
        assert "USD 30.00 ✓" in driver.lines[-2]
        late = await driver.do("open")
        assert "I4" in late
        assert "I2" not in late


async def test_by_owner_and_on_to_where_invoices_came_from(crews: Home) -> None:
    async with driving(crews) as driver:
        await at_reasons(driver)
        await driver.do("group")
        assert driver.lines[TITLE].startswith("  Week 2026-W46 by owner, frozen")
        assert labels(driver) == ["billing", "dispatch"]
        assert "missing_po 3" in driver.lines[HEADINGS + 2]
        await driver.do("group", "group", "group", "group")
        assert driver.lines[TITLE].startswith("  Week 2026-W46 by dispatcher, frozen")
        shown = "\N{REPLACEMENT CHARACTER}[31m[/x] rosa"
        assert labels(driver) == ["nils", shown, "(none)"]
        late = (await driver.do("top", "down", "open")).splitlines()
        assert late[TITLE] == f"  {shown}   late in week 2026-W46"
        assert {row.split()[0] for row in (late[6][2:], late[7][2:])} == {"I2", "I3"}
        assert "No PO on the invoice" in late[6]
        assert "their sum = the row's past due   USD 40.00 ✓" in late[-2]
        await driver.do("back", "group", "group")
        assert driver.lines[TITLE].startswith("  Week 2026-W46, frozen")


async def test_the_chart_comes_and_goes(crews: Home) -> None:
    async with driving(crews, size=(100, 34)) as driver:
        screen = await at_reasons(driver)
        assert not screen.query_one(ChartView).display
        await driver.do("chart")
        assert screen.query_one(ChartView).display
        assert " 100%" in driver.frame
        bars = next(line for line in driver.lines if line.strip().startswith("0%"))
        assert bars.count("█") >= 8
        await driver.do("rank")
        assert any(line.split() == ["75%", "25%"] for line in driver.lines)
        await driver.do("chart")
        assert not screen.query_one(ChartView).display


async def test_a_frozen_week_stands_beside_todays_view(crews: Home) -> None:
    with agent(crews) as hands:
        hands.take("payments_2026-11-16.csv", [payment("P1", "100.00", "2026-11-09")])
        hands.take("applications_2026-11-16.csv", [application("P1", "I1", "100.00", "2026-11-09")])
    async with driving(crews) as driver:
        await at_reasons(driver)
        assert driver.lines[TITLE].endswith(" · today's view differs in 2 rows")
        assert labels(driver) == ["Wrong tax", "No PO on the invoice"]
        await driver.do("today")
        headings = " ".join(driver.lines[HEADINGS].split())
        assert "today Reason Owner Invoices today differs USD·days today differs" in headings
        tax, po = driver.lines[HEADINGS + 1 : HEADINGS + 3]
        assert tax.split()[:2] == ["▸", "1"]
        assert tax.split("  ")[-1].strip() == "-700.00"
        assert po.split()[:2] == ["2", "1"]
        await driver.do("today")
        assert labels(driver) == ["Wrong tax", "No PO on the invoice"]


async def test_where_nothing_has_changed_it_says_so_when_asked(crews: Home) -> None:
    async with driving(crews) as driver:
        await at_reasons(driver)
        assert "today's view" not in driver.lines[TITLE]
        await driver.do("today")
        assert driver.lines[TITLE].endswith(" · today's view is the same")


async def test_a_week_that_is_not_frozen_is_todays_view(crews: Home) -> None:
    async with driving(crews) as driver:
        await at_reasons(driver)
        await driver.do("week_after", "today")
        assert driver.told == ["The week is not frozen: this is today's view."]


async def test_a_wish_stays_from_week_to_week(crews: Home) -> None:
    async with driving(crews) as driver:
        await at_reasons(driver)
        await driver.do("group", "rank", "week_before")
        assert driver.lines[TITLE].startswith("  Week 2026-W45 by owner, as known now")
        assert driver.lines[TITLE].endswith(" · ranked by invoices")


async def test_enter_leads_to_the_invoices_and_on_to_one(crews: Home) -> None:
    async with driving(crews) as driver:
        await at_reasons(driver)
        await driver.do("rank", "top", "open")
        assert isinstance(driver.screen, LateScreen)
        assert driver.lines[TITLE].startswith("  No PO on the invoice · dispatch")
        await driver.do("open")
        assert driver.lines[TITLE].startswith("  I2")


@pytest.mark.parametrize("size", [(80, 24), (130, 34), (20, 8), (60, 12)])
async def test_it_is_drawn_in_any_size(crews: Home, size: tuple[int, int]) -> None:
    async with driving(crews, size=size) as driver:
        await at_reasons(driver)
        for action in ("chart", "group", "today", "rank", "scope"):
            await driver.do(action)
            assert len(driver.lines) <= size[1]
            assert all(len(line) <= size[0] for line in driver.lines)


async def test_beside_a_frozen_week_stand_only_weeks_frozen_before_it(crews: Home) -> None:
    with agent(crews) as hands:
        hands.freeze("2026-W45")
    async with driving(crews) as driver:
        screen = await at_reasons(driver)
        row = screen.table.row
        assert (row["was"], str(row["trend"])[:3]) == (None, "???")
        await driver.do("week_before")
        assert driver.lines[TITLE].startswith("  Week 2026-W45")


async def test_an_invoice_voided_since_stays_behind_its_row(crews: Home) -> None:
    void = invoice("I1", "100.00", job_id="J1", reason="TX1", due_date="2026-10-20", status="void")
    with agent(crews) as hands:
        hands.take("invoices_2026-11-16.csv", [void])
    async with driving(crews) as driver:
        screen = await at_reasons(driver)
        assert labels(driver)[0] == "Wrong tax"
        await driver.do("open")
        assert driver.screen is not screen
        assert isinstance(driver.screen, LateScreen)
        assert driver.screen.table.snapshot.count == 1
        assert any("their sum = the reason's past due" in each for each in driver.lines)
        assert any("100.00 ✓" in each for each in driver.lines)
