"""The Readiness screen by keys: what is blocked and why, in groups, waived and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.store.connection import open_desk, open_main
from tests.homes import invoice, job, rate
from tests.tui.driver import driving
from tests.tui.terminal import widths
from tests.tui.test_app_terminal import run
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home
    from tests.tui.driver import Driver

TITLE, TRUTH, KEYS = 3, -2, -1
_WIDE = (190, 24)
#: So much of a group's name is never cut.
_NAME = 16


def rows(driver: Driver) -> list[list[str]]:
    """The cells of the rows in view; two blanks stand between cells."""
    table = driver.screen.table
    top = table.region.y + 1
    lines = driver.lines[top : top + table.snapshot.count]
    return [[cell.strip() for cell in line[2:].split("  ") if cell.strip()] for line in lines]


async def test_what_is_blocked_comes_by_money_and_age(gated: Home) -> None:
    async with driving(gated, size=_WIDE) as driver:
        lines = (await driver.do("readiness")).splitlines()
        found = rows(driver)
        assert not driver.screen.query_one("#truth").has_class("-false")
    assert "6 Readiness" in lines[1]
    assert lines[TITLE] == (
        "  3 blocked, 1,400.00 USD · 0 waived · 3 ready   in view: blocked   f shows waived"
    )
    assert found == [
        [
            *("INV-1", "B blocked", "Bill-to is not the entity that p…", "500.00", "USD", "78"),
            *("Harbor Cold Storage", "invoice", "dispatch", "emil", "C1", "1000"),
        ],
        [
            *("J-1", "B blocked", "No PO on file, Part completion, …", "800.00"),
            *("USD", "10", "Harbor Cold Storage", "job", "dispatch, project_template", "rosa"),
            *("SV-CALL", "Dock 4", "C1", "1000"),
        ],
        [
            *("J-2", "B blocked", "No completion evidence", "100.00", "USD", "2"),
            *("Harbor Cold Storage", "job", "dispatch", "emil", "SV-LEAK", "Dock 5", "C1", "1000"),
        ],
    ]
    assert lines[-3].split() == ["all", "3", "1,400.00", "USD"]
    assert lines[TRUTH] == (
        "  3 jobs and invoices   all = unbilled jobs + open invoices   EUR 50.00 ✓   USD 1,740.00 ✓"
    )
    assert "W waive   f state" in lines[KEYS]


async def test_a_key_goes_through_the_states(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "gate")
        assert driver.names == []
        assert driver.lines[TITLE].endswith("in view: waived   f shows ready")
        await driver.do("gate")
        assert driver.names == ["J-4", "J-3", "INV-2"]
        assert rows(driver)[0][:3] == ["J-4", "R ready", "No approver recorded"]
        await driver.do("gate")
        assert driver.names == ["J-4", "INV-1", "J-1", "J-3", "INV-2", "J-2"]
        assert driver.lines[TITLE].endswith("in view: all   f shows blocked")
        await driver.do("gate")
        assert driver.names == ["INV-1", "J-1", "J-2"]


async def test_with_rates_money_and_age_are_compared_across_currencies(gated: Home) -> None:
    with agent(gated) as hands:
        hands.take("rates.csv", [rate("2026-11-01", "1.1")])
    async with driving(gated) as driver:
        await driver.do("readiness", "gate", "gate", "gate")
        assert driver.names == ["INV-1", "J-1", "J-3", "INV-2", "J-4", "J-2"]
        await driver.do("group", "group", "group")
        assert [row[0] for row in rows(driver)] == ["emil", "rosa", "(none)", "(none)"]


async def test_a_filter_sums_up_what_it_leaves(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "filter")
        await driver.press(*"job evid")
        assert driver.names == ["J-2"]
        assert driver.lines[-3].split() == ["shown", "1", "100.00", "USD"]
        assert driver.lines[TRUTH].startswith("  1 job or invoice with “job evid”")


@pytest.mark.parametrize(
    ("by", "steps", "expected"),
    [
        (
            "check",
            1,
            [
                ["Bill-to is not the entity that pays", "1", "0", "0", "100.0 %", "500.00"],
                ["Part completion, no change order", "1", "0", "0", "100.0 %", "800.00"],
                ["No PO on file", "1", "0", "0", "100.0 %", "800.00"],
                ["No completion evidence", "1", "0", "0", "100.0 %", "100.00"],
            ],
        ),
        (
            "owner",
            2,
            [
                ["dispatch", "3", "0", "0", "100.0 %", "1,400.00"],
                ["project_template", "1", "0", "0", "100.0 %", "800.00"],
            ],
        ),
        (
            "dispatcher",
            3,
            [
                ["emil", "2", "0", "0", "100.0 %", "600.00"],
                ["rosa", "1", "0", "1", "50.0 %", "800.00"],
            ],
        ),
        (
            "template",
            4,
            [
                ["(none)", "1", "0", "2", "33.3 %", "500.00"],
                ["SV-CALL", "1", "0", "0", "100.0 %", "800.00"],
                ["SV-LEAK", "1", "0", "0", "100.0 %", "100.00"],
            ],
        ),
        (
            "site",
            5,
            [
                ["(none)", "1", "0", "2", "33.3 %", "500.00"],
                ["Dock 4", "1", "0", "0", "100.0 %", "800.00"],
                ["Dock 5", "1", "0", "0", "100.0 %", "100.00"],
            ],
        ),
        ("customer", 6, [["Harbor Cold Storage", "3", "0", "1", "75.0 %", "1,400.00"]]),
        (
            "kind",
            7,
            [
                ["invoice", "1", "0", "1", "50.0 %", "500.00"],
                ["job", "2", "0", "1", "66.7 %", "900.00"],
            ],
        ),
    ],
)
async def test_groups_count_states_and_what_is_at_risk(
    gated: Home, by: str, steps: int, expected: list[list[str]]
) -> None:
    async with driving(gated, size=_WIDE) as driver:
        await driver.do("readiness", *["group"] * steps)
        assert driver.lines[TITLE].endswith(f"by {by}")
        cells = [[name[:_NAME], *others] for name, *others in expected]
        assert [[row[0][:_NAME], *row[1:6]] for row in rows(driver)] == cells


async def test_a_group_says_what_to_do_or_what_fails_most(gated: Home) -> None:
    async with driving(gated, size=_WIDE) as driver:
        await driver.do("readiness", "group")
        assert rows(driver)[2][-1].startswith("Ask the customer's site for the PO number")
        await driver.do("group", "group")
        assert rows(driver)[1][-1] == "No PO on file 1, Part completion, no change order 1"
        assert rows(driver)[1][-2] == "10"


async def test_enter_on_a_group_opens_what_is_in_it(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", *["group"] * 3, "open")
        assert (
            driver.lines[TITLE] == "  Dispatcher: emil in USD   in view: blocked   f shows waived"
        )
        assert driver.names == ["INV-1", "J-2"]
        assert "all = unbilled jobs + open invoices" in driver.lines[TRUTH]
        await driver.do("down", "open")
        assert driver.lines[TITLE].startswith("  J-2  Harbor Cold Storage")
        await driver.do("back", "back")
        assert driver.names == ["emil", "rosa"]


async def test_another_grouping_leaves_the_words_of_a_filter_behind(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "filter")
        await driver.press("J", "-", "enter")
        assert driver.names == ["J-1", "J-2"]
        await driver.do("group")
        assert len(driver.names) == 4
        assert driver.lines[TRUTH].startswith("  4 checks")


async def test_enter_opens_an_invoice_or_a_job(gated: Home) -> None:
    async with driving(gated) as driver:
        invoiced = await driver.do("readiness", "open")
        await driver.do("back", "down")
        worked = await driver.do("open")
    assert invoiced.splitlines()[TITLE].startswith("  INV-1  Harbor Cold Storage")
    assert "B blocked   fails Bill-to is not the entity that pays (dispatch)" in invoiced
    assert worked.splitlines()[TITLE].startswith("  J-1  Harbor Cold Storage · C1 · 1000 · USD")


async def test_a_key_opens_the_job_of_either(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "job")
        assert driver.lines[TITLE].startswith("  J-5  Harbor Cold Storage")
        await driver.do("back", "down", "job")
        assert driver.lines[TITLE].startswith("  J-1  Harbor Cold Storage")


async def test_a_check_is_waived_in_the_list_and_taken_back(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "down", "waive")
        assert "Waive a check of J-1" in driver.frame
        assert "blocking, dispatch: Ask the customer's site for the PO number" in driver.frame
        await driver.press("j")
        assert "blocking, project_template: Agree a change order" in driver.frame
        await driver.press("k", "enter", *"agreed with ops", "enter")
        assert driver.told == ["J-1: No PO on file waived, agreed with ops. u takes it back."]
        failing = "Part completion, no change order, waived: No PO on file"
        assert (driver.names[1], driver.screen.table.row["failing"]) == ("J-1", failing)
        await driver.do("waive")
        await driver.press("enter", *"small", "enter")
        assert driver.names == ["INV-1", "J-2"]
        assert rows(driver)[driver.screen.table.cursor][0] == "J-2"
        assert "2 blocked, 600.00 USD · 1 waived · 3 ready" in driver.lines[TITLE]
        await driver.do("undo")
        assert driver.told[-1] == "1000/c1: the waiver is taken back."
        assert driver.names == ["INV-1", "J-1", "J-2"]
        assert driver.screen.table.row["number"] == "J-2"
    assert _waivers(gated) == [("j-1", None, "po_on_file", "agreed with ops", None)]


def _waivers(home: Home) -> list[tuple[object, ...]]:
    connection = open_desk(home.desk)
    found = connection.execute(
        "SELECT job, document, check_code, reason, withdrawn_on FROM waiver ORDER BY id"
    ).fetchall()
    connection.close()
    return found


async def test_a_waiver_needs_a_reason_and_typed_words_are_not_lost(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "waive")
        await driver.press("enter", "enter")
        assert "Say why it may fail, for whoever looks at it next." in driver.frame
        await driver.press("x", "escape")
        assert "esc once more throws away what you typed." in driver.frame
        await driver.press("escape")
        assert driver.names == ["INV-1", "J-1", "J-2"]
    assert not gated.desk.exists()


async def test_a_waiver_is_withdrawn_where_it_was_given(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "waive")
        await driver.press("enter", *"ok", "enter")
        await driver.do("gate", "waive")
        assert "withdraw: Bill-to is not the entity that pays" in driver.frame
        assert "waived by" in driver.frame
        assert "Because" not in driver.frame
        await driver.press("enter")
        said = "INV-1: Bill-to is not the entity that pays is not waived any more."
        assert driver.told[-1] == f"{said} u takes it back."
        assert driver.names == []
        assert "3 blocked, 1,400.00 USD · 0 waived" in driver.lines[TITLE]
        await driver.do("undo")
        assert driver.names == ["INV-1"]
        assert driver.told[-1] == "1000/c1: waived again."


async def test_what_cannot_be_done_says_why(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "down", "reason", "gate", "waive", "gate", "down", "waive")
        assert driver.told == [
            "There is no invoice under the cursor.",
            "There is no job or invoice here whose checks are known.",
            "J-3 fails no check, so there is none to waive.",
        ]
    async with driving(gated, read_only=True) as driver:
        await driver.do("readiness", "waive")
        assert driver.told == ["Opened read-only. Nothing can be entered or undone."]


async def test_another_day_is_checked_as_of_that_day(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "dates")
        await driver.press(*"2026-11-12", "enter", "enter")
        assert "as of 2026-11-12" in driver.lines[0]
        assert driver.names == ["INV-1", "J-1"]
        assert [row[5] for row in rows(driver)] == ["70", "2"]
        assert "✓" in driver.lines[TRUTH]
        await driver.do("waive")
        assert driver.told[-1].startswith("You look at 2026-11-12")


async def test_what_the_agent_loads_is_shown(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness")
        mended = job("J-2", completed_at="2026-11-18", amount="100.00", evidence="sheet",
                     completion="full", completion_code="DONE", po_number="PO-1")  # fmt: skip
        with agent(gated) as hands:
            hands.take("jobs_2026-11-20.csv", [mended])
        await driver.look()
        assert driver.names == ["INV-1", "J-1"]


async def test_a_policy_without_checks_says_so(gated: Home) -> None:
    (gated.folder("policies") / "readiness.yaml").write_text("checks: {}\n", encoding="utf-8")
    (gated.folder("policies") / "reasons.yaml").unlink()
    with agent(gated):
        pass
    async with driving(gated) as driver:
        await driver.do("readiness")
        assert driver.lines[TITLE] == "  readiness.yaml has no checks, so everything is ready."
        await driver.do("gate", "gate")
        assert len(driver.names) == 6


async def test_the_line_of_truth_is_red_where_money_is_missing(gated: Home) -> None:
    connection = open_main(gated.main)
    connection.execute("UPDATE item SET open_amount = open_amount - 1 WHERE open_amount > 0")
    connection.close()
    async with driving(gated) as driver:
        await driver.do("readiness")
        assert driver.screen.query_one("#truth").has_class("-false")
        assert "✗ THE FIGURES DO NOT ADD UP" in driver.lines[TRUTH]


async def test_a_home_without_anything_says_so(tmp_path: Path) -> None:
    home = found(tmp_path / "bare")
    with agent(home):
        pass
    async with driving(home) as driver:
        lines = (await driver.do("readiness")).splitlines()
        assert lines[TITLE].startswith("  0 blocked · 0 waived · 0 ready")
        assert lines[TRUTH] == "  0 jobs and invoices   all = unbilled jobs + open invoices   ✓"
        await driver.do("group")
        assert driver.lines[TRUTH].startswith("  0 checks")


async def test_words_from_files_stay_text(gated: Home) -> None:
    hostile = "[/x][red]\x1b]52;c;QQ==\x07"
    with agent(gated) as hands:
        bad = job(f"J{hostile}", completed_at="2026-01-01", amount="900000", dispatcher=hostile,
                  site=hostile, completion="partial", evidence=hostile)  # fmt: skip
        hands.take("hostile.csv", [bad])
        hands.take(
            "hostile_invoices.csv",
            [invoice("I", "9.00", job_id=f"J{hostile}", bill_to=hostile, po_number=hostile)],
        )
    async with driving(gated, size=_WIDE) as driver:
        listed = await driver.do("readiness")
        asked = await driver.do("waive")
        await driver.press("escape")
        opened = await driver.do("open")
        await driver.do("back")
        grouped = await driver.do(*["group"] * 5)
        behind = await driver.do("open")
    for frame in (listed, asked, opened, grouped, behind):
        assert "[/x][red]" in frame
        assert "\x1b" not in frame


@pytest.mark.parametrize("size", [(80, 24), (130, 34), (40, 12), (20, 8)])
async def test_it_fits_into_any_terminal(gated: Home, size: tuple[int, int]) -> None:
    async with driving(gated, size=size) as driver:
        for actions in (["readiness"], ["group"], ["open"], ["open"], ["waive"]):
            frame = await driver.do(*actions)
            assert widths(driver.app) == {size[0]}
            assert len(frame.splitlines()) <= size[1]


async def test_a_narrow_terminal_shows_what_fails_and_what_is_at_risk(gated: Home) -> None:
    async with driving(gated, size=(80, 24)) as driver:
        await driver.do("readiness", "down")
        assert rows(driver)[1][:1] == ["J-1"]
        assert rows(driver)[1][1] == "B blocked"
        assert rows(driver)[1][2].startswith("No PO on file, Part")
        assert rows(driver)[1][3:6] == ["800.00", "USD", "10"]


def test_a_check_is_waived_and_taken_back_in_a_terminal(gated: Home) -> None:
    with run(gated) as terminal:
        terminal.wait_for("buckets + unapplied = outstanding")
        terminal.press("6")
        terminal.wait_for("3 blocked, 1,400.00 USD · 0 waived · 3 ready")
        terminal.wait_for(lambda frame: "▸ INV-1" in frame)
        terminal.press("W")
        terminal.wait_for("Waive a check of INV-1")
        terminal.press("enter", "agreed", "enter")
        terminal.wait_for("2 blocked, 900.00 USD · 1 waived · 3 ready")
        terminal.press("f")
        terminal.wait_for("in view: waived")
        terminal.wait_for("waived: Bill-to is not the")
        terminal.press("u")
        terminal.wait_for("3 blocked, 1,400.00 USD · 0 waived · 3 ready")
        terminal.press("q")
        assert terminal.ended() == 0
