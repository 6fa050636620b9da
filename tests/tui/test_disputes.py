"""Disputes by keys: opened on a part, worked to their end, taken back, grouped, and followed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from artui.domain.days import parse_day
from artui.home import open_home
from artui.person import person
from artui.tui.screens.case import CaseScreen
from artui.tui.screens.dispute import DisputeScreen
from artui.tui.screens.form import FormScreen, Menu
from tests.homes import TODAY, dispute, invoice, listed
from tests.tui.driver import driving
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


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """That home, to be changed at will."""
    return build(tmp_path / "home")


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
