"""Disputes by keys: opened on an invoice or a part of it, or taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.domain.days import parse_day
from artui.tui.screens.case import CaseScreen
from artui.tui.screens.dispute import DisputeScreen
from tests.homes import TODAY
from tests.tui.disputed import SIZE, at_harbor, build, choose, entered, open_part, taken
from tests.tui.driver import driving

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """That home, to be changed at will."""
    return build(tmp_path / "home")


async def test_a_part_of_an_instalment_is_disputed_and_figures_follow(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await open_part(driver)
        assert driver.told[-1] == (
            "I1: 250.00 of it disputed, open, next step Mon 2026-11-23. u takes it back."
        )
        assert "Disputes  1 open, 250.00 USD" in driver.frame
        assert driver.frame.count(" 250.00") == 3  # the second item, the sum, the customer
    [case] = entered(home)
    said = {name: case[name] for name in ("item", "reason", "amount", "owner", "state", "customer")}
    assert said == {
        "item": "2",
        "reason": "wrong_bill_to",
        "amount": 25_000,
        "owner": "ann",
        "state": "open",
        "customer": "c1",
    }
    assert (case["next_on"], case["opened_on"]) == (parse_day("2026-11-23"), parse_day(TODAY))
    assert [note["note"] for note in entered(home, "dispute_note")] == ["they moved"]
    assert [each["amount"] for each in taken(home)] == [4_000, 25_000]


async def test_what_is_left_empty_is_all_of_it_the_reasons_owner_and_the_policys_day(
    home: Home,
) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        frame = await driver.do("dispute")
        assert "of 1,000.00 USD open" in frame
        assert "empty: dispatch" in frame
        assert "empty: Mon 2026-11-30" in frame  # Thursday is a holiday
        await choose(driver, "because", "Completion evidence")
        assert "empty: Wed 2026-11-25" in driver.frame
        await driver.press("tab", "right")
        assert "of 600.00 USD open" in driver.frame
        await driver.press("left", "ctrl+s")
        assert driver.told[-1].startswith("I1: all of it disputed")
    [case] = entered(home)
    assert (case["amount"], case["item"], case["owner"]) == (None, None, "dispatch")
    assert case["next_on"] == parse_day("2026-11-25")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1000.01", "No more than 1,000.00 USD is open."),
        ("1.005", "USD has 2 decimals."),
        ("all", "Write an amount as 1234.50."),
    ],
)
async def test_no_more_than_what_is_open_can_be_disputed(home: Home, typed: str, said: str) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await driver.do("dispute")
        await driver.press("tab", "tab", *typed, "ctrl+s")
        assert said in driver.frame
        assert isinstance(driver.app.screen, DisputeScreen)
        assert not home.desk.exists()


async def test_credits_cannot_be_disputed(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        while not str(driver.screen.table.row["number"]).startswith("CN"):
            await driver.do("down")
        await driver.do("dispute")
        assert driver.told == ["Nothing is owed here, so there is nothing to dispute."]
        await driver.do("open", "dispute")
        assert "Nothing is owed of it, so there is nothing to dispute." in driver.frame
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, DisputeScreen)


async def test_a_dispute_that_stands_is_offered_to_be_taken_up(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes", "open", "open")
        assert driver.lines[3].startswith("  I2  Delta")
        frame = await driver.do("dispute")
        assert "take up: open, 40.00 USD, Price or quantity" in frame
        assert "Because" not in frame
        await driver.press("enter")
        assert isinstance(driver.app.screen, CaseScreen)
        assert driver.lines[3] == "  I2 disputed: open   Delta      40.00 USD"
        assert not home.desk.exists()
        await driver.do("back", "dispute")
        await choose(driver, "standing", "open another")
        assert "Because" in driver.frame
        await driver.press("tab", "tab", *"5", "ctrl+s")
    assert [case["exported"] for case in entered(home)] == [None]


async def test_what_was_left_behind_is_taken_over_by_who_opens_the_home(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.books.cases.follow", lambda _: False)
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await open_part(driver)
    before = [each["amount"] for each in taken(home)]
    monkeypatch.undo()
    async with driving(home, size=SIZE, read_only=True):
        pass
    assert [each["amount"] for each in taken(home)] == before
    async with driving(home, size=SIZE):
        pass
    assert [each["amount"] for each in taken(home)] == [*before, 25_000]
