"""Looking back: one date moves every screen, and nothing can be entered meanwhile."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from artui.home import open_home
from tests.homes import TODAY, application, dispute, invoice, payment
from tests.tui.driver import driving
from tests.tui.terminal import Terminal
from tests.tui.test_app_terminal import PROOF, command
from tests.tui.worlds import COMPANY, agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home
    from tests.tui.driver import Driver

_OF_DISPUTES = ("reason", "dispute", "state", "change", "note")
_OF_TODAY = f"as of {TODAY} (held on that day)"


@pytest.fixture
def grown(tmp_path: Path) -> Home:
    """A home that learned some things on the last of September, and more since."""
    home = found(tmp_path / "grown", today="2026-09-30")
    with agent(home) as hands:
        hands.take(
            "customers_2026-09-30.csv",
            [{"customer_id": "C1", "name": "Harbor", "collector": "koji", "credit_limit": "100"}],
        )
        hands.take(
            "invoices_2026-09-30.csv",
            [invoice("I1", "600.00", "2026-08-01", due_date="2026-08-31"),
             invoice("I2", "40.00", "2026-09-20", due_date="2026-10-20")],
        )  # fmt: skip
        hands.take("disputes_2026-09-30.csv", [dispute("D1", "I1", "2026-09-15", amount="100.00")])
        hands.escalate()
    settings = {"company_name": COMPANY, "today": TODAY}
    (home.path / "artui.yaml").write_text(json.dumps(settings), encoding="utf-8")
    home = open_home(str(home.path))
    with agent(home) as hands:
        hands.take(
            "customers_2026-11-20.csv",
            [{"customer_id": "C1", "name": "Harbor Cold Storage", "collector": "ann",
              "credit_limit": "9000"}],
        )  # fmt: skip
        later = invoice("I3", "70.00", "2026-09-25", due_date="2026-10-25", customer_id="C2")
        hands.take("invoices_2026-11-19.csv", [later])
        hands.take("payments_2026-11-19.csv", [payment("P1", "250.00", "2026-09-28")])
        hands.take("applications_2026-11-19.csv", [application("P1", "I1", "250.00", "2026-10-05")])
        hands.take(
            "disputes_2026-11-19.csv",
            [dispute("D1", "I1", "2026-09-15", amount="60.00", resolved_on="2026-10-10")],
        )
        hands.escalate()
    return home


async def look_at(driver: Driver, as_of: str = "", known_on: str = "") -> str:
    """Fill in both dates."""
    await driver.do("dates")
    for name, text in (("as_of", as_of), ("known_on", known_on)):
        field = driver.app.screen.query_one(f"#{name}")
        field.value = text  # type: ignore[attr-defined] # an Input
        await driver.settle()
    return await driver.press("ctrl+s")


def row(frame: str, name: str) -> list[str]:
    """The words of the line that begins with a name, that aside."""
    line = next(each for each in frame.splitlines() if each[2:].startswith(name))
    return line[2:].removeprefix(name).split()


async def test_one_date_moves_aging_and_shows_the_difference_to_today(grown: Home) -> None:
    async with driving(grown) as driver:
        assert _OF_TODAY in driver.lines[0]
        frame = await look_at(driver, "2026-09-30")
        assert " as of 2026-09-30 " in driver.lines[0]
        assert "Today" in frame
        assert "Change" in frame
        # I1 600 + I2 40 less the cash of 28 September; today I1 350 + I2 40
        assert row(frame, "Harbor Cold Storage")[:11] == (
            "D U USD 40.00 600.00 0.00 0.00 0.00 -250.00 390.00 390.00".split()
        )
        assert row(frame, "all 2")[:9] == (
            "USD 110.00 600.00 0.00 0.00 0.00 -250.00 460.00 460.00".split()
        )
        assert row(frame, "today 2")[:8] == ("USD 0.00 70.00 40.00 350.00 0.00 0.00 460.00".split())
        assert row(frame, "difference")[:8] == (
            "USD -110.00 -530.00 40.00 350.00 0.00 250.00 0.00".split()
        )
        assert driver.lines[-2].split("   ")[1] == "USD 460.00 ✓"
        assert not driver.screen.query_one("#truth").has_class("-false")


async def test_known_on_shows_what_was_shown_then(grown: Home) -> None:
    async with driving(grown, size=(170, 24)) as driver:
        frame = await look_at(driver, "2026-09-30", "2026-09-30")
        assert " as of 2026-09-30 · known on 2026-09-30 " in driver.lines[0]
        assert row(frame, "Harbor")[:11] == (
            "D USD 40.00 600.00 0.00 0.00 0.00 0.00 640.00 390.00 -250.00".split()
        )
        assert "koji" in frame
        assert "Cold Storage" not in frame
        assert row(frame, "C2")[8:10] == ["70.00", "70.00"]
        assert row(frame, "all 2")[-2:] == ["460.00", "-180.00"]
        assert "USD 640.00 ✓" in driver.lines[-2]


async def test_every_place_follows_the_date(grown: Home) -> None:
    async with driving(grown) as driver:
        await look_at(driver, "2026-09-30", "2026-09-30")
        disputes = await driver.do("disputes")
        assert row(disputes, "O open")[:5] == ["Harbor", "I1", "100.00", "USD", "15"]
        assert "Opened    2026-09-15 as D1, 15 d" in await driver.do("open")
        invoice_screen = await driver.do("open")
        assert "600.00 open of 600.00 · 30 days past due" in invoice_screen
        assert "1 entry, each" in invoice_screen
        work = await driver.do("work")
        assert "1 today · 0 waiting · 0 done" in work
        assert row(work, "Harbor")[0] == "today"
        assert "500.00" in row(work, "Harbor")
        credit = await driver.do("credit")
        assert "0 over · 1 on hold · overrun 540.00 USD" in credit
        assert row(credit, "Harbor")[:6] == ["H", "hold", "USD", "100.00", "640.00", "640.00"]
        account = await driver.do("open")
        assert "Limit     100.00" in account
        reasons = await driver.do("reasons")
        assert "Week 2026-W39, as known on 2026-09-30 · 1 late invoice" in reasons
        items = await driver.do("aging", "open")
        assert row(items, "I1")[3:6] == ["30", "600.00", "600.00"]
        await driver.do("aging", "back")
        assert _OF_TODAY in driver.lines[0]
        assert "Cold Storage" in driver.frame


async def test_nothing_is_entered_while_somebody_looks_back(
    grown: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    async with driving(grown) as driver:
        monkeypatch.setattr(driver.app, "tell", lambda sentence, **_: said.append(sentence))
        await look_at(driver, "2026-09-30")
        await driver.do("work")
        for action in ("contact", "promise", "hold", "done", "undo"):
            await driver.do(action)
        await driver.do("disputes", *_OF_DISPUTES)
        await driver.do("credit", "review")
        assert said == ["You look at 2026-09-30; press d to come back to today."] * 11
        assert not grown.desk.exists()
        await look_at(driver)
        assert _OF_TODAY in driver.lines[0]
        await driver.do("disputes", "standing", "reason")
        assert "Why is I1 late?" in driver.frame
        assert len(said) == 11


async def test_days_are_typed_as_people_say_them_and_none_lies_ahead(grown: Home) -> None:
    async with driving(grown) as driver:
        await look_at(driver, "2026-12-01")
        assert "Tue 2026-12-01 has not come yet." in driver.frame
        await driver.press("escape", "escape")
        assert _OF_TODAY in driver.lines[0]
        for text, day in (("eom", "2026-10-31"), ("-7", "2026-11-13"), ("2026-08", "2026-08-31")):
            await look_at(driver, text)
            assert f" as of {day} " in driver.lines[0]
        await look_at(driver, TODAY)
        assert _OF_TODAY in driver.lines[0]


@pytest.mark.parametrize("size", [(80, 24), (150, 30)])
def test_dates_in_a_real_terminal(grown: Home, size: tuple[int, int]) -> None:
    with Terminal(command(grown), size=size) as terminal:
        terminal.wait_for(PROOF)
        terminal.press("d", "2026-09-30", "enter", "2026-09-30", "enter")
        frame = terminal.wait_for("as of 2026-09-30 · known on 2026-09-30")
        terminal.wait_for("USD 640.00 ✓")
        column = frame.splitlines()[0].index("as of")
        assert terminal.style(0, column).reverse
        terminal.wait_for(lambda shown: bool(re.search(r"difference +USD", shown)))
        terminal.press("escape")
        terminal.wait_for(_OF_TODAY[:20])
        terminal.wait_for("USD 460.00 ✓")
        terminal.press("q")
        assert terminal.ended() == 0
