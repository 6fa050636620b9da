"""Disputes by keys: worked to their end, taken back, grouped, and followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.home import open_home
from artui.person import person
from artui.tui.screens.case import CaseScreen
from artui.tui.screens.form import FormScreen
from tests.homes import TODAY, dispute, listed
from tests.tui.disputed import (
    HOSTILE,
    SIZE,
    at_harbor,
    build,
    choose,
    entered,
    open_part,
    row,
    taken,
)
from tests.tui.driver import driving
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """That home, to be changed at will."""
    return build(tmp_path / "home")


async def test_a_case_goes_through_its_states_and_each_can_be_taken_back(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await open_part(driver)
        await driver.do("disputes", "open", "state")
        await choose(driver, "state", "waiting for the customer")
        assert "Outcome" not in driver.frame
        await driver.press("tab", *"+7", "tab", *"asked them", "ctrl+s")
        assert driver.told[-1] == (
            "Dispute of I1: waiting for the customer, next step Fri 2026-11-27. u takes it back."
        )
        assert driver.lines[3].startswith("  I1 disputed: waiting for the customer")
        assert "state open → waiting for the customer, next step 2026-11-23 → 2026-11-27" in row(
            driver, "state open →"
        )
        assert person() in row(driver, "note: asked them")
        await driver.do("undo", "undo")
        assert driver.told[-1].endswith(": the dispute is as it was.")
        assert driver.lines[3].startswith("  I1 disputed: open")
        assert "taken back: state waiting for the customer → open" in driver.frame
    assert [each["state"] for each in taken(home)] == ["open", "open"]
    assert len(entered(home, "dispute_note")) == 1


async def test_an_end_wants_its_outcome_and_upheld_the_credit_note(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await open_part(driver)
        await driver.do("disputes", "state")
        await choose(driver, "state", "partly upheld")
        await driver.press("ctrl+s")
        assert "Say how it came out, for whoever asks later." in driver.frame
        await driver.press(*"half of it", "tab")
        await choose(driver, "credit", "CN2")
        assert "CN2, 2026-11-01, -70.00" in driver.frame
        await driver.press("ctrl+s")
        assert driver.told[-1] == "Dispute of I1: partly upheld. u takes it back."
        assert driver.names == ["O open"]
        await driver.do("standing")
        assert driver.names == ["± partly upheld"]
        frame = await driver.do("open")
        assert "Outcome   partly upheld on 2026-11-20: half of it" in frame
        assert "Credit    CN2 of 2026-11-01, -70.00 USD" in frame
        await driver.do("undo")
        assert driver.lines[3].startswith("  I1 disputed: open")
    assert taken(home)[-1]["resolved_on"] is None


async def test_a_rejected_dispute_needs_no_credit_note(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes", "state")
        await choose(driver, "state", "rejected")
        assert "Credit note" not in driver.frame
        await driver.press("tab", *"as agreed", "ctrl+s")
        assert driver.names == []
        await driver.do("undo", "undo")
        assert driver.names == ["O open"]
    assert entered(home) == []


async def test_owner_step_amount_and_reason_are_written_over(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes", "change")
        await driver.press("ctrl+s")
        assert "Nothing is changed yet; esc leaves it as it is." in driver.frame
        await driver.press("ctrl+u", *"mia", "tab", *"+1", "tab", "ctrl+u", *"91", "ctrl+s")
        assert "No more than 90.00 USD is open." in driver.frame
        await driver.press("ctrl+u", "tab")
        await choose(driver, "because", "Wrong tax")
        await driver.press("ctrl+s")
        assert driver.told[-1] == (
            "Dispute of I2: owner mia, next step Sat 2026-11-21, all of it, wrong tax."
            " u takes it back."
        )
        line = row(driver, "I2")
        assert line.split()[5:11] == ["90.00", "USD", "18", "2026-11-21", "≠", "mia"]
        await driver.do("undo")
        assert "40.00" in row(driver, "I2")
    [dispute] = taken(home)
    assert (dispute["owner"], dispute["amount"], dispute["reason"]) == ("koji", 4_000, "PR1")


async def test_where_the_export_says_otherwise_both_sides_are_shown_and_one_is_taken(
    home: Home,
) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes", "state")
        await choose(driver, "state", "waiting for us")
        await driver.press("ctrl+s")
        with agent(home) as hands:
            closed = dispute("D-7", "I2", "2026-11-02", reason="PR1", amount="40.00", owner="koji",
                             status="resolved", resolved_on="2026-11-19")  # fmt: skip
            hands.take("disputes_2026-11-19.csv", [closed])
        await driver.look()
        assert " ≠ " in row(driver, "I2")
        frame = await driver.do("open")
        assert "resolved" in row(driver, "≠         ")
        assert "waiting for us" in row(driver, "≠         ")
        assert "disputes_2026-11-19.csv:2" in frame
        await driver.do("agree")
        await driver.press("enter")
        assert " ≠ " in driver.frame
        await driver.do("agree")
        await driver.press("down", "enter")
        assert driver.told[-1] == "Dispute of I2: as the export says. u takes it back."
        assert driver.lines[3].startswith("  I2 disputed: closed")
        assert "≠" not in "\n".join(driver.lines[3:20])
        await driver.do("agree")
        assert driver.told[-1] == "The export says nothing that differs from the desk."
    assert taken(home)[0]["conflict"] is None


async def test_notes_are_kept_with_who_made_them(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes", "open", "note")
        await driver.press("ctrl+s")
        assert "Write what is to be kept." in driver.frame
        await driver.press(*HOSTILE.replace("\x1b", ""), "ctrl+s")
        assert driver.told[-1] == "Dispute of I2: noted. u takes it back."
        assert person() in row(driver, "note: [/x]")
        assert "taken up" in driver.frame
        await driver.do("undo", "undo")
        assert "note:" not in driver.frame
    assert entered(home) == []


async def test_overdue_steps_come_first_in_word_and_colour(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await open_part(driver)
    (home.path / "artui.yaml").write_text("today: '2026-11-25'\n", encoding="utf-8")
    async with driving(open_home(str(home.path)), size=SIZE) as driver:
        await driver.do("disputes")
        line = row(driver, "2 d overdue")
        assert "I1" in line
        assert driver.lines.index(line) < driver.lines.index(row(driver, "none set"))
        await driver.do("down")
        table = driver.screen.table
        marked = table.get_component_rich_style("table--marked")
        assert marked.color != table.get_component_rich_style("table--row").color
        assert {segment.style for segment in table.render_line(1)} == {marked}
        await driver.do("up", "open")
        assert "next step Mon 2026-11-23, 2 d OVERDUE" in driver.frame
        assert "STEP OVERDUE" in row(driver, "Policy    ")


async def test_groups_add_up_and_open_into_their_disputes(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await open_part(driver)
        await driver.do("disputes", "group")
        said = "  Open disputes by customer   o shows closed   b groups by reason"
        assert driver.lines[3] == said
        assert [line.split()[:3] for line in driver.lines[6:8]] == [
            ["▸", "Harbor", "1"],
            ["Delta", "1", "40.00"],
        ]
        await driver.do("open")
        assert driver.lines[3].startswith("  Open disputes of Harbor, USD   ")
        assert driver.names == ["O open"]
        await driver.do("back", "group")
        assert driver.names == ["Wrong bill-to entity", "Price or quantity differs from the quote"]
        await driver.do("group")
        assert driver.names == ["ann", "koji"]
        await driver.do("group")
        assert driver.names == ["0-7 days", "8-30 days"]
        await driver.do("group")
        assert driver.names == ["O open", "O open"]


async def test_what_the_agent_has_not_taken_over_shows_at_once(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.books.cases.follow", lambda _: False)
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await open_part(driver)
        await driver.do("disputes")
        assert "250.00" in row(driver, "I1")
        await driver.do("open")
        assert "taken over when the agent runs" in driver.frame
        await driver.do("back", "down", "state")
        await choose(driver, "state", "waiting for us")
        await driver.press("ctrl+s")
        assert "U waiting: us" in row(driver, "I2")
        assert [each["state"] for each in taken(home)] == ["open"]
        monkeypatch.undo()
        await driver.do("open", "note")
        await driver.press(*"seen", "ctrl+s")
        assert "taken over" not in driver.frame
    assert [each["state"] for each in taken(home)] == ["waiting_us", "open"]


async def test_a_case_taken_back_while_it_is_looked_at_says_so(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await open_part(driver)
        await driver.do("dispute")
        await driver.press("enter")
        assert isinstance(driver.app.screen, CaseScreen)
        await driver.do("undo", "undo")
        assert driver.lines[3] == "  This dispute is not there any more; it was taken back."
        await driver.do("state")
        assert driver.told[-1] == "There is no dispute under the cursor."
        await driver.do("back")
        assert "Disputes  1" not in driver.frame


async def test_nothing_is_entered_by_who_only_reads(home: Home) -> None:
    async with driving(home, size=SIZE, read_only=True) as driver:
        await driver.do("disputes", "dispute", "state", "change", "note")
        assert len([said for said in driver.told if said.startswith("Opened read-only.")]) == 4
        assert not isinstance(driver.app.screen, FormScreen)


async def test_on_a_small_terminal_the_forms_can_be_filled(home: Home) -> None:
    async with driving(home, size=(80, 24)) as driver:
        await at_harbor(driver)
        await open_part(driver)
        assert entered(home)[0]["amount"] == 25_000
        await driver.do("disputes", "open", "state")
        await choose(driver, "state", "upheld")
        await driver.press("tab", *"paid", "ctrl+s")
        assert "I1 disputed: upheld" in driver.frame
        await driver.do("change", "back")
        assert "What the keys do" not in driver.frame


async def test_hostile_text_stays_text(home: Home) -> None:
    hostile = {"reason": "[/x]", "owner": "[@click=app.bell()]x[/]", "note": "[bold]\u202e"}
    with agent(home) as hands:
        hands.take("disputes_2026-11-18.csv", [dispute("D [/x]", "I3", "2026-11-03", **hostile)])
        hands.take(
            "open_items_2026-11-18.csv", [listed("F[/x]", "20.00", "2026-11-18", disputed="yes")]
        )
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes")
        assert "[@click=app.bell()]x[/]" in driver.frame
        await driver.do("group", "group", "group")
        assert "[@click=app.bell()]x[/]" in driver.frame
        await driver.do("group", "group", "filter")
        await driver.press(*"[/x]", "enter")
        for action in ("state", "change", "note"):
            await driver.do(action)
            await driver.press("escape")
        await driver.do("open")
        assert "[bold]\N{REPLACEMENT CHARACTER}" in driver.frame
        await driver.do("open", "dispute")
        await driver.press("escape")
        assert "\u202e" not in driver.frame


async def test_a_case_of_its_own_leaves_its_amount_to_the_export_that_is_taken(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await at_harbor(driver)
        await driver.do("dispute")
        await driver.press("tab", "tab", *"25", "ctrl+s")
        with agent(home) as hands:
            hands.take("disputes_2026-11-19.csv", [dispute("D-8", "I1", TODAY, amount="40.00")])
        await driver.do("disputes")
        await driver.look()
        await driver.press("home")
        await driver.do("open")
        assert "says 40.00 USD, the desk says 25.00 USD" in row(driver, "≠         ")
        assert "opened: " in driver.frame
        await driver.do("agree")
        await driver.press("down", "enter")
        assert "≠" not in "\n".join(driver.lines[3:20])
        assert "state open → as exported" in row(driver, "as exported")
        assert "disputed 25.00 → as exported" in driver.frame
        await driver.do("undo")
        assert "says 40.00 USD, the desk says 25.00 USD" in row(driver, "≠         ")
        await driver.do("agree")
        await driver.press("down", "enter")
    [case] = [each for each in taken(home) if each["number"] == "D-8"]
    assert (case["amount"], case["conflict"], case["desk_id"]) == (4_000, None, 1)


async def test_the_cursor_stays_on_a_dispute_that_is_taken_up(home: Home) -> None:
    with agent(home) as hands:
        hands.take("more_2026-11-16.csv", [dispute("D-9", "I3", "2026-10-02", amount="5.00")])
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes")
        await driver.press("end")
        assert "I2" in row(driver, "▸")
        await driver.do("note")
        await driver.press(*"rang them", "ctrl+s")
        assert "I2" in row(driver, "▸")


async def test_an_import_that_changes_a_dispute_does_not_take_it_from_the_screen(
    home: Home,
) -> None:
    with agent(home) as hands:
        hands.take("more_2026-11-16.csv", [dispute("D-9", "I3", "2026-11-09", amount="5.00")])
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes", "open")
        assert driver.lines[3].startswith("  I2 disputed: open")
        with agent(home) as hands:
            said = dispute("D-7", "I2", "2026-11-02", reason="PR1", amount="45.00", owner="koji")
            hands.take("disputes_2026-11-19.csv", [said])
        await driver.look()
        assert driver.lines[3].startswith("  I2 disputed: open")
        assert "45.00" in driver.lines[3]


async def test_another_state_is_our_answer_on_the_day_the_home_is_held_on(home: Home) -> None:
    async with driving(home, size=SIZE) as driver:
        await driver.do("disputes", "open")
        assert "not answered after" in row(driver, "Policy ")
        await driver.do("state")
        await choose(driver, "state", "waiting for us")
        await driver.press("ctrl+s")
        assert "not answered after" not in row(driver, "Policy ")
        assert row(driver, "state as exported → waiting for us").startswith(f"  {TODAY} ")
